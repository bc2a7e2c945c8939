use clap::Args;

const EXAMPLES: &str = "\
Examples:
  See which copies would be kept no longer:
    $ signcache sign -k release release.tar
    $ signcache bind name:release.tar
    $ signcache unbind --dry-run --all

  Let Nix collect the copies of one file's signatures:
    $ signcache unbind --yes name:release.tar";

/// Let Nix collect copies of signatures
///
/// Removes the GC roots that keep the copies, and the notes of them. The entries stay in the cache, and `signcache bind`
/// or the next evaluation that wants a copy makes it again. The copies themselves go at Nix's next collection, if
/// nothing else keeps them. Evaluations and builds that use a copy at this moment may lose it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Unbind {
    /// Unbind all entries
    #[arg(long, conflicts_with = "query")]
    pub all: bool,
    /// Only in this store: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store [default: all known ones]
    #[arg(long, value_name = "STORE")]
    pub store: Vec<String>,
    /// Only tell what would be removed
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Remove it without asking
    #[arg(long, short)]
    pub yes: bool,
    /// Which entries (see `signcache list --help`)
    #[arg(required_unless_present = "all", value_name = "QUERY")]
    pub query: Vec<String>,
}
