//! What an audit finds.

mod contents;
mod database;
mod keys;
mod resuming;
mod tampering;

use std::fs;

use serde_json::Value;

use crate::support::user::{Ended, User, value};

/// How an audit ended, what it told of each thing, and its summary.
struct Audited {
    ended: Ended,
    told: Vec<Value>,
    summary: Value,
}

/// Audits with JSON.
fn audit(user: &User, words: &[&str]) -> Audited {
    audited(user.run([&["audit", "--json"], words].concat()))
}

fn audited(ended: Ended) -> Audited {
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
    let text = String::from_utf8(ended.stdout.clone()).unwrap();
    let mut told: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let summary = told.pop_if(|last| last["summary"].is_object()).unwrap_or_default();
    Audited { ended, told, summary }
}

impl Audited {
    /// The verdict on the entry with a label, and its refusal.
    fn verdict(&self, label: &str) -> (&str, Option<&str>) {
        let of = |told: &&Value| told["label"] == label && told["verdict"].is_string();
        let found = self.told.iter().find(of).unwrap_or(&Value::Null);
        (found["verdict"].as_str().unwrap_or("not told"), found["refusal"].as_str())
    }

    /// How many entries the summary says are so.
    fn count(&self, word: &str) -> u64 {
        self.summary["summary"][word].as_u64().unwrap_or_else(|| unreachable!("{}", self.ended.stderr))
    }
}

/// What the cache has noted of the entry with a label.
fn noted(user: &User, label: &str) -> String {
    value(&user.cache(), &format!("SELECT verdict FROM entry WHERE label = '{label}'"))
}

/// A user with signatures of some contents, whose names are their labels and their bytes.
fn signed(names: &[&str]) -> (User, String) {
    let (user, key) = User::with_key();
    for name in names {
        user.write(name, name);
    }
    user.done([&["sign", "-q", "-k", &key], names].concat());
    (user, key)
}

/// Another valid signature of a content, made in 2030, as SQL.
fn another(user: &User, key: &str, name: &str) -> String {
    let output = user.files().join("another");
    let mut gpg = user.gnupg.gpg();
    gpg.args(["--digest-algo", "SHA256", "--faked-system-time", "20300101T000000", "-o"]);
    gpg.arg(&output).args(["-u", key, "--detach-sign"]).arg(user.files().join(name));
    assert!(gpg.status().unwrap().success());
    format!("x'{}'", data_encoding::HEXLOWER.encode(&fs::read(output).unwrap()))
}

/// Changes one bit of the signature of the entry with a label.
fn break_signature(user: &User, label: &str) {
    let mut signature: Vec<u8> =
        value(&user.cache(), &format!("SELECT signature FROM entry WHERE label = '{label}'"));
    let position = signature.len() - 5;
    signature[position] ^= 1;
    let hex = data_encoding::HEXLOWER.encode(&signature);
    user.tamper(&format!("UPDATE entry SET signature = x'{hex}' WHERE label = '{label}'"));
}
