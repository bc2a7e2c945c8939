use std::fs;

use crate::support::user::User;

fn stats(user: &User) -> serde_json::Value {
    serde_json::from_slice(&user.done(["stats", "--json"])).unwrap()
}

#[test]
fn the_numbers_are_those_of_the_entries_and_of_what_was_looked_up() {
    let (user, key) = User::with_key();
    assert_eq!(stats(&user)["entries"], 0);
    for (name, bytes) in [("a", 10), ("b", 2000)] {
        user.write(name, "x".repeat(bytes));
        user.sign(&key, name);
    }
    user.done(["get", "-k", &key, "a", "b"]);
    user.write("c", "c");
    user.run(["exec", "--offline", "-k", &key, "c"]).says(3, "not in the cache");
    user.done(["pin", "--yes", "name:a"]);
    user.tamper("UPDATE entry SET verdict = 'weak', stored = stored - 40 * 86400 WHERE label = 'b'");

    let stats = stats(&user);
    let keyed = &stats["keys"][format!("openpgp:{key}")];
    for count in [&stats, keyed] {
        let found = ["entries", "contentBytes", "proofs", "pinned"].map(|name| count[name].as_u64().unwrap());
        assert_eq!(found, [2, 2010, 2, 1]);
        assert_eq!(count["verdicts"], serde_json::json!({ "good": 1, "weak": 1 }));
    }
    let stored: Vec<u64> =
        stats["stored"].as_array().unwrap().iter().map(|age| age["entries"].as_u64().unwrap()).collect();
    assert_eq!(stored, [1, 0, 0, 1, 0]);
    assert_eq!(
        stats["growth"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum::<u64>(),
        2
    );
    assert_eq!((&stats["wanted"], &stats["trash"]), (&1.into(), &0.into()));
    // Two were made, two were there, and one could not be made.
    let days: Vec<_> = stats["days"].as_object().unwrap().values().collect();
    assert_eq!(days, [&serde_json::json!({ "hits": 2, "misses": 3 })]);

    let shown = String::from_utf8(user.done(["stats"])).unwrap();
    assert!(shown.contains("2.0 KiB") || shown.contains("1.96 KiB"), "{shown}");
    // A user whose state can't be written is served all the same, and uncounted.
    let activity = user.state().join("activity");
    fs::remove_dir_all(&activity).unwrap();
    fs::write(&activity, "").unwrap();
    user.done(["get", "-k", &key, "a"]);
}
