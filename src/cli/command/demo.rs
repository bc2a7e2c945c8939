use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::cli::args::{Demo, Global};
use crate::cli::config::Config;
use crate::cli::environment::{self, Environment};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::{Output, Style};
use crate::cli::progress::Bars;
use crate::cli::{clock, resolve};
use crate::files::Stop;
use crate::model::KeyId;
use crate::openpgp::SoftwareKey;
use crate::ops::{self, Answer, Session, SignWith, Signing, Wish};

/// Signs, signs again, and evaluates, in a directory that is removed afterwards.
pub fn run(_: &Demo, global: &Global, output: &Output, stop: &Stop) -> Result<Exit, Error> {
    let failed = |error: std::io::Error| Error::new(Exit::Failed, format!("can't set the demo up: {error}"));
    let directory = tempfile::Builder::new().prefix("signcache-demo-").tempdir().map_err(failed)?;
    let stage = Stage { directory: directory.path(), global, output, stop };
    let content = stage.directory.join("hello.txt");
    fs::write(&content, "Hello, reproducible world!\n").map_err(failed)?;
    let tell = |text: &str| output.line(text).map(drop);
    let heading = |text: &str| output.line(&output.paint(Style::Bold, text)).map(drop);

    heading("The problem: the same key signs the same bytes twice, and the signatures differ.")?;
    let (own, key) =
        SoftwareKey::generate("signcache demo <demo@example.org>", clock::now()).map_err(ops::Error::from)?;
    let id = KeyId::OpenPgp(own.fingerprint());
    let certificate = stage.directory.join("certificate.pgp");
    fs::write(&certificate, own.to_bytes()).map_err(failed)?;
    let key = Arc::new(key);
    let uncached = |cache: &str, seconds| {
        let now = clock::now().saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX);
        stage.sign(cache, &key, &id, &content, now)
    };
    for (cache, seconds) in [("first-throw-away", 0), ("second-throw-away", 1)] {
        let answer = uncached(cache, seconds)?;
        tell(&format!("  $ sign hello.txt             {}", digest(&answer.signature)))?;
    }

    heading("With signcache the first signature is kept, and signing becomes a function.")?;
    let first = uncached("cache", 0)?;
    tell(&format!("  $ signcache sign hello.txt   {}  (made)", digest(&first.signature)))?;
    let second = uncached("cache", 3600)?;
    tell(&format!(
        "  $ signcache sign hello.txt   {}  (from the cache, an hour later)",
        digest(&second.signature)
    ))?;
    if first.signature != second.signature {
        return Err(Error::new(Exit::Failed, "the two signatures differ; this is a bug"));
    }

    if ["nix-store", "nix-instantiate"].into_iter().all(installed) {
        heading("A Nix evaluation gets the same bytes as a store path.")?;
        let path = stage.evaluate(&id, &content)?;
        let copy = fs::read(&path).map_err(failed)?;
        tell(
            "  $ nix-instantiate --eval --expr '\"${builtins.exec [ \"signcache\" \"exec\" … \"hello.txt\" ]}\"'",
        )?;
        tell(&format!("  {}", path.strip_prefix(stage.directory).unwrap_or(&path).display()))?;
        tell(&format!("  $ sha256sum that             {}", digest(&copy)))?;
        if copy != first.signature {
            return Err(Error::new(Exit::Failed, "the copy in the store differs; this is a bug"));
        }
        make_removable(stage.directory);
    } else {
        tell("Nix is not installed here, so no evaluation is shown.")?;
    }
    tell("The key, the cache and the store of this demo are gone again. Yours begins with:")?;
    tell("  $ signcache sign -k FINGERPRINT FILE")?;
    Ok(Exit::Done)
}

struct Stage<'a> {
    directory: &'a Path,
    global: &'a Global,
    output: &'a Output,
    stop: &'a Stop,
}

impl Stage<'_> {
    fn sign(
        &self,
        cache: &str,
        key: &Arc<SoftwareKey>,
        id: &KeyId,
        content: &Path,
        now: Timestamp,
    ) -> Result<Answer, Error> {
        let mut settings = resolve::settings(self.global, Config::default(), &Environment::read()?);
        settings.cache = self.directory.join(cache);
        // Without a ledger of its own the second signature would come from memory instead of from the cache.
        settings.ledger = self.directory.join(format!("{cache}-{}", now.as_second()));
        settings.cache_is_named = false;
        settings.certificate_files = vec![self.directory.join("certificate.pgp")];
        settings.now = now;
        let signing = Signing { with: SignWith::Software(Arc::clone(key)), ..Signing::default() };
        settings.signers.insert(*id.fingerprint(), signing);
        let session = Session::new(settings);
        let bars = Bars::new(self.output, self.stop, true);
        let content = ops::hash_one(&session, content, &bars)?;
        let mut answers = ops::obtain(&session, id, &[content], Wish::default(), &bars).all()?;
        Ok(answers.remove(0))
    }

    /// Evaluates, with a store of the demo's own, an expression that calls this program.
    fn evaluate(&self, id: &KeyId, content: &Path) -> Result<PathBuf, Error> {
        let program =
            env::current_exe().map_err(|error| Error::io("find", Path::new("this program"), &error))?;
        let expression =
            r#"{ program, key, file }: "${builtins.exec [ program "exec" "--offline" "-k" key file ]}""#;
        let below = |name: &str| self.directory.join(name);
        let mut command = Command::new("nix-instantiate");
        command.args(["--eval", "--strict", "--json", "--read-write-mode", "--expr", expression]);
        for (name, value) in [
            ("program", program.as_os_str()),
            ("key", id.to_string().as_ref()),
            ("file", content.as_os_str()),
        ] {
            command.args(["--argstr".as_ref(), name.as_ref(), value]);
        }
        command.args(["--option", "allow-unsafe-native-code-during-evaluation", "true"]);
        command
            .env("SIGNCACHE_DIR", below("cache"))
            .env("XDG_STATE_HOME", below("state"))
            .env("XDG_CONFIG_HOME", below("config"))
            .env("GNUPGHOME", below("gnupg"))
            .env("NIX_STORE_DIR", below("store"))
            .env("NIX_STATE_DIR", below("var/nix"))
            .env("NIX_LOG_DIR", below("var/log"))
            .env("NIX_CONF_DIR", below("config"))
            .env("NIX_REMOTE", "");
        let done =
            command.output().map_err(|error| Error::io("run", Path::new("nix-instantiate"), &error))?;
        let path = serde_json::from_slice::<PathBuf>(&done.stdout).ok().filter(|_| done.status.success());
        path.ok_or_else(|| {
            let message = crate::model::Untrusted::from_bytes(&done.stderr);
            Error::new(Exit::Failed, format!("the evaluation failed: {message}"))
        })
    }
}

fn digest(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

fn installed(program: &str) -> bool {
    environment::search_path().iter().any(|directory| directory.join(program).is_file())
}

/// Nix takes the write permission off everything in a store, which would keep it from being removed.
fn make_removable(directory: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for entry in walkdir::WalkDir::new(directory).into_iter().flatten() {
        if entry.file_type().is_dir() {
            // What can't be removed stays in the temporary directory, as after any crash.
            let _ = fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o700));
        }
    }
}
