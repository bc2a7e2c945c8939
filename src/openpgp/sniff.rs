use super::packets::header;

/// Whether a stream that begins like this is an encrypted message, armored or not, and nothing else.
///
/// A few dozen bytes are enough. Looks for the first packet of one: a session key in one of its known
/// versions, or encrypted data (RFC 9580, sections 5.1, 5.3 and 5.13).
#[must_use]
pub fn is_message(start: &[u8]) -> bool {
    const ENVELOPE: u8 = 1;
    const BY_PASSWORD: u8 = 3;
    const ENCRYPTED: u8 = 18;
    const ENCRYPTED_BY_GNUPG: u8 = 20;
    if start.trim_ascii_start().starts_with(b"-----BEGIN PGP MESSAGE-----") {
        return true;
    }
    match header(start) {
        Some((tag, header, _)) => matches!(
            (tag, start.get(header)),
            (ENVELOPE, Some(2 | 3 | 6)) | (BY_PASSWORD, Some(4..=6)) | (ENCRYPTED, Some(1 | 2))
        ),
        // Encrypted data may come in parts, whose lengths are powers of two.
        None => matches!(
            start,
            [0xc0..=0xff, 224..=254, version, ..]
                if matches!((start[0] & 0x3f, version), (ENCRYPTED, 1 | 2) | (ENCRYPTED_BY_GNUPG, 1))
        ),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn messages_are_told_from_everything_else() {
        let check = |start: &[u8], expected: bool| assert_eq!(is_message(start), expected, "{start:?}");
        check(b"-----BEGIN PGP MESSAGE-----\n", true);
        check(b"\n-----BEGIN PGP MESSAGE-----", true);
        // As gpg and sequoia begin them: old and new headers, long and short ones.
        check(&[0x85, 0x01, 0x0c, 3, 1], true);
        check(&[0x84, 0x5e, 3], true);
        check(&[0xc1, 0x5e, 3], true);
        check(&[0xc1, 0xc1, 0x4c, 3], true);
        check(&[0xc1, 0x69, 6], true);
        check(&[0x8c, 0x0d, 4], true);
        check(&[0xc3, 0x2e, 6], true);
        check(&[0xd2, 0x50, 1], true);
        check(&[0xd2, 0xed, 2], true);
        check(&[0xd4, 0xed, 1], true);

        check(b"-----BEGIN PGP SIGNATURE-----", false);
        check(b"-----BEGIN PGP PUBLIC KEY BLOCK-----", false);
        check(&[0x28, 0xb5, 0x2f, 0xfd, 0x04, 3], false);
        check(&[0x50, 0x2a, 0x4d, 0x18], false);
        check(&[0x1f, 0x8b, 8], false);
        check(b"bundle/", false);
        check("Ämter/".as_bytes(), false);
        check("Á".as_bytes(), false);
        check(&[0x88, 0x75, 4, 0], false);
        check(&[0x99, 0x01, 0x0d, 4], false);
        check(&[0xc4, 0x0d, 3], false);
        check(&[0x85, 0x01, 0x0c], false);
        check(&[0x85], false);
        check(&[], false);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let _ = is_message(&bytes);
        }
    }
}
