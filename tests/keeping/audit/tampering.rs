use serde_json::Value;

use super::{another, audit, break_signature, noted, signed};
use crate::support::user::{Ended, value};

/// The names of contents, and what is done to their entries; what an audit should say of them.
const TAMPERED: &[(&str, &str, &str)] = &[
    ("whole", "label = label", "good"),
    // Its change is made below.
    ("bit", "label = label", "bad"),
    ("foreign", "signature = (SELECT signature FROM entry WHERE label = 'whole')", "bad"),
    ("twice", "signature = CAST(signature || signature AS BLOB)", "bad"),
    ("junk", "signature = x'6a756e6b'", "bad"),
    ("empty", "signature = x''", "bad"),
    ("moved", "content = zeroblob(32)", "unproven"),
    ("proof", "proof = (SELECT proof FROM entry WHERE label = 'whole')", "unproven"),
    ("no-proof", "proof = NULL", "unproven"),
    ("huge", "proof = zeroblob(100000)", "unproven"),
    ("larger-than-it-is", "size = size + 64", "unproven"),
    ("negative", "size = -1", "unproven"),
    ("stranger", "key = 9", "unknown-key"),
    ("word", "origin = 'mars', signed = -1, used = 9223372036854775807", "good"),
];

#[test]
fn tampering_of_every_kind_gets_its_verdict_and_moves_nothing() {
    let names: Vec<&str> = TAMPERED.iter().map(|(name, ..)| *name).collect();
    let (user, key) = signed(&names);
    user.tamper(
        "INSERT INTO key (id, key_id) VALUES (9, 'openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B')",
    );
    for (name, change, _) in TAMPERED {
        user.tamper(&format!("UPDATE entry SET {change} WHERE label = '{name}'"));
    }
    break_signature(&user, "bit");
    // What somebody wrote there counts for nothing.
    user.tamper("UPDATE entry SET verdict = 'good', judged = unixepoch() - 3600");
    let found = audit(&user, &[]);
    assert_eq!(found.ended.code, 4, "{}", found.ended.stderr);
    for (name, _, verdict) in TAMPERED {
        assert_eq!(found.verdict(name), (*verdict, None), "{name}");
        assert_eq!(noted(&user, name), *verdict, "{name}");
    }
    assert_eq!((found.count("good"), found.count("bad")), (2, 5));
    assert_eq!((found.count("unproven"), found.count("unknown-key")), (6, 1));
    assert_eq!(found.summary["damage"], 0);
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM quarantine"), 0);

    // The contents are there, so that only what is said of them is wrong.
    let found = audit(&user, &["--content", ".", "verdict:unproven"]);
    for (name, verdict) in [
        ("proof", "good"),
        ("no-proof", "good"),
        ("huge", "good"),
        ("moved", "unproven"),
        ("larger-than-it-is", "unproven"),
    ] {
        assert_eq!(found.verdict(name).0, verdict, "{name}");
    }
    assert_eq!(found.ended.code, 0, "{}", found.ended.stderr);

    // Whoever asks for it puts it into quarantine, as before.
    user.forget();
    user.run(["get", "-k", &key, "bit"]).says(4, "does not verify");
}

#[test]
fn people_see_what_is_wrong_line_by_line_and_a_table() {
    let (user, key) = signed(&["whole", "broken"]);
    user.tamper(
        "UPDATE entry SET signature = x'00', label = char(27) || '[2J' || char(0x202e) WHERE label = 'broken'",
    );
    user.configure(&format!("[keys.release]\nfingerprint = \"{key}\"\n"));
    let ended = user.run(["audit"]);
    assert_eq!(ended.code, 4);
    let text = String::from_utf8(ended.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("bad ") && lines[0].contains(r"\u{1b}[2J\u{202e}"), "{text}");
    assert!(lines[0].contains("release"), "{text}");
    assert!(!text.contains('\u{1b}'));
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
    assert_eq!(
        lines[1..].iter().map(|line| words(line)).collect::<Vec<_>>(),
        ["key entries good bad", "release 2 1 1"]
    );
    assert!(ended.stderr.contains("hint:") && ended.stderr.contains("--resign"), "{}", ended.stderr);
}

