//! Signers beside gpg-agent: keys in files, and programs of the user's.

mod command;
mod command_failures;
mod key_file;
mod password;
mod requests;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::support::gnupg::Gnupg;
use crate::support::user::User;

/// Somebody whose key is known to their own GnuPG by its certificate at most: something else signs.
struct Owner {
    user: User,
    /// Where the key was made, and what the tests' programs sign with.
    vault: Gnupg,
    key: String,
}

impl Owner {
    fn of(algorithm: &str, passphrase: &str) -> Self {
        let vault = Gnupg::new();
        let key = vault.generate_as("Owner <owner@example.org>", algorithm, passphrase).to_string();
        Self { user: User::new(), vault, key }
    }

    /// Writes the secret key where only its owner can read it.
    fn key_file(&self, passphrase: &str) -> PathBuf {
        self.secret("release.key", self.vault.export_secret(&self.key, passphrase))
    }

    /// Writes a secret beside the configuration.
    fn secret(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let directory = self.user.home.path().join("config/signcache");
        fs::create_dir_all(&directory).unwrap();
        let path = directory.join(name);
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// Calls the key `release`, with these settings.
    fn configure(&self, settings: &str) {
        self.user.configure(&format!("[keys.release]\nfingerprint = \"{}\"\n{settings}\n", self.key));
    }

    /// Has a shell script sign; `$GPG` is the vault's, and `$DIR` the directory of the user's files.
    fn script(&self, script: &str, more: &str) {
        self.user.gnupg.import(&self.vault.export(&self.key.parse().unwrap()));
        let gpg = format!("gpg --homedir {} --batch --quiet", self.vault.path().display());
        let files = self.user.files();
        let text = format!("#!/bin/sh\nGPG='{gpg}'\nDIR='{}'\n{script}\n", files.display());
        let path = self.secret("sign.sh", text);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        let command = r#"signer = { command = ["./sign.sh", "{file}", "{digest}", "{key}"]"#;
        self.configure(&format!("{command}{}", if more.is_empty() { " }" } else { more }));
    }

    /// What a script wrote into a file.
    fn noted(&self, name: &str) -> String {
        fs::read_to_string(self.user.files().join(name)).unwrap_or_default()
    }

    /// How many signatures are in the cache, in quarantine or not.
    fn stored(&self) -> i64 {
        let count = "SELECT (SELECT count(*) FROM entry) + (SELECT count(*) FROM quarantine)";
        crate::support::user::value(&self.user.cache(), count)
    }
}
