//! A place that can't be read is not an empty one: the own cache and the ledger.

use std::fs;
use std::path::Path;

use crate::support::agent::Agent;
use crate::support::user::{Ended, User, value};

fn with_content() -> (User, String, Vec<u8>) {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.write("new", "new");
    let first = user.sign(&key, "content");
    (user, key, first)
}

fn move_away(user: &User) -> std::path::PathBuf {
    let away = user.home.path().join("unmounted");
    // Reading it with plain SQLite leaves all of it in one file.
    value::<i64>(&user.cache(), "SELECT count(*) FROM entry");
    fs::rename(user.cache(), &away).unwrap();
    away
}

#[test]
fn a_cache_that_was_used_and_is_gone_is_an_unmounted_disk_and_not_a_new_cache() {
    let (user, key, first) = with_content();
    let away = move_away(&user);
    // The mount point stays.
    fs::create_dir(user.cache()).unwrap();
    for command in [
        &["sign", "-k", &key, "-o", "-", "new"][..],
        &["exec", "--emit", "inline", "-k", &key, "new"],
        &["get", "-k", &key, "new"],
        &["list"],
        &["audit"],
        &["stats"],
        &["gc", "--dry-run", "--older-than", "1d"],
        &["export", "-o", "out.tar.zst"],
        &["import", "."],
        &["trash", "list"],
        &["wanted", "list"],
        &["pin", "--yes", "name:content"],
    ] {
        let ended = user.run(command);
        ended.says(75, "where you have used one before");
        ended.says(75, "is the disk mounted?");
        assert!(ended.stderr.contains("signcache init"), "{}", ended.stderr);
        assert_eq!(fs::read_dir(user.cache()).unwrap().count(), 0, "{command:?}");
    }
    user.run(["doctor", "--json"]).says_in_stdout(75, "there is no cache in");
    // What the ledger knows is returned.
    assert_eq!(user.done(["get", "-k", &key, "-o", "-", "content"]), first);

    fs::remove_dir(user.cache()).unwrap();
    fs::rename(away, user.cache()).unwrap();
    user.run(["sign", "-k", &key, "-o", "-", "new"]).says(0, "1 signed");
    assert_eq!(user.sign(&key, "content"), first);
}

#[test]
fn another_cache_in_the_place_of_the_one_that_was_used_is_not_it() {
    let (user, key, first) = with_content();
    let away = move_away(&user);
    let (other, others_key) = User::with_key();
    other.write("content", "content");
    other.sign(&others_key, "content");
    value::<i64>(&other.cache(), "SELECT count(*) FROM entry");
    copy(&other.cache(), &user.cache());
    user.run(["list"]).says(75, "is another cache");
    user.run(["sign", "-k", &key, "-o", "-", "new"]).says(75, "signcache init");
    assert_eq!(user.done(["get", "-k", &key, "-o", "-", "content"]), first);
    // A copy of the one that was used is the same cache.
    fs::remove_dir_all(user.cache()).unwrap();
    copy(&away, &user.cache());
    user.run(["sign", "-k", &key, "-o", "-", "new"]).says(0, "1 signed");
    // And whoever says so uses the other one.
    fs::remove_dir_all(user.cache()).unwrap();
    copy(&other.cache(), &user.cache());
    user.done(["init", "-q"]);
    user.done(["list"]);
}

#[test]
fn a_cache_that_is_meant_to_be_new_gets_what_the_ledger_knows_and_had_lost_nothing() {
    let (user, key, first) = with_content();
    fs::remove_dir_all(user.cache()).unwrap();
    user.done(["init", "-q"]);
    let again = user.run(["sign", "-k", &key, "-o", "-", "content"]);
    again.says(0, "0 signed, 1 reused");
    assert!(!again.stderr.contains("lost"), "{}", again.stderr);
    assert_eq!(again.stdout, first);
    assert_eq!(value::<Vec<u8>>(&user.cache(), "SELECT signature FROM entry"), first);
    // This one had it.
    user.tamper("DELETE FROM entry");
    user.run(["sign", "-k", &key, "-o", "-", "content"]).says(0, "the cache had lost");
}

#[test]
fn what_an_upstream_answered_is_stored_where_the_first_signature_makes_the_cache() {
    let (team, key, first) = with_content();
    let reader = User::new();
    reader.write("content", "content");
    let configuration = format!("upstream = [{:?}]\n", team.cache());
    reader.configure(&(configuration + "keep-upstream-copies = false\n"));
    assert_eq!(reader.done(["get", "-k", &key, "-o", "-", "content"]), first);
    assert!(!reader.cache().exists());
    reader.configure("");
    // Known to the ledger, in no cache: `get` makes none, and `sign` does.
    assert_eq!(reader.done(["get", "-k", &key, "-o", "-", "content"]), first);
    assert!(!reader.cache().exists());
    let signed = reader.run(["sign", "-q", "-k", &key, "-o", "-", "content"]);
    assert_eq!((signed.code, signed.stderr.as_str(), signed.stdout), (0, "", first.clone()));
    assert_eq!(value::<Vec<u8>>(&reader.cache(), "SELECT signature FROM entry"), first);
}

