//! Files with any number of signatures, and those that only look like one.

use std::io::Read;

use sequoia_openpgp::armor::{Kind, Reader, ReaderMode};

use super::blocks::blocks;
use super::error::told;
use super::packets::{packets, tag};
use super::{DetachedSignature, Error};
use crate::model::Untrusted;

impl DetachedSignature {
    /// The most bytes that a file with several signatures may have.
    pub const MAX_FILE_SIZE: usize = 8 * Self::MAX_SIZE;

    /// The most signatures that are read of one file.
    pub const MAX_COUNT: usize = 64;

    /// All signatures in a file, in its order, with an error for each part that is not one.
    ///
    /// They follow one another as packets, or as armored blocks, or as packets
    /// in one block. The errors tell apart what people keep under the same names:
    /// certificates, encrypted and clear-signed messages, signatures of other kinds.
    #[must_use]
    pub fn all_from_bytes(bytes: &[u8]) -> Vec<Result<Self, Error>> {
        let mut found = Vec::new();
        if bytes.len() > Self::MAX_FILE_SIZE {
            found.push(not_one("it has more than 512 KiB"));
        } else if is_packet(bytes) {
            of_packets(bytes, &mut found);
        } else {
            of_text(bytes, &mut found);
        }
        if found.len() > Self::MAX_COUNT {
            found.truncate(Self::MAX_COUNT);
            found.push(not_one("it has more than 64 parts"));
        }
        found
    }
}

type Found = Vec<Result<DetachedSignature, Error>>;

fn not_one<T>(why: &str) -> Result<T, Error> {
    Err(Error::NotASignature(Untrusted::new(why)))
}

fn is_packet(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|first| tag(*first).is_some())
}

/// Reads packets up to the first that is none of a file with detached signatures.
fn of_packets(bytes: &[u8], found: &mut Found) {
    const SIGNATURE: u8 = 2;
    let mut rest = bytes;
    for packet in packets(bytes) {
        if found.len() > DetachedSignature::MAX_COUNT {
            return;
        }
        rest = &rest[packet.bytes.len()..];
        match packet.tag {
            SIGNATURE => found.push(DetachedSignature::from_bytes(packet.bytes)),
            // Markers and padding say nothing (RFC 9580, sections 5.8 and 5.14).
            10 | 21 => {}
            tag => return found.push(not_one(kind(tag))),
        }
    }
    match rest.first().map(|first| tag(*first)) {
        Some(Some(tag)) if tag != SIGNATURE => found.push(not_one(kind(tag))),
        Some(_) => found.push(not_one("it is cut, or something else follows it")),
        None if found.is_empty() => found.push(not_one("it is empty")),
        None => {}
    }
}

/// What people call that which begins with such a packet (RFC 9580, section 10).
const fn kind(tag: u8) -> &'static str {
    match tag {
        1 | 3 | 9 | 18 | 20 => "it is an encrypted message",
        4 | 8 | 11 => "it is a message that has its content in it",
        5 | 7 => "it is a secret key",
        6 | 13 | 14 | 17 => "it is a certificate",
        _ => "it is another kind of packet",
    }
}

/// Reads the armored blocks in a text.
fn of_text(text: &[u8], found: &mut Found) {
    for block in blocks(text) {
        if found.len() > DetachedSignature::MAX_COUNT {
            return;
        }
        match (block.label, block.whole) {
            (b"PGP SIGNATURE", Some(whole)) => match unarmored(whole) {
                Ok(bytes) => of_packets(&bytes, found),
                Err(error) => found.push(Err(Error::NotASignature(told(&error)))),
            },
            (b"PGP SIGNATURE", None) => found.push(not_one("its armor has no end")),
            (label, _) => found.push(not_one(labelled(label))),
        }
    }
    if found.is_empty() {
        found.push(not_one(match text {
            [] => "it is empty",
            [0x30, 0x80..=0x84, ..] => "it is a signature or a certificate of X.509",
            _ if text.starts_with(b"untrusted comment:") => "it is a signature of signify or minisign",
            _ => "it has no OpenPGP in it",
        }));
    }
}

fn labelled(label: &[u8]) -> &'static str {
    match label {
        b"PGP SIGNED MESSAGE" => "it is a clear-signed text, which has its content in it",
        b"PGP PUBLIC KEY BLOCK" => "it is a certificate",
        b"PGP PRIVATE KEY BLOCK" => "it is a secret key",
        b"PGP MESSAGE" => "it is an encrypted message, or one that has its content in it",
        b"SSH SIGNATURE" => "it is a signature of SSH",
        b"PKCS7" | b"CMS" | b"CERTIFICATE" | b"SIGNED MESSAGE" => {
            "it is a signature or a certificate of X.509"
        }
        _ => "it is armor of another kind",
    }
}

