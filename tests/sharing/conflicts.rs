//! Two signatures of one pair: nobody loses the one that he has without saying so.

use std::fs;
use std::path::{Path, PathBuf};

use crate::people::{exported, holders, import, sign_later};
use crate::support::gnupg::Reason;
use crate::support::nix_store::NixStore;
use crate::support::user::{Ended, User, value};

#[test]
fn both_keep_what_they_had_and_are_told() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    bob.write("content", "content");
    let (first, later) = (alice.sign(&key, "content"), sign_later(&bob, &key, "content", "+1h"));
    assert_ne!(first, later);
    for (one, other) in [(&alice, &bob), (&bob, &alice)] {
        let (ended, summary) = import(other, &exported(one, &[]), &[]);
        assert_eq!((ended.code, &summary["conflicting"]), (4, &1.into()), "{summary} {}", ended.stderr);
        let listed = other.run(["import", one.files().join("bundle.tar.zst").to_str().unwrap()]);
        assert!(String::from_utf8_lossy(&listed.stdout).starts_with("conflicting"), "{listed:?}");
        assert!(listed.stderr.contains("--prefer earliest"), "{}", listed.stderr);
    }
    assert_eq!(alice.sign(&key, "content"), first);
    assert_eq!(bob.sign(&key, "content"), later);

    // A directory that has the one keeps it, too.
    let directory = alice.files().join("shared/");
    alice.done(["export", "-o", directory.to_str().unwrap()]);
    let ended = bob.run(["export", "-o", directory.to_str().unwrap()]);
    assert_eq!(ended.code, 4);
    let (_, summary) = import(&alice, &directory, &[]);
    assert_eq!(summary["identical"], 1);
}

#[test]
fn who_prefers_the_earliest_ends_up_with_the_same_whoever_imports_from_whom() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    bob.write("content", "content");
    let (first, later) = (alice.sign(&key, "content"), sign_later(&bob, &key, "content", "+1h"));
    let (from_alice, from_bob) = (exported(&alice, &[]), exported(&bob, &[]));

    let (ended, summary) = import(&bob, &from_alice, &["--prefer", "earliest", "--dry-run"]);
    assert_eq!((ended.code, &summary["replaced"]), (0, &1.into()), "{summary} {}", ended.stderr);
    assert_eq!(bob.sign(&key, "content"), later);
    let (ended, summary) = import(&bob, &from_alice, &["--prefer", "earliest"]);
    assert_eq!((ended.code, &summary["replaced"]), (0, &1.into()), "{}", ended.stderr);
    let (ended, summary) = import(&alice, &from_bob, &["--prefer", "earliest"]);
    assert_eq!((ended.code, &summary["kept"]), (0, &1.into()));

    let given = bob.run(["sign", "-k", &key, "-o", "-", "content"]);
    // On purpose, so no warning that first wins was violated.
    assert_eq!((given.stdout, given.stderr.contains("warning")), (first.clone(), false));
    assert_eq!(alice.sign(&key, "content"), first);
    let rests: Vec<u8> = value(&bob.cache(), "SELECT signature FROM trash");
    assert_eq!(rests, later);
}

#[test]
fn the_copy_of_what_was_replaced_can_be_collected() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    bob.write("content", "content");
    let (first, later) = (alice.sign(&key, "content"), sign_later(&bob, &key, "content", "+1h"));
    let nix = NixStore::new();
    let run = |words: &[&str]| {
        let mut command = bob.signcache(words);
        let ended =
            Ended::from(command.envs(nix.environment()).env("HOME", bob.home.path()).output().unwrap());
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        String::from_utf8(ended.stdout).unwrap()
    };
    let copy = || PathBuf::from(run(&["exec", "-k", &key, "content"]).split('"').nth(3).unwrap());
    let old = copy();
    nix.collect_garbage();
    assert_eq!(fs::read(&old).unwrap(), later);
    run(&["import", "--prefer", "earliest", exported(&alice, &[]).to_str().unwrap()]);
    let new = copy();
    nix.collect_garbage();
    assert_eq!((old.exists(), fs::read(&new).unwrap()), (false, first));
}

#[test]
fn a_signature_that_a_cache_has_lost_does_not_come_back_as_another_one() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    bob.write("content", "content");
    let first = alice.sign(&key, "content");
    sign_later(&bob, &key, "content", "+1h");
    alice.tamper("DELETE FROM entry");
    let (ended, summary) = import(&alice, &exported(&bob, &[]), &[]);
    assert_eq!((ended.code, &summary["conflicting"]), (4, &1.into()));
    assert_eq!(alice.sign(&key, "content"), first);
}