#[test]
fn a_named_cache_that_is_not_there_ends_every_command_and_only_init_makes_it() {
    let (user, key, _) = with_content();
    let typo = user.home.path().join("typo");
    let named = |arguments: &[&str], how: usize| {
        let mut command = user.signcache(arguments);
        match how {
            0 => drop(command.args(["--cache", typo.to_str().unwrap()])),
            1 => drop(command.env("SIGNCACHE_DIR", &typo)),
            _ => user.configure(&format!("cache = {typo:?}\n")),
        }
        Ended::from(command.output().unwrap())
    };
    for how in 0..3 {
        for arguments in [
            &["sign", "-k", &key, "-o", "-", "new"][..],
            &["exec", "-k", &key, "--emit", "inline", "new"],
            &["import", "."],
            &["get", "-k", &key, "new"],
            &["audit"],
            &["gc", "--dry-run", "--older-than", "1d"],
            &["stats"],
            &["export", "-o", "x.tar.zst"],
            &["list"],
        ] {
            named(arguments, how).says(75, "typo is not there");
            assert!(!typo.exists(), "{arguments:?}");
        }
        assert_eq!(named(&["doctor", "--json"], how).code, 75);
        user.configure("");
    }
    let made = user.signcache(["init", "-q", typo.to_str().unwrap()]).output().unwrap();
    assert!(made.status.success());
    named(&["sign", "-k", &key, "-o", "-", "new"], 0).says(0, "1 signed");
}

#[test]
fn on_a_fresh_account_the_default_cache_is_nothing_yet() {
    let user = User::new();
    for arguments in [&["list"][..], &["stats"], &["audit"], &["wanted", "list"], &["trash", "list"]] {
        assert_eq!(user.run(arguments).code, 0, "{arguments:?}");
    }
    assert!(!user.cache().exists());
    user.run(["export", "-o", "x.tar.zst"]).says(3, "nothing in the cache is selected");
    assert!(!user.files().join("x.tar.zst").exists());
    user.done(["export", "-q", "--allow-empty", "-o", "x.tar.zst"]);
}

#[test]
fn a_database_without_its_marker_is_a_cache_for_everybody() {
    let (user, key, first) = with_content();
    let digest = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";
    fs::remove_file(user.cache().join("layout")).unwrap();
    user.forget();
    let listed = String::from_utf8(user.done(["list", "--json"])).unwrap();
    assert!(listed.contains(digest));
    assert_eq!(user.done(["get", "--offline", "-k", &key, "-o", "-", "content"]), first);
    let reader = User::new();
    reader.configure(&format!("upstream = [{:?}]\n", user.cache()));
    reader.write("content", "content");
    assert_eq!(reader.done(["get", "-k", &key, "-o", "-", "content"]), first);
    let doctor = user.run(["doctor", "--json"]);
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("`layout` is missing"), "{doctor:?}");
    assert!(!user.cache().join("layout").exists());
    user.run(["sign", "-k", &key, "-o", "-", "content"]).says(0, "0 signed, 1 reused");
    user.run(["sign", "-k", &key, "-o", "-", "new"]).says(0, "1 signed");
    assert!(user.cache().join("layout").exists());
    // An empty database is no empty cache.
    fs::remove_file(user.cache().join("layout")).unwrap();
    fs::write(user.cache().join("cache.sqlite"), "").unwrap();
    user.forget();
    for arguments in
        [&["list"][..], &["get", "-k", &key, "content"], &["sign", "-k", &key, "-o", "-", "content"]]
    {
        user.run(arguments).says(1, "is damaged");
    }
}

