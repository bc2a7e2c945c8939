//! The key ring as we read it, against what gpg says about it.

use std::fs;

use signcache::model::Fingerprint;
use signcache::openpgp::gnupg::{Error, GnupgHome, Keyring};

use crate::support::gnupg::{Gnupg, Reason};

#[test]
fn the_key_ring_says_what_gpg_exports() {
    let gnupg = Gnupg::new();
    let keyring = Keyring::open(&gnupg.home()).unwrap();
    let first = gnupg.generate("ed25519");
    let second = gnupg.generate_as("Second", "ed25519", "");
    let third = gnupg.generate_as("Third", "nistp256", "");
    let subkey = gnupg.add_signing_subkey(&third, "ed25519");
    gnupg.revoke(&first, Reason::Compromised);
    let export = |key: &Fingerprint| -> Vec<Vec<u8>> {
        Some(gnupg.export(key)).filter(|bytes| !bytes.is_empty()).into_iter().collect()
    };
    let check_all = |keyring: &Keyring| {
        for key in [first, second, third] {
            let expected = export(&key);
            let known: Vec<_> = expected.iter().map(|_| key).collect();
            assert_eq!(keyring.certificates(&key).unwrap(), expected);
            assert_eq!(keyring.resolve_long_id(&key.long_id()).unwrap(), known);
        }
        assert_eq!(keyring.certificates(&subkey).unwrap(), Vec::<Vec<u8>>::new());
        assert_eq!(keyring.resolve_long_id(&subkey.long_id()).unwrap(), [third]);
        let known = |key: &Fingerprint| !export(key).is_empty();
        let mut keys: Vec<_> =
            [first, second, third].into_iter().filter(known).map(|key| (key, key)).collect();
        keys.push((subkey, third));
        let mut found = keyring.keys().unwrap();
        keys.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, keys);
        assert_eq!(keyring.resolve_long_id("--version").unwrap(), []);
        assert_eq!(keyring.resolve_long_id("0123456789ABCDEF").unwrap(), []);
    };
    check_all(&keyring);
    gnupg.delete(&second);
    check_all(&keyring);
    assert!(keyring.sources().unwrap().contains(&gnupg.join("pubring.kbx")));

    // GnuPG 2.2 ignores the daemon's option, but answers what a newer one would.
    fs::write(gnupg.join("common.conf"), "use-keyboxd\n").unwrap();
    let asking = Keyring::open(&GnupgHome { gpg: gnupg.join("absent"), ..gnupg.home() }).unwrap();
    let asked = asking.certificates(&first);
    assert!(matches!(asked, Err(Error::ProgramMissing { .. })), "{asked:?}");
    check_all(&Keyring::open(&gnupg.home()).unwrap());
}

#[test]
fn an_old_plain_key_ring_is_read_until_a_keybox_replaces_it() {
    let maker = Gnupg::new();
    let fingerprint = maker.generate("ed25519");
    let gnupg = Gnupg::new();
    let keyring = Keyring::open(&gnupg.home()).unwrap();
    assert_eq!(keyring.certificates(&fingerprint).unwrap(), Vec::<Vec<u8>>::new());
    fs::write(gnupg.join("pubring.gpg"), maker.export(&fingerprint)).unwrap();
    assert_eq!(keyring.certificates(&fingerprint).unwrap(), [gnupg.export(&fingerprint)]);
    assert_eq!(keyring.resolve_long_id(&fingerprint.long_id()).unwrap(), [fingerprint]);

    let other = Gnupg::new();
    other.generate("ed25519");
    fs::copy(other.join("pubring.kbx"), gnupg.join("pubring.kbx")).unwrap();
    assert!(gnupg.export(&fingerprint).is_empty());
    assert_eq!(keyring.certificates(&fingerprint).unwrap(), Vec::<Vec<u8>>::new());
}

#[test]
fn key_rings_that_the_configuration_names_are_read_too() {
    let maker = Gnupg::new();
    let fingerprint = maker.generate("ed25519");
    let gnupg = Gnupg::new();
    fs::copy(maker.join("pubring.kbx"), gnupg.join("more.kbx")).unwrap();
    for name in [gnupg.join("more.kbx").to_str().unwrap(), "more.kbx"] {
        fs::write(gnupg.join("gpg.conf"), format!("# more\nkeyring {name}\n")).unwrap();
        let keyring = Keyring::open(&gnupg.home()).unwrap();
        assert_eq!(keyring.certificates(&fingerprint).unwrap(), [gnupg.export(&fingerprint)]);
        assert!(keyring.sources().unwrap().contains(&gnupg.join("more.kbx")));
    }
    // A name that only gpg can expand can't be watched.
    fs::write(gnupg.join("gpg.conf"), "keyring ~/more.kbx\n").unwrap();
    assert_eq!(Keyring::open(&gnupg.home()).unwrap().sources(), None);
}
