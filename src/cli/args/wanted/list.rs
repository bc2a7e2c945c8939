use clap::Args;

const EXAMPLES: &str = "\
Query:
  As for `signcache list`, with what is known of a content without a signature:
  the beginning of its digest, key:X, name:X, age:>30d or age:<2h since it was
  first asked for, and sort: by digest, key, name, size or stored.

Examples:
  What somebody has waited for the longest:
    $ signcache wanted list sort:stored

  What is wanted of one key, as JSON:
    $ signcache wanted list --json key:release";

/// List what was asked for and could not be signed
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct List {
    /// Which, and in which order; all without
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
}
