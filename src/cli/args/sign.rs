use std::path::PathBuf;

use clap::{Args, ValueHint};

const EXAMPLES: &str = "\
Examples:
  Sign a file; the signature goes to release.tar.sig:
    $ signcache sign -k release release.tar

  Sign it again: the same bytes, and no key is needed any more:
    $ signcache sign -k release -o again.sig release.tar

  Sign many files, armored:
    $ signcache sign -k release --armor release.tar notes.txt";

/// Get or make signatures of files
///
/// Where the cache has the signature, that one is written; else it is made, verified, stored for ever, and written.
/// A file that is there already with other bytes is left alone, unless --force says otherwise. All outputs are checked
/// before the first signature is made.
///
/// Before a signature is made, the files FILE.sig, FILE.asc, FILE.gpg and FILE.sign are looked at. A good one by the
/// same key over the same bytes is adopted: it is kept as the first one, and nothing is signed. One that is weak, in
/// text mode, or has an expiry of its own stops the command; `signcache import` takes it. With --offline nothing is
/// adopted.
///
/// Of several files, those that are signatures of files beside them are passed over. A single one is refused.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Sign {
    /// The key to sign with
    #[arg(long, short, value_name = "KEY")]
    pub key: String,
    /// Where to write the signature of a single file; `-` is stdout [default: FILE.sig]
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Write ASCII armor, to FILE.asc
    #[arg(long, short)]
    pub armor: bool,
    /// Replace files that are there already with other bytes; a signature of the same content and key that is replaced
    /// goes to the cache's trash
    #[arg(long, short)]
    pub force: bool,
    /// Sign files that are signatures of files beside them, too
    #[arg(long)]
    pub signatures_too: bool,
    /// Make a new signature where the one that was there is in quarantine
    #[arg(long)]
    pub resign: bool,
    /// Use signatures of a key that was revoked as compromised
    #[arg(long)]
    pub allow_compromised: bool,
    /// The files to sign
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
}
