//! Caches that somebody else changed.

mod certificates;
mod damage;
mod files;
mod large;
mod proofs;
mod signatures;
mod structure;

use std::fs;

use crate::support::user::{Ended, User, value};

/// A user with a signature of `content`, which is returned.
fn prepared() -> (User, String, Vec<u8>) {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.write("other", "other");
    let first = user.sign(&key, "content");
    (user, key, first)
}

/// Another valid signature of the same pair, as SQL.
fn another(user: &User, key: &str) -> String {
    let output = user.files().join("another");
    let mut gpg = user.gnupg.gpg();
    gpg.args(["--digest-algo", "SHA256", "--faked-system-time", "20300101T000000", "-o"]);
    let signed = gpg.arg(&output).arg("-u").arg(key).arg("--detach-sign").arg(user.files().join("content"));
    assert!(signed.status().unwrap().success());
    hex(&fs::read(output).unwrap())
}

fn hex(bytes: &[u8]) -> String {
    format!("x'{}'", data_encoding::HEXLOWER.encode(bytes))
}

/// The signature with one bit of its value changed.
fn broken(signature: &[u8]) -> Vec<u8> {
    let mut broken = signature.to_vec();
    let position = broken.len() - 5;
    broken[position] ^= 1;
    broken
}

/// Whether what was printed, if anything, is the first signature, or at least one that gpg takes for the content.
fn printed_nothing_unproven(user: &User, ended: &Ended, first: &[u8], only_the_first: bool) {
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
    // 5 where the damage is in the issuer, so that another key seems to have made it.
    assert!(matches!(ended.code, 0 | 1 | 3 | 4 | 5), "{}: {}", ended.code, ended.stderr);
    assert!(ended.code == 0 || ended.stdout.is_empty() && ended.stderr.contains("hint:"), "{}", ended.stderr);
    if ended.code == 0 && ended.stdout != first {
        assert!(!only_the_first, "first wins was violated: {}", ended.stderr);
        let printed = user.write("printed", &ended.stdout);
        assert!(user.gnupg.verifies(&printed, &user.files().join("content")), "{}", ended.stderr);
    }
}

#[test]
fn a_signature_that_fails_is_served_to_nobody_and_kept_for_inspection() {
    let (user, key, first) = prepared();
    user.forget();
    let broken = broken(&first);
    user.tamper(&format!("UPDATE entry SET signature = {}", hex(&broken)));
    user.run(["get", "-k", &key, "content"]).says(4, "does not verify");
    user.run(["exec", "-k", &key, "--emit", "inline", "content"]).says(4, "quarantine");
    assert_eq!(value::<Vec<u8>>(&user.cache(), "SELECT signature FROM quarantine"), broken);
    assert!(user.done(["list"]).is_empty());

    let anew = user.done(["sign", "-q", "--resign", "-k", &key, "-o", "-", "content"]);
    assert_ne!(anew, broken);
    assert_eq!(user.sign(&key, "content"), anew);
}

#[test]
fn another_signature_of_the_pair_is_noticed_and_the_first_is_served() {
    let (user, key, first) = prepared();
    user.tamper(&format!("UPDATE entry SET signature = {}", another(&user, &key)));
    let ended = user.run(["get", "-k", &key, "-o", "-", "content"]);
    ended.says(0, "another signature");
    assert_eq!(ended.stdout, first);
}

#[test]
fn what_the_cache_loses_the_ledger_puts_back() {
    let (user, key, first) = prepared();
    user.tamper("DELETE FROM entry");
    let ended = user.run(["sign", "-k", &key, "-o", "-", "content"]);
    ended.says(0, "put back");
    assert_eq!(ended.stdout, first);
    assert_eq!(value::<Vec<u8>>(&user.cache(), "SELECT signature FROM entry"), first);

    user.tamper(&format!("UPDATE entry SET signature = {}", hex(&broken(&first))));
    let ended = user.run(["sign", "-k", &key, "-o", "-", "content"]);
    ended.says(0, "quarantine");
    assert_eq!(ended.stdout, first);
    assert_eq!(value::<Vec<u8>>(&user.cache(), "SELECT signature FROM entry"), first);
}

