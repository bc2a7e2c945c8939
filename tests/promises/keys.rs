use std::fs;

use crate::support::gnupg::Reason;
use crate::support::user::{User, value};

#[test]
fn every_kind_of_key_signs_and_gpg_and_signcache_agree() {
    for algorithm in ["ed25519", "rsa2048", "nistp256", "nistp384", "nistp521"] {
        let user = User::new();
        let key = user.gnupg.generate(algorithm).to_string();
        let content = user.write("content", algorithm);
        user.done(["sign", "-k", &key, "content"]);
        let signature = user.files().join("content.sig");
        assert!(user.gnupg.verifies(&signature, &content), "{algorithm}");
        let ended = user.run(["verify", "-k", &key, "content", "content.sig"]);
        assert!(ended.stdout.starts_with(b"good"), "{algorithm}: {ended:?}");
        // Proven anew from the content, and from the proof alone where the hash is SHA-256.
        user.forget();
        assert_eq!(user.sign(&key, "content"), fs::read(&signature).unwrap());
        user.forget();
        let digest = value::<String>(&user.cache(), "SELECT lower(hex(content)) FROM entry");
        let alone = user.run(["get", "-k", &key, &digest]);
        match algorithm {
            "nistp384" | "nistp521" => alone.says(5, "can't be proven without the content"),
            _ => assert_eq!(alone.code, 0, "{algorithm}: {}", alone.stderr),
        }
    }
}

#[test]
fn signatures_of_other_programs_verify_whatever_their_hash_and_form() {
    let (user, key) = User::with_key();
    user.write("text", "one\ntwo\r\nthree");
    for (name, options) in [
        ("sha512", &["--digest-algo", "SHA512"][..]),
        ("sha256", &["--digest-algo", "SHA256", "--armor"]),
        ("textmode", &["--textmode"]),
    ] {
        let output = user.files().join(name);
        let mut gpg = user.gnupg.gpg();
        gpg.args(options).arg("-o").arg(&output).arg("--detach-sign").arg(user.files().join("text"));
        assert!(gpg.status().unwrap().success());
        let ended = user.run(["verify", "-k", &key, "text", name]);
        assert!(ended.stdout.starts_with(b"good"), "{name}: {ended:?}");
        user.write("other", "one\ntwo\r\nthree!");
        user.run(["verify", "-k", &key, "other", name]).says(4, "does not verify");
    }
}

#[test]
fn a_weak_key_makes_nothing_new_and_what_it_made_is_served() {
    let user = User::new();
    let key = user.gnupg.generate("dsa2048").to_string();
    user.write("content", "content");
    let ended = user.run(["sign", "-k", &key, "content"]);
    ended.says(5, "too weak");
    ended.says(5, "DSA2048");
    ended.says(5, "hint:");
    assert!(!user.cache().join("cache.sqlite").exists() || user.done(["list"]).is_empty());
    let mut gpg = user.gnupg.gpg();
    gpg.arg("-o").arg(user.files().join("old")).arg("--detach-sign").arg(user.files().join("content"));
    assert!(gpg.status().unwrap().success());
    let verified = user.done(["verify", "-k", &key, "content", "old"]);
    assert!(verified.starts_with(b"weak"), "{}", String::from_utf8_lossy(&verified));
    // A better subkey is bound by the same weak key.
    user.gnupg.add_signing_subkey(&key.parse().unwrap(), "ed25519");
    user.run(["sign", "-k", &key, "content"]).says(5, "too weak");
    // Where the weak one is the subkey, the primary key signs.
    let strong = user.gnupg.generate_as("Strong", "ed25519", "").to_string();
    user.gnupg.add_signing_subkey(&strong.parse().unwrap(), "dsa2048");
    user.done(["sign", "-k", &strong, "content"]);
    let verified = user.done(["verify", "-k", &strong, "content", "content.sig"]);
    assert!(verified.starts_with(b"good"), "{}", String::from_utf8_lossy(&verified));
}

