use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::Error;
use super::object::path_of;
use super::remote::Place;
use crate::model::StorePath;

/// A Nix store: how it calls its paths, and where they are on this machine.
#[derive(Clone, Debug)]
pub struct Store {
    dir: String,
    /// Where it is when `NIX_REMOTE` says nothing.
    here: Place,
    remote: String,
    /// None when the store can't be looked at, being on another machine.
    pub(super) place: Option<Place>,
    pub(super) program: PathBuf,
    pub(super) environment: Vec<(OsString, OsString)>,
}

/// What decides which store it is: Nix's own environment variables, as the caller found them.
///
/// Child processes inherit the environment, so that Nix decides alike.
#[derive(Clone, Default, Debug)]
pub struct Settings {
    /// `NIX_STORE_DIR`, or else `NIX_STORE`; `/nix/store` when there is none.
    pub store_dir: Option<String>,
    /// `NIX_STATE_DIR`; `/nix/var/nix` when there is none.
    pub state_dir: Option<PathBuf>,
    /// `NIX_REMOTE`.
    pub remote: Option<String>,
    /// The program `nix-store`; found along `PATH` when there is none.
    pub program: Option<PathBuf>,
    /// What child processes get beside the environment that they inherit.
    pub environment: Vec<(OsString, OsString)>,
}

impl Store {
    /// The store that Nix would use with these settings.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let mut dir = settings.store_dir.unwrap_or_else(|| "/nix/store".to_owned());
        dir.truncate(dir.trim_end_matches('/').len());
        let place = Place {
            real: PathBuf::from(&dir),
            state: settings.state_dir.unwrap_or_else(|| PathBuf::from("/nix/var/nix")),
        };
        let remote = settings.remote.unwrap_or_default();
        Self {
            dir,
            here: place.clone(),
            place: place.of_remote(&remote),
            remote,
            program: settings.program.unwrap_or_else(|| PathBuf::from("nix-store")),
            environment: settings.environment,
        }
    }

    /// The store that Nix would use if `NIX_REMOTE` had this value.
    #[must_use]
    pub fn elsewhere(&self, remote: &str) -> Self {
        let mut environment = self.environment.clone();
        environment.push(("NIX_REMOTE".into(), remote.into()));
        Self {
            place: self.here.clone().of_remote(remote),
            remote: remote.to_owned(),
            environment,
            ..self.clone()
        }
    }

    /// Where the roots of this store are, when those of the machine's usual store are in a directory.
    ///
    /// Stores that call their paths alike have directories of their own, as each root is known to one of them.
    #[must_use]
    pub fn roots_below(&self, directory: &Path) -> PathBuf {
        match &self.place {
            Some(place) if *place == self.here => directory.to_owned(),
            Some(place) => directory.join(own_name(&[place.real.as_os_str(), place.state.as_os_str()])),
            None => directory.join(own_name(&[self.remote.as_ref()])),
        }
    }

    /// Whether the store's directory is there, as far as can be seen from here: it may be on a disk that is not mounted.
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        self.place.as_ref().is_none_or(|place| place.real.is_dir())
    }

    /// The directory in which all paths of this store begin, such as `/nix/store`.
    #[must_use]
    pub fn dir(&self) -> &str {
        &self.dir
    }

    /// Where a file of this store is on this machine; none when it is no file of
    /// the store, as its path is written, or the store is elsewhere.
    ///
    /// The two paths differ in a chroot store only. Links are not followed.
    #[must_use]
    pub fn locate(&self, file: &Path) -> Option<PathBuf> {
        let inside = file.strip_prefix(&self.dir).ok()?;
        let mut parts = inside.components().peekable();
        parts.peek()?;
        if parts.all(|part| matches!(part, Component::Normal(_))) {
            Some(self.place.as_ref()?.real.join(inside))
        } else {
            None
        }
    }

    /// The path that a plain file with this name and these bytes has in this store.
    ///
    /// It is computed as `nix-store --add` does, without asking Nix, so that
    /// nobody else needs to be believed.
    ///
    /// # Errors
    /// When Nix would not allow the name, or the store's directory.
    pub fn path_of(&self, name: &str, bytes: &[u8]) -> Result<StorePath, Error> {
        path_of(&self.dir, name, bytes)
    }
}

fn own_name(parts: &[&OsStr]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    format!("store-{}", HEXLOWER.encode(&hash.finalize()[..10]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_store_has_roots_of_its_own() {
        let usual = Store::new(Settings::default());
        let below = |remote: &str| usual.elsewhere(remote).roots_below(Path::new("/roots"));
        assert_eq!(below("daemon"), Path::new("/roots"));
        assert_eq!(below("/mnt"), below("local?root=/mnt"));
        let distinct: std::collections::BTreeSet<_> =
            ["", "/mnt", "/other", "ssh://a", "ssh://b"].map(below).into();
        assert_eq!(distinct.len(), 5);
        let there = Store::new(Settings { remote: Some("/mnt".into()), ..Settings::default() });
        assert_eq!(there.roots_below(Path::new("/roots")), below("/mnt"));
        assert_eq!(there.elsewhere("").roots_below(Path::new("/roots")), Path::new("/roots"));
    }

    #[test]
    fn a_file_of_the_store_is_found_where_the_store_really_is() {
        let check = |remote: &str, file: &str, expected: Option<&str>| {
            let store = Store::new(Settings { remote: Some(remote.into()), ..Settings::default() });
            assert_eq!(store.locate(Path::new(file)), expected.map(PathBuf::from), "{remote} {file}");
        };
        check("", "/nix/store/x/y", Some("/nix/store/x/y"));
        check("/mnt", "/nix/store/x/y", Some("/mnt/nix/store/x/y"));
        check("/mnt", "/nix/store/../y", None);
        check("", "/nix/store", None);
        check("", "/nix/stores/x", None);
        check("ssh://host", "/nix/store/x", None);
    }
}
