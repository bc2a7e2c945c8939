//! The journeys that people make every morning.

use std::fs;

use super::{USUAL, shows, signer, tui};
use crate::support::nix_store::NixStore;
use crate::support::user::value;
use crate::terminal::Terminal;

/// Wide enough for details beside the table.
const WIDE: (u16, u16) = (140, 40);

#[test]
fn somebody_browses_many_entries_and_finds_one() {
    let (user, _) = signer(&["needle"]);
    user.tamper(
        "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 50000)
         INSERT INTO entry (content, key, signature, size, signed, stored, used, origin, label)
         SELECT CAST(printf('%032d', n) AS BLOB), key, signature, size, signed, stored - n, used, origin, 'hay ' || n
         FROM number, entry WHERE label = 'needle'",
    );
    let mut terminal = tui(&user, &[], WIDE);
    shows(&terminal, "50\u{2009}001 rows");
    terminal.type_keys("G");
    shows(&terminal, "needle");
    terminal.type_keys("g/name:nee\r");
    shows(&terminal, "› name:nee");
    let screen = shows(&terminal, "history");
    assert!(screen.contains("signed") && screen.contains("issuer"), "{screen}");
    terminal.type_keys("\x1b");
    terminal
        .wait_until("everything again", |screen| !screen.contains("name:nee") && screen.contains("hay 4"));
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn all_is_audited_and_what_is_bad_shows_in_the_table() {
    let (user, _) = signer(&["one", "two", "three"]);
    user.tamper("UPDATE entry SET signature = x'00' WHERE label = 'two'");
    let mut terminal = tui(&user, &[], USUAL);
    shows(&terminal, "3 rows");
    terminal.type_keys("aA");
    shows(&terminal, "not if within");
    terminal.type_keys("\r");
    shows(&terminal, "3 entries (");
    terminal.type_keys("y");
    let screen = shows(&terminal, "✗ bad");
    assert!(screen.contains("two"), "{screen}");
    shows(&terminal, "2 good, 1 bad");
    terminal.type_keys("6\r");
    shows(&terminal, "not a detached");
    terminal.type_keys("q");
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn a_selection_goes_to_somebody_else() {
    let (alice, key) = signer(&["one", "two", "three"]);
    let mut terminal = tui(&alice, &[], USUAL);
    shows(&terminal, "3 rows");
    terminal.type_keys("/name:t\r");
    shows(&terminal, "2 rows");
    terminal.type_keys("ae");
    shows(&terminal, "recipients");
    terminal.type_keys("\r");
    shows(&terminal, "2 entries (");
    terminal.type_keys("y");
    shows(&terminal, "2 entries exported");
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);

    let (bob, _) = signer(&[]);
    fs::copy(alice.files().join("signatures.tar.zst"), bob.files().join("for-bob.tar.zst")).unwrap();
    let mut terminal = tui(&bob, &[], USUAL);
    shows(&terminal, "No signature is kept here yet");
    terminal.type_keys("i");
    shows(&terminal, "for-bob.tar.zst");
    terminal.type_keys("\r");
    shows(&terminal, "prefer");
    terminal.type_keys("\r");
    shows(&terminal, "2 new");
    assert!(!bob.cache().exists(), "nothing happens before");
    terminal.type_keys("y");
    shows(&terminal, "2 rows");
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);
    let listed = String::from_utf8(bob.done(["list", "--json"])).unwrap();
    assert_eq!(listed.matches(&key).count(), 2, "{listed}");
}

#[test]
fn garbage_is_collected_with_a_look_before_and_a_way_back() {
    let (user, _) = signer(&["old", "new"]);
    user.tamper("UPDATE entry SET stored = 7, used = 7 WHERE label = 'old'");
    let mut terminal = tui(&user, &[], WIDE);
    shows(&terminal, "2 rows");
    terminal.type_keys("c");
    shows(&terminal, "There is no policy");
    terminal.type_keys("90d");
    shows(&terminal, "last-copy");
    // Down to the guard, and off with it.
    terminal.type_keys(&"\t".repeat(11));
    terminal.type_keys(" ");
    shows(&terminal, "1 of 2 entries go");
    terminal.type_keys("\r");
    shows(&terminal, "move to the trash");
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 2, "nothing happens before");
    terminal.type_keys("y");
    shows(&terminal, " 1 row");
    terminal.type_keys("u");
    shows(&terminal, "comes back");
    terminal.type_keys("y");
    shows(&terminal, "2 rows");
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 2);
}