#[test]
fn a_new_signing_subkey_does_not_discard_what_was_signed() {
    let (user, key) = User::with_key();
    user.write("a", "a");
    user.write("b", "b");
    let first = user.sign(&key, "a");
    let subkey = user.gnupg.add_signing_subkey(&key.parse().unwrap(), "ed25519").to_string();
    assert_eq!(user.sign(&key, "a"), first);
    user.done(["sign", "-q", "-k", &key, "b"]);
    let verified = user.done(["verify", "-k", &key, "b", "b.sig"]);
    assert!(String::from_utf8_lossy(&verified).contains(&subkey));
}

#[test]
fn revoked_keys_sign_no_more_and_only_compromise_takes_signatures_away() {
    for (reason, code) in [(Reason::Superseded, 0), (Reason::Compromised, 5)] {
        let (user, key) = User::with_key();
        user.write("old", "old");
        user.write("new", "new");
        let first = user.sign(&key, "old");
        let certificate = user.gnupg.export(&key.parse().unwrap());
        wait_for_the_next_second();
        user.gnupg.revoke(&key.parse().unwrap(), reason);
        user.run(["sign", "-k", &key, "new"]).says(5, "revoked");
        let again = user.run(["sign", "-q", "-k", &key, "-o", "-", "old"]);
        assert_eq!(again.code, code, "{}", again.stderr);
        if code == 0 {
            assert_eq!(again.stdout, first);
        } else {
            again.says(5, "compromised");
            let allowed = ["sign", "-q", "-k", &key, "--allow-compromised", "-o", "-", "old"];
            assert_eq!(user.done(allowed), first);
            // Once seen, a revocation stays seen, though the key ring forgets it.
            user.gnupg.delete(&key.parse().unwrap());
            user.gnupg.import(&certificate);
            user.run(["get", "-k", &key, "old"]).says(5, "compromised");
        }
    }
}

#[test]
fn a_signature_stays_good_when_its_key_expires() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let first = user.sign(&key, "content");
    let mut gpg = user.gnupg.gpg();
    assert!(gpg.args(["--quick-set-expire", &key, "seconds=1"]).status().unwrap().success());
    wait_for_expiry(&user, &key);
    user.write("new", "new");
    user.run(["sign", "-k", &key, "new"]).says(5, "expired");
    assert_eq!(user.sign(&key, "content"), first);
}

/// OpenPGP counts seconds, and what was revoked in the second in which it signed did not sign before.
fn wait_for_the_next_second() {
    let now = || std::time::UNIX_EPOCH.elapsed().unwrap();
    // gpg asks a clock that is behind by as much as a tick of the kernel.
    let next = std::time::Duration::from_secs(now().as_secs() + 1) + std::time::Duration::from_millis(50);
    while now() < next {
        std::thread::yield_now();
    }
}

/// Asks gpg until it says that the key has expired.
fn wait_for_expiry(user: &User, key: &str) {
    loop {
        let listing = user.gnupg.gpg().args(["--with-colons", "--list-keys", key]).output().unwrap();
        if String::from_utf8_lossy(&listing.stdout).contains("pub:e:") {
            return;
        }
    }
}

#[test]
fn keys_have_names_and_nobody_elses_key_ids_count() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.configure(&format!("[keys.release]\nfingerprint = \"{key}\"\n"));
    let first = user.sign("release", "content");
    assert_eq!(user.sign(&key[24..], "content"), first);
    assert_eq!(user.sign(&format!("openpgp:{}", key.to_lowercase()), "content"), first);
    user.run(["sign", "-k", &key[32..], "content"]).says(2, "short key id");
    user.run(["sign", "-k", "nobody", "content"]).says(5, "no key `nobody`");

    // The cache has the certificate, and still its 64-bit id means nothing to who doesn't know it.
    let stranger = User::new();
    stranger.write("content", "content");
    let cache = user.cache();
    let get = |key: &str| {
        let mut command = stranger.signcache(["get", "-k", key, "-o", "-", "content"]);
        crate::support::user::Ended::from(command.env("SIGNCACHE_DIR", &cache).output().unwrap())
    };
    get(&key[24..]).says(5, "no key");
    assert_eq!(get(&key).stdout, first);
}

