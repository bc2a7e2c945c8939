use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::support::nix_store::NixStore;
use crate::support::user::{Ended, User};

/// A user with a key that the configuration calls `sesame`, a signature of a file `dowry`, and a Nix store.
fn prepared() -> (User, String, NixStore) {
    let (user, key) = User::with_key();
    user.configure(&format!("[keys.sesame]\nfingerprint = \"{key}\"\n"));
    user.write("dowry", "dowry");
    user.done(["sign", "-q", "-k", "sesame", "dowry"]);
    (user, key, NixStore::new())
}

fn doctor(user: &User, nix: &NixStore, arguments: &[&str]) -> Ended {
    run(user, nix, &[&["doctor"], arguments].concat())
}

fn run(user: &User, nix: &NixStore, arguments: &[&str]) -> Ended {
    let mut command = user.signcache(arguments);
    // The store's environment has a home of its own.
    command.envs(nix.environment()).envs(user.environment()).output().unwrap().into()
}

/// What is found, without what is as it should be: each with its level and its check.
fn found(ended: &Ended) -> Vec<(String, String, String)> {
    let lines = std::str::from_utf8(&ended.stdout).unwrap().lines();
    let values = lines.map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let texts = values
        .filter(|value| value["level"].is_string() && value["level"] != "ok")
        .map(|value| ["level", "check", "text"].map(|name| value[name].as_str().unwrap().to_owned()).into());
    texts.collect()
}

/// Whether something of this level was found whose text has these words.
fn has(ended: &Ended, level: &str, check: &str, words: &str) -> bool {
    let is = |(of, by, text): &(String, String, String)| of == level && by == check && text.contains(words);
    found(ended).iter().any(is)
}

