//! From what the user typed and what the environment says to what is to be done.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::args::Global;
use super::clock;
use super::config::{Agent, Config, Gc, Password, Signer, Tui, Unread, Upstream};
use super::environment::{self, Environment};
use super::error::Error;
use super::exit::Exit;
use super::output::Output;
use super::progress::Bars;
use crate::files::Stop;
use crate::model::query::Query;
use crate::model::{Age, ContentDigest, KeyId, KeyRef};
use crate::nix::{self, Store};
use crate::openpgp::gnupg::GnupgHome;
use crate::ops::{
    self, Content, KeySettings, Neighbours, PasswordFrom, Session, Settings, SignWith, Signing,
    UpstreamSettings, Wish,
};
use crate::program::Template;

/// How long to wait for others who sign with the same key: long enough for a person to find a card.
const PATIENCE: Duration = Duration::from_secs(300);

/// How long a command that signs may take.
const COMMAND_LIMIT: Duration = Duration::from_secs(60);

/// A command at work.
pub struct Work<'a> {
    /// The session.
    pub session: Session,
    /// Where results and messages go.
    pub output: &'a Output,
    /// Where progress goes.
    pub bars: Bars<'a>,
    /// Whether somebody asked to stop.
    pub stop: Stop,
    /// Whether nothing is to be signed.
    pub offline: bool,
    /// What the configuration says of collecting garbage.
    pub gc: Gc,
    /// What the configuration says of the terminal application.
    pub tui: Tui,
    /// What the configuration says of the agent.
    pub agent: Agent,
    /// Where an agent writes its log when nobody says otherwise.
    pub log: PathBuf,
}

impl<'a> Work<'a> {
    /// Reads configuration and environment; `certificates` are files with more certificates.
    pub fn new(
        global: &Global,
        certificates: &[PathBuf],
        output: &'a Output,
        stop: &'a Stop,
    ) -> Result<Self, Error> {
        match Self::in_any_case(global, certificates, output, stop)? {
            (work, None) => Ok(work),
            (_, Some(unread)) => Err(unread.error),
        }
    }

    /// The same with defaults where the configuration can't be read; then there is also what says why.
    pub fn in_any_case(
        global: &Global,
        certificates: &[PathBuf],
        output: &'a Output,
        stop: &'a Stop,
    ) -> Result<(Self, Option<Unread>), Error> {
        let environment = Environment::read()?;
        let config = match &global.config {
            Some(path) => Config::read(path, true, environment.home()),
            None => Config::read(&environment.configuration(), false, environment.home()),
        };
        let (mut config, unread) =
            config.map_or_else(|unread| (Config::default(), Some(unread)), |config| (config, None));
        let (gc, tui) = (std::mem::take(&mut config.gc), std::mem::take(&mut config.tui));
        let agent = std::mem::take(&mut config.agent);
        let mut settings = settings(global, config, &environment);
        settings.certificate_files.extend_from_slice(certificates);
        let work = Self {
            gc,
            tui,
            agent,
            log: environment.state().join("agent.log"),
            session: Session::alone(settings),
            output,
            bars: Bars::new(output, stop, global.quiet),
            stop: stop.clone(),
            offline: global.offline,
        };
        Ok((work, unread))
    }

    /// The key that a text names. If the configuration has a cache for it, that is the one from here on.
    pub fn key(&self, text: &str) -> Result<KeyId, Error> {
        let key = self.other_key(text)?;
        self.session.turn_to(&key);
        Ok(key)
    }

    /// The key that a text names, which is not the one whose signatures are wanted.
    pub fn other_key(&self, text: &str) -> Result<KeyId, Error> {
        let key: KeyRef = text.parse().map_err(ops::Error::from)?;
        Ok(ops::resolve(&self.session, &key)?)
    }

    /// The query that words make, with the names of keys resolved. If it names keys that have a cache of their own, that is
    /// the one from here on.
    pub fn query(&self, words: &[String]) -> Result<(Query, String), Error> {
        let text = words.join(" ");
        let parsed = text.parse::<Query>().and_then(|mut query| {
            let keys = &self.session.settings().keys;
            query.resolve_aliases(|alias| keys.get(alias).map(|key| key.fingerprint))?;
            Ok(query)
        });
        match parsed {
            Ok(query) => {
                self.session.turn_to_cache_of(&query)?;
                Ok((query, text))
            }
            Err(error) => Err(Error::usage(error.to_string())
                .hinted("`signcache list --help` describes the query language")),
        }
    }

    /// Hashes files on all cores.
    pub fn hash(&self, paths: &[PathBuf]) -> Vec<Result<Content, ops::Error>> {
        ops::hash_all(&self.session, paths, &self.bars)
    }

