use std::fs;

use super::{another, broken, hex, prepared, printed_nothing_unproven};
use crate::support::nix_store::NixStore;
use crate::support::user::{Ended, User, value};

/// What becomes of bytes that are no signature of the pair: refused where nothing is known, and else the first one.
fn refused(user: &User, key: &str, first: &[u8], bytes: &[u8]) {
    let put = || user.tamper(&format!("DELETE FROM quarantine; UPDATE entry SET signature = {}", hex(bytes)));
    let proof = hex(&value::<Vec<u8>>(&user.cache(), "SELECT proof FROM entry"));
    let state = user.home.path().join("remembered");
    put();
    let remembering = user.run(["sign", "-k", key, "-o", "-", "content"]);
    remembering.says(0, "quarantine");
    assert_eq!(remembering.stdout, first);
    assert_eq!(value::<Vec<u8>>(&user.cache(), "SELECT signature FROM entry"), first);

    fs::rename(user.state(), &state).unwrap();
    for arguments in [
        &["get", "-k", key, "content"][..],
        &["sign", "-k", key, "content"],
        &["exec", "-k", key, "content"],
        &["exec", "-k", key, "--emit", "inline", "content"],
        &["bind", "name:content"],
    ] {
        user.tamper(&format!("DELETE FROM entry; {}", entry(bytes, &proof)));
        put();
        let ended = user.run(arguments);
        ended.says(4, "does not verify");
        ended.says(4, "hint:");
        assert!(!user.files().join("content.sig").exists());
        // And it is not signed again behind the user's back.
        user.run(["sign", "-k", key, "content"]).says(4, "quarantine");
    }
    user.tamper(&format!("DELETE FROM quarantine; {}", entry(first, &proof)));
    fs::remove_dir_all(user.state()).unwrap();
    fs::rename(&state, user.state()).unwrap();
    user.done(["get", "-k", key, "content"]);
}

/// An entry for `content`, called good, as SQL.
fn entry(signature: &[u8], proof: &str) -> String {
    format!(
        "INSERT INTO entry (content, key, signature, proof, size, signed, stored, used, origin, label, verdict)
         VALUES (x'ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73', 1, {}, {proof}, 7, 0, 0, 0,
                 'signed', 'content', 'good')",
        hex(signature)
    )
}

#[test]
fn a_signature_of_another_content_is_none_of_this_one() {
    let (user, key, first) = prepared();
    let other = user.sign(&key, "other");
    user.tamper("DELETE FROM entry WHERE label = 'other'");
    refused(&user, &key, &first, &other);
}

#[test]
fn what_is_not_one_packet_is_no_signature() {
    let (user, key, first) = prepared();
    for bytes in [[&first[..], &first].concat(), [&first[..], b"\x00"].concat(), Vec::new(), b"junk".to_vec()]
    {
        refused(&user, &key, &first, &bytes);
    }
}

#[test]
fn a_verdict_that_says_good_makes_nothing_good() {
    let (user, key, first) = prepared();
    // `refused` stores it with that verdict.
    refused(&user, &key, &first, &broken(&first));
}

#[test]
fn another_signature_of_the_pair_reaches_only_who_was_given_none() {
    let (user, key, first) = prepared();
    user.tamper(&format!("UPDATE entry SET signature = {}", another(&user, &key)));
    let swapped = value::<Vec<u8>>(&user.cache(), "SELECT signature FROM entry");
    for arguments in
        [&["sign", "-k", &key, "-o", "-", "content"][..], &["get", "-k", &key, "-o", "-", "content"]]
    {
        let ended = user.run(arguments);
        ended.says(0, "another signature");
        assert_eq!(ended.stdout, first);
    }
    user.run(["exec", "-k", &key, "--emit", "inline", "content"]).says(0, "another signature");
    // What nobody can know is at least proven.
    user.forget();
    let ended = user.run(["get", "-k", &key, "-o", "-", "content"]);
    printed_nothing_unproven(&user, &ended, &swapped, false);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
}

#[test]
fn a_binding_that_leads_elsewhere_leads_nobody() {
    let (user, key, first) = prepared();
    let nix = NixStore::new();
    let exec = || {
        let mut command = user.signcache(["exec", "-k", &key, "content"]);
        Ended::from(command.envs(nix.environment()).env("HOME", user.home.path()).output().unwrap())
    };
    let before = exec();
    assert_eq!(before.code, 0, "{}", before.stderr);
    let evil = nix.write("evil.sig", "evil");
    let evil = nix.run("nix-store", ["--add", evil.to_str().unwrap()]);
    let evil = String::from_utf8(evil).unwrap();
    user.tamper(&format!("UPDATE binding SET path = '{}', store = '/nix/store', root = '/'", evil.trim()));
    for ledger in [true, false] {
        if !ledger {
            user.forget();
        }
        let after = exec();
        assert_eq!((after.code, &after.stdout), (0, &before.stdout), "{}", after.stderr);
        let path = String::from_utf8_lossy(&after.stdout).split('"').nth(3).unwrap().to_owned();
        assert_eq!(fs::read(path).unwrap(), first);
    }
}
