use std::process::Command;

use super::{another, audit, audited, noted, signed};
use crate::support::gnupg::Reason;
use crate::support::user::{Ended, User};

/// The program, as if it were that much later.
fn later(user: &User, shift: &str, words: &[&str]) -> Ended {
    let mut faketime = user.command("faketime");
    faketime.args(["-f", shift, env!("CARGO_BIN_EXE_signcache")]).args(words);
    faketime.output().unwrap().into()
}

fn expire(user: &User, key: &str, when: &str) {
    let mut gpg: Command = user.gnupg.gpg();
    assert!(gpg.args(["--quick-set-expire", key, when]).status().unwrap().success());
}

#[test]
fn what_became_of_a_key_is_told_and_fails_only_where_nobody_may_use_what_it_signed() {
    for (reason, refusal, code) in
        [(Reason::Superseded, None, 0), (Reason::Compromised, Some("compromised"), 4)]
    {
        let (user, key) = User::with_key();
        user.write("content", "content");
        let ended = later(&user, "+1h", &["sign", "-q", "-k", &key, "content"]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        assert_eq!(audited(later(&user, "+2h", &["audit", "--json"])).verdict("content"), ("good", None));
        revoke_later(&user, &key, reason);
        let found = audited(later(&user, "+4h", &["audit", "--json"]));
        assert_eq!(found.verdict("content"), ("revoked", refusal), "{}", found.ended.stderr);
        assert_eq!((found.ended.code, found.count("revoked")), (code, 1));
        assert_eq!(found.summary["refused"], i32::from(refusal.is_some()));
        assert_eq!(noted(&user, "content"), "revoked");
        assert_eq!(later(&user, "+5h", &["audit", "--max-age", "1d"]).code, code, "the next night");
        // Only what must not be used has a line of its own.
        let ended = later(&user, "+4h", &["audit"]);
        assert_eq!(ended.stdout.starts_with(b"revoked"), refusal.is_some(), "{ended:?}");
        assert_eq!(ended.stderr.contains("hint:"), refusal.is_some(), "{}", ended.stderr);
    }
}

/// Revokes a key after what it signed an hour from now.
fn revoke_later(user: &User, key: &str, reason: Reason) {
    let script = format!(
        "printf 'y\\n{}\\n\\ny\\n' | faketime -f +3h gpg --homedir \"$GNUPGHOME\" --no-tty --command-fd 0 \
         --pinentry-mode loopback --passphrase '' --gen-revoke {key} > revocation &&
         gpg --homedir \"$GNUPGHOME\" --batch --no-tty --faked-system-time $(date -ud +3hours +%Y%m%dT%H%M%S) \
         --import revocation",
        reason as u8
    );
    let output = user.command("sh").args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_its_key_was_not_allowed_to_sign_fails_again_and_again() {
    let (user, key) = signed(&["content"]);
    user.forget();
    user.tamper(&format!("UPDATE entry SET signature = {}", another(&user, &key, "content")));
    expire(&user, &key, "30d");
    for words in [&[][..], &["--max-age", "1d"]] {
        let found = audit(&user, words);
        assert_eq!(found.verdict("content"), ("expired", Some("not-valid-when-made")));
        assert_eq!((found.ended.code, &found.summary["refused"]), (4, &1.into()), "{}", found.ended.stderr);
    }
}

#[test]
fn what_expires_is_told_before_and_after() {
    let (user, key) = signed(&["content", "other"]);
    expire(&user, &key, "30d");
    let soon = |within: &str| audit(&user, &["--expires-within", within]).summary["expiring"].clone();
    assert_eq!(soon("29d"), serde_json::json!([]));
    let found = soon("31d");
    assert_eq!((found.as_array().unwrap().len(), &found[0]["entries"]), (1, &2.into()));
    assert_eq!(found[0]["keyId"], format!("openpgp:{key}"));
    assert_eq!(found[0]["signingKey"], key);
    // It counts for all entries, though none of them is to be judged again.
    assert_eq!(audit(&user, &["--max-age", "1d", "--expires-within", "31d"]).summary["expiring"], found);
    let text = user.done(["audit", "--expires-within", "31d"]);
    assert!(String::from_utf8_lossy(&text).lines().any(|line| line.starts_with("expires")));

    let found = audited(later(&user, "+31d", &["audit", "--json", "--expires-within", "31d"]));
    assert_eq!((found.ended.code, found.verdict("content")), (0, ("expired", None)));
    assert_eq!(found.summary["expiring"], serde_json::json!([]));
    assert_eq!(noted(&user, "content"), "expired");
}

#[test]
fn a_subkey_ends_with_its_primary_key_or_before() {
    let (user, key) = signed(&["content"]);
    let subkey = user.gnupg.add_signing_subkey(&key.parse().unwrap(), "ed25519").to_string();
    let mut gpg = user.gnupg.gpg();
    assert!(gpg.args(["--quick-set-expire", &key, "10d", &subkey]).status().unwrap().success());
    let soon = |within: &str| {
        let found = audit(&user, &["--expires-within", within]).summary["expiring"].clone();
        let found =
            found.as_array().unwrap().iter().map(|found| found["signingKey"].as_str().unwrap().to_owned());
        found.collect::<Vec<_>>()
    };
    assert_eq!(soon("11d"), std::slice::from_ref(&subkey));
    expire(&user, &key, "5d");
    let mut both = soon("6d");
    both.sort();
    let mut expected = vec![key.clone(), subkey];
    expected.sort();
    assert_eq!(both, expected);
}

#[test]
fn what_is_weak_today_is_told_and_no_failure() {
    let user = User::new();
    let key = user.gnupg.generate("dsa2048").to_string();
    let content = user.write("content", "content");
    let mut gpg = user.gnupg.gpg();
    gpg.args(["--digest-algo", "SHA256", "-u", &key, "--detach-sign"]).arg(content);
    assert!(gpg.status().unwrap().success());
    user.done(["import", "-q", "."]);
    user.tamper("UPDATE entry SET verdict = 'good'");
    let found = audit(&user, &[]);
    assert_eq!((found.ended.code, found.verdict("content")), (0, ("weak", None)), "{}", found.ended.stderr);
    assert_eq!(noted(&user, "content"), "weak");
    assert!(user.done(["audit"]).starts_with(b"weak"));
}
