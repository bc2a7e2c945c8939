//! The part of the corpus that GnuPG refuses to make.

use std::fs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sequoia_openpgp::cert::{Cert, CertBuilder, CipherSuite};
use sequoia_openpgp::crypto::{KeyPair, Signer};
use sequoia_openpgp::packet::signature::subpacket::{Subpacket, SubpacketTag, SubpacketValue};
use sequoia_openpgp::packet::signature::{Signature3, SignatureBuilder};
use sequoia_openpgp::packet::{Packet, Signature};
use sequoia_openpgp::serialize::MarshalInto;
use sequoia_openpgp::types::{HashAlgorithm, KeyFlags, SignatureType, Timestamp};
use sequoia_openpgp::{KeyID, Profile};

use crate::cases::corpus;

/// A day of the years after 2010, which all have 365 days here.
fn day(year: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_262_304_000 + (year - 2010) * 365 * 86_400)
}

fn keep(place: &str, packets: Vec<Packet>) {
    let bytes: Vec<u8> = packets.iter().flat_map(|packet| packet.to_vec().unwrap()).collect();
    fs::write(corpus().join(place), bytes).unwrap();
}

fn keep_certificate(name: &str, cert: &Cert) {
    fs::write(corpus().join("certificates").join(name).with_extension("pgp"), cert.to_vec().unwrap())
        .unwrap();
}

fn keep_signature(name: &str, signature: impl Into<Signature>) {
    keep(&format!("signatures/{name}.sig"), vec![signature.into().into()]);
}

fn certificate(profile: Profile, flags: KeyFlags) -> Cert {
    CertBuilder::new()
        .set_profile(profile)
        .unwrap()
        .set_cipher_suite(CipherSuite::Cv25519)
        .set_creation_time(day(2011))
        .set_primary_key_flags(flags)
        .add_userid("special <corpus@example.org>")
        .generate()
        .unwrap()
        .0
}

fn pair(cert: &Cert) -> KeyPair {
    cert.primary_key().key().clone().parts_into_secret().unwrap().into_keypair().unwrap()
}

fn plain() -> Vec<u8> {
    fs::read(corpus().join("contents/plain")).unwrap()
}

fn builder(typ: SignatureType, year: u64) -> SignatureBuilder {
    let builder = SignatureBuilder::new(typ).set_hash_algo(HashAlgorithm::SHA256);
    builder.set_signature_creation_time(day(year)).unwrap()
}

fn signature(cert: &Cert) -> Signature {
    builder(SignatureType::Binary, 2012).sign_message(&mut pair(cert), plain()).unwrap()
}

/// Called by `tests/corpus/make.sh`.
#[test]
#[ignore = "writes tests/corpus anew"]
fn what_gnupg_refuses_to_make() {
    version_6();
    let special = certificate(Profile::RFC4880, KeyFlags::empty().set_certification().set_signing());
    keep_certificate("special", &special);
    version_3(&special);
    other_types_and_bits(&special);
    subpackets(&special);
    let early = builder(SignatureType::Binary, 2010).sign_message(&mut pair(&special), plain()).unwrap();
    keep_signature("before-its-key", early);

    let certifies_only = certificate(Profile::RFC4880, KeyFlags::empty().set_certification());
    keep_certificate("certifies-only", &certifies_only);
    keep_signature("certifies-only", signature(&certifies_only));
    unwilling_subkey();
}

fn version_6() {
    let cert = certificate(Profile::RFC9580, KeyFlags::empty().set_certification().set_signing());
    keep_certificate("v6", &cert);
    keep_signature("v6", signature(&cert));
    // The library signs what it is given, so the line ends are made canonical here.
    let text = fs::read_to_string(corpus().join("contents/text")).unwrap();
    let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    let signed = builder(SignatureType::Text, 2012).set_hash_algo(HashAlgorithm::SHA512);
    keep_signature("v6-textmode", signed.sign_message(&mut pair(&cert), text).unwrap());
}

fn version_3(cert: &Cert) {
    let mut pair = pair(cert);
    let created = Timestamp::try_from(day(2012)).unwrap();
    let mut context = HashAlgorithm::SHA256.context().unwrap().for_signature(3);
    context.update(&plain());
    context.update(&[SignatureType::Binary.into()]);
    context.update(&u32::from(created).to_be_bytes());
    let digest = context.into_digest().unwrap();
    let value = pair.sign(HashAlgorithm::SHA256, &digest).unwrap();
    let algorithm = pair.public().pk_algo();
    let prefix = [digest[0], digest[1]];
    let issuer = KeyID::from(cert.fingerprint());
    let (typ, hash) = (SignatureType::Binary, HashAlgorithm::SHA256);
    keep_signature(
        "v3",
        Signature::V3(Signature3::new(typ, created, issuer, algorithm, hash, prefix, value)),
    );
}

