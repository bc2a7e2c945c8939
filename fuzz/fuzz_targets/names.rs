//! Names of contents and keys: whatever is understood is shown in a form that means the same.
#![no_main]

use std::fmt::Display;
use std::str::FromStr;

use libfuzzer_sys::fuzz_target;
use signcache::model::{ContentDigest, Fingerprint, KeyId, KeyRef, StorePath};

/// What was read is read again from how it is shown, and shown the same.
fn settles<T: FromStr + Display + PartialEq>(text: &str) -> Option<T> {
    let read: T = text.parse().ok()?;
    let shown = read.to_string();
    let again: T = shown.parse().unwrap_or_else(|_| panic!("`{shown}` is shown and not read"));
    assert!(again == read, "`{shown}` means something else than `{text}`");
    assert_eq!(again.to_string(), shown);
    Some(read)
}

fuzz_target!(|text: &str| {
    let digest = settles::<ContentDigest>(text);
    let fingerprint = settles::<Fingerprint>(text);
    let key = settles::<KeyId>(text);
    let named = settles::<KeyRef>(text);
    settles::<StorePath>(text);

    if let Some(digest) = digest {
        let shown = digest.to_string();
        assert!(shown.len() == 64 && shown.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
        assert_eq!(ContentDigest::new(*digest.as_bytes()), digest);
    }
    if let Some(fingerprint) = fingerprint {
        assert_eq!(Fingerprint::try_from(fingerprint.as_bytes()), Ok(fingerprint));
        assert!(fingerprint.to_string().contains(&fingerprint.long_id()));
        assert_eq!(named, Some(KeyRef::Id(KeyId::OpenPgp(fingerprint))));
    }
    if let Some(key) = key {
        assert_eq!(named, Some(KeyRef::Id(key)), "a key id is a key id everywhere");
    }
    match named {
        Some(KeyRef::LongId(id)) => assert_eq!(id.len(), 16),
        Some(KeyRef::Alias(alias)) => assert!(KeyRef::is_alias(&alias) && !alias.starts_with('-')),
        Some(KeyRef::Id(_)) | None => {}
    }
});
