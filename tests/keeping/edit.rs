use crate::support::user::{User, value};

fn labels(user: &User, words: &[&str]) -> String {
    let printed = user.done([&["list", "--json"], words].concat());
    let lines = String::from_utf8(printed).unwrap();
    let label = |line| serde_json::from_str::<serde_json::Value>(line).unwrap()["label"].to_string();
    lines.lines().map(label).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_a_person_pins_and_labels_is_found_by_it() {
    let (user, key) = User::with_key();
    for name in ["a", "b", "c"] {
        user.write(name, name);
        user.sign(&key, name);
    }
    user.run(["pin", "--dry-run", "name:a"]).says(0, "1 entries are selected; nothing was changed");
    // Nobody is there to be asked.
    user.run(["pin", "name:a"]).says(2, "--yes");
    assert_eq!(labels(&user, &["pinned:yes"]), "");
    user.run(["pin", "--yes", "-name:b"]).says(2, "unexpected argument");
    user.run(["pin", "--yes", "--", "-name:b"]).says(0, "2 changed");
    assert_eq!(labels(&user, &["pinned:yes", "sort:name"]), r#""a" "c""#);
    user.run(["unpin", "--yes", "key:", &key[..16]]).says(2, "key");
    user.run(["unpin", "--yes", "name:c"]).says(0, "1 changed");
    user.run(["pin", "--yes", "name:a"]).says(0, "0 changed");
    assert_eq!(labels(&user, &["pinned:no", "sort:name"]), r#""b" "c""#);

    user.run(["label", "--yes", "\u{1b}[2J notes", "name:a"]).says(0, "1 changed");
    user.run(["label", "--yes", "", "name:b"]).says(0, "1 changed");
    assert_eq!(labels(&user, &["sort:name"]), r#""\u001b[2J notes" "c" null"#);
    user.run(["label", "--yes", "x", "name:nothing"]).says(0, "nothing is selected");
    user.run(["label", "--yes", &"x".repeat(513), "name:c"]).says(2, "more than 512 bytes");
    // The signature is what it was.
    let good: i64 = value(&user.cache(), "SELECT count(*) FROM entry WHERE verdict = 'good'");
    assert_eq!(good, 3);
    user.done(["get", "-k", &key, "a"]);
}
