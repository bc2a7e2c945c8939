use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::SystemTime;

use sequoia_openpgp::Fingerprint as SequoiaFingerprint;
use sequoia_openpgp::cert::Cert;

use super::validity::{Standing, key_weakness, standing};

/// What a certificate says of one of its keys at one time.
#[derive(PartialEq, Debug)]
pub(super) struct Held {
    /// Whether and how the key is valid.
    pub(super) standing: Option<Standing>,
    /// Why the policy of the library refuses the key today.
    pub(super) weakness: Option<String>,
}

/// What a certificate was found to say of its keys, so that a million signatures don't ask a million times.
#[derive(Default, Debug)]
pub(super) struct Memory(RwLock<BTreeMap<(SequoiaFingerprint, SystemTime), Arc<Today>>>);

#[derive(Debug)]
struct Today {
    held: Arc<Held>,
    /// When something in the certificate last began or ended. It takes a look at all of that, which one signature is not worth.
    since: OnceLock<Option<SystemTime>>,
}

impl Memory {
    /// What `cert`, whose memory this is, says of `key` at the time `made`, and what it does `now`.
    pub(super) fn then_and_now(
        &self,
        cert: &Cert,
        key: &SequoiaFingerprint,
        made: SystemTime,
        now: SystemTime,
    ) -> (Arc<Held>, Arc<Held>) {
        let place = (key.clone(), now);
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&place).cloned();
        let today = if let Some(today) = known {
            let since = today.since.get_or_init(|| events(cert).filter(|event| *event <= now).max());
            if made <= now && since.is_none_or(|since| since < made) {
                return (today.held.clone(), today.held.clone());
            }
            today.held.clone()
        } else {
            let held = Arc::new(held(cert, key, now, now));
            let today = Today { held: held.clone(), since: OnceLock::new() };
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(place, Arc::new(today));
            held
        };
        (Arc::new(held(cert, key, made, now)), today)
    }
}

/// A copy begins anew: it is seldom made for the sake of many signatures.
impl Clone for Memory {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// A certificate is the same whatever is remembered of it.
impl PartialEq for Memory {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

fn held(cert: &Cert, key: &SequoiaFingerprint, time: SystemTime, now: SystemTime) -> Held {
    Held { standing: standing(cert, key, time, now), weakness: key_weakness(cert, key, time, now) }
}

/// All times at which something in a certificate begins or ends: between two of them, it says the same.
pub(super) fn events(cert: &Cert) -> impl Iterator<Item = SystemTime> {
    let created = cert.primary_key().key().creation_time();
    let of_keys = cert.keys().flat_map(|key| {
        let created = key.key().creation_time();
        key.self_signatures().chain(key.self_revocations()).map(move |signature| (created, signature))
    });
    let of_user_ids = cert.userids().flat_map(move |user_id| {
        user_id.self_signatures().chain(user_id.self_revocations()).map(move |signature| (created, signature))
    });
    let signed = of_keys.chain(of_user_ids).flat_map(|(created, signature)| {
        let consents = signature.embedded_signatures().map(move |consent| (created, consent));
        std::iter::once((created, signature)).chain(consents)
    });
    let signed = signed.flat_map(|(created, signature)| {
        let ends = signature.key_validity_period().and_then(|period| created.checked_add(period));
        [signature.signature_creation_time(), signature.signature_expiration_time(), ends]
    });
    cert.keys().map(|key| key.key().creation_time()).chain(signed.flatten())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;
    use crate::openpgp::Certificate;

    #[test]
    fn what_is_remembered_is_what_would_be_found() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/certificates");
        let (mut asked, mut remembered) = (0, 0);
        for file in std::fs::read_dir(corpus).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            for Certificate(cert, memory) in Certificate::all_from_bytes(&bytes) {
                let second = Duration::from_secs(1);
                let around = |event| [event - second, event, event + second];
                // Some others as well, whatever the events are said to be.
                let years =
                    (38..65).step_by(3).map(|year| UNIX_EPOCH + Duration::from_secs(year * 31_556_952));
                let times: BTreeSet<SystemTime> = events(&cert).flat_map(around).chain(years).collect();
                for key in cert.keys().map(|key| key.key().fingerprint()) {
                    for (now, made) in
                        times.iter().flat_map(|now| times.iter().map(move |made| (*now, *made)))
                    {
                        let (then, today) = memory.then_and_now(&cert, &key, made, now);
                        assert_eq!(*then, held(&cert, &key, made, now), "{key} at {made:?}, seen at {now:?}");
                        assert_eq!(*today, held(&cert, &key, now, now), "{key} at {now:?}");
                        asked += 1;
                        remembered += u32::from(made != now && Arc::ptr_eq(&then, &today));
                    }
                }
            }
        }
        assert!(remembered > 0 && remembered < asked, "{remembered} of {asked}");
    }
}
