//! Signature packets: what is read is written in one form, and whatever surrounds the signed part, one packet is kept of it.
#![no_main]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use signcache::openpgp::{Certificate, ContentHash, DetachedSignature, Judgement, Proven, judge};

macro_rules! corpus {
    ($name:literal) => {
        include_bytes!(concat!("../../tests/corpus/", $name)).as_slice()
    };
}

const CONTENT: &[u8] = corpus!("contents/plain");

static ED25519: LazyLock<Certificate> = LazyLock::new(|| only(corpus!("certificates/ed25519.pgp")));
static V6: LazyLock<Certificate> = LazyLock::new(|| only(corpus!("certificates/v6.pgp")));

/// The canonical forms of everything that the Ed25519 key ever signed this content with.
static KNOWN: LazyLock<BTreeSet<Vec<u8>>> = LazyLock::new(|| {
    let signatures = [
        corpus!("signatures/ed25519.sig"),
        corpus!("signatures/armored.sig"),
        corpus!("signatures/from-2100.sig"),
        corpus!("signatures/notation.sig"),
        corpus!("signatures/sha1.sig"),
        corpus!("signatures/sha224.sig"),
        corpus!("signatures/sha384.sig"),
        corpus!("signatures/sha512.sig"),
        corpus!("signatures/short-lived.sig"),
    ];
    let canonical = |bytes| {
        let signature = DetachedSignature::from_bytes(bytes).expect("a signature");
        judged(&ED25519, &signature).expect("a signature of the content").signature.to_bytes()
    };
    signatures.into_iter().map(canonical).collect()
});

fn only(bytes: &[u8]) -> Certificate {
    Certificate::all_from_bytes(bytes).swap_remove(0)
}

fn judged(certificate: &Certificate, signature: &DetachedSignature) -> Option<Box<Proven>> {
    let mut hash = ContentHash::of_signature(signature).ok()?;
    hash.update(CONTENT);
    let digest = hash.finish(&signature.trailer()).ok()?;
    let now: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a time");
    match judge(certificate, signature, &digest, now) {
        Judgement::Proven(proven) => Some(proven),
        Judgement::Bad(_) | Judgement::UnknownKey(_) | Judgement::Unsupported(_) => None,
    }
}

/// The canonical form is read as it is written, and is its own canonical form.
fn settled(certificate: &Certificate, proven: &Proven) {
    let canonical = proven.signature.to_bytes();
    let again = DetachedSignature::from_bytes(&canonical).expect("the canonical form is a signature");
    let again = judged(certificate, &again).expect("the canonical form verifies");
    assert_eq!(again.signature.to_bytes(), canonical);
    assert_eq!((again.by, again.verdict, again.refusal), (proven.by, proven.verdict, proven.refusal));
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(signature) = DetachedSignature::from_bytes(bytes) else { return };
    let packet = signature.to_bytes();
    let again = DetachedSignature::from_bytes(&packet).expect("what is written can be read");
    assert_eq!(again, signature);
    assert_eq!(again.to_bytes(), packet);
    assert_eq!(again.trailer(), signature.trailer());
    let armored = signature.to_armor().expect("armor is text");
    let unarmored = DetachedSignature::from_bytes(armored.as_bytes()).expect("armor can be read");
    assert_eq!(unarmored.to_bytes(), packet);

    if let Some(proven) = judged(&ED25519, &signature) {
        settled(&ED25519, &proven);
        assert!(KNOWN.contains(&proven.signature.to_bytes()), "something unsigned is kept");
    }
    if let Some(proven) = judged(&V6, &signature) {
        settled(&V6, &proven);
    }
});
