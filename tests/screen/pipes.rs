//! Where stdin or stdout is no terminal.

use crate::support::user::User;
use crate::typed;

#[test]
fn without_a_terminal_the_program_says_so_and_draws_nothing() {
    let user = User::new();
    user.run(["tui"]).says(2, "stdin is no terminal");
    let cases = [
        ("echo q | \"$signcache\" --color never tui; exit $?", "stdin is no terminal"),
        (
            "exec 3>code; { \"$signcache\" --color never tui; echo $? >&3; } | cat; exit $(cat code)",
            "stdout is no terminal",
        ),
    ];
    for (script, words) in cases {
        let mut terminal = typed(&user, script);
        assert_eq!(terminal.exit_code(), 2, "{}", terminal.screen());
        let said = String::from_utf8(terminal.bytes()).unwrap();
        assert!(said.contains(words) && said.contains("hint: "), "{said}");
        assert!(!said.contains('\u{1b}'), "{said:?}");
        assert_eq!(terminal.modes(), terminal.before);
    }
}

#[test]
fn what_is_marked_is_printed_into_a_pipe() {
    let (user, key) = User::with_key();
    for name in ["a", "b", "c"] {
        user.write(name, name);
        user.sign(&key, name);
    }
    let digests = String::from_utf8(user.done(["list", "--json", "name:b"])).unwrap();
    let mut terminal = typed(&user, "\"$signcache\" tui --print | cat > printed; exit $?");
    terminal.wait_for("3 rows");
    terminal.type_keys("/");
    terminal.type_keys("\u{15}name:b\r");
    terminal.wait_for(" 1 row");
    terminal.type_keys("a");
    terminal.wait_for("1 of 1 row marked");
    assert!(terminal.modes().is_taken());
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert_eq!(terminal.modes(), terminal.before);
    let printed = std::fs::read_to_string(user.files().join("printed")).unwrap();
    assert!(printed.lines().count() == 1 && digests.contains(printed.trim()), "{printed}");
}
