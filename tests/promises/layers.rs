//! Caches that read others where they lack something.

use std::fs;
use std::path::Path;

use crate::support::gnupg::Reason;
use crate::support::user::{Ended, User, tamper, value};

/// A configuration with upstreams, in this order.
fn reading(upstreams: &[&Path]) -> String {
    let quoted: Vec<String> = upstreams.iter().map(|path| format!("{:?}", path.to_str().unwrap())).collect();
    format!("upstream = [{}]\n", quoted.join(", "))
}

/// Somebody without any key, certificate or signature, who reads what others have, and has the content.
fn reader(upstreams: &[&Path]) -> User {
    let reader = User::new();
    reader.configure(&reading(upstreams));
    reader.write("content", "content");
    reader
}

fn origin(user: &User) -> String {
    value(&user.cache(), "SELECT group_concat(origin) FROM entry")
}

/// Everything that is in a cache's tables, and when its entries were last used.
fn dump(cache: &Path) -> (i64, i64, Vec<u8>, i64) {
    (
        value(cache, "SELECT count(*) FROM entry"),
        value(cache, "SELECT count(*) FROM quarantine"),
        value(cache, "SELECT signature FROM entry ORDER BY id LIMIT 1"),
        value(cache, "SELECT max(used) FROM entry"),
    )
}

#[test]
fn a_miss_is_answered_by_an_upstream_which_is_not_needed_any_more() {
    let (team, key) = User::with_key();
    team.write("content", "content");
    let first = team.sign(&key, "content");
    // So old that a hit in the own cache would be noted.
    team.tamper("UPDATE entry SET used = 1");
    let before = dump(&team.cache());
    for command in [
        &["get", "--offline", "-o", "-"][..],
        &["sign", "-q", "-o", "-"],
        &["exec", "--offline", "--emit", "inline"],
    ] {
        let reader = reader(&[&team.cache()]);
        let mut arguments = command.to_vec();
        arguments.extend(["-k", &key, "content"]);
        let ended = reader.run(&arguments);
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{command:?}");
        assert_eq!(origin(&reader), "upstream");
        assert_eq!(dump(&team.cache()), before, "nothing is written there");
        // The copy does without the upstream, the ledger, and GnuPG.
        reader.configure("");
        reader.forget();
        let again = reader.run(["get", "-k", &key, "-o", "-", "content"]);
        assert_eq!((again.code, again.stderr.as_str(), again.stdout), (0, "", first.clone()));
    }
    // By digest alone, with the name that it has there.
    let elsewhere = reader(&[&team.cache()]);
    let digest = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";
    assert_eq!(elsewhere.done(["get", "-k", &key, "-o", "-", digest]), first);
    assert_eq!(value::<String>(&elsewhere.cache(), "SELECT label FROM entry"), "content");
}

#[test]
fn a_bundle_that_is_checked_out_is_an_upstream_too() {
    let (team, key) = User::with_key();
    team.write("content", "content");
    let first = team.sign(&key, "content");
    let bundle = team.files().join("signatures");
    fs::create_dir(&bundle).unwrap();
    team.done(["export", "-q", "-o", bundle.to_str().unwrap()]);
    let reader_of_it = reader(&[&bundle]);
    assert_eq!(reader_of_it.done(["get", "-k", &key, "-o", "-", "content"]), first);
    assert_eq!(origin(&reader_of_it), "upstream");

    let parts = walkdir::WalkDir::new(&bundle).into_iter().map(|part| part.unwrap().into_path());
    let signature =
        parts.filter(|path| path.extension().is_some_and(|ending| ending == "sig")).last().unwrap();
    fs::write(&signature, &first[..first.len() - 1]).unwrap();
    let ended = reader(&[&bundle]).run(["get", "-k", &key, "content"]);
    ended.says(1, "is damaged");
    assert!(ended.stderr.contains("signatures"), "{}", ended.stderr);
    // Nor is a signature without its record an empty place.
    fs::remove_file(signature.with_extension("entry")).unwrap();
    reader(&[&bundle]).run(["get", "-k", &key, "content"]).says(1, "has no record beside it");
    fs::write(bundle.join("FORMAT"), "signcache bundle 2\n").unwrap();
    reader(&[&bundle]).run(["get", "-k", &key, "content"]).says(1, "format `signcache bundle 2`");
}

