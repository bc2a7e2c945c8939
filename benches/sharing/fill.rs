use std::error::Error;
use std::path::Path;

use jiff::Timestamp;
use rayon::prelude::*;
use signcache::cache::Cache;
use signcache::hash::Sha256State;
use signcache::model::{KeyId, NewEntry, Origin, Pair, Untrusted, Verdict};
use signcache::openpgp::{Certificate, Draft, SoftwareKey, signing_keys};

/// How many entries are made at once.
const CHUNK: usize = 100_000;

/// Makes a cache with entries whose signatures verify, and gives the certificate.
pub fn fill(directory: &Path, entries: u32) -> Result<Certificate, Box<dyn Error>> {
    let now = Timestamp::now();
    let (certificate, secret) = SoftwareKey::generate("Bench <bench@example.org>", now)?;
    let key = KeyId::OpenPgp(certificate.fingerprint());
    let signing = signing_keys(&certificate, now)?.into_iter().find(|key| *key.key() == *secret.public());
    let signing = signing.ok_or("the key can't sign")?;
    let cache = Cache::open_or_create(directory)?;
    let numbers: Vec<u32> = (0..entries).collect();
    for numbers in numbers.chunks(CHUNK) {
        let entry = |number: &u32| -> Option<NewEntry> {
            let content = content(*number);
            let mut state = Sha256State::default();
            state.update(content.as_bytes());
            let proof = state.to_proof()?;
            let draft = Draft::new(&signing, now).ok()?;
            let digest = Sha256State::continued(&proof, &draft.trailer());
            let value = secret.sign_digest(signing.hash_algorithm(), &digest).ok()?;
            let signature = draft.complete(&digest, value);
            Some(NewEntry {
                pair: Pair { content: Sha256State::digest_of(&proof), key },
                facts: signature.facts(),
                signature: signature.to_bytes(),
                size: proof.length(),
                proof: Some(proof),
                signed: now,
                origin: Origin::Signed,
                label: Some(Untrusted::new(format!("artifact-{number}.tar.zst"))),
                verdict: Verdict::Good,
            })
        };
        let made: Option<Vec<NewEntry>> = numbers.par_iter().map(entry).collect();
        cache.insert(&made.ok_or("a signature can't be made")?, now)?;
    }
    cache.merge_certificate(&key, |_| (certificate.to_bytes(), certificate.state()))?;
    Ok(certificate)
}

/// The content of an entry: longer than a block, with tails of all lengths.
pub fn content(number: u32) -> String {
    format!("{number:0>width$}", width = 64 + (number as usize) % 64)
}
