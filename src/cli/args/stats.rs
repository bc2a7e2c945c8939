use clap::Args;

const EXAMPLES: &str = "\
Examples:
  The cache in numbers:
    $ signcache stats

  How many entries there are, for a script:
    $ signcache stats --json";

/// Show the cache in numbers
///
/// Entries by key, verdict, age and use; how the cache grew; and what you looked up of late: hits that were there, and
/// misses that were not. Hits and misses are counted for you alone, and forgotten after 90 days.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Stats {}
