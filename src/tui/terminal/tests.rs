//! A panic, in a real terminal: there is none to be had from the program as it is.

use std::env;
use std::process::Command;
use std::thread;

use super::Screen;
use pseudo::Terminal;

#[path = "../../../tests/support/terminal.rs"]
mod pseudo;

#[test]
#[ignore = "panics, in the terminal that another test gives it"]
fn panics() {
    let _screen = Screen::take(true, false).unwrap();
    assert!(thread::spawn(|| panic!("a job that failed")).join().is_err());
    panic!("nobody thought of this");
}

#[test]
fn a_panic_gives_the_terminal_back_and_can_be_read() {
    let mut tests = Command::new(env::current_exe().unwrap());
    tests.args(["--ignored", "--exact", "tui::terminal::tests::panics", "--nocapture"]).current_dir("/");
    // A long story would push what was said off the screen.
    tests.env("RUST_BACKTRACE", "0");
    let mut terminal = Terminal::start(&tests, (80, 24));
    assert_eq!(terminal.exit_code(), 101, "{}", terminal.screen());
    assert_eq!(terminal.modes(), terminal.before);
    assert!(terminal.screen().contains("nobody thought of this"), "{}", terminal.screen());
    // That of another thread is told as the end of its job, and not written over the screen.
    let written = String::from_utf8(terminal.bytes()).unwrap();
    assert!(written.contains("\u{1b}[?1049h") && !written.contains("a job that failed"), "{written:?}");
}
