use std::collections::BTreeMap;

use super::{Error, GnupgHome, Keygrip};
use crate::model::Fingerprint;

/// The keygrips of a certificate's primary key and subkeys, by their fingerprints.
///
/// Runs one `gpg`. The map is empty when the key ring has no such certificate.
///
/// # Errors
/// When `gpg` is absent, fails or takes too long.
pub fn keygrips(
    home: &GnupgHome,
    certificate: &Fingerprint,
) -> Result<BTreeMap<Fingerprint, Keygrip>, Error> {
    listing(home, Some(&certificate.to_string())).map(|listing| parse(&listing))
}

/// The certificates whose secret keys, or some of them, the agent has or could get from a card; by their primary keys.
///
/// Runs one `gpg`, which looks through the whole key ring.
///
/// # Errors
/// When `gpg` is absent, fails or takes too long.
pub fn own_keygrips(
    home: &GnupgHome,
) -> Result<BTreeMap<Fingerprint, BTreeMap<Fingerprint, Keygrip>>, Error> {
    let output = home.ask_gpg(&["--with-colons", "--with-keygrip", "--list-secret-keys"])?;
    Ok(parse_own(&output.successful()?))
}

/// What `gpg` lists for a fingerprint or key id, or of all keys; empty when nothing matches.
pub(super) fn listing(home: &GnupgHome, key: Option<&str>) -> Result<Vec<u8>, Error> {
    let arguments = ["--with-colons", "--with-keygrip", "--list-keys"];
    let arguments: Vec<&str> = arguments.into_iter().chain(key).collect();
    let output = home.ask_gpg(&arguments)?;
    let code = output.status("ERROR keylist.getkey").and_then(|value| value.parse::<u32>().ok());
    match code.map(|value| value & 0xffff) {
        // GPG_ERR_NO_PUBKEY, GPG_ERR_NOT_FOUND
        Some(9 | 27) => Ok(Vec::new()),
        _ => output.successful(),
    }
}

/// The primary keys' fingerprints in a listing.
pub(super) fn primaries(listing: &[u8]) -> impl Iterator<Item = Fingerprint> {
    with_primaries(listing).filter(|(key, primary)| key == primary).map(|(_, primary)| primary)
}

/// The fingerprints of all keys in a listing, each with that of its primary key.
pub(super) fn with_primaries(listing: &[u8]) -> impl Iterator<Item = (Fingerprint, Fingerprint)> {
    let mut primary: Option<Fingerprint> = None;
    let mut is_next = false;
    records(listing).filter_map(move |(record, value)| {
        match record {
            "pub" => (primary, is_next) = (None, true),
            "sub" => is_next = true,
            "fpr" if std::mem::take(&mut is_next) => {
                let key = value.parse().ok()?;
                return Some((key, *primary.get_or_insert(key)));
            }
            _ => {}
        }
        None
    })
}

/// Field 10 of the records of one type in a listing `--with-colons` (doc/DETAILS of GnuPG).
fn records(listing: &[u8]) -> impl Iterator<Item = (&str, &str)> {
    listing.split(|byte| *byte == b'\n').filter_map(|line| {
        let mut fields = str::from_utf8(line).ok()?.split(':');
        Some((fields.next()?, fields.nth(8).unwrap_or_default()))
    })
}

fn parse_own(listing: &[u8]) -> BTreeMap<Fingerprint, BTreeMap<Fingerprint, Keygrip>> {
    let mut own: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    let (mut primary, mut key, mut begins) = (None, None, false);
    for (record, value) in records(listing) {
        match record {
            "sec" => (primary, key, begins) = (None, None, true),
            "ssb" => key = None,
            "fpr" => {
                key = value.parse::<Fingerprint>().ok();
                primary = if std::mem::take(&mut begins) { key } else { primary };
            }
            "grp" => {
                if let (Some(primary), Some(key), Ok(grip)) = (primary, key, value.parse()) {
                    own.entry(primary).or_default().insert(key, grip);
                }
            }
            _ => {}
        }
    }
    own
}

