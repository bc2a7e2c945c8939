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
/// A file that is there already with other bytes is left alone, unless --force says otherwise.
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
    /// Replace files that are there already with other bytes
    #[arg(long, short)]
    pub force: bool,
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
