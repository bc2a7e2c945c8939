use sequoia_openpgp::crypto::mpi::{MPI, Signature};
use sequoia_openpgp::types::PublicKeyAlgorithm;

use super::Error;

/// The signature in a canonical S-expression `(sig-val (ALGORITHM (NAME VALUE)…))`, as `PKSIGN` returns it.
///
/// The key decides how the numbers are to be understood: GnuPG says `eddsa`
/// for the old `EdDSA` keys (RFC 9580, section 9.1, algorithm 22) and for the
/// native Ed25519 ones (27) alike.
pub(super) fn signature(answer: &[u8], key: PublicKeyAlgorithm) -> Result<Signature, Error> {
    let (algorithm, values) = parse(answer).ok_or(Error::Unintelligible("not a signature"))?;
    #[allow(deprecated)] // Old keys may name an RSA key's single purpose.
    let signature = match (key, algorithm, values.as_slice()) {
        (PublicKeyAlgorithm::RSAEncryptSign | PublicKeyAlgorithm::RSASign, b"rsa", [(b"s", s)]) => {
            Signature::RSA { s: MPI::new(s) }
        }
        (PublicKeyAlgorithm::DSA, b"dsa", [(b"r", r), (b"s", s)]) => {
            Signature::DSA { r: MPI::new(r), s: MPI::new(s) }
        }
        (PublicKeyAlgorithm::ECDSA, b"ecdsa", [(b"r", r), (b"s", s)]) => {
            Signature::ECDSA { r: MPI::new(r), s: MPI::new(s) }
        }
        (PublicKeyAlgorithm::EdDSA, b"eddsa", [(b"r", r), (b"s", s)]) => {
            Signature::EdDSA { r: MPI::new(r), s: MPI::new(s) }
        }
        (PublicKeyAlgorithm::Ed25519, b"eddsa", [(b"r", r), (b"s", s)]) => {
            Signature::Ed25519 { s: Box::new(joined(r, s).ok_or(OTHER_KEY)?) }
        }
        (PublicKeyAlgorithm::Ed448, b"eddsa", [(b"r", r), (b"s", s)]) => {
            Signature::Ed448 { s: Box::new(joined(r, s).ok_or(OTHER_KEY)?) }
        }
        _ => return Err(OTHER_KEY),
    };
    Ok(signature)
}

const OTHER_KEY: Error = Error::Unintelligible("not a signature by this kind of key");

/// An algorithm's name, and the names and values of its numbers.
type Parsed<'a> = (&'a [u8], Vec<(&'a [u8], &'a [u8])>);

fn parse(answer: &[u8]) -> Option<Parsed<'_>> {
    let mut rest = Reader(answer);
    rest.expect(b'(')?;
    if rest.atom()? != b"sig-val" {
        return None;
    }
    rest.expect(b'(')?;
    let algorithm = rest.atom()?;
    let mut values = Vec::new();
    while rest.expect(b'(').is_some() {
        values.push((rest.atom()?, rest.atom()?));
        rest.expect(b')')?;
    }
    rest.expect(b')')?;
    rest.expect(b')')?;
    rest.0.is_empty().then_some((algorithm, values))
}

/// What is left to read of a canonical S-expression.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn expect(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }

    /// An atom: its length in decimal, a colon, its bytes.
    pub(super) fn atom(&mut self) -> Option<&'a [u8]> {
        let colon = self.0.iter().take(6).position(|byte| *byte == b':')?;
        let digits = self.0[..colon].iter().all(u8::is_ascii_digit).then_some(&self.0[..colon])?;
        let length = str::from_utf8(digits).ok()?.parse().ok()?;
        let (atom, rest) = self.0[colon + 1..].split_at_checked(length)?;
        self.0 = rest;
        Some(atom)
    }
}