#[test]
fn nothing_prompts_without_a_terminal() {
    let user = User::new();
    let key = user.gnupg.generate_as("With Passphrase <p@example.org>", "ed25519", "secret").to_string();
    user.gnupg.set_pinentry("#!/bin/sh\ntouch \"$0.asked\"; echo OK; while read -r line; do echo OK; done");
    user.write("content", "content");
    user.run(["sign", "-k", &key, "content"]).says(5, "needs to ask for a passphrase");
    let asked = fs::read_dir(user.gnupg.path())
        .unwrap()
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().ends_with(".asked"));
    assert!(!asked);
}

#[test]
fn what_cannot_be_computed_here_is_not_called_bad() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.sign(&key, "content");
    let other = user.gnupg.generate_as("Other curve", "brainpoolP256r1", "").to_string();
    let signature = user.files().join("signature");
    let mut gpg = user.gnupg.gpg();
    gpg.args(["-u", &other, "--digest-algo", "SHA256", "-o"]).arg(&signature).arg("--detach-sign");
    assert!(gpg.arg(user.files().join("content")).status().unwrap().success());
    let planted = data_encoding::HEXLOWER.encode(&fs::read(&signature).unwrap());
    user.tamper(&format!(
        "UPDATE key SET key_id = 'openpgp:{other}'; UPDATE entry SET signature = x'{planted}'"
    ));
    let ended = user.run(["get", "-k", &other, "-o", "-", "content"]);
    // Other back ends know the curve; whichever it is, nothing goes into quarantine.
    assert!(ended.code == 0 || ended.stderr.contains("does not support"), "{}", ended.stderr);
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM quarantine"), 0);
    assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), 1);
}

#[test]
fn a_key_that_was_extended_and_then_expired_leaves_what_it_signed_good() {
    let user = User::new();
    let gpg = |time: &str, arguments: &[&str]| {
        let mut gpg = user.gnupg.gpg();
        gpg.args(["--faked-system-time", time, "--passphrase", ""]).args(arguments).current_dir(user.files());
        assert!(gpg.output().unwrap().status.success(), "{arguments:?}");
    };
    user.write("content", "content");
    gpg("20200101T000000", &["--quick-generate-key", "Extended <e@example.org>", "ed25519", "sign", "2y"]);
    let listing = user.gnupg.gpg().args(["--with-colons", "--list-keys"]).output().unwrap().stdout;
    let listing = String::from_utf8(listing).unwrap();
    let key = listing.lines().find(|line| line.starts_with("fpr:")).unwrap().split(':').nth(9).unwrap();
    gpg("20210101T000000", &["-o", "in-time", "--detach-sign", "content"]);
    gpg("20211201T000000", &["--quick-set-expire", key, "2y"]);
    gpg("20230101T000000", &["-o", "extended", "--detach-sign", "content"]);
    for name in ["in-time", "extended"] {
        let verified = user.done(["verify", "-k", key, "content", name]);
        assert!(verified.starts_with(b"expired (the key has expired since)"), "{name}: {verified:?}");
    }
}

#[test]
fn a_subkeys_fingerprint_leads_to_its_primary_keys() {
    let (user, key) = User::with_key();
    user.write("content", "content");
    let subkey = user.gnupg.add_signing_subkey(&key.parse().unwrap(), "ed25519").to_string();
    user.run(["sign", "-k", &subkey, "content"]).says(5, &format!("{subkey} is a subkey of {key}"));
    assert!(!user.cache().exists());
}