#[test]
fn an_import_heals_what_was_broken() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    alice.write("other", "other");
    let first = alice.sign(&key, "content");
    let bundle = exported(&alice, &[]);
    alice.sign(&key, "other");
    // Bad, and found bad before: in quarantine. And bad, and not looked at yet.
    import(&bob, &bundle, &[]);
    bob.tamper("UPDATE entry SET signature = zeroblob(80)");
    bob.write("content", "content");
    bob.run(["get", "-k", &key, "-o", "-", "content"]).says(4, "does not verify");
    bob.run(["get", "-k", &key, "-o", "-", "content"]).says(4, "quarantine");
    let (ended, summary) = import(&bob, &bundle, &[]);
    assert_eq!((ended.code, &summary["new"]), (0, &1.into()));
    assert_eq!(bob.done(["get", "-k", &key, "-o", "-", "content"]), first);

    bob.tamper("UPDATE entry SET signature = zeroblob(80)");
    bob.forget();
    let (ended, summary) = import(&bob, &bundle, &[]);
    assert_eq!((ended.code, &summary["new"]), (0, &1.into()));
    assert_eq!(bob.done(["get", "-k", &key, "-o", "-", "content"]), first);
    assert_eq!(value::<i64>(&bob.cache(), "SELECT count(*) FROM quarantine"), 2);
}

#[test]
fn a_revocation_travels_with_a_bundle_and_is_never_forgotten() {
    let (alice, bob, key) = holders();
    bob.gnupg.delete(&key.parse().unwrap());
    alice.write("content", "content");
    bob.write("content", "content");
    alice.sign(&key, "content");
    let before = exported(&alice, &[]);
    let before =
        fs::copy(&before, alice.files().join("before")).map(|_| alice.files().join("before")).unwrap();
    import(&bob, &before, &[]);
    bob.done(["get", "-k", &key, "content"]);

    alice.gnupg.revoke(&key.parse().unwrap(), Reason::Compromised);
    let (ended, summary) = import(&bob, &exported(&alice, &[]), &[]);
    // The entry was here; that its key is compromised is news.
    assert_eq!((ended.code, &summary["identical"]), (0, &1.into()), "{}", ended.stderr);
    bob.run(["get", "-k", &key, "content"]).says(5, "revoked");
    import(&bob, &before, &[]);
    bob.run(["get", "-k", &key, "content"]).says(5, "revoked");
    let (ended, summary) = import(&crate::support::user::User::new(), &exported(&alice, &[]), &[]);
    assert_eq!((ended.code, &summary["refused"]), (5, &1.into()), "{}", ended.stderr);
    assert!(ended.stderr.contains("hint: have what is refused signed"), "{}", ended.stderr);
}

#[test]
fn a_revocation_is_learned_by_who_knows_the_key_but_has_nothing_signed_with_it() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    alice.sign(&key, "content");
    let before = alice.files().join("before");
    fs::copy(exported(&alice, &[]), &before).unwrap();
    alice.gnupg.revoke(&key.parse().unwrap(), Reason::Compromised);
    // Bob's key ring has the certificate as it was; his cache has nothing.
    let (ended, summary) = import(&bob, &exported(&alice, &[]), &[]);
    assert_eq!((ended.code, &summary["refused"]), (5, &1.into()), "{}", ended.stderr);
    let (ended, summary) = import(&bob, &before, &[]);
    assert_eq!((ended.code, &summary["refused"]), (5, &1.into()), "{}", ended.stderr);
}

#[test]
fn who_was_given_a_signature_keeps_it_when_the_cache_has_it_no_more_whole() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    bob.write("content", "content");
    let first = alice.sign(&key, "content");
    sign_later(&bob, &key, "content", "+1h");
    alice.tamper("UPDATE entry SET signature = zeroblob(80)");
    let (ended, summary) = import(&alice, &exported(&bob, &[]), &[]);
    assert_eq!((ended.code, &summary["conflicting"]), (4, &1.into()), "{}", ended.stderr);
    assert_eq!(alice.sign(&key, "content"), first);
}

/// The lines and the summary that an import prints, which a dry run prints, too.
fn same_when_dry(user: &User, bundle: &Path, words: &[&str]) -> serde_json::Value {
    let (dry, foreseen) = import(user, bundle, &[words, &["--dry-run"]].concat());
    let (ended, summary) = import(user, bundle, words);
    assert_eq!(foreseen, summary);
    let lines =
        |ended: &Ended| String::from_utf8_lossy(&ended.stdout).replace("\"dryRun\":true", "\"dryRun\":false");
    assert_eq!((dry.code, lines(&dry)), (ended.code, lines(&ended)), "{}", ended.stderr);
    summary
}

