//! What may come to a terminal, byte for byte.

use std::process::Command;

use crate::support::user::User;
use crate::terminal::Terminal;

/// As much of a label as there can be, with the details still in a window of their own.
const WIDE: (u16, u16) = (109, 30);

/// Whoever has a signature, with something in the label that must not come to a terminal.
fn labelled(label: &str) -> User {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.sign(&key, "content");
    let bytes: String = label.bytes().map(|byte| format!("{byte:02x}")).collect();
    user.tamper(&format!("UPDATE entry SET label = CAST(x'{bytes}' AS TEXT)"));
    user
}

/// Everything that comes to the terminal while somebody looks at entries, details and help, and these screens.
fn everything(command: &Command, label: &str) -> (Vec<u8>, [String; 3]) {
    let mut terminal = Terminal::start(command, WIDE);
    terminal.wait_for(label);
    let entries = terminal.screen();
    terminal.type_keys("\r");
    terminal.wait_for("from the proof alone");
    let details = terminal.screen();
    terminal.type_keys("q?");
    terminal.wait_for("move the selected");
    let help = terminal.screen();
    terminal.type_keys("qq");
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    (terminal.bytes(), [entries, details, help])
}

/// The numbers of all sequences that choose colours.
fn colours(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let sequences = text.split("\u{1b}[").skip(1).filter_map(|rest| {
        let end = rest.find(|character: char| !matches!(character, '0'..='9' | ';' | ':'))?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    let is_colour = |number: &str| matches!(number.parse(), Ok(30..=38 | 40..=48 | 58 | 90..=107));
    sequences.filter(|sequence| sequence.split([';', ':']).any(is_colour)).collect()
}

#[test]
fn no_color_means_none() {
    let user = labelled("nothing special");
    let (bytes, _) = everything(&user.signcache(["tui"]), "nothing special");
    assert_ne!(colours(&bytes), [""; 0]);
    let (bytes, _) = everything(user.signcache(["tui"]).env("NO_COLOR", "1"), "nothing special");
    assert_eq!(colours(&bytes), [""; 0]);
    let (bytes, _) = everything(&user.signcache(["tui", "--color", "never"]), "nothing special");
    assert_eq!(colours(&bytes), [""; 0]);
    // What is said for this run is worth more than what is said for all.
    let mut asked = user.signcache(["tui", "--color", "always"]);
    let (bytes, _) = everything(asked.env("NO_COLOR", "1"), "nothing special");
    assert_ne!(colours(&bytes), [""; 0]);
}

#[test]
fn ascii_means_nothing_else() {
    let user = labelled("nothing special");
    let mut elsewhere = user.signcache(["tui"]);
    elsewhere.env("LC_ALL", "C");
    for command in [user.signcache(["tui", "--ascii"]), elsewhere] {
        for screen in everything(&command, "nothing special").1 {
            assert!(screen.is_ascii(), "{screen}");
        }
    }
}

#[test]
fn what_a_label_would_do_to_a_terminal_is_shown_and_not_done() {
    let user = labelled("a\u{1b}]0;owned\u{7}\u{202e}b\nc");
    let (bytes, [entries, ..]) = everything(&user.signcache(["tui"]), r"a\u{1b}]0;owned\u{7}\u{202e}b\u{a}c");
    let text = String::from_utf8_lossy(&bytes);
    for harm in ["\u{1b}]0;", "\u{7}", "\u{202e}", "b\nc", "b\r\nc"] {
        assert!(!text.contains(harm), "{harm:?} is in {text:?}");
    }
    assert_eq!(entries.lines().filter(|line| line.contains("owned")).count(), 1, "{entries}");
}
