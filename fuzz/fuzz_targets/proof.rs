//! A proof has one form, and nothing that has it can stop the hash that goes on from it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signcache::hash::Sha256State;
use signcache::model::Proof;

fuzz_target!(|bytes: &[u8]| {
    let Ok(proof) = Proof::from_bytes(bytes) else { return };
    assert_eq!(proof.to_bytes(), bytes, "two forms of one proof");
    assert!((40..=103).contains(&bytes.len()));
    assert_eq!(Proof::new(*proof.state(), proof.length(), proof.tail().to_vec()), Ok(proof.clone()));

    let digest = Sha256State::digest_of(&proof);
    assert_eq!(&Sha256State::continued(&proof, b""), digest.as_bytes());

    // Going on piece by piece is going on at once, over every block boundary that the input reaches.
    let more = [bytes, bytes].concat();
    let mut state = Sha256State::from(&proof);
    for piece in more.chunks(usize::from(bytes[0]) + 1) {
        state.update(piece);
    }
    assert_eq!(state.finish(), Sha256State::continued(&proof, &more));

    // The state between is a proof again, unless it is beyond what SHA-256 counts.
    let mut state = Sha256State::from(&proof);
    state.update(bytes);
    match state.to_proof() {
        Some(next) => assert_eq!(Sha256State::digest_of(&next).as_bytes(), &Sha256State::continued(&proof, bytes)),
        None => assert!(proof.length() + bytes.len() as u64 >= 1 << 61),
    }
});