#[test]
fn one_damaged_entry_of_a_bundle_keeps_nobody_from_the_others() {
    let (team, key) = User::with_key();
    team.write("content", "content");
    team.write("other", "other");
    let first = [team.sign(&key, "content"), team.sign(&key, "other")];
    let bundle = team.files().join("signatures");
    fs::create_dir(&bundle).unwrap();
    team.done(["export", "-q", "-o", bundle.to_str().unwrap()]);
    let parts = walkdir::WalkDir::new(&bundle).into_iter().map(|part| part.unwrap().into_path());
    let of_content = |path: &std::path::PathBuf| {
        path.extension().is_some_and(|ending| ending == "sig") && fs::read(path).unwrap() == first[0]
    };
    fs::remove_file(parts.into_iter().find(of_content).unwrap()).unwrap();
    let reader = reader(&[&bundle]);
    reader.write("other", "other");
    let ended = reader.run(["exec", "--offline", "--emit", "inline", "-k", &key, "content", "other"]);
    ended.says(1, "has no signature beside it");
    assert_eq!(reader.done(["get", "-q", "-k", &key, "-o", "-", "other"]), first[1]);
    assert_eq!(origin(&reader), "upstream");
}

#[test]
fn many_are_copied_at_once_and_what_can_not_be_kept_is_handed_out_all_the_same() {
    let (team, key) = User::with_key();
    let reader = reader(&[&team.cache()]);
    let names: Vec<String> = (0..50).map(|number| format!("file-{number}")).collect();
    for (number, name) in names.iter().enumerate() {
        for user in [&team, &reader] {
            user.write(name, (number % 40).to_string());
        }
    }
    let exec = |names: &[String]| -> Vec<String> {
        let words = ["exec", "--emit", "inline", "-k", &key].map(str::to_owned);
        words.into_iter().chain(names.iter().cloned()).collect()
    };
    let expected = team.done(exec(&names));
    assert!(reader.done(exec(&names)) == expected);
    let count = "SELECT count(*) FROM entry WHERE origin = 'upstream'";
    assert_eq!(value::<i64>(&reader.cache(), count), 40);

    // In a cache that somebody meddled with nothing is written, and one warning says so.
    reader.tamper("DELETE FROM entry; CREATE TRIGGER planted AFTER INSERT ON entry BEGIN SELECT 1; END");
    reader.forget();
    let ended = reader.run(exec(&names[..40]));
    ended.says(0, "not noted in the cache: somebody changed the structure");
    assert_eq!(ended.stderr.matches("warning").count(), 1, "{}", ended.stderr);
    assert!(ended.stdout == team.done(exec(&names[..40])));
    assert_eq!(value::<i64>(&reader.cache(), "SELECT count(*) FROM entry"), 0);
}

#[test]
fn without_copies_an_upstream_is_read_each_time_and_nothing_seems_lost() {
    let (team, key) = User::with_key();
    team.write("content", "content");
    let first = team.sign(&key, "content");
    let reader = reader(&[&team.cache()]);
    let configuration = reading(&[&team.cache()]) + "keep-upstream-copies = false\n";
    reader.configure(&configuration);
    let get = || reader.run(["get", "-k", &key, "-o", "-", "content"]);
    let check = || {
        let ended = get();
        assert_eq!((ended.code, ended.stderr.as_str(), ended.stdout), (0, "", first.clone()));
    };
    check();
    check();
    assert!(!reader.cache().exists());
    // The same beside a cache that has something else.
    let own = reader.gnupg.generate("ed25519").to_string();
    reader.sign(&own, "content");
    check();
    assert_eq!(origin(&reader), "signed");
    // What was served once stays, whatever becomes of the upstream. The cache never had it, so it has lost nothing.
    reader.configure("");
    check();
    assert_eq!(value::<i64>(&reader.cache(), "SELECT count(*) FROM entry"), 2);
}