#[test]
fn copies_that_were_collected_come_back_under_the_same_path() {
    let (user, _) = signer(&["content"]);
    let nix = NixStore::new();
    let command = |words: &[&str]| {
        let mut command = user.signcache(words);
        command.envs(nix.environment()).env("HOME", user.home.path());
        command
    };
    let bound = command(&["bind", "name:content"]).output().unwrap();
    let path = String::from_utf8(bound.stdout).unwrap().trim().to_owned();
    fs::remove_dir_all(user.state().join("roots")).unwrap();
    nix.collect_garbage();
    assert!(!fs::exists(&path).unwrap());
    let mut terminal = Terminal::start(&command(&["tui"]), WIDE);
    shows(&terminal, " 1 row");
    terminal.type_keys("3");
    shows(&terminal, "collected");
    terminal.type_keys("R");
    shows(&terminal, "1 restored");
    terminal.type_keys("y");
    shows(&terminal, "live");
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);
    assert!(fs::exists(&path).unwrap());
}

#[test]
fn what_others_do_shows_up_by_itself() {
    let (user, _) = signer(&["one"]);
    let terminal = tui(&user, &[], USUAL);
    shows(&terminal, " 1 row");
    user.write("two", "the content of two");
    user.done(["sign", "-q", "-k", "release", "two"]);
    shows(&terminal, "2 rows");
    shows(&terminal, " two ");
}

#[test]
fn a_signature_beside_a_file_is_the_first_one_here_too() {
    let (user, key) = signer(&[]);
    let letter = user.write("letter", "a letter");
    let mut gpg = user.gnupg.gpg();
    gpg.args(["--local-user", &key, "--armor", "--detach-sign"]).arg(&letter);
    assert!(gpg.status().unwrap().success());
    let mut terminal = tui(&user, &[], WIDE);
    shows(&terminal, "No signature is kept here yet");
    terminal.type_keys("S");
    shows(&terminal, "letter");
    terminal.type_keys("\r");
    shows(&terminal, "signature to");
    terminal.type_keys("\r");
    shows(&terminal, "It is signed with");
    terminal.type_keys("y");
    shows(&terminal, "the first one now");
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(value::<String>(&user.cache(), "SELECT origin FROM entry"), "adopted");
    assert!(user.gnupg.verifies(&user.files().join("letter.sig"), &letter));
}

#[test]
fn what_is_wanted_is_signed_here() {
    let (user, _) = signer(&["one"]);
    user.write("later", "what somebody wants");
    assert_eq!(user.run(["sign", "--offline", "-k", "release", "later"]).code, 3);
    let mut terminal = tui(&user, &[], USUAL);
    shows(&terminal, " 1 row");
    terminal.type_keys("4");
    shows(&terminal, "later");
    terminal.type_keys("w");
    shows(&terminal, "signed unseen");
    terminal.type_keys("\r");
    shows(&terminal, "Nobody here has seen the contents");
    terminal.type_keys("y");
    shows(&terminal, "Nobody waits for a signature");
    terminal.type_keys("1");
    shows(&terminal, "2 rows");
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn a_key_with_a_cache_of_its_own_is_looked_for_there() {
    let (user, usual) = signer(&["usual-one"]);
    let own = user.gnupg.generate_as("Own <own@example.org>", "ed25519", "").to_string();
    user.configure(&format!(
        "[keys.release]\nfingerprint = '{usual}'\n[keys.own]\nfingerprint = '{own}'\ncache = '{}'\n",
        user.files().join("own-cache").display()
    ));
    user.done(["init", user.files().join("own-cache").to_str().unwrap()]);
    user.write("own-one", "content");
    user.done(["sign", "-q", "-k", "own", "own-one"]);
    let mut terminal = tui(&user, &["key:own"], USUAL);
    shows(&terminal, "own-one");
    assert!(!terminal.screen().contains("usual-one"));
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);
}
