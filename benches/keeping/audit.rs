use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use rayon::prelude::*;
use rusqlite::Connection;
use sequoia_openpgp::cert::Cert;
use sequoia_openpgp::packet::key::{PublicParts, UnspecifiedRole};
use sequoia_openpgp::packet::{Key, Packet};
use sequoia_openpgp::parse::Parse;
use signcache::hash::Sha256State;
use signcache::model::Proof;
use signcache::openpgp::{Certificate, DetachedSignature};

use super::fill::{content, fill};
use super::machine::load;
use super::measure::{Run, run};

/// A signature, and the digest that was signed.
type Signed = (Vec<u8>, [u8; 32]);

type SigningKey = Key<PublicParts, UnspecifiedRole>;

/// How many entries `gpg --verify` is measured on.
const BY_GPG: u32 = 400;

/// Audits a cache from proofs, against the verification library alone and against GnuPG.
pub fn run_part(entries: u32) -> Result<(), Box<dyn Error>> {
    let stage = tempfile::Builder::new().prefix("signcache-audit").tempdir()?;
    let cache = stage.path().join("cache");
    println!("filling a cache with {entries} entries that verify (Ed25519)");
    let certificate = fill(&cache, entries)?;
    println!("its database has {} MB", fs::metadata(cache.join("cache.sqlite"))?.len() / 1_000_000);

    let signcache = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signcache"));
        command.env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH"));
        command.env("HOME", stage.path()).arg("--quiet").arg("--cache").arg(&cache).args(words);
        command.current_dir(stage.path());
        command
    };
    let show = |what: &str, Run { seconds, cpu_seconds, peak_mib }: Run| {
        let rate = f64::from(entries) / seconds;
        println!(
            "{what:<40} {seconds:>8.2} s ({cpu_seconds:>6.2} s of processors) {rate:>9.0} entries/s, peak {peak_mib:>4} MiB"
        );
        rate
    };
    // The query has all entries, and leaves the check of the database itself out.
    let all = format!("key:{}", certificate.fingerprint());
    let told = show("audit, only telling", run(signcache(&["audit", "--dry-run", &all]))?);
    let audit = show("audit, noting verdicts", run(signcache(&["audit", &all]))?);
    show("audit of the database, too", run(signcache(&["audit"]))?);
    show("audit of what was audited already", run(signcache(&["audit", "--max-age", "1d", &all]))?);

    let rows = digests(&cache)?;
    let library = rate("the library alone, all cores", entries, || verify(&rows, &certificate))?;
    drop(rows);
    let sampled = entries.min(BY_GPG);
    let files = export(&cache, stage.path(), sampled)?;
    let home = key_ring(stage.path(), &certificate)?;
    let gpg = rate("gpg --verify, one for each, all cores", sampled, || by_gpg(&home, &files));
    // Its agent would outlive it.
    let _ = Command::new("gpgconf").arg("--homedir").arg(&home).args(["--kill", "all"]).status();
    let gpg = gpg?;

    load();
    println!("\nratios (targets):");
    println!("  audit / the library alone: {:.2} (at least 0.8)", audit / library);
    println!("  audit, only telling / the library alone: {:.2}", told / library);
    println!("  audit / gpg --verify: {:.0} (at least 100)", audit / gpg);
    Ok(())
}

fn rate(
    what: &str,
    count: u32,
    work: impl FnOnce() -> Result<(), Box<dyn Error>>,
) -> Result<f64, Box<dyn Error>> {
    let begun = Instant::now();
    work()?;
    let seconds = begun.elapsed().as_secs_f64();
    let rate = f64::from(count) / seconds;
    println!("{what:<40} {seconds:>8.2} s {:>25} {rate:>9.0} entries/s", "");
    Ok(rate)
}

/// Every entry's signature, with the digest that its proof leads to.
fn digests(cache: &Path) -> Result<Vec<Signed>, Box<dyn Error>> {
    let connection = Connection::open(cache.join("cache.sqlite"))?;
    let mut statement = connection.prepare("SELECT signature, proof FROM entry")?;
    let mut rows = statement.query(())?;
    let mut digests = Vec::new();
    while let Some(row) = rows.next()? {
        let (bytes, proof): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let trailer = DetachedSignature::from_bytes(&bytes)?.trailer();
        digests.push((bytes, Sha256State::continued(&Proof::from_bytes(&proof)?, &trailer)));
    }
    Ok(digests)
}

/// Parses and verifies every signature with the library's own functions.
fn verify(rows: &[Signed], certificate: &Certificate) -> Result<(), Box<dyn Error>> {
    let cert = Cert::from_bytes(&certificate.to_bytes())?;
    let with = |key: &SigningKey, (bytes, digest): &Signed| {
        let Ok(Packet::Signature(signature)) = Packet::from_bytes(bytes) else { return false };
        signature.verify_digest(key, digest).is_ok()
    };
    // One key made them all.
    let made = |key: &SigningKey| rows.first().is_some_and(|row| with(key, row));
    let key = cert.keys().map(|key| key.key().clone()).find(made).ok_or("the first entry does not verify")?;
    if rows.par_iter().all(|row| with(&key, row)) { Ok(()) } else { Err("an entry does not verify".into()) }
}

/// Some contents as files, with their signatures beside them.
fn export(cache: &Path, to: &Path, count: u32) -> Result<Vec<(PathBuf, PathBuf)>, Box<dyn Error>> {
    let connection = Connection::open(cache.join("cache.sqlite"))?;
    let mut statement = connection.prepare("SELECT signature FROM entry WHERE content = ?1")?;
    let mut files = Vec::new();
    for number in 0..count {
        let content = content(number);
        let mut state = Sha256State::default();
        state.update(content.as_bytes());
        let signature: Vec<u8> = statement.query_row([state.finish()], |row| row.get(0))?;
        let (file, beside) = (to.join(format!("{number}")), to.join(format!("{number}.sig")));
        fs::write(&file, content)?;
        fs::write(&beside, signature)?;
        files.push((file, beside));
    }
    Ok(files)
}

/// A GnuPG home with nothing but the certificate.
fn key_ring(stage: &Path, certificate: &Certificate) -> Result<PathBuf, Box<dyn Error>> {
    let home = stage.join("gnupg");
    fs::create_dir(&home)?;
    let file = stage.join("certificate");
    fs::write(&file, certificate.to_bytes())?;
    let mut gpg = gpg(&home);
    if gpg.arg("--import").arg(file).status()?.success() { Ok(home) } else { Err("gpg failed".into()) }
}

fn by_gpg(home: &Path, files: &[(PathBuf, PathBuf)]) -> Result<(), Box<dyn Error>> {
    let good = |(file, signature): &(PathBuf, PathBuf)| {
        gpg(home).arg("--verify").args([signature, file]).status().is_ok_and(|status| status.success())
    };
    if files.par_iter().all(good) { Ok(()) } else { Err("gpg refuses an entry".into()) }
}

fn gpg(home: &Path) -> Command {
    let mut gpg = Command::new("gpg");
    gpg.arg("--homedir").arg(home).args(["--batch", "--quiet", "--no-autostart", "--trust-model", "always"]);
    gpg.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    gpg
}
