//! A passphrase is asked for on the same terminal: every key is for who asks.

use std::fs;

use super::{USUAL, shows, tui};
use crate::support::user::User;

/// A pinentry that reads a line from the terminal that it is told of, as pinentry-curses and -tty do.
const ON_THE_TERMINAL: &str = "#!/bin/sh\necho OK\nwhile read -r line; do case $line in\n\
    OPTION\\ ttyname=*) tty=${line#OPTION ttyname=}; echo OK;;\n\
    GETPIN*) stty icanon -echo < $tty; printf 'Passphrase here: ' > $tty; read -r pin < $tty\n\
    stty echo < $tty; printf %s \"$pin\" > \"$0.got\"; echo \"D $pin\"; echo OK;;\n\
    GETINFO*pid) echo \"D $$\"; echo OK;;\n*) echo OK;;\nesac; done\n";

#[test]
fn a_pinentry_gets_every_key_and_the_screen_comes_back() {
    let user = User::new();
    let key = user.gnupg.generate_as("With Passphrase <p@example.org>", "ed25519", "jq dy").to_string();
    user.gnupg.set_pinentry(ON_THE_TERMINAL);
    user.gnupg.forget_passphrases_at_once();
    user.configure(&format!("[keys.release]\nfingerprint = \"{key}\"\n"));
    user.write("letter", "a letter");
    let mut terminal = tui(&user, &[], USUAL);
    shows(&terminal, "No signature is kept here yet");
    terminal.type_keys("S");
    shows(&terminal, "letter");
    terminal.type_keys("\r");
    shows(&terminal, "signature to");
    terminal.type_keys("\r");
    shows(&terminal, "It is signed with");
    terminal.type_keys("y");
    shows(&terminal, "Passphrase here:");
    assert!(!terminal.modes().alternate_screen);
    // Keys that would do something on the screen.
    terminal.type_keys("jq dy\r");
    shows(&terminal, "letter signed");
    shows(&terminal, " 1 row");
    assert_eq!(fs::read_to_string(user.gnupg.join("pinentry.got")).unwrap(), "jq dy");
    assert!(user.files().join("letter.sig").exists());
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(terminal.modes(), terminal.before);
}
