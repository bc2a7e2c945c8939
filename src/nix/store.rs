use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use super::Error;
use super::object::path_of;
use super::remote::Place;
use crate::model::StorePath;

/// A Nix store: how it calls its paths, and where they are on this machine.
#[derive(Clone, Debug)]
pub struct Store {
    dir: String,
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
        Self {
            dir,
            place: place.of_remote(&settings.remote.unwrap_or_default()),
            program: settings.program.unwrap_or_else(|| PathBuf::from("nix-store")),
            environment: settings.environment,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

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
