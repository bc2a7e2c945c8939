//! What one asks for and another one signs.

mod check;
mod journey;
mod list;
mod refusals;
mod terminal;

use std::fs;
use std::path::PathBuf;

use crate::support::user::{User, value};

/// Has a user ask for the signature of a content that nobody can make there.
fn ask(user: &User, key: &str, name: &str, bytes: &str) {
    user.write(name, bytes);
    user.run(["exec", "--offline", "-k", key, name]).says(3, "not in the cache");
}

/// What a user wants, as JSON.
fn wanted(user: &User, words: &[&str]) -> Vec<serde_json::Value> {
    let printed = user.done([&["wanted", "list", "--json"], words].concat());
    String::from_utf8(printed).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What a user wants, as a bundle in a directory.
fn exported(user: &User) -> PathBuf {
    let path = user.files().join("wanted");
    fs::create_dir_all(&path).unwrap();
    user.done(["wanted", "export", "-o", path.to_str().unwrap()]);
    path
}

/// The labels of a user's entries.
fn entries(user: &User) -> Vec<String> {
    if !user.cache().exists() {
        return Vec::new();
    }
    let all: Option<String> =
        value(&user.cache(), "SELECT group_concat(label, ' ') FROM (SELECT label FROM entry ORDER BY label)");
    all.unwrap_or_default().split(' ').filter(|label| !label.is_empty()).map(str::to_owned).collect()
}
