use super::{hex, prepared};
use crate::support::user::value;

/// Proofs are eight words, the length as 64 bits, and what follows the last whole block.
const TAIL: usize = 40;

#[test]
fn a_proof_of_something_else_proves_nothing() {
    let (user, key, _) = prepared();
    user.write("longer", [b'x'; 100]);
    user.write("as long", "CONTENT");
    let digest = value::<String>(&user.cache(), "SELECT lower(hex(content)) FROM entry");
    let proof = value::<Vec<u8>>(&user.cache(), "SELECT proof FROM entry");
    let of = |name: &str| {
        let signature = user.sign(&key, name);
        let sql = format!("SELECT proof FROM entry WHERE label = '{name}'");
        (signature, value::<Vec<u8>>(&user.cache(), &sql))
    };
    let (other_signature, same_length) = of("as long");
    let (_, longer) = of("longer");
    assert_eq!(same_length.len(), proof.len());
    user.tamper("DELETE FROM entry WHERE label <> 'content'");

    let with_length = |length: u64, tail: &[u8]| {
        let mut forged = proof[..TAIL].to_vec();
        forged[32..TAIL].copy_from_slice(&length.to_be_bytes());
        [&forged, tail].concat()
    };
    let tail = &proof[TAIL..];
    let forged = [
        // Whole proofs of other contents.
        same_length.clone(),
        longer.clone(),
        // Its own state with another tail, and another state with its own tail.
        [&proof[..TAIL], &same_length[TAIL..]].concat(),
        [&longer[..32], &proof[32..]].concat(),
        // Lengths that fit the tail only modulo the block, or not at all, or overflow a count of bits.
        with_length(7 + 64, tail),
        with_length(7 + (1 << 61), tail),
        with_length(u64::MAX, tail),
        with_length(6, tail),
        with_length(0, &[]),
        // Too much and too little of it.
        [&proof[..], &[0]].concat(),
        [&proof[..], &[0; 64]].concat(),
        proof[..TAIL].to_vec(),
        proof[..TAIL - 1].to_vec(),
        Vec::new(),
    ];
    for bytes in forged {
        for size in [7, 71, 100, 0] {
            user.tamper(&format!("UPDATE entry SET proof = {}, size = {size}", hex(&bytes)));
            user.forget();
            user.run(["get", "-k", &key, &digest]).says(5, "can't be proven");
            user.run(["bind", "name:content"]).says(5, "can't be proven");
        }
        // With the content at hand nobody needs the proof.
        user.done(["get", "-k", &key, "content"]);
    }
    // A proof and a signature that belong together, and not to this content.
    let swap = format!(
        "UPDATE entry SET proof = {}, signature = {}, size = 7",
        hex(&same_length),
        hex(&other_signature)
    );
    user.tamper(&swap);
    user.forget();
    user.run(["get", "-k", &key, &digest]).says(5, "can't be proven");
    // The right proof unmasks that signature.
    user.tamper(&format!("UPDATE entry SET proof = {}", hex(&proof)));
    user.run(["get", "-k", &key, &digest]).says(4, "does not verify");
}
