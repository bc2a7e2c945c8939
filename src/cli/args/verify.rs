use std::path::PathBuf;

use clap::{Args, ValueHint};

const EXAMPLES: &str = "\
Examples:
  Check a signature, armored or not, whoever made it:
    $ signcache sign -k release release.tar
    $ signcache verify -k release release.tar release.tar.sig

  Where there is no key ring, as in the sandbox of a build:
    $ signcache verify -k release --certificates colleagues.asc release.tar release.tar.sig";

/// Check one signature, without any cache
///
/// The signature must verify, and its key must have been valid when it was made. What has happened to the key since
/// is reported.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Verify {
    /// The key that should have made it
    #[arg(long, short, value_name = "KEY")]
    pub key: String,
    /// A file with certificates, beside those in your key ring
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub certificates: Vec<PathBuf>,
    /// Write the signature there if it is good, as one binary packet: a build's output, for one
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Accept a key that was revoked as compromised
    #[arg(long)]
    pub allow_compromised: bool,
    /// The content
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// The detached signature, armored or not
    #[arg(value_name = "SIG", value_hint = ValueHint::FilePath)]
    pub signature: PathBuf,
}