/// A signature that says it certifies, and one with a bit of its value changed.
fn other_types_and_bits(cert: &Cert) {
    let bytes = Packet::from(signature(cert)).to_vec().unwrap();
    let mut typed = bytes.clone();
    typed[3] = SignatureType::GenericCertification.into();
    fs::write(corpus().join("signatures/certification.sig"), typed).unwrap();
    let mut changed = bytes;
    *changed.last_mut().unwrap() ^= 1;
    fs::write(corpus().join("signatures/changed.sig"), changed).unwrap();
}

fn subpackets(cert: &Cert) {
    let private = |byte, critical| {
        let value = SubpacketValue::Unknown { tag: SubpacketTag::Private(100), body: vec![byte; 200] };
        Subpacket::new(value, critical).unwrap()
    };
    let mut junk = signature(cert);
    junk.unhashed_area_mut().add(private(1, true)).unwrap();
    keep_signature("unhashed-junk", junk);

    let mut misled = builder(SignatureType::Binary, 2012);
    misled = misled
        .modify_hashed_area(|mut area| {
            area.add(private(2, false))?;
            Ok(area)
        })
        .unwrap();
    keep_signature("private-subpacket", misled.sign_message(&mut pair(cert), plain()).unwrap());

    let critical = builder(SignatureType::Binary, 2012).modify_hashed_area(|mut area| {
        area.add(private(3, true))?;
        Ok(area)
    });
    keep_signature("critical-subpacket", critical.unwrap().sign_message(&mut pair(cert), plain()).unwrap());

    // Nothing signed says who made it, and what is not signed lies about it.
    let mut pair = pair(cert);
    let draft = builder(SignatureType::Binary, 2012).pre_sign(&pair).unwrap();
    let hashed = draft.hashed_area().iter().filter(|subpacket| {
        !matches!(subpacket.tag(), SubpacketTag::Issuer | SubpacketTag::IssuerFingerprint)
    });
    let hashed = hashed.cloned().collect::<Vec<_>>();
    let fields = sequoia_openpgp::packet::signature::Signature4::new(
        SignatureType::Binary,
        pair.public().pk_algo(),
        HashAlgorithm::SHA256,
        sequoia_openpgp::packet::signature::subpacket::SubpacketArea::new(hashed).unwrap(),
        Default::default(),
        [0; 2],
        sequoia_openpgp::crypto::mpi::Signature::EdDSA { r: vec![1].into(), s: vec![1].into() },
    );
    let mut context = HashAlgorithm::SHA256.context().unwrap().for_signature(4);
    context.update(&plain());
    sequoia_openpgp::crypto::hash::Hash::hash(&Signature::from(fields.clone()), &mut context).unwrap();
    let digest = context.into_digest().unwrap();
    let value = pair.sign(HashAlgorithm::SHA256, &digest).unwrap();
    let mut unhashed = sequoia_openpgp::packet::signature::subpacket::SubpacketArea::default();
    let liar = SubpacketValue::Issuer(KeyID::from_bytes(&[7; 8]));
    unhashed.add(Subpacket::new(liar, false).unwrap()).unwrap();
    let misled = sequoia_openpgp::packet::signature::Signature4::new(
        SignatureType::Binary,
        pair.public().pk_algo(),
        HashAlgorithm::SHA256,
        fields.hashed_area().clone(),
        unhashed,
        [digest[0], digest[1]],
        value,
    );
    keep_signature("wrong-issuer", Signature::from(misled));
}

/// A certificate that claims another one's key as its subkey, which that key never confirmed.
fn unwilling_subkey() {
    let flags = KeyFlags::empty().set_certification().set_signing();
    let (thief, victim) =
        (certificate(Profile::RFC4880, flags.clone()), certificate(Profile::RFC4880, flags));
    let subkey = victim.primary_key().key().clone().role_into_subordinate();
    let binding = builder(SignatureType::SubkeyBinding, 2012).set_key_flags(KeyFlags::empty().set_signing());
    let mut signer = pair(&thief);
    let binding =
        binding.unwrap().sign_subkey_binding(&mut signer, thief.primary_key().key(), &subkey).unwrap();
    let (mut packets, signed) =
        (thief.clone().strip_secret_key_material().into_packets().collect::<Vec<_>>(), victim);
    packets.push(subkey.parts_into_public().into());
    packets.push(binding.into());
    keep("certificates/unwilling-subkey.pgp", packets);
    let late = builder(SignatureType::Binary, 2013).sign_message(&mut pair(&signed), plain()).unwrap();
    keep_signature("unwilling-subkey", late);
}
