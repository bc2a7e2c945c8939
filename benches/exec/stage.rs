use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::gnupg::Gnupg;
use super::nix_store::NixStore;

/// The program, as it was built for the bench.
pub const OURS: &str = env!("CARGO_BIN_EXE_signcache");

/// How many bytes the small file has.
pub const SMALL: usize = 100 * 1024;

/// A user with one key, a Nix store, and a signature of one small file, which was asked for and is bound.
pub struct Stage {
    pub algorithm: String,
    pub key: String,
    /// The file that hits are about.
    pub content: PathBuf,
    minimal: PathBuf,
    _gnupg: Gnupg,
    _nix: NixStore,
    root: PathBuf,
    environment: Vec<(OsString, OsString)>,
}

impl Stage {
    pub fn new(algorithm: &str, minimal: &Path) -> Result<Self, Box<dyn Error>> {
        let (gnupg, nix) = (Gnupg::new(), NixStore::new());
        let root = nix.work();
        let below = |name: &str| root.join(name).into_os_string();
        let mut environment = nix.environment();
        environment.extend(
            [
                ("PATH", std::env::var_os("PATH").unwrap_or_default()),
                ("GNUPGHOME", gnupg.path().into()),
                ("XDG_DATA_HOME", below("data")),
                ("XDG_STATE_HOME", below("state")),
                ("XDG_CONFIG_HOME", below("config")),
            ]
            .map(|(name, value)| (name.into(), value)),
        );
        let key = gnupg.generate(algorithm).to_string();
        let content = nix.write("content", noise(SMALL, 1));
        let stage = Self {
            algorithm: algorithm.to_owned(),
            key,
            content,
            minimal: minimal.to_owned(),
            _gnupg: gnupg,
            _nix: nix,
            root,
            environment,
        };
        // The first call signs and binds, the second is a hit.
        for _ in 0..2 {
            stage.done(&mut stage.exec([&stage.content]))?;
        }
        stage.share_with_helper([&stage.content])?;
        Ok(stage)
    }

    /// `signcache exec` for files.
    pub fn exec<A: AsRef<OsStr>>(&self, files: impl IntoIterator<Item = A>) -> Command {
        self.exec_by(OURS, files)
    }

    /// The same by another build.
    pub fn exec_by<A: AsRef<OsStr>>(
        &self,
        program: impl AsRef<OsStr>,
        files: impl IntoIterator<Item = A>,
    ) -> Command {
        let mut command = self.command(program);
        command.args(["exec", "-k", &self.key]).args(files);
        command
    }

    /// A command of ours that takes a key.
    pub fn signcache(&self, name: &str) -> Command {
        let mut command = self.command(OURS);
        command.args([name, "-k", &self.key]);
        command
    }

    /// The minimal program, on a cache.
    pub fn minimal(&self, cache: &Path) -> Command {
        let mut command = self.command(&self.minimal);
        command.arg(cache.join("cache.sqlite")).arg(format!("openpgp:{}", self.key)).arg(&self.content);
        command
    }

    /// The shell helper, for a file that [`Stage::share_with_helper`] gave it.
    pub fn helper(&self, file: impl AsRef<OsStr>) -> Command {
        let mut command = self.command(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/opponents/helper.sh"));
        command.arg(self.root.join("helper")).arg(&self.key).arg(file);
        command
    }

    /// Puts signatures of files where the shell helper looks, and has it add each to the store once.
    pub fn share_with_helper<A: AsRef<OsStr>>(
        &self,
        files: impl IntoIterator<Item = A>,
    ) -> Result<(), Box<dyn Error>> {
        let cache = self.root.join("helper");
        fs::create_dir_all(&cache)?;
        for file in files {
            let signed = self.root.join("signed");
            self.done(self.signcache("sign").args(["--quiet", "-o"]).arg(&signed).arg(&file))?;
            let digest = signcache::hash::hash_file(file.as_ref().as_ref(), &mut |_| {
                std::ops::ControlFlow::Continue(())
            })?;
            fs::rename(signed, cache.join(format!("{}-{}.sig", digest.digest, self.key)))?;
            self.done(&mut self.helper(&file))?;
        }
        Ok(())
    }

    /// Runs something that must succeed.
    pub fn done(&self, command: &mut Command) -> Result<(), Box<dyn Error>> {
        let status = command.stdout(Stdio::null()).status()?;
        if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
    }

    /// The user's own cache.
    pub fn cache(&self) -> PathBuf {
        self.root.join("data/signcache")
    }

    /// The ledger and the roots.
    pub fn state(&self) -> PathBuf {
        self.root.join("state/signcache")
    }

    /// A path for a file of the bench's.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// A program that has nothing in its environment but what is listed: cargo's own variables, above all those for the dynamic linker, cost time.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.current_dir(&self.root).stdin(Stdio::null());
        command
    }
}

/// Bytes that look random and are the same in each run (splitmix64).
pub fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    };
    let mut bytes: Vec<u8> = (0..length.div_ceil(8)).flat_map(|_| next().to_le_bytes()).collect();
    bytes.truncate(length);
    bytes
}

/// Builds the minimal program as a user would build ours.
pub fn build_minimal() -> Result<PathBuf, Box<dyn Error>> {
    let ours = Path::new(OURS);
    let target = ours.parent().and_then(Path::parent).ok_or("no target directory")?;
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--release", "--example", "minimal", "--target-dir"]).arg(target);
    if !cfg!(feature = "crypto-rust") {
        let back_end = if cfg!(feature = "crypto-nettle") { "crypto-nettle" } else { "crypto-openssl" };
        cargo.args(["--no-default-features", "--features", back_end]);
    }
    let status = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).status()?;
    if status.success() {
        Ok(target.join("release/examples/minimal"))
    } else {
        Err(format!("{cargo:?}: {status}").into())
    }
}
