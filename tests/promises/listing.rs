use crate::support::user::User;

#[test]
fn queries_select_and_sort() {
    let (user, key) = User::with_key();
    user.configure(&format!("[keys.release]\nfingerprint = \"{key}\"\n"));
    let digests: Vec<String> = ["aa", "b", "ccc"]
        .iter()
        .map(|content| {
            user.write(&format!("Name {content}"), content);
            user.sign(&key, &format!("Name {content}"));
            let json = user.done(["list", "--json", &format!("\"name:Name {content}\"")]);
            let value: serde_json::Value = serde_json::from_slice(&json).unwrap();
            value["contentHash"].as_str().unwrap().to_owned()
        })
        .collect();
    user.tamper(&format!(
        "UPDATE entry SET stored = unixepoch() - 40 * 86400, used = unixepoch() - 10 * 86400 WHERE size = 1;
         UPDATE entry SET verdict = 'weak' WHERE size = 3;
         INSERT INTO binding SELECT id, '/nix/store', '/nix/store/x', '/r', 0 FROM entry WHERE size = 2;
         UPDATE entry SET label = NULL WHERE content = x'{}'",
        digests[2]
    ));
    let sizes = |query: &str| -> Vec<u64> {
        let mut arguments = vec!["list", "--json", "--"];
        arguments.extend(query.split(' ').filter(|word| !word.is_empty()));
        let lines = String::from_utf8(user.done(arguments)).unwrap();
        let value = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["size"].as_u64();
        lines.lines().map(|line| value(line).unwrap()).collect()
    };
    let check = |query: &str, expected: &[u64]| assert_eq!(sizes(query), expected, "{query}");
    check("sort:size", &[1, 2, 3]);
    check("sort:-size", &[3, 2, 1]);
    check("sort:name", &[2, 1, 3]);
    check(&digests[1][..10], &[1]);
    check(&format!("-{} sort:size", &digests[1][..11]), &[2, 3]);
    check("key:release sort:size", &[1, 2, 3]);
    check(&format!("key:{}", &key[..6]), &sizes(""));
    check(&format!("-key:{}", &key[34..]), &[]);
    check("key:DEADBEEF", &[]);
    check("name:NAME sort:size", &[1, 2]);
    check("-name:name", &[3]);
    // What means something to SQLite means itself, and no text is too long.
    check("name:%", &[]);
    check("name:me_b", &[]);
    check(r"name:\", &[]);
    check(&format!("name:{}", "b".repeat(60_000)), &[]);
    check("verdict:weak", &[3]);
    check("age:>30d", &[1]);
    check("age:<30d sort:size", &[2, 3]);
    check("used:>1w", &[1]);
    check("bound:yes", &[2]);
    check("bound:no sort:size", &[1, 3]);
    check("verdict:good age:<30d", &[2]);
}
