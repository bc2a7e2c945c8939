mod agent;
mod gc;
mod signer;
mod tui;
mod unread;
mod upstream;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroU8;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use serde::Deserialize;

use crate::model::{Age, Fingerprint, KeyRef};

pub use agent::{Agent, AgentKey};
pub use gc::Gc;
pub use signer::{Password, Signer};
pub use tui::Tui;
pub use unread::Unread;
pub use upstream::Upstream;

/// The configuration file (TOML); every setting has a default.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// The cache's directory.
    pub cache: Option<PathBuf>,
    /// What is read, in this order, where the cache lacks something.
    pub upstream: Vec<Upstream>,
    /// Whether the cache keeps copies of what they have; it does unless this says otherwise.
    pub keep_upstream_copies: Option<bool>,
    /// How long to wait for others who sign with the same key.
    pub lock_timeout: Option<Text<Age>>,
    /// Files with certificates, beside the key ring.
    pub certificates: Vec<PathBuf>,
    /// GnuPG.
    pub gnupg: Gnupg,
    /// Nix.
    pub nix: Nix,
    /// What is not worth keeping.
    pub gc: Gc,
    /// The terminal application.
    pub tui: Tui,
    /// The agent.
    pub agent: Agent,
    /// Keys with names.
    pub keys: BTreeMap<String, Key>,
}

/// Settings for GnuPG.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Gnupg {
    /// The home directory; `GNUPGHOME` or `~/.gnupg` without.
    pub home: Option<PathBuf>,
    /// The program `gpg`.
    pub gpg: Option<PathBuf>,
    /// The program `gpgconf`.
    pub gpgconf: Option<PathBuf>,
}

/// Settings for Nix.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Nix {
    /// The program `nix-store`.
    pub nix_store: Option<PathBuf>,
    /// Other stores than that of the environment, each as `NIX_REMOTE` takes it.
    pub stores: Vec<String>,
    /// Whether substituters are asked for what others provide; they are unless this says otherwise.
    pub substitute: Option<bool>,
}

/// A key with a name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Key {
    /// The full fingerprint of its certificate.
    pub fingerprint: Text<Fingerprint>,
    /// The directory of a cache of its own.
    pub cache: Option<PathBuf>,
    /// With what it signs, if not with gpg-agent.
    pub signer: Option<Signer>,
    /// How many requests may be made to it at once.
    pub max_requests: Option<NonZeroU8>,
}

/// A value that is written as a text.
#[derive(Clone, Copy, Debug)]
pub struct Text<T>(pub T);

impl<'de, T: std::str::FromStr<Err: std::fmt::Display>> Deserialize<'de> for Text<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(|error| serde::de::Error::custom(format!("`{text}`: {error}")))
    }
}

impl Config {
    /// Reads a configuration file. Where nobody named it, it may be absent.
    pub fn read(path: &Path, named: bool, home: &Path) -> Result<Self, Unread> {
        let text = match read_limited(path, named) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !named => return Ok(Self::default()),
            Err(error) => return Err(Unread::file(path, &error)),
        };
        let mut config: Self = toml::from_str(&text).map_err(|error| Unread::syntax(path, &text, &error))?;
        let wrong = |message: String, kind| Unread::meaning(path, message, kind);
        if let Some(name) = config.keys.keys().find(|name| !matches!(name.parse(), Ok(KeyRef::Alias(_)))) {
            let message = format!("`{}` can't be the name of a key", name.escape_debug());
            return Err(wrong(message, "a word that can't be one is the name of a key"));
        }
        if let Some(name) = config.says_twice(|key| key.signer.is_some() || key.max_requests.is_some()) {
            let message = format!("two entries say how the key of `{name}` signs; one has to do");
            return Err(wrong(message, "two entries say how one key signs"));
        }
        if let Some(name) = config.says_twice(|key| key.cache.is_some()) {
            let message = format!("two entries name a cache for the key of `{name}`; one has to do");
            return Err(wrong(message, "two entries name a cache for one key"));
        }
        let base = path.parent().unwrap_or(Path::new("/")).to_owned();
        let place = |path: &mut PathBuf| {
            *path = match path.strip_prefix("~") {
                Ok(rest) => home.join(rest),
                Err(_) => base.join(&path),
            };
        };
        let of_keys = config.keys.values_mut().flat_map(|key| {
            let signer = key.signer.as_mut().map(Signer::paths);
            signer.into_iter().flatten().chain(&mut key.cache)
        });
        let upstreams = config.upstream.iter_mut().map(Upstream::path);
        let paths = config.cache.iter_mut().chain(upstreams).chain(&mut config.certificates);
        let of_agent = config.agent.socket.iter_mut().chain(&mut config.agent.log);
        paths.chain(&mut config.gnupg.home).chain(of_agent).chain(of_keys).for_each(place);
        Ok(config)
    }

    /// A key that says something although an earlier name of the same key says it, too.
    fn says_twice(&self, says: impl Fn(&Key) -> bool) -> Option<&str> {
        let mut seen = BTreeSet::new();
        let says = self.keys.iter().filter(|(_, key)| says(key));
        says.filter(|(_, key)| !seen.insert(key.fingerprint.0)).map(|(name, _)| name.as_str()).next()
    }
}

