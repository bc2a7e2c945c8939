use std::path::PathBuf;

use clap::{Args, ValueHint};

const EXAMPLES: &str = "\
Examples:
  Whether all that is to be released is signed:
    $ signcache sign -k release release.tar
    $ sha256sum release.tar > manifest
    $ signcache wanted check -k release manifest

  What is not is listed, and it is exit 3:
    $ sha256sum * | signcache wanted check -k release --stdin

Exit status:
  0                 everything has a good signature
  1                 a signature can't be proven without its content, or the manifest names nothing
  3                 a signature is missing
  4                 a signature does not verify or is in quarantine
  5                 a signature can't be verified, or its key must not be used";

/// Check that contents have good signatures, for example before a release
///
/// A manifest has a line for each content: what `sha256sum` prints, or a bare digest (hexadecimal, `sha256-…=`, or Nix
/// base32). Blank lines and those that begin with `#` count for nothing. What has no good signature is printed, and the
/// worst of it is the exit status.
///
/// Nothing is signed and no key is needed. Signatures that only their contents prove are checked with the files that the
/// manifest names, where they are there, or with those below --content.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    /// The key whose signatures are needed
    #[arg(long, short, value_name = "KEY")]
    pub key: String,
    /// Read the manifest from stdin
    #[arg(long, conflicts_with = "manifest")]
    pub stdin: bool,
    /// A manifest that names nothing is fine
    #[arg(long)]
    pub allow_empty: bool,
    /// A directory with contents, for signatures that can't be proven without
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub content: Vec<PathBuf>,
    /// The manifest; its names are looked up where it is
    #[arg(required_unless_present = "stdin", value_name = "MANIFEST", value_hint = ValueHint::FilePath)]
    pub manifest: Option<PathBuf>,
}
