use std::fs;

use sequoia_openpgp::PacketPile;
use sequoia_openpgp::parse::Parse;
use sequoia_openpgp::serialize::Serialize;

use super::{hex, prepared};
use crate::support::gnupg::Reason;
use crate::support::user::{Ended, User, value};

/// Replaces the cache's copy of the certificate, and what the cache says of its state.
fn replace(user: &User, certificate: &[u8], state: &str) {
    user.tamper(&format!("UPDATE key SET certificate = {}, state = {state}", hex(certificate)));
}

/// Somebody without any key asks this user's cache.
fn stranger(user: &User, key: &str) -> Ended {
    let stranger = User::new();
    stranger.write("content", "content");
    let mut command = stranger.signcache(["get", "-k", key, "-o", "-", "content"]);
    Ended::from(command.env("SIGNCACHE_DIR", user.cache()).output().unwrap())
}

#[test]
fn what_is_not_the_certificate_is_none() {
    let (user, key, first) = prepared();
    assert_eq!(stranger(&user, &key).stdout, first);
    let mallory = User::with_key();
    let others = mallory.0.gnupg.export(&mallory.1.parse().unwrap());
    let state = value::<String>(&user.cache(), "SELECT 'x''' || hex(state) || '''' FROM key");
    for certificate in [&others[..], b"garbage", b"", &first] {
        for state in [&state[..], "NULL", "zeroblob(1)"] {
            replace(&user, certificate, state);
            stranger(&user, &key).says(5, "no certificate");
            assert_eq!(user.sign(&key, "content"), first);
            user.forget();
            assert_eq!(user.sign(&key, "content"), first);
        }
    }
    // Whoever signs puts the right one back.
    user.sign(&key, "other");
    assert_eq!(stranger(&user, &key).stdout, first);
}

#[test]
fn a_key_that_somebody_glued_to_the_certificate_signs_nothing() {
    let (user, key, _) = prepared();
    let (mallory, other) = User::with_key();
    let content = mallory.write("content", "content");
    mallory.gnupg.add_signing_subkey(&other.parse().unwrap(), "ed25519");
    let forged = mallory.sign(&other, content.to_str().unwrap());
    // The last two packets are the subkey and a binding, by a primary key that is another.
    let own = user.gnupg.export(&key.parse().unwrap());
    let mut glued = PacketPile::from_bytes(&own).unwrap().into_children().collect::<Vec<_>>();
    let theirs = PacketPile::from_bytes(&mallory.gnupg.export(&other.parse().unwrap())).unwrap();
    let theirs: Vec<_> = theirs.into_children().collect();
    glued.extend(theirs[theirs.len() - 2..].iter().cloned());
    let mut certificate = Vec::new();
    glued.iter().for_each(|packet| packet.serialize(&mut certificate).unwrap());
    replace(&user, &certificate, "zeroblob(32)");
    user.tamper(&format!("UPDATE entry SET signature = {}", hex(&forged)));
    user.forget();
    for ended in [stranger(&user, &key), user.run(["get", "-k", &key, "content"])] {
        assert!(matches!(ended.code, 4 | 5), "{}", ended.stderr);
        assert!(ended.stdout.is_empty() && ended.stderr.contains("hint:"), "{}", ended.stderr);
    }
}

#[test]
fn a_revocation_that_was_seen_once_can_not_be_taken_out_of_the_cache() {
    let (user, key, _) = prepared();
    let fingerprint = key.parse().unwrap();
    let clean = user.gnupg.export(&fingerprint);
    user.gnupg.revoke(&fingerprint, Reason::Compromised);
    let revoked = user.gnupg.export(&fingerprint);
    user.run(["get", "-k", &key, "content"]).says(5, "compromised");

    // The cache loses it: the key ring has it, with a ledger and without.
    replace(&user, &clean, "zeroblob(32)");
    user.run(["get", "-k", &key, "content"]).says(5, "compromised");
    user.forget();
    user.run(["get", "-k", &key, "content"]).says(5, "compromised");

    // The key ring loses it too: the ledger has it.
    user.gnupg.delete(&fingerprint);
    user.gnupg.import(&clean);
    user.run(["get", "-k", &key, "content"]).says(5, "compromised");

    // Only the cache has it, and whoever sees it there remembers it.
    user.forget();
    replace(&user, &revoked, "zeroblob(32)");
    user.run(["get", "-k", &key, "content"]).says(5, "compromised");
    replace(&user, &clean, "NULL");
    user.run(["get", "-k", &key, "content"]).says(5, "compromised");
    user.write("second", fs::read(user.files().join("content")).unwrap());
    user.run(["exec", "-k", &key, "--emit", "inline", "second"]).says(5, "compromised");
}