/// The most bytes of a configuration.
const LONGEST: u64 = 1 << 20;

/// Reads a configuration file. One that nobody named must be a plain file, which no pipe in its place keeps waiting.
fn read_limited(path: &Path, named: bool) -> io::Result<String> {
    let at_once = if named { OFlags::empty() } else { OFlags::NONBLOCK.union(OFlags::NOCTTY) };
    let file = File::options().read(true).custom_flags(at_once.bits().cast_signed()).open(path)?;
    if !named && !file.metadata()?.is_file() {
        return Err(io::Error::other("it is no plain file"));
    }
    let mut text = String::new();
    if file.take(LONGEST + 1).read_to_string(&mut text)? as u64 > LONGEST {
        return Err(io::Error::other("it has more than 1 MiB"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn read(text: &str) -> Result<Config, String> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("config.toml");
        fs::write(&path, text).unwrap();
        Config::read(&path, true, Path::new("/home/u")).map_err(|unread| unread.error.message())
    }

    #[test]
    fn paths_are_the_files_own_or_the_home_directorys() {
        let config = read("cache = \"~/signatures\"\ncertificates = [\"/a.asc\", \"b.asc\"]").unwrap();
        assert_eq!(config.cache.unwrap(), Path::new("/home/u/signatures"));
        assert_eq!(config.certificates[0], Path::new("/a.asc"));
        assert!(config.certificates[1].is_absolute() && config.certificates[1].ends_with("b.asc"));
    }

    #[test]
    fn programs_are_looked_for_along_the_path_unless_they_are_paths() {
        let program = |program: &str| {
            let signer = format!("signer = {{ command = [\"{program}\", \"b/c\"] }}");
            let key = "fingerprint = \"8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B\"";
            let mut config = read(&format!("[keys.a]\n{key}\n{signer}\n")).unwrap();
            match config.keys.remove("a").unwrap().signer.unwrap() {
                Signer::Command { program, arguments, .. } => {
                    assert_eq!(arguments, ["b/c"]);
                    program
                }
                Signer::KeyFile { .. } => unreachable!("it is a command"),
            }
        };
        assert_eq!(program("hsm"), Path::new("hsm"));
        assert_eq!(program("/a/hsm"), Path::new("/a/hsm"));
        assert_eq!(program("~/hsm"), Path::new("/home/u/hsm"));
        assert!(program("./hsm").is_absolute());
    }

    #[test]
    fn mistakes_are_named() {
        let check = |text: &str, named: &str| {
            let error = read(text).unwrap_err();
            assert!(error.contains(named), "{error}");
        };
        check("cahce = \"x\"", "cahce");
        check("lock-timeout = \"soon\"", "soon");
        check("[keys.release]\nfingerprint = \"ABCD\"", "ABCD");
        check("[keys.\"a b\"]\nfingerprint = \"8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B\"", "a b");
        check(
            "[keys.ABCDEF0123456789]\nfingerprint = \"8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B\"",
            "ABCDEF",
        );
        let signer = |signer: &str| {
            let key = "fingerprint = \"8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B\"";
            format!("[keys.a]\n{key}\n[keys.b]\n{key}\nsigner = {signer}\n")
        };
        check(&signer("{}"), "`key-file` or a `command`");
        check(&signer("{ key-file = \"k\", command = [\"c\"] }"), "`key-file` or a `command`");
        check(&signer("{ key-file = \"k\", timeout = \"3s\" }"), "`timeout`");
        check(&signer("{ command = [\"c\"], password-fd = 3 }"), "`password-fd`");
        check(&signer("{ key-file = \"k\", password-fd = 3, password-file = \"p\" }"), "one of them");
        check(&signer("{ command = [] }"), "the program is missing");
        check(&signer("{ command = \"sh -c x\" }"), "sequence");
        check(&format!("{}[keys.c]\nmax-requests = 0", signer("{ key-file = \"k\" }")), "nonzero");
        let caches = signer("{ key-file = \"k\" }").replace("[keys.", "cache = \"c\"\n[keys.");
        check(&format!("{caches}cache = \"d\"\n"), "a cache for the key of `b`");
        let again = signer("{ key-file = \"k\" }").replace("[keys.b]", "max-requests = 2\n[keys.b]");
        check(&again, "two entries say how the key of `b` signs");
    }
}
