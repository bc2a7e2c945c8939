use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::keys::{listing, primaries, with_primaries};
use super::settings::{contents, options};
use super::{Error, GnupgHome, keybox, search};
use crate::model::Fingerprint;

/// The certificates that the user's GnuPG knows.
///
/// Its files are read without starting a process wherever it keeps them in
/// files. `gpg` is asked where a daemon keeps them (`use-keyboxd`, GnuPG 2.4),
/// or a key ring's name in `gpg.conf` is one that only `gpg` can expand.
#[derive(Debug)]
pub struct Keyring {
    home: GnupgHome,
    /// The key rings that `gpg.conf` names, and whether the default one counts; none when `gpg` must be asked.
    files: Option<(Vec<PathBuf>, bool)>,
    /// Whether a daemon keeps the certificates, in a database below the home directory.
    daemon: bool,
}

impl Keyring {
    /// The key ring of a GnuPG home directory, which may be absent or empty.
    ///
    /// # Errors
    /// When GnuPG's configuration in the home directory can't be read.
    pub fn open(home: &GnupgHome) -> Result<Self, Error> {
        let daemon = options(&home.home.join(COMMON_CONF))?.iter().any(|(name, _)| name == "use-keyboxd")
            || home.home.join(DATABASE).exists() && !home.home.join(KEYBOX).exists();
        let files = if daemon { None } else { files(&home.home, &options(&home.home.join(GPG_CONF))?) };
        Ok(Self { home: home.clone(), files, daemon })
    }

    /// The files whose state tells whether the key ring may have changed. Some may not exist.
    ///
    /// None where a key ring has a name that only `gpg` can expand, so that nobody else can watch it.
    #[must_use]
    pub fn sources(&self) -> Option<Vec<PathBuf>> {
        let named = match &self.files {
            Some((named, _)) => named.as_slice(),
            None if self.daemon => &[],
            None => return None,
        };
        let usual = [KEYBOX, PLAIN_RING, DATABASE, DATABASE_LOG, COMMON_CONF, GPG_CONF];
        Some(usual.into_iter().map(|name| self.home.home.join(name)).chain(named.iter().cloned()).collect())
    }

    /// All copies of the certificate with this primary key: its packets in binary form.
    ///
    /// The caller verifies it. It may hold certifications that are marked as not to be exported.
    ///
    /// # Errors
    /// When a file can't be read, or `gpg` must be asked and fails.
    pub fn certificates(&self, primary: &Fingerprint) -> Result<Vec<Vec<u8>>, Error> {
        let Some(rings) = self.rings()? else {
            let exported = self.home.ask_gpg(&["--export", &primary.to_string()])?.successful()?;
            return Ok(search::find(&exported, primary).into_iter().collect());
        };
        Ok(rings.iter().filter_map(|ring| search::find(ring, primary)).collect())
    }

    /// The certificates in which the primary key or a subkey has this key id of 16 upper-case hexadecimal digits.
    ///
    /// # Errors
    /// When a file can't be read, or `gpg` must be asked and fails.
    pub fn resolve_long_id(&self, id: &str) -> Result<Vec<Fingerprint>, Error> {
        if id.len() != 16 || !id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F')) {
            return Ok(Vec::new());
        }
        let found: BTreeSet<Fingerprint> = match self.rings()? {
            Some(rings) => rings.iter().flat_map(|ring| search::with_long_id(ring, id)).collect(),
            None => primaries(&listing(&self.home, Some(id))?).collect(),
        };
        Ok(found.into_iter().collect())
    }

    /// The fingerprints of all keys, each with that of its primary key.
    ///
    /// # Errors
    /// When a file can't be read, or `gpg` must be asked and fails.
    pub fn keys(&self) -> Result<Vec<(Fingerprint, Fingerprint)>, Error> {
        Ok(match self.rings()? {
            Some(rings) => rings.iter().flat_map(|ring| search::keys(ring)).collect(),
            None => with_primaries(&listing(&self.home, None)?).collect(),
        })
    }

    /// The contents of the files that `gpg` would use, or none when it must be asked.
    fn rings(&self) -> Result<Option<Vec<Vec<u8>>>, Error> {
        let Some((named, with_default)) = &self.files else {
            return Ok(None);
        };
        let mut rings = Vec::new();
        if *with_default {
            // An old gpg may have left a plain ring beside the keybox (`keydb_add_resource` in GnuPG's g10/keydb.c).
            let keybox = read(&self.home.home.join(KEYBOX))?;
            let keybox_rules = keybox.as_ref().is_some_and(|keybox| keybox::is_for_openpgp(keybox));
            let plain = if keybox_rules { None } else { read(&self.home.home.join(PLAIN_RING))? };
            rings.extend(plain.or(keybox));
        }
        for path in named {
            rings.extend(read(path)?);
        }
        Ok(Some(rings))
    }
}

