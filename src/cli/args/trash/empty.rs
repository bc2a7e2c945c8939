use clap::Args;

const EXAMPLES: &str = "\
Examples:
  See what would go for good:
    $ signcache trash empty --dry-run --all

  What was deleted at least a month ago:
    $ signcache trash empty --yes 'age:>30d'";

/// Delete for good what is in the trash
///
/// There is no way back, except for copies that somebody has elsewhere.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Empty {
    /// Everything
    #[arg(long, conflicts_with = "query")]
    pub all: bool,
    /// Only tell what would be done
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Ask nobody
    #[arg(long, short)]
    pub yes: bool,
    /// Which (see `signcache trash list --help`)
    #[arg(required_unless_present = "all", value_name = "QUERY")]
    pub query: Vec<String>,
}
