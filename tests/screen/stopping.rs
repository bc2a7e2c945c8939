//! `^Z` and `fg`.

use crate::support::user::User;
use crate::terminal::Terminal;
use crate::{started, typed};

/// Stops what runs in the terminal, looks at what it left behind, and has it go on.
fn stop_and_go_on(terminal: &mut Terminal) {
    let during = terminal.modes();
    assert!(during.is_taken(), "{during:?}");
    terminal.type_keys("\u{1a}");
    terminal.wait_for("it is stopped");
    assert_eq!(terminal.modes(), terminal.before);
    terminal.type_keys("\n");
    terminal.wait_for("No signature is kept here yet.");
    terminal.type_keys("?");
    terminal.wait_for("move the selected");
    assert_eq!(terminal.modes(), during);
    terminal.type_keys("qq");
}

#[test]
fn whoever_stops_the_program_has_the_terminal_until_it_goes_on() {
    let user = User::new();
    let mut terminal = typed(&user, "set -m; \"$signcache\" tui; echo it is stopped; read line; fg; exit $?");
    terminal.wait_for("No signature is kept here yet.");
    stop_and_go_on(&mut terminal);
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert_eq!(terminal.modes(), terminal.before);
}

#[test]
fn a_pipe_is_stopped_as_a_whole() {
    let user = User::new();
    // A shell waits until each of them is stopped.
    let script = "set -m; \"$signcache\" tui --print | cat; echo it is stopped; read line; fg; exit $?";
    let mut terminal = typed(&user, script);
    terminal.wait_for("No signature is kept here yet.");
    stop_and_go_on(&mut terminal);
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
}

#[test]
fn without_a_shell_that_could_let_it_go_on_the_program_does_not_stop() {
    let user = User::new();
    let mut terminal = started(&user);
    terminal.type_keys("\u{1a}");
    terminal.type_keys("?");
    terminal.wait_for("move the selected");
    assert!(terminal.modes().is_taken());
    terminal.type_keys("qq");
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
}
