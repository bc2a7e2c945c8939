use std::path::PathBuf;

use clap::{Args, ValueHint};

const EXAMPLES: &str = "\
Examples:
  Check a signature, armored or not, whoever made it:
    $ signcache sign -k release release.tar
    $ signcache verify -k release release.tar release.tar.sig";

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
