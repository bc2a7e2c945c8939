use std::fs;
use std::path::{Path, PathBuf};

use crate::support::user::User;

/// A signature that every version must print.
pub(crate) struct Expected {
    pub(crate) key: String,
    pub(crate) digest: String,
    pub(crate) signature: Vec<u8>,
}

/// Where a fixture is.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/upgrade").join(name)
}

/// Copies a file, or a directory with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        copy(&item.path(), &to.join(item.file_name()));
    }
}

/// The answers that belong to a fixture.
pub(crate) fn answers(name: &str) -> Vec<Expected> {
    let text = fs::read_to_string(fixture(name).join("answers")).unwrap();
    let expected = |line: &str| {
        // The first version's fixture does not name the contents.
        let words: Vec<&str> = line.split(' ').collect();
        let [key, .., digest, signature] = words[..] else { unreachable!("{line}") };
        let signature = data_encoding::BASE64.decode(signature.as_bytes()).unwrap();
        Expected { key: key.to_owned(), digest: digest.to_owned(), signature }
    };
    let answers: Vec<Expected> = text.lines().map(expected).collect();
    assert!(!answers.is_empty());
    answers
}

/// Checks that `get` prints the identical bytes, with more options.
pub(crate) fn serves(user: &User, options: &[&str], answers: &[Expected]) {
    for Expected { key, digest, signature } in answers {
        let found = user.done([options, &["get", "-k", key, "-o", "-", digest]].concat());
        assert!(found == *signature, "{options:?} has another signature of {digest} by {key}");
    }
}

/// The words that mean a cache.
pub(crate) fn at(cache: &Path) -> [&str; 2] {
    ["--cache", cache.to_str().unwrap()]
}
