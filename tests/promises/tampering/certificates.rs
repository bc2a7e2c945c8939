use std::fs;

use sequoia_openpgp::packet::signature::SignatureBuilder;
use sequoia_openpgp::packet::{Packet, UserID};
use sequoia_openpgp::parse::Parse;
use sequoia_openpgp::serialize::{MarshalInto, Serialize};
use sequoia_openpgp::types::SignatureType;
use sequoia_openpgp::{Cert, PacketPile};

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

/// The certificate with so many more signatures behind its primary key, none of which is one of that.
fn flooded(certificate: &[u8], count: u32) -> Vec<u8> {
    let packets: Vec<Packet> = PacketPile::from_bytes(certificate).unwrap().into_children().collect();
    let Some(signature @ Packet::Signature(_)) = packets.last() else { return Vec::new() };
    let mut flood = packets[0].to_vec().unwrap();
    for number in 0..count {
        let mut other = signature.to_vec().unwrap();
        let end = other.len() - 4;
        other[end..].copy_from_slice(&number.to_be_bytes());
        flood.extend(other);
    }
    packets[1..].iter().for_each(|packet| packet.serialize(&mut flood).unwrap());
    flood
}

#[test]
fn a_flooded_certificate_is_not_looked_at_and_the_next_signature_puts_the_right_one_back() {
    let (user, key, first) = prepared();
    let own = user.gnupg.export(&key.parse().unwrap());
    let flood = flooded(&own, 8_000);
    replace(&user, &flood, "zeroblob(32)");
    for ledger in [true, false] {
        if !ledger {
            user.forget();
            replace(&user, &flood, "zeroblob(31)");
        }
        let ended = user.run(["get", "-k", &key, "-o", "-", "content"]);
        ended.says(0, "more than 1000 signatures of its own on one key or user id");
        assert_eq!(ended.stdout, first);
    }
    // As an upstream, too, it says nothing of the key.
    let other = User::new();
    other.write("content", "content");
    other.configure(&format!("upstream = [\"{}\"]", user.cache().display()));
    let ended = other.run(["get", "-k", &key, "-o", "-", "content"]);
    ended.says(5, "more than 1000 signatures of its own on one key or user id");
    user.sign(&key, "other");
    assert!(value::<i64>(&user.cache(), "SELECT length(certificate) FROM key") < 10_000);
    assert_eq!(stranger(&user, &key).stdout, first);
    // Fewer are looked at, and none of them is believed.
    replace(&user, &flooded(&own, 900), "zeroblob(32)");
    let ended = stranger(&user, &key);
    ended.says(0, "");
    assert_eq!(ended.stdout, first);
}

#[test]
fn an_export_says_that_it_leaves_a_large_certificate_out() {
    let (user, key, _) = prepared();
    let secret = Cert::from_bytes(&user.gnupg.export_secret(&key, "")).unwrap();
    let primary = secret.primary_key().key().clone();
    let mut signer = primary.clone().parts_into_secret().unwrap().into_keypair().unwrap();
    let mut packets = Vec::<Packet>::new();
    for number in 0..300 {
        let user_id = UserID::from(format!("{number:04000}"));
        let builder = SignatureBuilder::new(SignatureType::PositiveCertification);
        let signature = builder.sign_userid_binding(&mut signer, &primary, &user_id).unwrap();
        packets.extend([user_id.into(), signature.into()]);
    }
    let large = secret.strip_secret_key_material().insert_packets(packets).unwrap().0;
    let path = user.write("large.pgp", large.to_vec().unwrap());
    user.configure(&format!("certificates = [\"{}\"]", path.display()));
    let exported = user.run(["export", "-o", "bundle.tar.zst"]);
    exported.says(0, "has more than 1 MiB and does not go along");
}
