//! Records of bundles: one form each, on plain lines, whatever somebody calls a content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signcache::model::{ContentDigest, Fingerprint, KeyId, Pair, Record, Untrusted};

/// A record is text without anything that a terminal would obey, and says what it is.
fn settles(record: &Record, text: &str) {
    assert_eq!(record.to_string(), text, "two forms of one record");
    assert_eq!(text.parse().as_ref(), Ok(record));
    assert!(text.len() <= Record::MAX_SIZE && text.ends_with('\n'));
    for line in text.lines() {
        assert!(!line.contains(char::is_control), "{line:?}");
        // Also what only hides or reorders text.
        assert_eq!(Untrusted::new(line).to_string(), line);
    }
}

fuzz_target!(|text: &str| {
    match text.parse::<Record>() {
        Ok(record) => settles(&record, text),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    if text.len() <= Record::MAX_LABEL {
        let pair = Pair { content: ContentDigest::new([0xab; 32]), key: KeyId::OpenPgp(Fingerprint::NONE) };
        let label = Some(Untrusted::new(text));
        let record = Record { pair, size: 4, signed: None, proof: None, label };
        let shown = record.to_string();
        assert_eq!(shown.lines().count(), 4, "a label is more than a line");
        settles(&record, &shown);
    }
});