#[test]
fn a_ledger_that_can_not_be_read_stops_signing_and_no_hit() {
    let (user, key, first) = with_content();
    let ledger = user.state().join("ledger.sqlite");
    let whole = fs::read(&ledger).unwrap();
    let newer = rusqlite::Connection::open(&ledger).unwrap();
    newer.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(newer);
    let bytes = fs::read(&ledger).unwrap();
    let hit = user.run(["get", "-k", &key, "-o", "-", "content"]);
    hit.says(0, "has version 99");
    assert_eq!(hit.stdout, first);
    user.run(["sign", "-k", &key, "-o", "-", "new"]).says(1, "upgrade signcache");
    assert_eq!(fs::read(&ledger).unwrap(), bytes, "a newer ledger is left alone");
    // One that others may write to is not the user's own.
    fs::write(&ledger, whole).unwrap();
    let set = |mode| {
        fs::set_permissions(user.state(), std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    };
    set(0o777);
    user.run(["sign", "-k", &key, "-o", "-", "new"]).says(1, "others may write");
    set(0o700);
    // A damaged one is put aside, each under a name of its own, and said.
    for number in 1..=2 {
        fs::write(&ledger, "no database at all, but long enough to be looked at").unwrap();
        user.write(&format!("new-{number}"), number.to_string());
        let signed = user.run(["sign", "-k", &key, "-o", "-", &format!("new-{number}")]);
        signed.says(0, &format!("ledger.sqlite.damaged-{number}"));
        assert!(user.state().join(format!("ledger.sqlite.damaged-{number}")).exists());
    }
    // One that can't be made is a warning that says where it could be.
    let mut command = user.signcache(["sign", "-k", &key, "-o", "-", "new"]);
    let ended = Ended::from(command.env("XDG_STATE_HOME", "/proc/nowhere").output().unwrap());
    ended.says(0, "XDG_STATE_HOME");
}

#[test]
fn another_cache_in_the_place_of_an_upstream_that_was_read_is_not_it() {
    let (team, key, first) = with_content();
    let reader = User::new();
    reader.gnupg.import(&team.gnupg.export_secret(&key, ""));
    reader.write("content", "content");
    reader.write("new", "new");
    reader.configure(&format!("upstream = [{:?}]\n", team.cache()));
    assert_eq!(reader.done(["get", "-k", &key, "-o", "-", "content"]), first);
    let away = move_away(&team);
    team.done(["init", "-q"]);
    let sign = ["sign", "-k", &key, "-o", "-", "new"];
    reader.run(sign).says(75, "is another cache");
    reader.run(["doctor", "--json"]).says_in_stdout(75, "is another cache");
    fs::remove_dir_all(team.cache()).unwrap();
    fs::rename(away, team.cache()).unwrap();
    reader.run(sign).says(0, "1 signed");
    // And the user says that another one is meant.
    move_away(&team);
    team.done(["init", "-q"]);
    reader.write("newer", "newer");
    reader.run(["init", team.cache().to_str().unwrap()]).says(0, "is the expected one from now on");
    reader.run(["sign", "-k", &key, "-o", "-", "newer"]).says(0, "1 signed");
}

#[test]
fn doctor_looks_for_the_caches_of_keys() {
    let (user, key, _) = with_content();
    let own = user.home.path().join("own");
    user.configure(&format!("[keys.release]\nfingerprint = \"{key}\"\ncache = {own:?}\n"));
    user.run(["doctor", "--json"]).says_in_stdout(75, "own is not there");
    user.done(["init", "-q", own.to_str().unwrap()]);
    assert_eq!(user.run(["doctor", "--json"]).code, 0);
}

#[test]
fn a_cache_is_known_by_every_path_that_leads_to_it() {
    let (user, key, _) = with_content();
    let home = user.home.path();
    let real = home.join("disk/cache");
    fs::create_dir_all(home.join("disk")).unwrap();
    std::os::unix::fs::symlink(home.join("disk"), home.join("link")).unwrap();
    user.done(["init", "-q", real.to_str().unwrap()]);
    let sign = |cache: &str, name: &str| {
        user.write(name, name);
        user.run(["sign", "-k", &key, "-o", "-", "--cache", &format!("{}/{cache}", home.display()), name])
    };
    sign("disk/cache", "one").says(0, "1 signed");
    sign("link/cache/", "two").says(0, "1 signed");
    // Another cache there is another one by each of the paths, and accepted by each.
    fs::rename(&real, home.join("away")).unwrap();
    let mut init = user.signcache(["init", "-q", real.to_str().unwrap()]);
    assert!(init.env("XDG_STATE_HOME", home.join("other")).status().unwrap().success());
    for cache in ["disk/cache", "disk//cache/", "disk/../disk/cache", "link/cache"] {
        sign(cache, "three").says(75, "is another cache");
    }
    user.done(["init", "-q", home.join("link/cache/").to_str().unwrap()]);
    for cache in ["disk/cache", "link/cache"] {
        sign(cache, "three").says(0, "");
    }
    // The link leads to a disk that is not mounted.
    fs::rename(home.join("disk"), home.join("unmounted")).unwrap();
    sign("link/cache", "four").says(75, "used it before");
}

#[test]
fn a_ledger_of_before_knows_that_some_cache_was_used() {
    let (user, key, first) = with_content();
    let away = move_away(&user);
    let ledger = rusqlite::Connection::open(user.state().join("ledger.sqlite")).unwrap();
    ledger
        .execute_batch(
            "DROP TABLE place; ALTER TABLE served DROP COLUMN until; ALTER TABLE served DROP COLUMN cache;
             PRAGMA user_version = 1",
        )
        .unwrap();
    drop(ledger);
    // Whether or not something brings it up to date before.
    user.run(["sign", "-k", &key, "-o", "-", "new"]).says(75, "used it before");
    assert_eq!(user.done(["get", "-k", &key, "-o", "-", "content"]), first);
    user.run(["sign", "-k", &key, "-o", "-", "new"]).says(75, "used it before");
    fs::rename(away, user.cache()).unwrap();
    user.run(["sign", "-k", &key, "-o", "-", "new"]).says(0, "1 signed");
}

#[test]
fn a_ledger_that_is_locked_or_read_only_is_no_empty_one() {
    let (user, key, first) = with_content();
    fs::remove_dir_all(user.cache()).unwrap();
    user.done(["init", "-q"]);
    // Held until the program has given up once: what it could not read then, it asks again.
    let ledger = rusqlite::Connection::open(user.state().join("ledger.sqlite")).unwrap();
    ledger.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let mut command = user.signcache(["sign", "-k", &key, "-o", "-", "content"]);
    let child =
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut child = child;
    let mut said = std::io::BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("no ledger") {
        line.clear();
        assert!(std::io::BufRead::read_line(&mut said, &mut line).unwrap() > 0, "it ended");
    }
    ledger.execute_batch("ROLLBACK").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(75));
    assert_eq!(user.sign(&key, "content"), first);
    // A newer one may know of a cache that is not there: then no listing is green.
    ledger.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(ledger);
    let away = move_away(&user);
    for command in [&["list"][..], &["audit"], &["stats"], &["import", "."], &["export", "-o", "x.tar.zst"]] {
        user.run(command).says(1, "has version 99");
    }
    assert!(!user.cache().exists());
    fs::rename(away, user.cache()).unwrap();
    user.done(["list"]);
}