#[test]
fn junk_beside_the_signed_part_never_gets_out() {
    let (user, key, first) = prepared();
    // The unhashed area ends with the issuer's key id; a private subpacket of 200 bytes goes before it.
    let position = first.windows(2).position(|bytes| bytes == [0, 10]).unwrap();
    let mut junk = first[2..].to_vec();
    junk.splice(position..position, [192, 9].into_iter().chain([100]).chain([7; 200]));
    let length = 10 + 203;
    junk[position - 2..position].copy_from_slice(&[0, length]);
    let mut packet = vec![0xc2, 192 + u8::try_from((junk.len() - 192) >> 8).unwrap()];
    packet.push(u8::try_from((junk.len() - 192) & 255).unwrap());
    packet.extend(junk);
    for ledger in [true, false] {
        user.tamper(&format!("UPDATE entry SET signature = {}", hex(&packet)));
        if !ledger {
            user.forget();
        }
        let ended = user.run(["get", "-k", &key, "-o", "-", "content"]);
        ended.says(0, "put right");
        assert_eq!(ended.stdout, first);
        assert_eq!(value::<Vec<u8>>(&user.cache(), "SELECT signature FROM entry"), first);
    }
}

#[test]
fn a_proof_that_does_not_fit_proves_nothing() {
    let (user, key, _) = prepared();
    let digest = value::<String>(&user.cache(), "SELECT lower(hex(content)) FROM entry");
    let proof = value::<Vec<u8>>(&user.cache(), "SELECT proof FROM entry");
    for (position, bit) in (0..proof.len()).flat_map(|position| [(position, 1), (position, 128)]) {
        let mut forged = proof.clone();
        forged[position] ^= bit;
        user.tamper(&format!("UPDATE entry SET proof = {}", hex(&forged)));
        user.forget();
        user.run(["get", "-k", &key, &digest]).says(5, "can't be proven");
    }
    user.tamper(&format!("UPDATE entry SET proof = {}, size = 8", hex(&proof)));
    user.run(["get", "-k", &key, &digest]).says(5, "can't be proven");
    // With the content at hand nobody needs the proof.
    user.done(["get", "-k", &key, "content"]);
}

#[test]
fn a_planted_trigger_never_runs() {
    let (user, key, first) = prepared();
    user.tamper(
        "UPDATE entry SET used = 0;
         CREATE TRIGGER stamp AFTER UPDATE ON entry BEGIN DELETE FROM entry; END",
    );
    assert_eq!(user.sign(&key, "content"), first);
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry WHERE used = 0"), 1);
    user.run(["sign", "-k", &key, "other"]).says(4, "odd trigger");
}

#[test]
fn hostile_labels_are_escaped_for_people_and_whole_for_programs() {
    let (user, _, _) = prepared();
    user.tamper("UPDATE entry SET label = char(27) || '[2J' || char(0x202e) || 'x', verdict = 'nice'");
    let listed = String::from_utf8(user.done(["list"])).unwrap();
    assert!(listed.contains(r"\u{1b}[2J\u{202e}x"), "{listed}");
    assert!(!listed.contains('\u{1b}'));
    let shown = user.done(["show", "--color=never", "name:[2J"]);
    assert!(!shown.contains(&0x1b));
    let json: serde_json::Value = serde_json::from_slice(&user.done(["list", "--json"])).unwrap();
    assert_eq!(json["label"], "\u{1b}[2J\u{202e}x");
}

#[test]
fn a_link_in_the_place_of_the_database_is_refused() {
    let (user, key, _) = prepared();
    let database = user.cache().join("cache.sqlite");
    let elsewhere = user.files().join("elsewhere.sqlite");
    fs::rename(&database, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &database).unwrap();
    // The ledger knows the signature, and nothing else is made.
    user.run(["get", "-k", &key, "content"]).says(0, "the cache can't be read");
    user.write("new", "new");
    user.run(["sign", "-k", &key, "new"]).says(1, "hint:");
    user.forget();
    user.run(["get", "-k", &key, "content"]).says(1, "hint:");
}

#[test]
fn a_malformed_row_takes_nothing_else_down() {
    let (user, key, first) = prepared();
    user.sign(&key, "other");
    user.tamper("UPDATE entry SET label = CAST(x'ff1b' AS TEXT), verdict = CAST(x'ff' AS TEXT)");
    assert_eq!(user.sign(&key, "content"), first);
    user.tamper(
        "INSERT INTO key (id, key_id) VALUES (9, 'junk');
         UPDATE entry SET key = 9 WHERE content = (SELECT max(content) FROM entry)",
    );
    let ended = user.run(["list", "--json"]);
    ended.says(0, "passed over 1 rows");
    assert_eq!(String::from_utf8(ended.stdout).unwrap().lines().count(), 1);
}
