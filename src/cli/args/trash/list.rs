use clap::Args;

const EXAMPLES: &str = "\
Query:
  As for `signcache list`, with what counts here: the beginning of a digest,
  key:X, name:X, age:>30d or age:<2h since it was deleted, and sort: by digest,
  key, name, size or stored, which is when it was deleted.

Examples:
  The latest first:
    $ signcache trash list sort:-stored

  What was deleted within a day, as JSON:
    $ signcache trash list --json 'age:<1d'";

/// List what was deleted
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct List {
    /// Which, and in which order; all without
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
}