#[test]
fn another_signature_than_was_given_is_told_until_the_first_one_is_back() {
    let (user, key) = signed(&["content", "other"]);
    let signature = || value::<Vec<u8>>(&user.cache(), "SELECT signature FROM entry WHERE label = 'content'");
    let first = signature();
    user.tamper(&format!(
        "UPDATE entry SET signature = {}, verdict = 'good', judged = unixepoch() WHERE label = 'content'",
        another(&user, &key, "content")
    ));
    for words in [&[][..], &["--max-age", "1d"], &["--dry-run", "name:content"]] {
        let found = audit(&user, words);
        assert_eq!((found.ended.code, found.verdict("content")), (4, ("good", None)), "{words:?}");
        assert_eq!((&found.summary["changed"], found.count("bad")), (&1.into(), 0), "{words:?}");
        let changed = |told: &&Value| told["changed"] == true;
        assert_eq!(found.told.iter().find(changed).unwrap()["label"], "content", "{words:?}");
    }
    assert_eq!(audit(&user, &["name:other"]).ended.code, 0);
    let ended = user.run(["audit"]);
    assert!(ended.stdout.starts_with(b"changed"), "{ended:?}");
    assert!(ended.stderr.contains("`signcache delete`"), "{}", ended.stderr);

    // What it says helps.
    user.done(["delete", "--yes", "name:content"]);
    user.done(["get", "-q", "-k", &key, "content"]);
    assert_eq!(signature(), first);
    assert_eq!(audit(&user, &[]).ended.code, 0);

    // Another form of the same signature is no other one: nobody signs the two bytes of the digest behind the unhashed area.
    let mut form = first.clone();
    let unhashed = first.windows(2).position(|bytes| bytes == [0, 10]).unwrap();
    form[unhashed + 12] ^= 1;
    let hex = data_encoding::HEXLOWER.encode(&form);
    user.tamper(&format!("UPDATE entry SET signature = x'{hex}' WHERE label = 'content'"));
    let found = audit(&user, &[]);
    assert_eq!((found.ended.code, &found.summary["changed"]), (0, &0.into()), "{}", found.ended.stderr);
}

#[test]
fn what_is_in_quarantine_counts_until_the_pair_has_an_entry_that_verifies() {
    let (user, key) = signed(&["content", "other"]);
    user.forget();
    user.tamper("UPDATE entry SET signature = x'00' WHERE label = 'content'");
    user.run(["get", "-k", &key, "content"]).says(4, "quarantine");
    let code = |ended: &Ended| ended.code;
    let found = audit(&user, &[]);
    assert_eq!((code(&found.ended), &found.summary["quarantined"]), (4, &1.into()));
    assert_eq!(found.count("bad"), 0);
    let text = user.run(["audit"]).stdout;
    assert!(text.starts_with(b"quarantined"), "{}", String::from_utf8_lossy(&text));
    // A query for something else does not ask for it.
    assert_eq!(code(&audit(&user, &["name:other"]).ended), 0);

    // An entry that only says that it is good heals nothing.
    user.tamper(
        "INSERT INTO entry (content, key, signature, proof, size, signed, stored, used, origin, verdict, judged)
         SELECT content, key, x'00', NULL, 7, 0, 0, 0, 'signed', 'good', unixepoch() FROM quarantine",
    );
    assert_eq!(audit(&user, &["--max-age", "1d"]).summary["quarantined"], 1);
    user.tamper("DELETE FROM entry WHERE label IS NULL");
    user.done(["sign", "-q", "--resign", "--force", "-k", &key, "content"]);
    let found = audit(&user, &[]);
    assert_eq!((code(&found.ended), &found.summary["quarantined"]), (0, &0.into()));
    assert!(found.told.iter().any(|told| told["healed"] == true));
}
