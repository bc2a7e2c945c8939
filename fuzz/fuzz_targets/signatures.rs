//! Files with several signatures: a limited number is read of them, and each is one alone, too.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signcache::openpgp::DetachedSignature;

fuzz_target!(|bytes: &[u8]| {
    let parts = DetachedSignature::all_from_bytes(bytes);
    assert!(!parts.is_empty(), "a file is nothing");
    assert!(parts.len() <= DetachedSignature::MAX_COUNT + 1, "a file has too much");
    let signatures: Vec<DetachedSignature> = parts.into_iter().flatten().collect();
    if signatures.is_empty() {
        return;
    }
    let packets: Vec<Vec<u8>> = signatures.iter().map(DetachedSignature::to_bytes).collect();
    for (packet, signature) in packets.iter().zip(&signatures) {
        assert_eq!(DetachedSignature::from_bytes(packet).ok().as_ref(), Some(signature));
    }
    let again: Vec<_> = DetachedSignature::all_from_bytes(&packets.concat()).into_iter().map(Result::ok).collect();
    assert_eq!(again, signatures.iter().cloned().map(Some).collect::<Vec<_>>());
    let armored: String = signatures.iter().map(|signature| signature.to_armor().expect("armor is text")).collect();
    let total = packets.iter().map(Vec::len).sum::<usize>();
    if armored.len() <= DetachedSignature::MAX_FILE_SIZE && total <= DetachedSignature::MAX_FILE_SIZE {
        let again: Vec<_> = DetachedSignature::all_from_bytes(armored.as_bytes()).into_iter().flatten().collect();
        assert_eq!(again, signatures);
    }
});
