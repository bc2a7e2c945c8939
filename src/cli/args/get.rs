use std::path::PathBuf;

use clap::{Args, ValueHint};

const EXAMPLES: &str = "\
Examples:
  Print the armored signature of a file that was signed before:
    $ signcache sign -k release release.tar
    $ signcache get -k release release.tar

  By digest, without the content, into a file:
    $ signcache get -k release -o copy.sig $(sha256sum release.tar | cut -c1-64)

  What was never signed is exit 3:
    $ signcache get -k release notes.txt";

/// Look signatures up; never sign
///
/// Prints ASCII armor to stdout; with -o, writes the binary packet. Contents are given as files or as SHA-256 digests
/// (hexadecimal, `sha256-…=`, or Nix base32). What is not there is exit 3.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Get {
    /// The key whose signature is wanted
    #[arg(long, short, value_name = "KEY")]
    pub key: String,
    /// Where to write the signature of a single content; `-` is stdout
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Write ASCII armor with -o, too
    #[arg(long, short)]
    pub armor: bool,
    /// Replace a file that is there already with other bytes; a signature of the same content and key that is replaced
    /// goes to the cache's trash
    #[arg(long, short)]
    pub force: bool,
    /// Use signatures of a key that was revoked as compromised
    #[arg(long)]
    pub allow_compromised: bool,
    /// The contents
    #[arg(required = true, value_name = "FILE|DIGEST", value_hint = ValueHint::FilePath)]
    pub contents: Vec<PathBuf>,
}
