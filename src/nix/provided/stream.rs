use super::Derivation;
use crate::nix::archive::{Archive, word};

/// What an object in an export stream is followed by.
const MAGIC: u64 = 0x4558_494e;

/// The stream that `nix-store --import` reads to register the outputs of provided derivations with these bytes.
///
/// Each object is its archive, its path, its references (there are none) and what derivation it is of. A signature
/// is not among it: Nix believes whoever may import.
pub(in crate::nix) fn stream<'a>(objects: impl Iterator<Item = (&'a Derivation, &'a [u8])>) -> Vec<u8> {
    let mut out = Vec::new();
    for (derivation, bytes) in objects {
        number(&mut out, 1);
        out.extend_from_slice(Archive::of(bytes).as_bytes());
        number(&mut out, MAGIC);
        word(&mut out, derivation.output.to_string().as_bytes());
        number(&mut out, 0);
        word(&mut out, derivation.path.to_string().as_bytes());
        number(&mut out, 0);
    }
    number(&mut out, 0);
    out
}

fn number(out: &mut Vec<u8>, number: u64) {
    out.extend(number.to_le_bytes());
}
