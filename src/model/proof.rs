/// SHA-256's state before the first block (FIPS 180-4, section 5.3.3).
pub const INITIAL_STATE: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// The state of SHA-256 after a content, from which the hash can be finished or continued.
///
/// Finished, it gives the content's digest; continued with the trailer of an
/// OpenPGP signature, it gives the digest that was signed. So it proves a
/// signature without the content. It shows that *some* such state exists; not
/// that the content does, nor that whoever sent it has it.
///
/// The form is signcache's own and the only one a proof has: eight words
/// big-endian, the content's length in bytes as 64 bits big-endian, and the
/// bytes after the last whole block of 64. 40 to 103 bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proof {
    state: [u32; 8],
    length: u64,
    tail: Vec<u8>,
}

/// Bytes that are no proof.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidProof {
    /// The length and the number of bytes after the last whole block disagree.
    #[error("the proof's length does not fit its tail")]
    Tail,
    /// SHA-256 counts bits in 64 bits, so no content has 2^61 bytes.
    #[error("the proof's length is beyond what SHA-256 can hash")]
    Length,
    /// Less than a block was hashed, and yet the state is not the initial one.
    #[error("the proof's state does not fit its length")]
    State,
}

impl Proof {
    /// The number of bytes of the part before the tail.
    const HEAD: usize = 40;

    /// A proof from the state after the whole blocks, the content's length in bytes and what follows the last block.
    ///
    /// # Errors
    /// When the three don't belong together: see [`InvalidProof`].
    pub fn new(state: [u32; 8], length: u64, tail: Vec<u8>) -> Result<Self, InvalidProof> {
        if length >= 1 << 61 {
            return Err(InvalidProof::Length);
        }
        if tail.len() as u64 != length % 64 {
            return Err(InvalidProof::Tail);
        }
        if length < 64 && state != INITIAL_STATE {
            return Err(InvalidProof::State);
        }
        Ok(Self { state, length, tail })
    }

    /// Reads the form that [`Proof::to_bytes`] writes.
    ///
    /// # Errors
    /// On any other bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidProof> {
        let (head, tail) = bytes.split_at_checked(Self::HEAD).ok_or(InvalidProof::Tail)?;
        let mut words = head.as_chunks::<4>().0.iter().map(|word| u32::from_be_bytes(*word));
        let state = std::array::from_fn(|_| words.next().unwrap_or_default());
        let length = words.fold(0, |length, word| length << 32 | u64::from(word));
        Self::new(state, length, tail.to_vec())
    }

    /// The canonical form: 40 to 103 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::HEAD + self.tail.len());
        self.state.iter().for_each(|word| bytes.extend(word.to_be_bytes()));
        bytes.extend(self.length.to_be_bytes());
        bytes.extend(&self.tail);
        bytes
    }

    /// The chaining value after the last whole block.
    #[must_use]
    pub const fn state(&self) -> &[u32; 8] {
        &self.state
    }

    /// The content's length in bytes.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// The content's bytes after the last whole block: fewer than 64.
    #[must_use]
    pub fn tail(&self) -> &[u8] {
        &self.tail
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_do_not_belong_together_are_no_proof() {
        let other = [7; 8];
        let check = |state, length, tail: usize, expected| {
            assert_eq!(Proof::new(state, length, vec![0; tail]).err(), expected);
        };
        check(INITIAL_STATE, 0, 0, None);
        check(INITIAL_STATE, 63, 63, None);
        check(other, 64, 0, None);
        check(other, 127, 63, None);
        check(other, 63, 63, Some(InvalidProof::State));
        check(other, 64, 64, Some(InvalidProof::Tail));
        check(other, 65, 0, Some(InvalidProof::Tail));
        check(other, (1 << 61) - 1, 63, None);
        check(other, 1 << 61, 0, Some(InvalidProof::Length));
    }

    #[test]
    fn bytes_have_one_meaning() {
        let proof = Proof::new([0x0102_0304; 8], 0x0100_0000_0043, vec![9, 8, 7]).unwrap();
        let bytes = proof.to_bytes();
        assert_eq!(bytes[32..], [0, 0, 1, 0, 0, 0, 0, 0x43, 9, 8, 7]);
        assert_eq!(Proof::from_bytes(&bytes), Ok(proof));
        assert_eq!(Proof::from_bytes(&bytes[..39]), Err(InvalidProof::Tail));
        assert_eq!(Proof::from_bytes(&[bytes.as_slice(), &[0]].concat()), Err(InvalidProof::Tail));
    }
}
