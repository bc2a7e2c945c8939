use std::collections::BTreeSet;

use super::stored::Stored;
use super::{keybox, ring};
use crate::model::Fingerprint;
use crate::openpgp::packets::without_trust;

/// The certificate with this primary key in the bytes of a key ring file, be it a keybox or a plain ring.
///
/// The caller parses it, and finds out whether it is what the file says. It
/// may hold certifications that are not to be exported.
pub(super) fn find(file: &[u8], primary: &Fingerprint) -> Option<Vec<u8>> {
    certificates(file).find(|stored| stored.primary == *primary).map(|stored| without_trust(stored.bytes))
}

/// The primary keys of the certificates in which some key has this id of 16 upper-case digits.
pub(super) fn with_long_id(file: &[u8], id: &str) -> BTreeSet<Fingerprint> {
    certificates(file)
        .filter(|stored| {
            stored.primary.long_id() == id || stored.subkeys.iter().any(|subkey| subkey.long_id() == id)
        })
        .map(|stored| stored.primary)
        .collect()
}

/// The fingerprints of all keys in the file, each with that of its primary key.
pub(super) fn keys(file: &[u8]) -> Vec<(Fingerprint, Fingerprint)> {
    let keys = |stored: Stored<'_>| {
        let primary = stored.primary;
        std::iter::once(primary).chain(stored.subkeys).map(move |key| (key, primary))
    };
    certificates(file).flat_map(keys).collect()
}

fn certificates(file: &[u8]) -> Box<dyn Iterator<Item = Stored<'_>> + '_> {
    if keybox::is_keybox(file) {
        Box::new(keybox::certificates(file))
    } else {
        Box::new(ring::certificates(file))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Written by GnuPG 2.2.40: four certificates, and one that was deleted.
    const KEYBOX: &[u8] = include_bytes!("../../../tests/fixtures/gnupg/pubring.kbx");
    /// The same certificates as `gpg --export` prints them.
    const EXPORT: &[u8] = include_bytes!("../../../tests/fixtures/gnupg/export.gpg");
    const FIRST: &str = "8647868C89EA780638660D62D3C4AAD897ADFC62";
    const DELETED: &str = "45BC1F0EB633C328071CB1FA96A011FC17834F4F";
    const THIRD: &str = "47E235C9C224D9D9BD0DA5B4D648FA2099E9C517";
    const THIRDS_SUBKEY: &str = "E39EEB981466D86590F7DC578E510F1F88C35608";

    fn fingerprint(text: &str) -> Fingerprint {
        text.parse().unwrap()
    }

    #[test]
    fn both_formats_hold_the_same_certificates() {
        let all: Vec<Fingerprint> = certificates(KEYBOX).map(|stored| stored.primary).collect();
        assert_eq!(all.len(), 4);
        let joined: Vec<u8> = all.iter().flat_map(|primary| find(KEYBOX, primary).unwrap()).collect();
        assert_eq!(joined, EXPORT);
        let again: Vec<u8> = all.iter().flat_map(|primary| find(EXPORT, primary).unwrap()).collect();
        assert_eq!(again, EXPORT);
    }

    #[test]
    fn a_key_id_leads_to_the_primary_key_and_a_fingerprint_must_be_the_primary_keys() {
        for file in [KEYBOX, EXPORT] {
            let check = |key: &str, primary: Option<&str>| {
                let expected: BTreeSet<_> = primary.map(fingerprint).into_iter().collect();
                assert_eq!(with_long_id(file, &fingerprint(key).long_id()), expected);
                assert_eq!(find(file, &fingerprint(key)).is_some(), primary == Some(key));
            };
            check(FIRST, Some(FIRST));
            check(THIRD, Some(THIRD));
            check(THIRDS_SUBKEY, Some(THIRD));
            check(DELETED, None);
        }
    }

    #[test]
    fn ephemeral_and_foreign_blobs_are_passed_over() {
        let first_blob = 32;
        for (at, value) in [(4, 0), (4, 3), (5, 3), (7, 2), (17, 0), (19, 27), (12, 1)] {
            let mut file = KEYBOX.to_vec();
            file[first_blob + at] = value;
            assert!(find(&file, &fingerprint(FIRST)).is_none(), "{value} at {at}");
            assert!(find(&file, &fingerprint(THIRD)).is_some(), "{value} at {at}");
        }
    }

    #[test]
    fn version_2_blobs_have_fingerprints_of_either_length() {
        let blob = |flags: u8, fingerprint: [u8; 32]| {
            let key_info = [&fingerprint[..], &[0, flags, 0, 0], &[9; 20]].concat();
            let head = [0, 0, 0, 78, 2, 2, 0, 0, 0, 0, 0, 76, 0, 0, 0, 2, 0, 1, 0, 56];
            [&head[..], &key_info, &[0xb4, 0]].concat()
        };
        let long = *b"\xabbcdefghijklmnopqrstuvwxyz012345";
        let file = [&KEYBOX[..32], &blob(0, long), &blob(0x80, long)].concat();
        let short = Fingerprint::try_from(&long[..20]).unwrap();
        let long = Fingerprint::try_from(&long[..]).unwrap();
        for key in [short, long] {
            assert_eq!(find(&file, &key), Some(vec![0xb4, 0]));
            assert_eq!(with_long_id(&file, &key.long_id()), [key].into());
        }
    }

    proptest! {
        #[test]
        fn no_damage_makes_it_panic(
            whole in prop::sample::select(&[KEYBOX, EXPORT]),
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
            cut in any::<prop::sample::Index>(),
        ) {
            let mut file = whole.to_vec();
            for (at, value) in damage {
                let at = at.index(file.len());
                file[at] = value;
            }
            file.truncate(cut.index(whole.len() * 2));
            let _ = find(&file, &fingerprint(THIRD));
            let _ = with_long_id(&file, "8E510F1F88C35608");
        }

        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>, boxed: bool) {
            let file = if boxed { [&KEYBOX[..32], &bytes].concat() } else { bytes };
            let _ = find(&file, &fingerprint(THIRD));
            let _ = with_long_id(&file, "8E510F1F88C35608");
        }
    }
}