const KEYBOX: &str = "pubring.kbx";
const PLAIN_RING: &str = "pubring.gpg";
const DATABASE: &str = "public-keys.d/pubring.db";
const DATABASE_LOG: &str = "public-keys.d/pubring.db-wal";
const COMMON_CONF: &str = "common.conf";
const GPG_CONF: &str = "gpg.conf";

/// The key rings that `gpg.conf` names, and whether the default one counts; none when a name is beyond us.
fn files(home: &Path, options: &[(String, String)]) -> Option<(Vec<PathBuf>, bool)> {
    let is_set = |option: &str| options.iter().any(|(name, _)| name == option);
    let mut named = Vec::new();
    for (_, value) in options.iter().filter(|(name, _)| name == "keyring" || name == "primary-keyring") {
        let file =
            ["gnupg-ring:", "gnupg-kbx:"].iter().find_map(|kind| value.strip_prefix(kind)).unwrap_or(value);
        match file {
            _ if file.starts_with('/') => named.push(file.into()),
            _ if file.contains(['/', '~']) => return None,
            _ => named.push(home.join(file)),
        }
    }
    Some((named, !is_set("no-default-keyring")))
}

/// The bytes of a file, if it exists.
///
/// While `gpg` puts a new key ring in place there is none for a moment: the
/// old one is a backup already.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    const TRIES: u8 = 20;
    let mut backup = path.as_os_str().to_owned();
    backup.push("~");
    for _ in 0..TRIES {
        match contents(path) {
            Ok(bytes) => return Ok(Some(bytes)),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::KeyRing { path: path.to_owned(), source: error });
            }
            Err(_) if !Path::new(&backup).exists() => return Ok(None),
            Err(_) => thread::sleep(Duration::from_millis(5)),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_key_ring_that_is_being_replaced_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name| dir.path().join(name);
        assert_eq!(read(&path("ring")).unwrap(), None);
        fs::write(path("ring~"), "old").unwrap();
        let writer = thread::spawn({
            let (new, ring) = (path("ring.tmp"), path("ring"));
            fs::write(&new, "new").unwrap();
            move || {
                thread::sleep(Duration::from_millis(20));
                fs::rename(new, ring)
            }
        });
        assert_eq!(read(&path("ring")).unwrap().as_deref(), Some(&b"new"[..]));
        writer.join().unwrap().unwrap();
    }

    #[test]
    fn key_rings_are_read_where_their_names_are_plain() {
        let check = |conf: &[(&str, &str)], expected: Option<(&[&str], bool)>| {
            let conf: Vec<_> = conf.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            let expected =
                expected.map(|(named, default)| (named.iter().map(PathBuf::from).collect(), default));
            assert_eq!(files(Path::new("/home"), &conf), expected, "{conf:?}");
        };
        check(&[], Some((&[], true)));
        check(&[("keyring", "a.kbx"), ("armor", "")], Some((&["/home/a.kbx"], true)));
        let alone = [("no-default-keyring", ""), ("keyring", "gnupg-kbx:/b.kbx")];
        check(&alone, Some((&["/b.kbx"], false)));
        check(&[("primary-keyring", "~/c.kbx")], None);
        check(&[("keyring", "sub/d.kbx")], None);
    }
}
