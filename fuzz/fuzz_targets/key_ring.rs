//! GnuPG's key rings: files of any bytes are read, and what they hold is what they are asked for.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use signcache::model::Fingerprint;
use signcache::openpgp::Certificate;
use signcache::openpgp::gnupg::{GnupgHome, Keyring};

/// A primary key and a subkey of the seeds.
const KNOWN: [&str; 2] = ["8647868C89EA780638660D62D3C4AAD897ADFC62", "E39EEB981466D86590F7DC578E510F1F88C35608"];

static HOME: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a directory"));

fuzz_target!(|bytes: &[u8]| {
    std::fs::write(HOME.path().join("pubring.kbx"), bytes).expect("a writable directory");
    let keyring = Keyring::open(&GnupgHome::new(HOME.path().to_owned(), true)).expect("no configuration");
    for known in KNOWN {
        let known: Fingerprint = known.parse().expect("a fingerprint");
        for primary in keyring.resolve_long_id(&known.long_id()).expect("the file can be read") {
            let copies = keyring.certificates(&primary).expect("the file can be read");
            assert!(!copies.is_empty(), "it was just found");
            for stored in copies {
                if let Ok(certificate) = Certificate::from_bytes(&stored, &primary) {
                    assert_eq!(certificate.fingerprint(), primary);
                }
            }
        }
    }
});
