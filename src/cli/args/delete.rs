use clap::Args;

const EXAMPLES: &str = "\
Examples:
  See what would be deleted:
    $ signcache sign -k release notes.txt
    $ signcache delete --dry-run name:notes.txt

  Delete it, and think again:
    $ signcache delete --yes name:notes.txt
    $ signcache restore --yes name:notes.txt";

/// Move entries to the trash
///
/// As long as it is in the trash, a deleted entry is not handed out: `get` and `exec --offline` say so (exit 3). `sign` and
/// `exec` without --offline restore it instead of making another signature, so the first one wins even then. After that,
/// whoever was served it has it in the ledger, and gets the same one again.
///
/// Pinned entries, and those whose copies a Nix store keeps for somebody else, need a flag of their own.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Delete {
    /// Delete pinned entries, too
    #[arg(long)]
    pub allow_pinned: bool,
    /// Delete entries, too, whose copies a Nix store keeps for somebody else
    #[arg(long)]
    pub allow_live: bool,
    /// Only tell what would be done
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Ask nobody
    #[arg(long, short)]
    pub yes: bool,
    /// Which entries (see `signcache list --help`)
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
}
