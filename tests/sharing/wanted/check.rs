use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::support::gnupg::Reason;
use crate::support::user::{Ended, User};

/// What `sha256sum` prints for files.
fn sums(user: &User, names: &[&str]) -> Vec<u8> {
    let output = user.command("sha256sum").args(names).output().unwrap();
    assert!(output.status.success());
    output.stdout
}

fn printed(ended: &Ended) -> String {
    String::from_utf8(ended.stdout.clone()).unwrap()
}

#[test]
fn a_release_with_something_unsigned_is_stopped_until_it_is_signed() {
    let (user, key) = User::with_key();
    for name in ["one", "two", "three"] {
        user.write(name, name);
    }
    user.write("manifest", [b"# a release\n\n", &sums(&user, &["one", "two", "three"])[..]].concat());
    user.sign(&key, "one");
    let check = ["wanted", "check", "-k", &key, "manifest"];
    let ended = user.run(check);
    assert_eq!(ended.code, 3, "{}", ended.stderr);
    let lines = printed(&ended);
    let lines: Vec<Vec<&str>> = lines.lines().map(|line| line.split_whitespace().collect()).collect();
    let two = "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3";
    assert_eq!(lines[0], ["missing", two, "two"]);
    assert_eq!((lines.len(), lines[1][2]), (2, "three"));
    assert!(ended.stderr.contains("1 of 3 contents"), "{}", ended.stderr);
    // Looking makes no wish.
    user.run(["wanted", "list"]).says(0, "nothing is wanted");

    let json = user.run([&check[..], &["--json"]].concat());
    let first: serde_json::Value = serde_json::from_str(printed(&json).lines().next().unwrap()).unwrap();
    let expected = serde_json::json!({
        "contentHash": two, "keyId": format!("openpgp:{key}"), "label": "two", "lack": "missing", "reason": null,
    });
    assert_eq!((json.code, first), (3, expected));

    user.done(["sign", "-k", &key, "two", "three"]);
    let ended = user.run(check);
    ended.says(0, "3 of 3 contents have good signatures");
    assert!(ended.stdout.is_empty());
    // No key is needed for it, and no content.
    fs::remove_dir_all(user.gnupg.join("private-keys-v1.d")).unwrap();
    fs::remove_file(user.files().join("one")).unwrap();
    user.forget();
    user.done(check);
}

#[test]
fn a_manifest_comes_through_a_pipe_in_any_form_of_digests() {
    let (user, key) = User::with_key();
    user.write("empty", "");
    user.sign(&key, "empty");
    let check = |manifest: &[u8]| {
        let mut check = user.signcache(["wanted", "check", "-k", &key, "--stdin"]);
        let check = check.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = check.spawn().unwrap();
        // It may stop reading before the end.
        let _ = child.stdin.take().unwrap().write_all(manifest);
        Ended::from(child.wait_with_output().unwrap())
    };
    let forms = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\
        0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73  a name\r\n\
        E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855 *empty";
    check(forms.as_bytes()).says(0, "3 of 3");
    // Whatever should have made the manifest may have failed.
    check(b"# nothing\n").says(1, "stdin names no content");
    user.write("nothing", "");
    user.run(["wanted", "check", "-k", &key, "--allow-empty", "nothing"]).says(0, "0 of 0");
    check(format!("{forms}\n# next\nSHA256 (empty) = e3b0\n").as_bytes())
        .says(1, "line 5 of stdin is neither");
    check(&vec![b'a'; 200_000]).says(1, "too long");
    user.run(["wanted", "check", "-k", &key]).says(2, "required");
    user.run(["wanted", "check", "-k", &key, "no-such-file"]).says(1, "no-such-file");
}

#[test]
fn what_only_its_content_proves_needs_the_content() {
    let user = User::new();
    let key = user.gnupg.generate("nistp384").to_string();
    fs::create_dir(user.files().join("release")).unwrap();
    user.write("release/content", "content");
    user.sign(&key, "release/content");
    let digest = sums(&user, &["release/content"])[..64].to_vec();
    user.write("release/manifest", [&digest[..], b"  content\n"].concat());
    user.write("bare", &digest);
    let check = |words: &[&str]| user.run([&["wanted", "check", "-k", &key], words].concat());
    user.forget();
    check(&["release/manifest"]).says(0, "1 of 1");
    user.forget();
    let ended = check(&["bare"]);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(printed(&ended).starts_with("unproven "), "{ended:?}");
    check(&["bare", "--content", "release"]).says(0, "1 of 1");
    user.forget();
    user.write("release/content", "another");
    assert_eq!(check(&["release/manifest"]).code, 1);
}

#[test]
fn bad_quarantined_and_compromised_signatures_are_not_good() {
    let (user, key) = User::with_key();
    for name in ["good", "spoiled"] {
        user.write(name, name);
        user.sign(&key, name);
    }
    user.write("missing", "missing");
    user.write("manifest", sums(&user, &["good", "missing", "spoiled"]));
    user.forget();
    let swap = "UPDATE entry SET signature = (SELECT signature FROM entry WHERE label = 'good')";
    user.tamper(&format!("{swap} WHERE label = 'spoiled'"));
    let check = || user.run(["wanted", "check", "-k", &key, "manifest"]);
    for word in ["bad", "quarantined"] {
        let ended = check();
        assert_eq!(ended.code, 4, "{}", ended.stderr);
        let words = printed(&ended);
        let words: Vec<&str> = words.lines().map(|line| line.split(' ').next().unwrap()).collect();
        assert_eq!(words, ["missing", word]);
    }
    user.write("manifest", sums(&user, &["good"]));
    check().says(0, "1 of 1");
    user.gnupg.revoke(&key.parse().unwrap(), Reason::Compromised);
    let ended = check();
    assert_eq!(ended.code, 5, "{}", ended.stderr);
    assert!(printed(&ended).starts_with("refused "), "{ended:?}");
}