fn unarmored(block: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    Reader::from_bytes(block, ReaderMode::Tolerant(Some(Kind::Signature))).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! corpus {
        ($name:literal) => {
            include_bytes!(concat!("../../tests/corpus/", $name)).as_slice()
        };
    }

    const ONE: &[u8] = corpus!("signatures/ed25519.sig");
    const TWO: &[u8] = corpus!("signatures/sha512.sig");
    const ARMORED: &[u8] = corpus!("signatures/armored.sig");
    const V3: &[u8] = corpus!("signatures/v3.sig");
    const CERTIFICATE: &[u8] = corpus!("certificates/ed25519.pgp");

    /// Each part of a file in a line: who made the signature, or why it is none.
    fn parts(bytes: &[u8]) -> Vec<String> {
        let show = |part| match part {
            Ok(signature) => DetachedSignature::algorithms(&signature),
            Err(error) => Error::to_string(&error),
        };
        DetachedSignature::all_from_bytes(bytes).into_iter().map(show).collect()
    }

    const ED: &str = "version 4, EdDSA, SHA256";
    const ED512: &str = "version 4, EdDSA, SHA512";

    #[test]
    fn several_signatures_are_told_apart_whatever_joins_them() {
        let armor = |bytes| DetachedSignature::from_bytes(bytes).unwrap().to_armor().unwrap();
        let crlf = armor(TWO).replace('\n', "\r\n");
        assert_eq!(parts(ONE), [ED]);
        assert_eq!(parts(ARMORED), [ED]);
        assert_eq!(parts(&[ONE, TWO].concat()), [ED, ED512]);
        assert_eq!(parts(&[ARMORED, crlf.as_bytes()].concat()), [ED, ED512]);
        assert_eq!(parts(format!("Signed:\n{}\nand\n{crlf}bye", armor(ONE)).as_bytes()), [ED, ED512]);
        // As Debian's archive has them: all packets in one block.
        let mut writer =
            sequoia_openpgp::armor::Writer::new(Vec::new(), sequoia_openpgp::armor::Kind::Signature).unwrap();
        std::io::Write::write_all(&mut writer, &[ONE, TWO, ONE].concat()).unwrap();
        assert_eq!(parts(&writer.finalize().unwrap()), [ED, ED512, ED]);
    }

    #[test]
    fn a_part_that_is_refused_hides_no_other() {
        assert_eq!(parts(&[V3, ONE].concat())[1], ED);
        assert!(parts(&[V3, ONE].concat())[0].starts_with("a version 3"));
        let cut = parts(&[ONE, &TWO[..50]].concat());
        assert_eq!(cut[0], ED);
        assert!(cut[1].ends_with("it is cut, or something else follows it") && cut.len() == 2, "{cut:?}");
        assert!(parts(&[ONE, CERTIFICATE].concat())[1].ends_with("it is a certificate"));
        let endless = &ARMORED[..ARMORED.len() - 20];
        assert!(parts(endless)[0].ends_with("its armor has no end"));
    }

    #[test]
    fn what_is_named_like_a_signature_and_is_none_is_called_by_its_name() {
        let check = |bytes: &[u8], kind: &str| {
            assert_eq!(parts(bytes), [format!("not a detached OpenPGP signature: {kind}")]);
        };
        let block = |label: &str, inside: &str| {
            format!("-----BEGIN {label}-----\n{inside}\n-----END {label}-----\n").into_bytes()
        };
        check(b"", "it is empty");
        check(b"text", "it has no OpenPGP in it");
        check(CERTIFICATE, "it is a certificate");
        check(&block("PGP PUBLIC KEY BLOCK", "\nxxxx"), "it is a certificate");
        check(&block("PGP PRIVATE KEY BLOCK", ""), "it is a secret key");
        check(&[0x85, 1, 0x0c, 3], "it is an encrypted message");
        check(&[0xd2, 0xe9, 1], "it is an encrypted message");
        check(&[0xa3, 1, 2], "it is a message that has its content in it");
        check(&block("SSH SIGNATURE", ""), "it is a signature of SSH");
        check(&block("PKCS7", ""), "it is a signature or a certificate of X.509");
        check(&[0x30, 0x82, 1, 2], "it is a signature or a certificate of X.509");
        check(b"untrusted comment: minisign\nRWQ", "it is a signature of signify or minisign");
        let clear = [b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\ntext\n", ARMORED].concat();
        check(&clear, "it is a clear-signed text, which has its content in it");
    }

    #[test]
    fn a_file_has_only_so_many() {
        let many = parts(&ONE.repeat(100));
        assert_eq!(many.len(), DetachedSignature::MAX_COUNT + 1);
        assert!(many[64].ends_with("it has more than 64 parts"));
        assert_eq!(parts(&ARMORED.repeat(100)).len(), 65);
        assert_eq!(parts(&vec![0x30; DetachedSignature::MAX_FILE_SIZE + 1]).len(), 1);
        assert_eq!(parts(&ONE.repeat(64)), [ED; 64]);
    }
}
