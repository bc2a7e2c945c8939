use std::fs;

use crate::fixture::{answers, copy, fixture, serves};
use crate::support::user::User;

#[test]
fn a_configuration_with_every_setting_is_accepted() {
    let user = User::new();
    // Where the configuration says that the cache is.
    copy(&fixture("cache-v3"), &user.home.path().join(".local/share/signcache"));
    user.configure(&fs::read_to_string(fixture("configuration/sample.toml")).unwrap());
    // These ask for nothing but the cache.
    for command in ["list", "stats"] {
        user.done([command]);
    }
}

#[test]
fn settings_mean_what_they_meant() {
    let user = User::new();
    for name in ["cache-v3", "cache-v3-wal", "bundle", "certificates.pgp"] {
        copy(&fixture(name), &user.files().join(name));
    }
    copy(&fixture("configuration/used.toml"), &user.files().join("config.toml"));
    copy(&fixture("contents/three"), &user.files().join("three"));
    let config = ["--config", "config.toml"];
    let lines = |arguments: &[&str]| {
        let printed = user.done([&config[..], &["--json"], arguments].concat());
        String::from_utf8(printed).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    // `cache`, and a path that begins in the configuration's directory.
    assert_eq!(lines(&["list"]).len(), 5);
    // `[keys.NAME]` is a name for the fingerprint.
    assert_eq!(lines(&["list", "key:main"]).len(), 2);
    let named =
        |key: &str, digest: &str| user.done([&config[..], &["get", "-k", key, "-o", "-", digest]].concat());
    let (all, own) = (answers("cache-v3"), answers("cache-v3-wal"));
    assert!(named("main", &all[0].digest) == all[0].signature);
    // A key's own cache; and what that one lacks comes from `upstream`.
    assert!(named("own", &own[1].digest) == own[1].signature);
    let elsewhere =
        all.iter().find(|answer| answer.key == own[1].key && answer.digest != own[1].digest).unwrap();
    assert!(named("own", &elsewhere.digest) == elsewhere.signature);
    // `keep-upstream-copies = false`.
    let kept = rusqlite::Connection::open(user.files().join("cache-v3-wal/cache.sqlite")).unwrap();
    assert_eq!(kept.query_row("SELECT count(*) FROM entry", (), |row| row.get(0)), Ok(2));
    // `[gc]`: all but one of those that are not pinned.
    let planned = user.done([&config[..], &["gc", "--dry-run", "--allow-shared"]].concat());
    assert!(String::from_utf8_lossy(&planned).contains("one"), "{planned:?}");
    // A look-up serves with this configuration as without it.
    serves(&user, &config, &answers("cache-v3")[..1]);
}
