//! Signatures of files are no files to be signed, unless somebody says so.

use std::fs;

use crate::entries;
use crate::support::user::User;

#[test]
fn of_several_files_those_that_are_signatures_beside_their_contents_are_passed_over() {
    let (user, key) = User::with_key();
    for name in ["a", "b"] {
        user.write(name, name);
    }
    user.done(["sign", "-k", &key, "--armor", "a"]);
    user.done(["sign", "-k", &key, "b"]);
    // It is named like one, and is a certificate.
    user.write("b.asc", user.gnupg.export(&key.parse().unwrap()));
    let all = ["a", "a.asc", "b", "b.sig", "b.asc"];
    user.run([&["sign", "-k", &key][..], &all].concat()).says(0, "1 signed, 2 reused, 2 passed over");
    assert!(user.files().join("b.asc.sig").exists());
    assert!(!user.files().join("a.asc.sig").exists() && !user.files().join("b.sig.sig").exists());
    assert_eq!(entries(&user), 3);
    let json = String::from_utf8(user.done(["sign", "--json", "-k", &key, "b", "b.sig"])).unwrap();
    assert!(json.contains(r#"{"file":"b.sig","result":"passedOver"}"#), "{json}");

    let ended = user.run(["sign", "-k", &key, "b.sig"]);
    ended.says(2, "b.sig is a signature of b");
    assert!(ended.stderr.contains("--signatures-too"), "{}", ended.stderr);
    assert_eq!(entries(&user), 3);
    user.run(["sign", "-k", &key, "--signatures-too", "b.sig"]).says(0, "1 signed");

    // Without its content it is a file like any other; and whoever asks for one gets an answer.
    fs::rename(user.files().join("a.asc"), user.files().join("lonely.asc")).unwrap();
    user.run(["sign", "-k", &key, "lonely.asc"]).says(0, "1 signed");
    user.done(["get", "-k", &key, "b.sig"]);
    user.done(["exec", "--emit", "inline", "-k", &key, "b.sig", "b"]);
}