#[test]
fn of_a_pair_that_comes_twice_the_earliest_one_stays_and_a_dry_run_says_so() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    bob.write("content", "content");
    let (first, later) = (alice.sign(&key, "content"), sign_later(&bob, &key, "content", "+1h"));
    let (from_alice, from_bob) = (exported(&alice, &[]), exported(&bob, &[]));
    let fresh = || {
        let user = User::new();
        user.gnupg.import(&alice.gnupg.export_secret(&key, ""));
        user
    };
    let kept = |user: &User| value::<Vec<u8>>(&user.cache(), "SELECT signature FROM entry");

    // In each of two bundles of one command.
    let (alices, earliest) = (from_alice.to_str().unwrap(), ["--prefer", "earliest"]);
    let user = fresh();
    let summary = same_when_dry(&user, &from_bob, &[alices, "--prefer", "earliest"]);
    assert_eq!((&summary["new"], &summary["replaced"], kept(&user)), (&1.into(), &1.into(), first.clone()));
    let user = fresh();
    let summary = same_when_dry(&user, &from_bob, &[alices]);
    assert_eq!(
        (&summary["new"], &summary["conflicting"], kept(&user)),
        (&1.into(), &1.into(), later.clone())
    );

    // Twice beside its content, whichever is found first.
    for (sig, gpg) in [(&first, &later), (&later, &first)] {
        let user = fresh();
        let tree = user.files().join("tree");
        fs::create_dir(&tree).unwrap();
        for (name, bytes) in [("content", &b"content"[..]), ("content.sig", sig), ("content.gpg", gpg)] {
            fs::write(tree.join(name), bytes).unwrap();
        }
        let summary = same_when_dry(&user, &tree, &earliest);
        assert_eq!((&summary["new"], kept(&user)), (&1.into(), first.clone()), "{summary}");
    }
}

#[test]
fn who_prefers_the_earliest_goes_on_with_it_whatever_was_handed_out_before() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    bob.write("content", "content");
    let (first, later) = (alice.sign(&key, "content"), sign_later(&bob, &key, "content", "+1h"));
    let (from_alice, from_bob) = (exported(&alice, &[]), exported(&bob, &[]));
    let given = |user: &User| user.run(["sign", "-k", &key, "-o", "-", "content"]);
    // Somebody else who shares the cache does it: the user's own ledger is not there, and comes back after.
    let as_another = |user: &User, work: &dyn Fn()| {
        let ledger = user.home.path().join("ledger");
        fs::rename(user.state(), &ledger).unwrap();
        work();
        let _ = fs::remove_dir_all(user.state());
        fs::rename(&ledger, user.state()).unwrap();
    };
    for (bundle, class) in [(&from_alice, "identical"), (&from_bob, "kept")] {
        bob.tamper("DELETE FROM entry");
        bob.forget();
        import(&bob, &from_bob, &[]);
        assert_eq!(given(&bob).stdout, later);
        as_another(&bob, &|| drop(import(&bob, &from_alice, &["--prefer", "earliest"])));
        assert_eq!(given(&bob).stdout, later);
        let (ended, summary) = import(&bob, bundle, &["--prefer", "earliest"]);
        assert_eq!((ended.code, &summary[class]), (0, &1.into()), "{summary} {}", ended.stderr);
        let given = given(&bob);
        assert_eq!((given.stdout, given.stderr.contains("warning")), (first.clone(), false), "{class}");
    }

    // Never the other way round: what Alice was given is earlier than what her cache has now.
    alice.tamper("DELETE FROM entry");
    as_another(&alice, &|| drop(import(&alice, &from_bob, &[])));
    let (ended, summary) = import(&alice, &from_bob, &["--prefer", "earliest"]);
    assert_eq!((ended.code, &summary["conflicting"]), (4, &1.into()), "{summary} {}", ended.stderr);
    assert_eq!(given(&alice).stdout, first);
}

