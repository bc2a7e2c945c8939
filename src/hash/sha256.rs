use sha2::block_api::compress256;

use crate::model::{ContentDigest, INITIAL_STATE, Proof};

const BLOCK: usize = 64;

/// A SHA-256 computation under way, whose state can be taken out and put in (FIPS 180-4).
#[derive(Clone, Debug)]
pub struct Sha256State {
    state: [u32; 8],
    length: u64,
    pending: [u8; BLOCK],
}

impl Default for Sha256State {
    fn default() -> Self {
        Self { state: INITIAL_STATE, length: 0, pending: [0; BLOCK] }
    }
}

impl Sha256State {
    /// Goes on with more bytes.
    pub fn update(&mut self, mut bytes: &[u8]) {
        let filled = self.filled();
        self.length += bytes.len() as u64;
        if filled > 0 {
            let taken = bytes.len().min(BLOCK - filled);
            self.pending[filled..filled + taken].copy_from_slice(&bytes[..taken]);
            bytes = &bytes[taken..];
            if filled + taken < BLOCK {
                return;
            }
            compress256(&mut self.state, std::slice::from_ref(&self.pending));
        }
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        compress256(&mut self.state, blocks);
        self.pending[..rest.len()].copy_from_slice(rest);
    }

    /// Ends the message: padding, length, last block.
    #[must_use]
    pub fn finish(mut self) -> [u8; 32] {
        let bits = self.length.wrapping_mul(8);
        let zeros = (BLOCK + BLOCK - 9 - self.filled()) % BLOCK;
        let mut padding = vec![0; 1 + zeros + 8];
        padding[0] = 0x80;
        padding[1 + zeros..].copy_from_slice(&bits.to_be_bytes());
        self.update(&padding);
        let mut digest = [0; 32];
        for (bytes, word) in digest.as_chunks_mut::<4>().0.iter_mut().zip(self.state) {
            *bytes = word.to_be_bytes();
        }
        digest
    }

    /// The state as a proof; none for 2^61 bytes and more, which SHA-256 can't count.
    #[must_use]
    pub fn to_proof(&self) -> Option<Proof> {
        Proof::new(self.state, self.length, self.pending[..self.filled()].to_vec()).ok()
    }

    /// The digest of the content that a proof is the state after.
    #[must_use]
    pub fn digest_of(proof: &Proof) -> ContentDigest {
        ContentDigest::new(Self::from(proof).finish())
    }

    /// The digest of the content that a proof is the state after, with `more` behind it.
    #[must_use]
    pub fn continued(proof: &Proof, more: &[u8]) -> [u8; 32] {
        let mut state = Self::from(proof);
        state.update(more);
        state.finish()
    }

    #[allow(clippy::cast_possible_truncation, reason = "the remainder is below 64")]
    const fn filled(&self) -> usize {
        (self.length % BLOCK as u64) as usize
    }
}

impl From<&Proof> for Sha256State {
    fn from(proof: &Proof) -> Self {
        let mut pending = [0; BLOCK];
        pending[..proof.tail().len()].copy_from_slice(proof.tail());
        Self { state: *proof.state(), length: proof.length(), pending }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn every_length_around_block_boundaries_agrees_with_sha2() {
        let content: Vec<u8> = (0..=255).cycle().take(200).collect();
        for length in 0..content.len() {
            let mut state = Sha256State::default();
            state.update(&content[..length]);
            assert_eq!(state.finish()[..], Sha256::digest(&content[..length])[..], "{length}");
        }
    }

    proptest! {
        #[test]
        fn a_proof_finishes_and_continues_as_the_content_does(
            content in proptest::collection::vec(any::<u8>(), 0..400),
            cuts in proptest::collection::vec(0_usize..400, 0..6),
            more in proptest::collection::vec(any::<u8>(), 0..150),
        ) {
            let mut state = Sha256State::default();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(content.len())).collect();
            cuts.extend([0, content.len()]);
            cuts.sort_unstable();
            for piece in cuts.windows(2) {
                state.update(&content[piece[0]..piece[1]]);
            }
            let proof = Proof::from_bytes(&state.to_proof().unwrap().to_bytes()).unwrap();
            prop_assert_eq!(Sha256State::digest_of(&proof), ContentDigest::new(Sha256::digest(&content).into()));
            let whole = [content, more.clone()].concat();
            prop_assert_eq!(&Sha256State::continued(&proof, &more)[..], &Sha256::digest(&whole)[..]);
        }
    }
}
