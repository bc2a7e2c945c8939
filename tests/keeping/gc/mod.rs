//! Collecting garbage, the trash, and the way back.

mod cron;
mod kills;
mod policies;
mod stores;
mod time;
mod trash;
mod versions;

use std::collections::BTreeSet;

use crate::support::user::{User, value};

/// A user with a key and a signature of each of these contents, which is named as it is.
fn with_entries(names: &[&str]) -> (User, String) {
    let (user, key) = User::with_key();
    for name in names {
        user.write(name, name);
        user.done(["sign", "-q", "-k", &key, name]);
    }
    (user, key)
}

/// Says that an entry was stored and last used so many days ago.
fn age(user: &User, name: &str, days: u32) {
    let ago = format!("unixepoch() - {days} * 86400");
    user.tamper(&format!("UPDATE entry SET used = {ago}, stored = {ago} WHERE label = '{name}'"));
}

/// The labels in a table.
fn labels(user: &User, table: &str) -> BTreeSet<String> {
    let sql = format!("SELECT coalesce(group_concat(label, ' '), '') FROM {table}");
    value::<String>(&user.cache(), &sql).split_whitespace().map(str::to_owned).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// What a command prints as JSON, a value a line.
fn json(user: &User, arguments: &[&str]) -> Vec<serde_json::Value> {
    let printed = user.done([&["--json"], arguments].concat());
    String::from_utf8(printed).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
