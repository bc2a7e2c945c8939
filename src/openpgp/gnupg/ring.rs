use sequoia_openpgp as openpgp;
use sequoia_openpgp::parse::Parse;

use super::stored::Stored;
use crate::model::Fingerprint;
use crate::openpgp::packets::packets;

/// The certificates of a plain key ring: the old `pubring.gpg`, or what `gpg --export` prints.
pub(super) fn certificates(file: &[u8]) -> impl Iterator<Item = Stored<'_>> {
    let mut bounds = Vec::new();
    let mut end = 0;
    for packet in packets(file) {
        if packet.tag == PRIMARY {
            bounds.push(end);
        }
        end += packet.bytes.len();
    }
    bounds.push(end);
    let certificates: Vec<&[u8]> = bounds.windows(2).map(|bound| &file[bound[0]..bound[1]]).collect();
    certificates.into_iter().filter_map(certificate)
}

const PRIMARY: u8 = 6;
const SUBKEY: u8 = 14;

fn certificate(bytes: &[u8]) -> Option<Stored<'_>> {
    let mut keys = packets(bytes)
        .filter(|packet| matches!(packet.tag, PRIMARY | SUBKEY))
        .map(|packet| fingerprint(packet.bytes));
    Some(Stored { primary: keys.next()??, subkeys: keys.flatten().collect(), bytes })
}

fn fingerprint(key: &[u8]) -> Option<Fingerprint> {
    let fingerprint = match openpgp::Packet::from_bytes(key).ok()? {
        openpgp::Packet::PublicKey(key) => key.fingerprint(),
        openpgp::Packet::PublicSubkey(key) => key.fingerprint(),
        _ => return None,
    };
    fingerprint.as_bytes().try_into().ok()
}
