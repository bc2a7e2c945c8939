//! However the program is left, the terminal is as it was.

use rustix::process::Signal;

use crate::started;
use crate::support::user::User;

#[test]
fn the_keys_that_leave_give_the_terminal_back() {
    let user = User::new();
    for key in ["q", "\u{3}"] {
        let mut terminal = started(&user);
        let during = terminal.modes();
        assert!(during.is_taken() && during.mouse, "{during:?}");
        terminal.type_keys(key);
        assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
        assert_eq!(terminal.modes(), terminal.before);
        assert_eq!(terminal.screen(), "", "what was there before is there again");
    }
}

#[test]
fn signals_give_the_terminal_back() {
    let user = User::new();
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut terminal = started(&user);
        assert!(terminal.modes().is_taken());
        terminal.signal(signal);
        assert_eq!(terminal.exit_code(), 130, "{signal:?}: {}", terminal.screen());
        assert_eq!(terminal.modes(), terminal.before, "{signal:?}");
        // Told after the screen was given back, or nobody could read it.
        assert!(terminal.screen().contains("interrupted"), "{signal:?}: {}", terminal.screen());
    }
}
