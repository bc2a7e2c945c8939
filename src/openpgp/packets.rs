/// One OpenPGP packet.
pub(super) struct Packet<'a> {
    /// What kind of packet it is (RFC 9580, section 5).
    pub(super) tag: u8,
    /// The packet with its header.
    pub(super) bytes: &'a [u8],
}

/// The packets of a key ring or of signatures, up to the first byte that begins none.
///
/// Partial and indeterminate lengths end the walk too: they are for data packets only (RFC 9580, section 4.2.1.4).
pub(super) fn packets(bytes: &[u8]) -> impl Iterator<Item = Packet<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (tag, header, body) = header(rest)?;
        let (bytes, after) = rest.split_at_checked(header.checked_add(body)?)?;
        rest = after;
        Some(Packet { tag, bytes })
    })
}

/// What kind of packet begins with this byte (RFC 9580, section 4.2).
pub(super) const fn tag(first: u8) -> Option<u8> {
    match first {
        0xc0.. => Some(first & 0x3f),
        0x80.. => Some(first >> 2 & 0x0f),
        _ => None,
    }
}

/// A certificate without the trust packets in which GnuPG notes its own thoughts (RFC 9580, section 5.10).
pub(super) fn without_trust(certificate: &[u8]) -> Vec<u8> {
    const TRUST: u8 = 12;
    packets(certificate)
        .filter(|packet| packet.tag != TRUST)
        .flat_map(|packet| packet.bytes)
        .copied()
        .collect()
}

/// The tag, the header's length and the body's length (RFC 9580, section 4.2).
pub(in crate::openpgp) fn header(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    match *bytes {
        [first @ 0xc0..=0xff, length, ..] if length < 192 => Some((first & 0x3f, 2, length.into())),
        [first @ 0xc0..=0xff, high @ 192..=223, low, ..] => {
            Some((first & 0x3f, 3, (usize::from(high - 192) << 8) + usize::from(low) + 192))
        }
        [first @ 0xc0..=0xff, 255, a, b, c, d, ..] => {
            Some((first & 0x3f, 6, u32::from_be_bytes([a, b, c, d]).try_into().ok()?))
        }
        [first @ 0x80..=0xbf, ref length @ ..] => {
            let size = match first & 3 {
                0 => 1,
                1 => 2,
                2 => 4,
                _ => return None,
            };
            let length = length.get(..size)?.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
            Some((first >> 2 & 0x0f, 1 + size, length))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_length_is_understood() {
        let check = |head: &[u8], expected: Option<(u8, usize, usize)>| {
            assert_eq!(header(head), expected, "{head:?}")
        };
        check(&[0x98, 0x33], Some((6, 2, 0x33)));
        check(&[0x99, 0x01, 0x02], Some((6, 3, 0x0102)));
        check(&[0x9a, 0, 1, 0, 0], Some((6, 5, 0x1_0000)));
        check(&[0x9b, 0x33], None);
        check(&[0xc6, 191], Some((6, 2, 191)));
        check(&[0xc6, 192, 0], Some((6, 3, 192)));
        check(&[0xcc, 223, 255], Some((12, 3, 8383)));
        check(&[0xc6, 224, 0], None);
        check(&[0xc6, 255, 0, 1, 0, 0], Some((6, 6, 0x1_0000)));
        check(&[0xc6, 255, 0, 1, 0], None);
        check(&[0x99, 0x01], None);
        check(&[0x7f, 0x01], None);
        check(&[], None);
    }

    #[test]
    fn trust_packets_go_and_the_rest_stays() {
        let ring =
            [&[0x98, 1, 7][..], &[0xb0, 2, 1, 1], &[0xb4, 2, b'm', b'e'], &[0xcc, 0], &[0x88, 1, 9]].concat();
        assert_eq!(without_trust(&ring), [0x98, 1, 7, 0xb4, 2, b'm', b'e', 0x88, 1, 9]);
    }
}