#[test]
fn an_agent_makes_no_cache_in_the_place_of_one_that_vanished() {
    let (user, key) = User::with_key();
    let cache = user.home.path().join("disk/cache");
    user.done(["init", "-q", cache.to_str().unwrap()]);
    user.configure(&format!("cache = {cache:?}\n[agent.keys.{key}]\npolicy = \"sign\"\n"));
    let agent = Agent::start(&user);
    let id = format!("openpgp:{key}").parse().unwrap();
    let ask = |name: &str| agent.ask(&id, &user.write(name, name));
    assert!(ask("one").is_ok());
    // Hits, so that every worker has the cache open.
    for _ in 0..16 {
        assert!(ask("one").is_ok());
    }
    let disk = user.home.path().join("disk");
    fs::rename(&disk, user.home.path().join("unmounted")).unwrap();
    fs::create_dir(&disk).unwrap();
    for number in 0..8 {
        assert!(ask(&format!("new-{number}")).is_err());
    }
    assert_eq!(fs::read_dir(&disk).unwrap().count(), 0);
    fs::remove_dir(&disk).unwrap();
    fs::rename(user.home.path().join("unmounted"), &disk).unwrap();
    assert!(ask("new-0").is_ok());
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for name in ["layout", "cache.sqlite"] {
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

#[test]
fn an_agent_signs_nothing_while_an_upstream_that_it_had_is_away() {
    let (team, key) = User::with_key();
    team.write("theirs", "theirs");
    team.sign(&key, "theirs");
    let user = User::new();
    user.gnupg.import(&team.gnupg.export_secret(&key, ""));
    let bundle = user.home.path().join("disk/bundle");
    team.done(["export", "-q", "-o", &format!("{}/", bundle.display())]);
    user.configure(&format!("upstream = [{bundle:?}]\n[agent.keys.{key}]\npolicy = \"sign\"\n"));
    let agent = Agent::start(&user);
    let id = format!("openpgp:{key}").parse().unwrap();
    let ask = |name: &str| agent.ask(&id, &user.write(name, name));
    for number in 0..8 {
        assert!(ask(&format!("own-{number}")).is_ok());
    }
    let disk = user.home.path().join("disk");
    fs::rename(&disk, user.home.path().join("unmounted")).unwrap();
    fs::create_dir_all(&bundle).unwrap();
    for _ in 0..8 {
        assert!(ask("theirs").is_err());
    }
    fs::remove_dir_all(&disk).unwrap();
    fs::rename(user.home.path().join("unmounted"), &disk).unwrap();
    assert!(ask("theirs").is_ok());
    assert_eq!(agent.decisions().last().unwrap(), "cached");
}

#[test]
fn an_emptied_ledger_is_damaged() {
    let (user, key, first) = with_content();
    fs::write(user.state().join("ledger.sqlite"), "").unwrap();
    user.run(["get", "-k", &key, "-o", "-", "content"]).says(0, "ledger.sqlite.damaged-1");
    assert_eq!(user.sign(&key, "content"), first);
}
