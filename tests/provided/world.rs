use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};
use signcache::model::ContentDigest;

use crate::support::nix_store::NixStore;
use crate::support::user::{Ended, User};

/// The functions for expressions.
pub const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/signcache.nix");

/// Somebody with a key, and a Nix store of their own.
pub struct World {
    pub user: User,
    /// The key id, as expressions have it.
    pub key: String,
    pub nix: NixStore,
}

impl World {
    pub fn new() -> Self {
        let (user, key) = User::with_key();
        let nix = NixStore::new();
        fs::copy(LIBRARY, nix.work().join("signcache.nix")).unwrap();
        Self { user, key: format!("openpgp:{key}"), nix }
    }

    /// The program, with this store.
    pub fn signcache<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Ended {
        let mut command = self.user.signcache(arguments);
        self.with_store(&mut command);
        command.output().unwrap().into()
    }

    /// The program, which must succeed; what it printed.
    pub fn done<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> String {
        let ended = self.signcache(arguments);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        String::from_utf8(ended.stdout).unwrap()
    }

    fn with_store(&self, command: &mut Command) {
        let nix = self.nix.environment().into_iter();
        command.envs(nix.filter(|(name, _)| name.as_encoded_bytes().starts_with(b"NIX")));
    }

    /// An expression that `signcache` is known to.
    pub fn expression(&self, text: &str) -> String {
        let library = self.nix.work().join("signcache.nix");
        format!("let signcache = import {} {{ system = \"x\"; }}; in {text}", library.display())
    }

    /// The provided derivation of a file of the store's work directory.
    pub fn provided(&self, file: &Path) -> String {
        let (file, key) = (file.display(), &self.key);
        self.expression(&format!("signcache.provided {{ src = {file}; key = \"{key}\"; }}"))
    }

    /// Builds an expression: the path of what came out, or what Nix says instead.
    pub fn build(&self, expression: &str) -> Result<PathBuf, String> {
        build(self.nix.command("nix-build"), expression)
    }

    /// Signs a new file of the store's work directory.
    pub fn signed(&self, name: &str, bytes: &str) -> (PathBuf, Vec<u8>) {
        let file = self.nix.write(name, bytes);
        let signature = self.user.sign(self.bare_key(), file.to_str().unwrap());
        (file, signature)
    }

    /// The file with the key's certificate.
    pub fn certificates(&self) -> PathBuf {
        self.nix.write("release.pgp", self.user.gnupg.export(&self.bare_key().parse().unwrap()))
    }

    pub fn bare_key(&self) -> &str {
        self.key.strip_prefix("openpgp:").unwrap()
    }

    /// A new key of Nix's: the file with the secret one, and the public one.
    pub fn nix_key(&self, name: &str) -> (PathBuf, String) {
        let files =
            [self.nix.work().join(format!("{name}.secret")), self.nix.work().join(format!("{name}.public"))];
        let mut command = self.nix.command("nix-store");
        command.args(["--generate-binary-cache-key", name]).args(&files);
        assert!(command.status().unwrap().success());
        let [secret, public] = files;
        (secret, fs::read_to_string(public).unwrap())
    }

    /// Writes everything into a binary cache.
    pub fn export(&self, to: &Path, secret: &Path) -> Ended {
        let (to, secret) = (to.to_str().unwrap(), secret.to_str().unwrap());
        self.signcache(["export", "--format", "nix-cache", "-o", to, "--nix-key", secret])
    }
}

/// The digest of a content.
pub fn digest(content: &[u8]) -> ContentDigest {
    ContentDigest::new(Sha256::digest(content).into())
}

/// Runs `nix-build` with an expression and more.
pub fn build(mut command: Command, expression: &str) -> Result<PathBuf, String> {
    let output = command.args(["--no-out-link", "-E", expression]).output().unwrap();
    if output.status.success() {
        Ok(PathBuf::from(String::from_utf8(output.stdout).unwrap().trim_end()))
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