#[test]
fn what_does_not_verify_there_is_passed_over_and_left_alone() {
    let (team, key) = User::with_key();
    team.write("content", "content");
    team.write("other", "other");
    let (first, other) = (team.sign(&key, "content"), team.sign(&key, "other"));
    // Whoever reads it with plain SQLite leaves all of it in one file.
    dump(&team.cache());
    let forged = team.home.path().join("forged");
    fs::create_dir(&forged).unwrap();
    for file in ["layout", "cache.sqlite"] {
        fs::copy(team.cache().join(file), forged.join(file)).unwrap();
    }
    let hex = data_encoding::HEXLOWER.encode(&other);
    tamper(&forged, &format!("UPDATE entry SET signature = x'{hex}'"));
    let before = dump(&forged);

    let reader = reader(&[&forged, &team.cache()]);
    let ended = reader.run(["get", "-k", &key, "-o", "-", "content"]);
    ended.says(0, "forged has: the signature for");
    assert_eq!(ended.stdout, first);
    assert_eq!(dump(&forged), before);
    assert_eq!(value::<i64>(&reader.cache(), "SELECT count(*) FROM quarantine"), 0);

    // Alone, it is as good as nothing, and is named once however often it is looked at.
    reader.configure(&reading(&[&forged]));
    fs::remove_dir_all(reader.cache()).unwrap();
    reader.forget();
    reader.gnupg.import(&team.gnupg.export_secret(&key, ""));
    let signed = reader.run(["sign", "-k", &key, "content"]);
    signed.says(0, "1 signed");
    assert_eq!(signed.stderr.matches("passed over").count(), 1, "{}", signed.stderr);
    assert_eq!(dump(&forged), before);
}