    /// Contents given as files or as digests. A file wins where a text could be both.
    pub fn contents(&self, given: &[PathBuf]) -> Vec<Result<Content, ops::Error>> {
        let digest = |path: &PathBuf| {
            let digest: ContentDigest = path.to_str()?.parse().ok()?;
            (!path.exists()).then_some(digest)
        };
        let files: Vec<PathBuf> = given.iter().filter(|path| digest(path).is_none()).cloned().collect();
        let mut hashed = self.hash(&files).into_iter();
        given
            .iter()
            .map(|path| match digest(path) {
                Some(digest) => Ok(Content::from_digest(digest)),
                None => hashed.next().unwrap_or(Err(ops::Error::Interrupted)),
            })
            .collect()
    }

    /// The wish that the options of a command make, offline if that was asked for anywhere.
    pub const fn wish(&self, resign: bool, allow_compromised: bool) -> Wish {
        Wish {
            offline: self.offline,
            resign,
            allow_compromised,
            substitute: false,
            neighbours: Neighbours::Ignored,
        }
    }

    /// Reports what went wrong with single items; gives the first one's exit code, or that all is done.
    pub fn report(&self, failures: Vec<Error>) -> Result<Exit, Error> {
        if failures.iter().any(|failure| failure.exit() == Exit::Interrupted) {
            return Err(ops::Error::Interrupted.into());
        }
        failures.iter().for_each(|failure| self.output.error(failure));
        Ok(failures.first().map_or(Exit::Done, Error::exit))
    }
}

/// What the options, the configuration and the environment come to, in this order of precedence.
pub fn settings(global: &Global, config: Config, environment: &Environment) -> Settings {
    let chosen = global.cache.clone().or_else(|| environment::path("SIGNCACHE_DIR"));
    let (home, explicit) = match config.gnupg.home {
        Some(home) => (home, true),
        None => environment.gnupg_home(),
    };
    let mut gnupg = GnupgHome::new(home, explicit);
    gnupg.gpg = config.gnupg.gpg.unwrap_or(gnupg.gpg);
    gnupg.gpgconf = config.gnupg.gpgconf.unwrap_or(gnupg.gpgconf);
    let state = environment.state();
    let (mut keys, mut signers, mut caches) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut certificate_files = config.certificates;
    for (name, key) in config.keys {
        let fingerprint = key.fingerprint.0;
        keys.insert(name, KeySettings { fingerprint });
        // Whoever chooses a cache for this run means it for every key.
        if let (Some(cache), None) = (key.cache, &chosen) {
            caches.insert(fingerprint, cache);
        }
        if let Some(Signer::KeyFile { path, .. }) = &key.signer {
            // Such a file has the certificate as well.
            certificate_files.push(path.clone());
        }
        if key.signer.is_some() || key.max_requests.is_some() {
            let max_requests = key.max_requests.map_or(1, |most| most.get().into());
            let with = key.signer.map_or(SignWith::Agent, sign_with);
            signers.insert(fingerprint, Signing { with, max_requests });
        }
    }
    let named = chosen.or(config.cache);
    let upstreams = if global.no_upstream { Vec::new() } else { config.upstream };
    Settings {
        // The default one by its name is still the one that the first signature makes.
        cache_is_named: named.as_ref().is_some_and(|named| *named != environment.data()),
        cache: named.unwrap_or_else(|| environment.data()),
        caches,
        upstreams: upstreams
            .into_iter()
            .map(Upstream::into_parts)
            .map(|(path, optional)| UpstreamSettings { path, optional })
            .collect(),
        substitute: config.nix.substitute.unwrap_or(true),
        keep_upstream_copies: config.keep_upstream_copies.unwrap_or(true),
        ledger: state.clone(),
        roots: state.join("roots"),
        gnupg,
        certificate_files,
        keys,
        store: Store::new(nix_settings(config.nix.nix_store)),
        stores: config.nix.stores,
        prompting: environment::prompting(),
        patience: config.lock_timeout.map_or(PATIENCE, |age| age.0.duration()),
        me: me(),
        now: clock::now(),
        signers,
    }
}

fn sign_with(signer: Signer) -> SignWith {
    match signer {
        Signer::KeyFile { path, password } => SignWith::KeyFile {
            path,
            password: match password {
                Password::Person => PasswordFrom::Person,
                Password::File(path) => PasswordFrom::File(path),
                Password::Descriptor(number) => {
                    PasswordFrom::Descriptor { number, open: environment::descriptor(number).map(Arc::new) }
                }
            },
        },
        Signer::Command { program, arguments, timeout } => SignWith::Command {
            command: Template { program, arguments },
            limit: timeout.map_or(COMMAND_LIMIT, Age::duration),
        },
    }
}

/// What others read who wait for this process.
fn me() -> String {
    let host = rustix::system::uname();
    let user = rustix::process::geteuid().as_raw();
    format!("process {} of user {user} on {}", std::process::id(), host.nodename().to_string_lossy())
}

/// Which Nix store it is, by the variables that Nix itself reads.
fn nix_settings(program: Option<PathBuf>) -> nix::Settings {
    nix::Settings {
        store_dir: environment::text("NIX_STORE_DIR").or_else(|| environment::text("NIX_STORE")),
        state_dir: environment::path("NIX_STATE_DIR"),
        remote: environment::text("NIX_REMOTE"),
        program,
        environment: Vec::new(),
    }
}
