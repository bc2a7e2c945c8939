use clap::Args;

const EXAMPLES: &str = "\
Examples:
  See what would be forgotten:
    $ signcache wanted drop --dry-run 'age:>30d'

  Forget it:
    $ signcache wanted drop 'age:>30d'";

/// Forget what was wanted
///
/// Nothing is lost with it: what is asked for again is noted again.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Drop {
    /// Forget everything
    #[arg(long, conflicts_with = "query")]
    pub all: bool,
    /// Only tell what would be forgotten
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Which (see `signcache wanted list --help`)
    #[arg(required_unless_present = "all", value_name = "QUERY")]
    pub query: Vec<String>,
}
