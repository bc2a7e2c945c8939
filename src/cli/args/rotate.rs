use std::path::PathBuf;

use clap::{Args, ValueHint};

const EXAMPLES: &str = "\
Examples:
  See what a new key would have to sign:
    $ signcache rotate --from release --to colleague --unseen --dry-run

  Sign with it what is among your own files:
    $ signcache rotate --from colleague --to release --content . --yes";

/// Have another key sign what one key signed
///
/// Both signatures stay: what was built with the old one is not touched. The cache notes that the new key took the old
/// one's place, which `signcache gc --superseded` then knows.
///
/// Only what the old key signed provably is signed: from its content where that is found below --content, and with
/// --unseen else from the state of its hash, so that NOBODY SEES THE CONTENT. What a compromised key signed is only signed
/// again where its content is found.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Rotate {
    /// The key that is replaced
    #[arg(long, value_name = "KEY")]
    pub from: String,
    /// The key that takes its place
    #[arg(long, value_name = "KEY")]
    pub to: String,
    /// A directory with contents
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub content: Vec<PathBuf>,
    /// Sign what is not found from its proof, unseen
    #[arg(long)]
    pub unseen: bool,
    /// Don't ask
    #[arg(long, short)]
    pub yes: bool,
    /// Only tell what would be done
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Which of the old key's entries (see `signcache list --help`); all without
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
}
