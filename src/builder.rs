//! What Nix runs as `/run/signcache/builder`: asks the agent of the machine for the signature of a file.
//!
//! It gets everything from the environment of the derivation (`built` of `signcache.nix`): `src`, `keyId` and `out`.
//! It is linked statically, since the sandbox has nothing but the socket beside it.

#![allow(
    clippy::disallowed_methods,
    reason = "a derivation says everything in the environment, to this program alone"
)]

use std::env;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::ExitCode;

use signcache::model::{KeyId, Untrusted};
use signcache::wire::{Asked, Refusal, SOCKET, Word, ask};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            #[allow(clippy::print_stderr, reason = "the log of a build is all that it has to say something")]
            {
                eprintln!("signcache: {message}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let [source, key, out] = ["src", "keyId", "out"].map(variable);
    let (source, out) = (PathBuf::from(source?), PathBuf::from(out?));
    let key: KeyId = key?.parse().map_err(|_| "`keyId` is not `openpgp:` and a full fingerprint")?;
    let shown = Untrusted::new(source.display().to_string());
    if !fs::metadata(&source).is_ok_and(|metadata| metadata.is_file()) {
        return Err(format!("{shown} is no file; sign a file in it, or an archive of it"));
    }
    let mut content = File::open(&source).map_err(|error| format!("{shown} can't be read: {error}"))?;
    let name = source.file_name().unwrap_or_default().to_string_lossy();
    // A store object's name comes after its hash.
    let label = Untrusted::new(
        name.split_once('-').filter(|(hash, _)| hash.len() == 32).map_or(&*name, |(_, name)| name),
    );
    let socket = env::var_os("SIGNCACHE_SOCKET").map_or_else(|| PathBuf::from(SOCKET), PathBuf::from);
    let signature = ask(&socket, &key, &mut content, &label).map_err(|error| explain(&error, &key))?;
    fs::write(&out, signature).map_err(|error| format!("the signature can't be written: {error}"))
}

fn explain(error: &Asked, key: &KeyId) -> String {
    match error {
        Asked::Refused(Refusal { word: Word::Wanted, .. }) => format!(
            "{error}: have it approved on the signing machine with `signcache wanted sign`, and build again"
        ),
        Asked::NoAgent { .. } => {
            format!(
                "{error}; the machine lists the feature `signcache`, so `signcache agent` should run there"
            )
        }
        _ => format!("no signature by {key}: {error}"),
    }
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("`{name}` is missing: this is to be run by a build of `built`"))
}
