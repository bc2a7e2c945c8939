//! The query language: any text is a query or an error that can be shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signcache::model::Fingerprint;
use signcache::model::query::{Filter, KeyMatch, Query};

fuzz_target!(|text: &str| {
    let mut query: Query = match text.parse() {
        Ok(query) => query,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    for term in &query.terms {
        match &term.filter {
            // These become patterns for the database, so nothing but digits may be in them.
            Filter::Digest(digits) => {
                let plain = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
                assert!((1..=64).contains(&digits.len()) && digits.bytes().all(plain), "{digits}");
            }
            Filter::Key(KeyMatch::Digits(digits)) => {
                let plain = |byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F');
                assert!(!digits.is_empty() && digits.bytes().all(plain), "{digits}");
            }
            Filter::Name(name) => assert!(!name.is_empty()),
            _ => {}
        }
    }
    // More blanks around and between words change nothing.
    assert_eq!(format!(" {text}\t").parse().as_ref(), Ok(&query));
    let aliases = |filter: &Filter| matches!(filter, Filter::Key(KeyMatch::Alias(_)));
    let has_aliases = query.terms.iter().any(|term| aliases(&term.filter));
    assert_eq!(query.clone().resolve_aliases(|_| None).is_err(), has_aliases);
    assert!(query.resolve_aliases(|_| Some(Fingerprint::NONE)).is_ok());
    assert!(!query.terms.iter().any(|term| aliases(&term.filter)));
});
