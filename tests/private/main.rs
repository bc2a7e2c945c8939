//! Encrypted streams, with the real GnuPG as the other side.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod damage;
mod key_files;
mod ours;
mod refusals;
#[path = "../support/mod.rs"]
mod support;
mod theirs;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use signcache::model::{Fingerprint, KeyId};
use signcache::nix::Store;
use signcache::openpgp::Password;
use signcache::openpgp::gnupg::{Prompting, Terminal};
use signcache::ops::{Error, Notice, Progress, Session, Settings, Signing, private};
use support::gnupg::Gnupg;
use tempfile::TempDir;

/// Somebody with a GnuPG home directory, and what else there is to set.
struct Person {
    gnupg: Gnupg,
    files: TempDir,
    prompting: Prompting,
    signers: BTreeMap<Fingerprint, Signing>,
    desk: Desk,
}

/// Whom a password is asked of, and how often that was.
#[derive(Default)]
struct Desk {
    password: Option<&'static str>,
    asked: AtomicUsize,
}

impl Progress for Desk {
    fn notice(&self, _: Notice) {}
    fn cancelled(&self) -> bool {
        false
    }
    fn password(&self, _: &str) -> Option<Password> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.password.map(Password::from)
    }
}

impl Person {
    fn new() -> Self {
        Self {
            gnupg: Gnupg::new(),
            files: tempfile::tempdir().unwrap(),
            prompting: Prompting::Never,
            signers: BTreeMap::new(),
            desk: Desk::default(),
        }
    }

    /// Somebody with a key that has an encryption subkey.
    fn with_key(algorithm: &str) -> (Self, Fingerprint) {
        let person = Self::new();
        let key = person.gnupg.generate_for_encryption("Test <test@example.org>", algorithm, "");
        (person, key)
    }

    #[allow(clippy::disallowed_methods, reason = "GnuPG makes keys that are valid from now on")]
    fn session(&self) -> Session {
        let below = |name: &str| self.files.path().join(name);
        Session::new(Settings {
            cache_is_named: false,
            cache: below("cache"),
            ledger: below("state"),
            roots: below("roots"),
            gnupg: self.gnupg.home(),
            certificate_files: vec![below("certificates.pgp")],
            keys: BTreeMap::new(),
            store: Store::new(signcache::nix::Settings::default()),
            stores: Vec::new(),
            prompting: self.prompting.clone(),
            patience: Duration::ZERO,
            me: "a test".into(),
            now: SystemTime::now().try_into().unwrap(),
            signers: self.signers.clone(),
            caches: BTreeMap::new(),
            upstreams: Vec::new(),
            keep_upstream_copies: true,
            substitute: false,
        })
    }

    /// The message that this person makes of a content.
    fn seal(&self, content: &[u8], keys: &[Fingerprint]) -> Result<Vec<u8>, Error> {
        let keys: Vec<KeyId> = keys.iter().copied().map(KeyId::OpenPgp).collect();
        let mut sealing = private::seal(&self.session(), &keys, Vec::new(), &self.desk)?;
        sealing.write_all(content).unwrap();
        Ok(sealing.finish().unwrap())
    }

    /// What this person reads in a message.
    fn open(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let mut content = Vec::new();
        private::open(&self.session(), message, &self.desk)?.read_to_end(&mut content).unwrap();
        Ok(content)
    }

    /// What gpg reads in a message.
    fn gpg(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        let path = self.files.path().join("message");
        std::fs::write(&path, message).unwrap();
        self.gnupg.decrypt(&path)
    }
}

/// Some bytes that no compression makes shorter, more than the library looks ahead.
fn content() -> Vec<u8> {
    let mut state = 1_u32;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..1_000_003).map(next).collect()
}

fn terminal() -> Prompting {
    Prompting::Terminal(Terminal { tty_name: "/dev/null".into(), ..Terminal::default() })
}
