use clap::Args;

const EXAMPLES: &str = "\
Examples:
  By the beginning of the digest:
    $ signcache sign -k release release.tar
    $ signcache show $(sha256sum release.tar | cut -c1-12)

  By name:
    $ signcache show name:release.tar";

/// Show everything that is known of entries
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Show {
    /// Which entries: the beginning of a digest, or any query (see `signcache list --help`)
    #[arg(required = true, value_name = "ENTRY")]
    pub query: Vec<String>,
}
