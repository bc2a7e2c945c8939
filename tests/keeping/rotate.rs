use std::fs;

use crate::support::gnupg::Reason;
use crate::support::user::{User, value};

/// Somebody whose first key signed three contents, of which two are still there, and the names of two keys.
fn successor() -> (User, String, String) {
    let (user, old) = User::with_key();
    let new = user.gnupg.generate("ed25519").to_string();
    for name in ["a", "b", "gone"] {
        user.write(name, name);
        user.sign(&old, name);
    }
    fs::remove_file(user.files().join("gone")).unwrap();
    (user, old, new)
}

fn entries(user: &User) -> i64 {
    value(&user.cache(), "SELECT count(*) FROM entry")
}

#[test]
fn another_key_signs_what_is_at_hand_and_the_rest_only_if_it_may() {
    let (user, old, new) = successor();
    let first = user.sign(&old, "a");
    let rotate = |words: &[&str]| user.run([&["rotate", "--from", &old, "--to", &new], words].concat());
    let plan = rotate(&["--dry-run", "--content", "."]);
    assert_eq!((plan.code, entries(&user)), (1, 3), "{}", plan.stderr);
    assert!(
        plan.stderr.contains("2 contents to be signed with") && plan.stderr.contains("1 are left"),
        "{}",
        plan.stderr
    );
    rotate(&["--content", "."]).says(2, "--yes");

    let found = rotate(&["--yes", "--content", "."]);
    assert_eq!((found.code, entries(&user)), (1, 5), "{}", found.stderr);
    assert!(found.stderr.contains("2 signed"), "{}", found.stderr);
    assert!(String::from_utf8_lossy(&found.stdout).starts_with("content-needed"), "{found:?}");
    rotate(&["--yes", "--unseen"]).says(0, "1 signed");
    rotate(&["--yes", "--unseen"]).says(0, "3 were signed with it before");
    // Both keys' signatures are there, each with its label, and what was there is what it was.
    let labels = "SELECT group_concat(label, ' ') FROM (SELECT label FROM entry ORDER BY label)";
    assert_eq!(value::<String>(&user.cache(), labels), "a a b b gone gone");
    assert_eq!(user.sign(&old, "a"), first);
    let gone = user.write("gone", "gone");
    user.done(["get", "-k", &new, "-o", "gone.sig", "gone"]);
    assert!(user.gnupg.verifies(&user.files().join("gone.sig"), &gone));
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM succession"), 1);
}

#[test]
fn what_a_compromised_key_signed_is_signed_again_only_where_it_is_seen() {
    let (user, old, new) = successor();
    user.gnupg.revoke(&old.parse().unwrap(), Reason::Compromised);
    let rotated =
        user.run(["rotate", "--yes", "--unseen", "--content", ".", "--from", &old, "--to", &new, "--json"]);
    assert_eq!((rotated.code, entries(&user)), (5, 5), "{}", rotated.stderr);
    let lines = String::from_utf8(rotated.stdout).unwrap();
    let left: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!((&left["left"], &left["label"]), (&"refused".into(), &"gone".into()));
}

#[test]
fn what_the_old_key_did_not_sign_is_not_signed_by_the_new_one() {
    let (user, old, new) = successor();
    user.forget();
    let swap =
        "UPDATE entry SET signature = (SELECT signature FROM entry WHERE label = 'a') WHERE label = 'b'";
    user.tamper(swap);
    let rotated = user.run(["rotate", "--yes", "--unseen", "--content", ".", "--from", &old, "--to", &new]);
    assert_eq!((rotated.code, entries(&user)), (4, 5), "{}", rotated.stderr);
    assert!(String::from_utf8_lossy(&rotated.stdout).starts_with("bad"), "{rotated:?}");
    user.run(["rotate", "--from", &old, "--to", &old]).says(2, "both keys");
}
