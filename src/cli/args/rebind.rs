use clap::Args;

const EXAMPLES: &str = "\
Examples:
  See what was lost, for example after somebody cleaned up by hand:
    $ signcache rebind --dry-run

  Put it back:
    $ signcache rebind";

/// Put copies of signatures back that were collected
///
/// Looks at all copies that were bound. Where the copy or its GC root is gone, the signature is proven and put into
/// its store again, under the path that it had. What would have another path is told, and not put anywhere (exit 4).
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Rebind {
    /// Look into this store as well: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store
    #[arg(long, value_name = "STORE")]
    pub store: Vec<String>,
    /// Only tell what would be put back
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Which entries (see `signcache list --help`); all without
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
}
