//! Certificates out of files and caches: reduced once, they stay as they are, alone and merged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signcache::openpgp::Certificate;

fuzz_target!(|bytes: &[u8]| {
    for certificate in Certificate::all_from_bytes(bytes) {
        let fingerprint = certificate.fingerprint();
        let kept = certificate.to_bytes();
        let again = Certificate::from_bytes(&kept, &fingerprint).expect("what was kept is a certificate");
        assert_eq!(again.to_bytes(), kept, "reading a certificate again changes it");
        assert_eq!(again.state(), certificate.state());
        let merged = certificate.clone().merged(&again);
        assert_eq!(merged.to_bytes(), kept, "a certificate learns nothing from itself");
        assert!(certificate.has_long_id(&fingerprint.long_id()));
        let _ = certificate.to_string();
    }
});