/// Two numbers of equal size behind each other, the zeros restored that may have been cut off in front.
fn joined<const SIZE: usize>(r: &[u8], s: &[u8]) -> Option<[u8; SIZE]> {
    let mut whole = [0; SIZE];
    let (first, second) = whole.split_at_mut(SIZE / 2);
    for (half, number) in [(first, r), (second, s)] {
        let start = half.len().checked_sub(number.len())?;
        half[start..].copy_from_slice(number);
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const REAL: &[&[u8]] = &[
        b"(7:sig-val(3:rsa(1:s4:\x01\x02)\x04)))",
        b"(7:sig-val(5:ecdsa(1:r3:\x00\xff\x01)(1:s1:\x02)))",
        b"(7:sig-val(5:eddsa(1:r2:\x05\x06)(1:s2:\x07\x08)))",
        b"(7:sig-val(3:dsa(1:r1:\x09)(1:s1:\x0a)))",
    ];

    #[allow(deprecated)] // Old keys sign too.
    const KEYS: [PublicKeyAlgorithm; 6] = [
        PublicKeyAlgorithm::RSAEncryptSign,
        PublicKeyAlgorithm::ECDSA,
        PublicKeyAlgorithm::EdDSA,
        PublicKeyAlgorithm::DSA,
        PublicKeyAlgorithm::Ed25519,
        PublicKeyAlgorithm::Ed448,
    ];

    #[test]
    fn the_key_decides_what_the_numbers_mean() {
        let mpi = |bytes: &[u8]| MPI::new(bytes);
        let expected = [
            Signature::RSA { s: mpi(&[1, 2, b')', 4]) },
            Signature::ECDSA { r: mpi(&[0xff, 1]), s: mpi(&[2]) },
            Signature::EdDSA { r: mpi(&[5, 6]), s: mpi(&[7, 8]) },
            Signature::DSA { r: mpi(&[9]), s: mpi(&[10]) },
        ];
        for (answer, (key, expected)) in REAL.iter().zip(KEYS.into_iter().zip(expected)) {
            assert_eq!(signature(answer, key).unwrap(), expected);
        }
        let mut native = [0; 64];
        (native[30], native[31], native[62], native[63]) = (5, 6, 7, 8);
        let got = signature(REAL[2], PublicKeyAlgorithm::Ed25519).unwrap();
        assert_eq!(got, Signature::Ed25519 { s: Box::new(native) });
        for (index, answer) in REAL.iter().enumerate() {
            let other = KEYS[(index + 1) % 4];
            assert!(signature(answer, other).is_err(), "{other:?} took another algorithm's signature");
        }
    }

    #[test]
    fn anything_more_or_less_than_a_signature_is_refused() {
        let whole = REAL[3];
        for end in 0..whole.len() {
            assert!(parse(&whole[..end]).is_none(), "cut at {end}");
        }
        assert!(parse(&[whole, b"\0"].concat()).is_none());
        for bad in [
            &b"(7:sig-val(3:dsa(1:r+1:\x09)(1:s1:\x0a)))"[..],
            b"(7:sig-val(3:dsa(1:r:)(1:s1:\x0a)))",
            b"(7:sig-val(3:dsa(1:r18446744073709551615:)))",
            b"(7:sig-vax(3:dsa(1:r1:\x09)(1:s1:\x0a)))",
            b"((7:sig-val(3:dsa(1:r1:\x09)(1:s1:\x0a)))",
        ] {
            assert!(parse(bad).is_none(), "{bad:?}");
        }
        assert!(
            signature(
                b"(7:sig-val(5:eddsa(1:r1:a)(1:s33:012345678901234567890123456789012)))",
                PublicKeyAlgorithm::Ed25519
            )
            .is_err()
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>, key in prop::sample::select(&KEYS)) {
            let _ = signature(&bytes, key);
        }

        #[test]
        fn no_damage_makes_it_panic(
            whole in prop::sample::select(REAL),
            key in prop::sample::select(&KEYS),
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        ) {
            let mut bytes = whole.to_vec();
            for (at, value) in damage {
                let at = at.index(bytes.len());
                bytes[at] = value;
            }
            let _ = signature(&bytes, key);
        }
    }
}
