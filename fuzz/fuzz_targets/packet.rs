//! Signature packets: what is read is written in one form, and that form is read as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signcache::openpgp::DetachedSignature;

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
});