fn parse(listing: &[u8]) -> BTreeMap<Fingerprint, Keygrip> {
    let mut grips = BTreeMap::new();
    let mut key: Option<Fingerprint> = None;
    for (record, value) in records(listing) {
        match record {
            "pub" | "sub" => key = None,
            "fpr" => key = value.parse().ok(),
            "grp" => grips.extend(key.zip(value.parse().ok())),
            _ => {}
        }
    }
    grips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_belongs_to_the_primary_key_above_it() {
        let [first, second, third] = ["1", "2", "3"].map(|digit| digit.repeat(40));
        let listing = format!(
            "tru:::::::::\npub:::::::::\nfpr:::::::::{first}:\nuid:::::::::fpr:\nsub:::::::::\n\
             fpr:::::::::{second}:\nfpr:::::::::{third}:\npub:::::::::\nfpr:::::::::{third}:\n"
        );
        let shown: Vec<_> =
            with_primaries(listing.as_bytes()).map(|(key, primary)| format!("{key} {primary}")).collect();
        let expected = [(&first, &first), (&second, &first), (&third, &third)];
        assert_eq!(shown, expected.map(|(key, primary)| format!("{key} {primary}")));
    }

    #[test]
    fn a_keygrip_belongs_to_the_key_above_it() {
        let listing = b"tru::1:1795353220:0:3:1:5\n\
            pub:u:255:22:700D5959A81BD47E:1795353220:::u:::scSC:::::ed25519:::0:\n\
            fpr:::::::::1F04FC04700F0086CCDA22BA700D5959A81BD47E:\n\
            grp:::::::::F5CCC1D3424F8868BD147214384FF113BC0EF00F:\n\
            uid:u::::1795353220::63224EE9::fpr\\x3a \xff <a@b>::::::::::0:\n\
            sub:u:255:22:1111111111111111:1795353220::::::s:::::ed25519::\n\
            grp:::::::::0000000000000000000000000000000000000000:\n\
            fpr:::::::::2222222222222222222222221111111111111111:\n\
            grp:::::::::AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA:\n\
            fpr:::::::::not a fingerprint:\n\
            grp:::::::::BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB:\n\
            grp\n";
        let shown: Vec<_> = parse(listing).into_iter().map(|(k, g)| format!("{k} {g}")).collect();
        assert_eq!(
            shown,
            [
                "1F04FC04700F0086CCDA22BA700D5959A81BD47E F5CCC1D3424F8868BD147214384FF113BC0EF00F",
                "2222222222222222222222221111111111111111 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            ]
        );
    }
    #[test]
    fn own_keys_belong_to_their_certificates() {
        let listing = b"sec:u:255:22:700D5959A81BD47E:1795353220:::u:::scESC:::+::ed25519:::0:\n\
            fpr:::::::::1F04FC04700F0086CCDA22BA700D5959A81BD47E:\n\
            grp:::::::::F5CCC1D3424F8868BD147214384FF113BC0EF00F:\n\
            uid:u::::1795353220::63224EE9::x::::::::::0:\n\
            ssb:u:255:18:1111111111111111:1795353220::::::e:::#::cv25519::\n\
            fpr:::::::::2222222222222222222222221111111111111111:\n\
            grp:::::::::AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA:\n\
            sec:u:255:22:3333333333333333:1795353220:::u:::scSC:::D2760001::ed25519:::0:\n\
            fpr:::::::::4444444444444444444444443333333333333333:\n\
            grp:::::::::BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB:\n";
        let own = parse_own(listing);
        let shown: Vec<_> = own
            .iter()
            .map(|(primary, keys)| (primary.long_id(), keys.keys().map(Fingerprint::long_id).collect()))
            .collect();
        let first = vec!["700D5959A81BD47E".to_owned(), "1111111111111111".to_owned()];
        let second = vec!["3333333333333333".to_owned()];
        assert_eq!(shown, [("700D5959A81BD47E".to_owned(), first), ("3333333333333333".to_owned(), second)]);
    }
}