#[test]
fn what_was_never_proven_makes_room_for_what_is_and_what_was_proven_once_does_not() {
    let (alice, bob, key) = holders();
    alice.write("content", "content");
    bob.write("content", "content");
    let (first, later) = (alice.sign(&key, "content"), sign_later(&bob, &key, "content", "+1h"));
    let unproven = fs::read(exported(&alice, &["--no-proofs"])).unwrap();
    let from_bob = exported(&bob, &[]);
    let take = || {
        let user = User::new();
        let bundle = user.write("unproven.tar.zst", &unproven);
        assert_eq!(import(&user, &bundle, &["--allow-unproven"]).0.code, 0);
        user
    };
    let kept = |user: &User| value::<Vec<u8>>(&user.cache(), "SELECT signature FROM entry");

    let user = take();
    let summary = same_when_dry(&user, &from_bob, &[]);
    assert_eq!((&summary["replaced"], kept(&user)), (&1.into(), later));
    assert_eq!(value::<Vec<u8>>(&user.cache(), "SELECT signature FROM trash"), first);

    // It is proven with its content where that is at hand, or was when it was handed out.
    let user = take();
    user.write("content", "content");
    let summary = same_when_dry(&user, &from_bob, &["--content", "."]);
    assert_eq!((&summary["conflicting"], kept(&user)), (&1.into(), first.clone()));
    let user = take();
    user.write("content", "content");
    assert_eq!(user.done(["get", "-k", &key, "-o", "-", "content"]), first);
    user.forget();
    let summary = same_when_dry(&user, &from_bob, &[]);
    assert_eq!((&summary["conflicting"], kept(&user)), (&1.into(), first));
}

#[test]
fn what_only_its_content_proves_is_not_taken_for_a_later_one() {
    let alice = User::new();
    let key = alice.gnupg.generate("rsa2048").to_string();
    let bob = User::new();
    bob.gnupg.import(&alice.gnupg.export_secret(&key, ""));
    for user in [&alice, &bob] {
        user.write("content", "content");
    }
    let mut gpg = bob.gnupg.gpg();
    gpg.args(["--digest-algo", "SHA512", "--detach-sign"]).arg(bob.files().join("content"));
    assert!(gpg.status().unwrap().success());
    bob.done(["import", "."]);
    sign_later(&alice, &key, "content", "+1h");
    let bundle = exported(&alice, &[]);
    let earliest = ["--prefer", "earliest"];
    let summary = same_when_dry(&bob, &bundle, &earliest);
    assert_eq!(summary["conflicting"], 1, "{summary}");
    let summary = same_when_dry(&bob, &bundle, &[&earliest[..], &["--content", "."]].concat());
    assert_eq!(summary["kept"], 1, "{summary}");
}

#[test]
fn the_earliest_of_all_stays_be_it_in_the_cache_in_the_bundle_or_only_handed_out_before() {
    let (alice, bob, key) = holders();
    for user in [&alice, &bob] {
        user.write("content", "content");
    }
    let first = alice.sign(&key, "content");
    let later = sign_later(&bob, &key, "content", "+1h");
    let (from_alice, from_bob) = (exported(&alice, &[]), exported(&bob, &[]));
    // Bob was given a later one, and his cache has lost it.
    bob.tamper("DELETE FROM entry");
    let (ended, summary) = import(&bob, &from_alice, &[]);
    assert_eq!((ended.code, &summary["conflicting"]), (4, &1.into()), "{}", ended.stderr);
    let (ended, summary) = import(&bob, &from_alice, &["--prefer", "earliest"]);
    assert_eq!((ended.code, &summary["new"]), (0, &1.into()), "{}", ended.stderr);
    assert_eq!(bob.sign(&key, "content"), first);
    // Alice was given the first one, somebody put another one into her cache, and one in between is offered.
    let carol = User::new();
    carol.gnupg.import(&alice.gnupg.export_secret(&key, ""));
    carol.write("content", "content");
    let last = sign_later(&carol, &key, "content", "+2h");
    assert!(last != later);
    alice.tamper(&format!("UPDATE entry SET signature = x'{}'", data_encoding::HEXLOWER.encode(&last)));
    let (ended, summary) = import(&alice, &from_bob, &["--prefer", "earliest"]);
    assert_eq!((ended.code, &summary["conflicting"]), (4, &1.into()), "{}", ended.stderr);
    assert_eq!(alice.sign(&key, "content"), first);
}

#[test]
fn what_is_in_the_trash_is_the_first_one_still() {
    let (alice, bob, key) = holders();
    for user in [&alice, &bob] {
        user.write("content", "content");
    }
    let first = alice.sign(&key, "content");
    sign_later(&bob, &key, "content", "+1h");
    let (from_alice, from_bob) = (exported(&alice, &[]), exported(&bob, &[]));
    alice.done(["delete", "--yes", "name:content"]);
    // Somebody else who shares the cache was never given it.
    alice.forget();
    for prefer in ["here", "earliest"] {
        let (ended, summary) = import(&alice, &from_bob, &["--prefer", prefer]);
        assert_eq!((ended.code, &summary["conflicting"]), (4, &1.into()), "{}", ended.stderr);
    }
    let (ended, summary) = import(&alice, &from_alice, &[]);
    assert_eq!((ended.code, &summary["new"]), (0, &1.into()), "{}", ended.stderr);
    assert_eq!(alice.sign(&key, "content"), first);
}
