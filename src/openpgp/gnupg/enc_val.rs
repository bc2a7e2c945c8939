use sequoia_openpgp::crypto::mpi::Ciphertext;

use super::Error;
use super::sexp::Reader;

/// The canonical S-expression `(enc-val (ALGORITHM (NAME VALUE)…))` that `PKDECRYPT` asks for.
///
/// None for algorithms that gpg-agent does not decrypt with, or that are not supported here.
pub(super) fn encrypted(ciphertext: &Ciphertext) -> Option<Vec<u8>> {
    match ciphertext {
        Ciphertext::RSA { c } => Some(joined(b"rsa", &[(b"a", &positive(c.value()))])),
        Ciphertext::ECDH { e, key } => {
            // As `gpg` has it: the wrapped key follows its length in one byte.
            let length = u8::try_from(key.len()).ok()?;
            let wrapped = [&[length], &key[..]].concat();
            Some(joined(b"ecdh", &[(b"s", &wrapped), (b"e", &positive(e.value()))]))
        }
        _ => None,
    }
}

/// The bytes in `(value BYTES)`, as `PKDECRYPT` returns them; some agents end it with a zero byte.
pub(super) fn decrypted(answer: &[u8]) -> Result<&[u8], Error> {
    parse(answer.strip_suffix(&[0]).unwrap_or(answer)).ok_or(Error::Unintelligible("not a decrypted value"))
}

fn parse(answer: &[u8]) -> Option<&[u8]> {
    let mut rest = Reader(answer);
    rest.expect(b'(')?;
    if rest.atom()? != b"value" {
        return None;
    }
    let value = rest.atom()?;
    rest.expect(b')')?;
    rest.0.is_empty().then_some(value)
}

/// A number as libgcrypt reads it: a first bit that is set would be a sign.
fn positive(number: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if number.first().is_some_and(|first| *first >= 0x80) { &[0] } else { &[] };
    [sign, number].concat()
}

fn joined(algorithm: &[u8], values: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut text = b"(7:enc-val(".to_vec();
    atom(&mut text, algorithm);
    for (name, value) in values {
        text.push(b'(');
        atom(&mut text, name);
        atom(&mut text, value);
        text.push(b')');
    }
    text.extend(b"))");
    text
}

fn atom(text: &mut Vec<u8>, bytes: &[u8]) {
    text.extend(format!("{}:", bytes.len()).as_bytes());
    text.extend(bytes);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sequoia_openpgp::crypto::mpi::MPI;

    use super::*;

    #[test]
    fn numbers_are_named_as_gpg_names_them() {
        let check = |ciphertext: &Ciphertext, expected: &[u8]| {
            assert_eq!(encrypted(ciphertext).unwrap(), expected, "{ciphertext:?}");
        };
        let rsa = |number: &[u8]| Ciphertext::RSA { c: MPI::new(number) };
        check(&rsa(b"\x7f)"), b"(7:enc-val(3:rsa(1:a2:\x7f))))");
        check(&rsa(b"\x80\x01"), b"(7:enc-val(3:rsa(1:a3:\0\x80\x01)))");
        check(&rsa(b"\0\0\x01"), b"(7:enc-val(3:rsa(1:a1:\x01)))");
        let key = (*b"wrapped-key-").into();
        let ecdh = Ciphertext::ECDH { e: MPI::new(b"\x40point"), key };
        check(&ecdh, b"(7:enc-val(4:ecdh(1:s13:\x0cwrapped-key-)(1:e6:@point)))");
        assert_eq!(encrypted(&Ciphertext::ElGamal { e: MPI::new(&[1]), c: MPI::new(&[1]) }), None);
        let long = Ciphertext::ECDH { e: MPI::new(&[1]), key: vec![0; 256].into() };
        assert_eq!(encrypted(&long), None);
    }

    #[test]
    fn anything_more_or_less_than_a_value_is_refused() {
        let whole = b"(5:value4:\x02)(\0)";
        assert_eq!(parse(whole), Some(&b"\x02)(\0"[..]));
        assert_eq!(decrypted(b"(5:value1:x)\0").unwrap(), b"x");
        assert_eq!(decrypted(b"(5:value1:x)").unwrap(), b"x");
        for end in 0..whole.len() {
            assert!(parse(&whole[..end]).is_none(), "cut at {end}");
        }
        for bad in [&b"(5:value1:x)\0\0"[..], b"(5:valux1:x)", b"((5:value1:x)", b"(5:value1:x(", b"1:x"] {
            assert!(decrypted(bad).is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let _ = decrypted(&bytes);
        }
    }
}