/// An upstream that can't be read, how a command ends that needs it, and what is said.
type Unreadable = (std::path::PathBuf, i32, &'static str);

/// Everything that an upstream can be instead of readable, in a directory of the team's.
fn unreadable(team: &User) -> Vec<Unreadable> {
    let place = |name: &str| team.home.path().join(name);
    let copy = |name: &str| {
        fs::create_dir(place(name)).unwrap();
        for file in ["layout", "cache.sqlite"] {
            fs::copy(team.cache().join(file), place(name).join(file)).unwrap();
        }
        place(name)
    };
    // Reading it with plain SQLite leaves all of it in one file.
    dump(&team.cache());
    let newer = copy("newer");
    tamper(&newer, "PRAGMA user_version = 99");
    let damaged = copy("damaged");
    fs::write(damaged.join("cache.sqlite"), "no database at all").unwrap();
    let emptied = copy("emptied");
    fs::write(emptied.join("cache.sqlite"), "").unwrap();
    let bundle = place("bundle");
    fs::create_dir(&bundle).unwrap();
    fs::write(bundle.join("FORMAT"), "signcache bundle 2\n").unwrap();
    fs::create_dir(place("unmounted")).unwrap();
    vec![
        (place("absent"), 75, "is the disk mounted?"),
        (place("unmounted"), 75, "is the disk mounted?"),
        (newer, 1, "has version 99"),
        (damaged, 1, "is damaged"),
        (emptied, 1, "is damaged"),
        (bundle, 1, "signcache bundle 2"),
    ]
}

#[test]
fn nothing_is_signed_while_a_required_upstream_can_not_be_read() {
    let (team, key) = User::with_key();
    team.write("content", "content");
    let first = team.sign(&key, "content");
    for (upstream, code, why) in unreadable(&team) {
        // The next one has it: a hit goes on.
        let both = reader(&[&upstream, &team.cache()]);
        let hit = both.run(["get", "-k", &key, "-o", "-", "content"]);
        hit.says(0, why);
        hit.says(0, "passed over the upstream");
        assert_eq!(hit.stdout, first);

        let alone = reader(&[&upstream]);
        let own = alone.gnupg.generate("ed25519").to_string();
        for command in [
            &["sign", "-o", "-"][..],
            &["exec", "--emit", "inline"],
            &["get"],
            &["exec", "--offline", "--emit", "inline"],
        ] {
            let ended = alone.run([command, &["-k", &own, "content"]].concat());
            ended.says(code, why);
            // The message has the very line that goes on without it.
            let line = format!("`{{ path = {upstream:?}, optional = true }}` in its place");
            assert!(ended.stderr.contains(&line), "{}", ended.stderr);
            alone.configure(&reading(&[&upstream]));
        }
        assert!(!alone.cache().exists() || value::<i64>(&alone.cache(), "SELECT count(*) FROM entry") == 0);

        alone.run(["sign", "--no-upstream", "-k", &own, "-o", "-", "content"]).says(0, "1 signed");
        alone.write("other", "other");
        alone.configure(&format!("upstream = [{{ path = {upstream:?}, optional = true }}]"));
        let signed = alone.run(["sign", "-k", &own, "-o", "-", "other"]);
        signed.says(0, "1 signed");
        assert_eq!(signed.stderr.matches(why).count(), 1, "{}", signed.stderr);
        // A hit asks no other place, and so meets nothing.
        alone.configure(&reading(&[&upstream]));
        let hit = alone.run(["sign", "-k", &own, "-q", "-o", "-", "other"]);
        assert_eq!((hit.code, hit.stderr.as_str()), (0, ""));
    }
}

#[test]
fn nothing_is_signed_where_an_upstream_has_what_can_not_be_judged() {
    let (team, key) = User::with_key();
    team.write("content", "content");
    team.sign(&key, "content");
    let secret = team.gnupg.export_secret(&key, "");
    let fingerprint = key.parse().unwrap();
    // Made by a subkey that the others don't know.
    let (unknown, other) = User::with_key();
    drop(other);
    unknown.gnupg.import(&secret);
    unknown.gnupg.add_signing_subkey(&fingerprint, "ed25519");
    unknown.write("content", "content");
    unknown.sign(&key, "content");
    unknown.tamper("UPDATE key SET certificate = NULL, state = NULL");
    let holder = reader(&[&unknown.cache()]);
    holder.gnupg.import(&secret);
    holder.run(["sign", "-k", &key, "-o", "-", "content"]).says(5, "may be the first one");
    // Revoked as compromised: somebody may have signed with it.
    let revoked = reader(&[&team.cache()]);
    revoked.gnupg.import(&secret);
    revoked.gnupg.revoke(&fingerprint, Reason::Compromised);
    revoked.run(["sign", "-k", &key, "-o", "-", "content"]).says(5, "is not to be trusted");
    assert!(!holder.cache().exists() && !revoked.cache().exists());
}

#[test]
fn the_own_signature_wins_over_that_of_an_upstream() {
    let (team, key) = User::with_key();
    team.write("content", "content");
    let theirs = team.sign(&key, "content");
    let own = reader(&[]);
    own.gnupg.import(&team.gnupg.export_secret(&key, ""));
    // Signed by a subkey that the others don't have, it is another signature for sure.
    own.gnupg.add_signing_subkey(&key.parse().unwrap(), "ed25519");
    let ours = own.sign(&key, "content");
    assert_ne!(ours, theirs);
    own.configure(&reading(&[&team.cache()]));
    assert_eq!(own.sign(&key, "content"), ours);
    own.forget();
    assert_eq!(own.sign(&key, "content"), ours);
    // What was served and lost comes back from the ledger, not from somebody else.
    own.tamper("DELETE FROM entry");
    assert_eq!(own.sign(&key, "content"), ours);
    // A cache that reads itself, by whatever name, reads nobody else.
    let link = own.home.path().join("link");
    std::os::unix::fs::symlink(own.cache(), &link).unwrap();
    own.configure(&reading(&[&link]));
    own.write("new", "new");
    own.sign(&key, "new");
}

#[test]
fn an_upstream_heals_what_is_in_quarantine() {
    let (team, key) = User::with_key();
    team.write("content", "content");
    let first = team.sign(&key, "content");
    let reader = reader(&[&team.cache()]);
    let get = || reader.run(["get", "-k", &key, "-o", "-", "content"]);
    assert_eq!(get().stdout, first);
    let damage = |signature: &str| {
        reader.tamper(&format!("UPDATE entry SET signature = {signature}"));
        reader.forget();
    };
    // At once, and when it was found before there was an upstream to ask.
    damage("x'00'");
    let healed = get();
    healed.says(0, "put into quarantine");
    assert_eq!(healed.stdout, first);
    damage("x'00'");
    reader.configure("");
    get().says(4, "does not verify");
    get().says(4, "in quarantine");
    reader.configure(&reading(&[&team.cache()]));
    for _ in 0..2 {
        let healed = get();
        assert_eq!((healed.code, healed.stderr.as_str(), healed.stdout), (0, "", first.clone()));
    }
}

#[test]
fn a_revocation_that_an_upstream_knows_is_learned_for_good() {
    let (team, key) = User::with_key();
    team.write("content", "content");
    team.sign(&key, "content");
    let reader = reader(&[&team.cache()]);
    reader.gnupg.import(&team.gnupg.export(&key.parse().unwrap()));
    team.gnupg.revoke(&key.parse().unwrap(), Reason::Compromised);
    let revoked = data_encoding::HEXLOWER.encode(&team.gnupg.export(&key.parse().unwrap()));
    team.tamper(&format!("UPDATE key SET certificate = x'{revoked}'"));

    let get = |more: &[&str]| {
        let mut arguments = vec!["get", "-k", &key, "-o", "-", "content"];
        arguments.extend(more);
        reader.run(arguments)
    };
    get(&[]).says(5, "is not to be trusted");
    // It is remembered when nobody says so any more, and whoever insists gets it.
    team.tamper("UPDATE key SET certificate = NULL");
    get(&[]).says(5, "is not to be trusted");
    get(&["--allow-compromised"]).says(0, "revoked");
    get(&[]).says(5, "is not to be trusted");
}

#[test]
fn a_key_has_a_cache_of_its_own_if_the_configuration_says_so() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let own = user.home.path().join("release");
    let configuration = format!("[keys.release]\nfingerprint = \"{key}\"\ncache = \"{}\"\n", own.display());
    user.configure(&configuration);
    user.run(["sign", "-k", "release", "content"]).says(75, "signcache init");
    user.done(["init", "-q", own.to_str().unwrap()]);
    let first = user.sign("release", "content");
    assert!(!user.cache().exists());
    assert_eq!(value::<i64>(&own, "SELECT count(*) FROM entry"), 1);
    assert_eq!(user.sign(&key, "content"), first);
    // What names no key uses the cache for everything else, and a choice for one run counts for all keys.
    assert_eq!(user.done(["list", "--json"]), b"");
    let listed = user.done(["list", "--json", "--cache", own.to_str().unwrap()]);
    assert!(!listed.is_empty());
    user.forget();
    let elsewhere = user.home.path().join("elsewhere");
    let chosen = ["get", "-k", "release", "content", "--cache", elsewhere.to_str().unwrap()];
    user.run(chosen).says(75, "is not there");
    let mut command = user.signcache(["get", "-k", "release", "content"]);
    let ended = Ended::from(command.env("SIGNCACHE_DIR", &elsewhere).output().unwrap());
    ended.says(75, "is not there");
}
