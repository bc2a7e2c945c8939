use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

const EXAMPLES: &str = "\
Examples:
  Take in what a colleague exported:
    $ signcache import release.tar.zst

  See first what would be done:
    $ signcache import --dry-run release.tar.zst

  From a binary cache of Nix's that somebody exported to:
    $ signcache import binary-cache/

  From a bundle that a team commits to git:
    $ signcache import signatures/

  Signatures that lie beside their files, with the certificates of those who made them:
    $ signcache import --certificates colleagues.asc downloads/

  From another machine:
    $ ssh build.example.org signcache export -o - | signcache import -";

/// Take in entries that others exported, and signatures that exist
///
/// A directory that is no bundle is searched for signatures: in X.sig, X.asc, X.gpg and X.sign beside a file X, and in
/// private caches whose files are named by digest and key. Each is verified with its content.
///
/// Each signature is verified before it is stored: from its proof, or with its content below --content. Where the pair
/// has another signature already, that one stays, the other one is listed, and the exit status is 4. What was taken in
/// stays when an import breaks off; another import of the same goes on.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Import {
    /// Bundles (files, directories, or `-` for stdin), and directories to be searched for signatures
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// A directory with contents, to verify what can't be proven without
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub content: Vec<PathBuf>,
    /// A file with certificates of those who made what is there, beside those in your key ring
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub certificates: Vec<PathBuf>,
    /// Take what can't be proven, too; it is marked as such, and never handed out before it is proven
    #[arg(long)]
    pub allow_unproven: bool,
    /// Which signature stays where a pair has another one already
    #[arg(long, value_name = "WHICH", default_value = "here")]
    pub prefer: PreferArg,
    /// Only tell what would be done
    #[arg(long, short = 'n')]
    pub dry_run: bool,
}

/// Which signature of a pair stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum PreferArg {
    /// The one that is here
    Here,
    /// The one that was made first; the other one goes to the trash
    Earliest,
}