fn set(path: impl AsRef<Path>, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn mode(path: impl AsRef<Path>) -> u32 {
    path.as_ref().metadata().unwrap().mode() & 0o777
}

#[test]
fn a_good_set_up_has_nothing_wrong_and_says_what_there_is() {
    let (user, key, nix) = prepared();
    let ended = doctor(&user, &nix, &[]);
    let printed = String::from_utf8(ended.stdout).unwrap();
    assert_eq!(ended.code, 0, "{printed}");
    for words in [
        format!("{key} can sign"),
        "the database is whole".into(),
        "1 certificates in the key ring".into(),
        "gpg-agent 2".into(),
        "the store ".into(),
        "keep-derivations is".into(),
        "your ledger can be read".into(),
    ] {
        assert!(printed.contains(&words), "`{words}` is not in: {printed}");
    }
    assert!(
        !printed.lines().any(|line| line.starts_with("error") || line.starts_with("warning")),
        "{printed}"
    );
}

#[test]
fn what_is_broken_is_found_and_put_right_where_that_is_safe() {
    let (user, key, nix) = prepared();
    user.write("secret.pgp", "not looked at");
    user.configure(&format!(
        "[keys.sesame]\nfingerprint = \"{key}\"\nsigner = {{ key-file = \"{}\" }}\n",
        user.files().join("secret.pgp").display()
    ));
    set(user.files().join("secret.pgp"), 0o604);
    set(user.cache().join("cache.sqlite"), 0o646);
    let (roots, unfinished) = (user.state().join("roots"), user.cache().join(".new-half"));
    fs::create_dir_all(&roots).unwrap();
    symlink(roots.join("batch-gone/root"), roots.join("dangling")).unwrap();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 30);
    File::create(&unfinished).unwrap().set_modified(long_ago).unwrap();
    let (fresh, foreign) = (user.cache().join(".new-fresh"), user.cache().join("notes"));
    File::create(&fresh).unwrap();
    File::create(&foreign).unwrap().set_modified(long_ago).unwrap();
    set(user.state(), 0o777);

    let broken = doctor(&user, &nix, &["--json"]);
    assert_eq!(broken.code, 1, "{}", broken.stderr);
    for (level, check, words) in [
        ("error", "permissions", "0646"),
        ("error", "ledger", "others may write"),
        ("warning", "keys", "everybody can use the key file"),
        ("note", "roots", "dangling"),
        ("note", "leftovers", ".new-half"),
    ] {
        assert!(has(&broken, level, check, words), "{check}: {:?}", found(&broken));
    }
    assert!(!has(&broken, "note", "leftovers", "fresh") && !has(&broken, "note", "leftovers", "notes"));

    // Nothing is done without a word of somebody.
    assert_eq!(doctor(&user, &nix, &["--fix"]).code, 2);
    assert_eq!(doctor(&user, &nix, &["--fix", "--dry-run"]).code, 1);
    assert_eq!((mode(user.cache().join("cache.sqlite")), unfinished.exists()), (0o646, true));

    let ended = doctor(&user, &nix, &["--fix", "--yes", "--json"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let modes = [user.cache().join("cache.sqlite"), user.state(), user.files().join("secret.pgp")].map(mode);
    assert_eq!(modes, [0o644, 0o755, 0o600]);
    assert!(!unfinished.exists() && !roots.join("dangling").is_symlink());
    assert!(fresh.exists() && foreign.exists());
    let sound = doctor(&user, &nix, &["--json"]);
    assert_eq!(sound.code, 0, "{:?}", found(&sound));
    for check in ["permissions", "ledger", "keys", "roots", "leftovers"] {
        assert!(!found(&sound).iter().any(|(_, by, _)| by == check), "{check}: {:?}", found(&sound));
    }
}

#[test]
fn a_groups_cache_is_given_back_to_its_group() {
    let (user, _, nix) = prepared();
    let directory = user.home.path().join("shared");
    let shared = directory.to_str().unwrap();
    let group = directory.parent().unwrap().metadata().unwrap().gid().to_string();
    user.done(["init", "--group", &group, shared]);
    set(directory.join("cache.sqlite"), 0o600);
    let ended = doctor(&user, &nix, &["--cache", shared, "--json"]);
    assert!(
        ended.code == 1 && has(&ended, "error", "permissions", "mode 0600 and not 0660"),
        "{:?}",
        found(&ended)
    );
    assert_eq!(doctor(&user, &nix, &["--cache", shared, "--fix", "--yes"]).code, 0);
    assert_eq!(mode(directory.join("cache.sqlite")), 0o660);
}

#[test]
fn a_report_has_nothing_that_strangers_must_not_see() {
    let (user, key, nix) = prepared();
    // What there is to say of a trouble must not give it away either.
    user.tamper(
        "INSERT INTO quarantine (content, key, signature, reason, at) SELECT content, key, signature, 'dowry', 0 FROM entry;
         CREATE TABLE planted (x)",
    );
    user.configure(&format!("upstream = [\"/nonexistent\"]\nnix.stores = [\"ssh-ng://dowry@sesame\"]\n[keys.sesame]\nfingerprint = \"{key}\"\n"));
    for arguments in [&[][..], &["--json"], &["--fix", "--dry-run"]] {
        let ended = doctor(&user, &nix, arguments);
        let printed = String::from_utf8(ended.stdout).unwrap() + &ended.stderr;
        // An upstream is not there, beside all that is wrong.
        assert_eq!(ended.code, 75, "{printed}");
        assert!(printed.contains(&key) && printed.contains("~/data/signcache"), "{printed}");
        let home = user.home.path().to_str().unwrap();
        for secret in ["dowry", "sesame", "test@example.org", "Test <", home] {
            assert!(!printed.contains(secret), "`{secret}` is in: {printed}");
        }
    }
}

#[test]
fn a_report_says_where_a_configuration_is_wrong_and_not_what_is_written_there() {
    let (user, key, nix) = prepared();
    let named = format!("fingerprint = \"{key}\"\n");
    let signed = format!("{named}signer = {{ command = [\"sesame\"] }}\n");
    for (text, place) in [
        (
            "[keys.dowry]\nfingerprint = \"sesame\" # dowry\nlabel = 1\n".to_owned(),
            "line 2, column 15 (`fingerprint`)",
        ),
        ("lock-timeout = \"sesame\"".to_owned(), "line 1, column 16 (`lock-timeout`)"),
        ("\ndowry = \"sesame\"".to_owned(), "line 2, column 1"),
        ("password is sesame, dowry".to_owned(), "line 1, column 10"),
        (format!("[keys.dowry]\n{named}signer = {{ sesame = 1 }}"), "line 3"),
        (format!("[keys.\"sesame dowry\"]\n{named}"), "the name of a key"),
        (format!("[keys.dowry]\n{signed}[keys.sesame]\n{signed}"), "how one key signs"),
    ] {
        user.configure(&text);
        let ended = doctor(&user, &nix, &["--json"]);
        assert!(
            ended.code == 1 && has(&ended, "error", "configuration", place),
            "{text}: {:?}",
            found(&ended)
        );
        let printed = String::from_utf8(ended.stdout).unwrap() + &ended.stderr;
        assert!(!printed.contains("sesame") && !printed.contains("dowry"), "{text}: {printed}");
        // Whoever it belongs to is told more.
        assert!(user.run(["list"]).stderr.contains("sesame") || place.ends_with("column 10"), "{text}");
    }
}

#[test]
fn nobody_waits_for_what_should_be_a_file_of_certificates_or_keys() {
    let (user, key, nix) = prepared();
    let fifo = user.files().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    user.write("empty.asc", "");
    symlink(user.write("own.asc", user.gnupg.export(&key.parse().unwrap())), user.files().join("link.asc"))
        .unwrap();
    let files = user.files();
    user.configure(&format!(
        "certificates = [\"{0}/fifo\", \"{0}/empty.asc\", \"{0}/link.asc\"]\n\
         [keys.sesame]\nfingerprint = \"{key}\"\nsigner = {{ key-file = \"{0}/fifo\" }}\n",
        files.display()
    ));
    let ended = doctor(&user, &nix, &["--json"]);
    assert!(has(&ended, "error", "keys", "no plain file"), "{:?}", found(&ended));
    assert!(has(&ended, "warning", "keys", "there are no certificates"), "{:?}", found(&ended));
    assert!(!found(&ended).iter().any(|(.., text)| text.contains("link.asc")), "{:?}", found(&ended));
    // Nor do other commands.
    user.write("other", "other");
    user.run(["sign", "-q", "-k", &key, "other"]).says(5, "no plain file");
    user.run(["import", "--certificates", "fifo", "."]).says(5, "no certificates in fifo");
    fs::rename(&fifo, user.gnupg.path().join("pubring.gpg")).unwrap();
    let ring = user.gnupg.path().join("pubring.kbx");
    fs::rename(&ring, user.files().join("pubring.kbx")).unwrap();
    user.forget();
    user.run(["verify", "-k", &key, "dowry", "dowry.sig"]).says(5, "no plain file");
}

#[test]
fn a_key_file_that_a_group_may_read_stays_so() {
    let (user, key, nix) = prepared();
    let secret = user.write("secret.pgp", "not looked at");
    user.configure(&format!(
        "[keys.sesame]\nfingerprint = \"{key}\"\nsigner = {{ key-file = \"{}\" }}\n",
        secret.display()
    ));
    for (before, level, after) in
        [(0o640, "note", 0o640), (0o660, "warning", 0o660), (0o644, "warning", 0o640)]
    {
        set(&secret, before);
        assert!(has(&doctor(&user, &nix, &["--json"]), level, "keys", "the key file"), "{before:o}");
        doctor(&user, &nix, &["--fix", "--yes"]);
        assert_eq!(mode(&secret), after, "{before:o}");
    }
}

#[test]
fn a_search_path_without_nix_is_a_warning_where_copies_have_roots_in_any_store() {
    let (user, key, nix) = prepared();
    let image = nix.work().join("image");
    fs::create_dir(&image).unwrap();
    let absent = |level| {
        user.configure(&format!(
            "[keys.sesame]\nfingerprint = \"{key}\"\n[nix]\nnix-store = \"no-such-program\"\nstores = [\"{}\"]\n",
            image.display()
        ));
        let ended = doctor(&user, &nix, &["--json"]);
        assert!(has(&ended, level, "nix", "`no-such-program` was not found"), "{:?}", found(&ended));
        ended
    };
    absent("note");
    // In the one that the configuration names, and not in that of the environment.
    user.configure("");
    for arguments in
        [&["bind", "--all", "--store", image.to_str().unwrap()][..], &["unbind", "--yes", "--all"]]
    {
        let ended = run(&user, &nix, arguments);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
    }
    let ended = absent("warning");
    assert!(String::from_utf8(ended.stdout).unwrap().contains("1 copies in the Nix store /"));
}

#[test]
fn what_is_wrong_with_the_cache_and_with_keys_is_found() {
    let (user, key, nix) = prepared();
    user.tamper(
        "PRAGMA foreign_keys = OFF; UPDATE entry SET stored = stored + 864000; DELETE FROM key WHERE id IN (SELECT key FROM entry)",
    );
    let mut expire = user.gnupg.gpg();
    expire.args(["--pinentry-mode", "loopback", "--passphrase", "", "--quick-set-expire", &key, "10d"]);
    assert!(expire.status().unwrap().success());
    let other = "8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B";
    user.configure(&format!(
        "certificates = [\"absent.asc\"]\n[keys.sesame]\nfingerprint = \"{key}\"\n\
         [keys.other]\nfingerprint = \"{other}\"\nsigner = {{ command = [\"no-such-program\"] }}\n"
    ));
    let ended = doctor(&user, &nix, &["--json"]);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    for (level, check, words) in [
        ("warning", "clock", "in the future"),
        ("error", "database", "1 rows of the database belong to nothing"),
        ("warning", "expiry", key.as_str()),
        ("error", "keys", "no-such-program was not found"),
        ("warning", "keys", "absent.asc can't be read"),
        ("warning", "keys", other),
    ] {
        assert!(has(&ended, level, check, words), "{words}: {:?}", found(&ended));
    }
}

#[test]
fn programs_that_hang_are_given_up() {
    let (user, key, nix) = prepared();
    let other = user.gnupg.generate("ed25519");
    nix.script("bin/hangs", "exec tail -f /dev/null\n");
    let hangs = nix.work().join("bin/hangs");
    user.configure(&format!(
        "[nix]\nnix-store = \"{0}\"\n[gnupg]\ngpg = \"{0}\"\n\
         [keys.one]\nfingerprint = \"{key}\"\n[keys.other]\nfingerprint = \"{other}\"\n",
        hangs.display()
    ));
    let ended = doctor(&user, &nix, &["--json"]);
    assert_eq!(ended.code, 0, "{:?}", found(&ended));
    assert!(has(&ended, "warning", "nix", "gave no answer within 5 s"), "{:?}", found(&ended));
    assert!(has(&ended, "warning", "gnupg", "gave no answer within 5 s"), "{:?}", found(&ended));
    // And not waited for again with each key.
    assert!(has(&ended, "note", "keys", "was not asked"), "{:?}", found(&ended));
}

#[test]
fn what_a_group_may_use_and_what_is_no_cache_is_not_put_right() {
    let (user, _, nix) = prepared();
    set(user.cache().join("cache.sqlite"), 0o664);
    set(user.cache().join("layout"), 0o666);
    let ended = doctor(&user, &nix, &["--fix", "--yes", "--json"]);
    assert!(ended.code == 1 && has(&ended, "error", "permissions", "0664"), "{:?}", found(&ended));
    assert_eq!([user.cache().join("cache.sqlite"), user.cache().join("layout")].map(mode), [0o664, 0o664]);

    let other = user.home.path().join("other");
    fs::create_dir(&other).unwrap();
    set(&other, 0o777);
    let ended = doctor(&user, &nix, &["--cache", other.to_str().unwrap(), "--fix", "--yes", "--json"]);
    assert!(
        ended.code == 75 && has(&ended, "error", "database", "there is no cache in"),
        "{:?}",
        found(&ended)
    );
    assert_eq!(mode(&other), 0o777);
}
