use std::fs;

use crate::fixture::{answers, copy, fixture, serves};
use crate::support::user::{Ended, User};

/// A user whose key ring has the certificates, without the revocation, and who has this cache.
fn user(cache: Option<&str>) -> User {
    let user = User::new();
    user.gnupg.import(&fs::read(fixture("certificates.pgp")).unwrap());
    copy(&fixture("contents"), &user.files());
    if let Some(cache) = cache {
        copy(&fixture(cache), &user.cache());
    }
    user
}

/// The same with the ledger.
fn user_with_ledger(cache: Option<&str>) -> User {
    let user = user(cache);
    copy(&fixture("ledger/ledger.sqlite"), &user.state().join("ledger.sqlite"));
    user
}

/// Checks that the ledger was neither put aside nor begun anew.
fn is_kept(user: &User) {
    let names = fs::read_dir(user.state()).unwrap().map(|item| item.unwrap().file_name());
    let aside: Vec<_> = names
        .filter(|name| {
            let name = name.to_string_lossy();
            name.starts_with("ledger") && !name.starts_with("ledger.sqlite-") && name != "ledger.sqlite"
        })
        .collect();
    assert!(aside.is_empty(), "{aside:?}");
    let ledger = rusqlite::Connection::open(user.state().join("ledger.sqlite")).unwrap();
    let served: i64 = ledger.query_row("SELECT count(*) FROM served", (), |row| row.get(0)).unwrap();
    assert!(served >= 6, "{served}");
}

#[test]
fn what_was_served_comes_from_the_ledger_when_the_cache_lacks_it() {
    let lost = &answers("ledger")[0];
    for cache in [None, Some("cache-v2"), Some("cache-v3")] {
        let user = user_with_ledger(cache);
        for verb in ["get", "sign", "get"] {
            let found = user.done([verb, "-q", "-k", &lost.key, "-o", "-", "lost"]);
            assert!(found == lost.signature, "{verb} with {cache:?}");
        }
        is_kept(&user);
    }
}

#[test]
fn a_revocation_that_only_the_ledger_remembers_still_refuses() {
    let revoked = fs::read_to_string(fixture("ledger/revoked")).unwrap();
    let get = |user: &User| -> Ended { user.run(["get", "-k", revoked.trim(), "-o", "-", "one"]) };
    // Without the ledger nothing here knows of it.
    get(&user(Some("cache-v3"))).says(0, "");
    let user = user_with_ledger(Some("cache-v3"));
    get(&user).says(5, "compromised");
    // Also once other things were written to the ledger.
    let lost = &answers("ledger")[0];
    user.done(["sign", "-q", "-k", &lost.key, "-o", "-", "lost"]);
    get(&user).says(5, "compromised");
    is_kept(&user);
}

#[test]
fn a_ledger_does_not_keep_the_caches_answers_from_being_served() {
    let user = user_with_ledger(Some("cache-v3"));
    let revoked = fs::read_to_string(fixture("ledger/revoked")).unwrap();
    let mut answers = answers("cache-v3");
    answers.retain(|answer| answer.key != revoked.trim());
    serves(&user, &[], &answers);
    is_kept(&user);
}
