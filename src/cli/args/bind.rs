use clap::Args;

const EXAMPLES: &str = "\
Examples:
  Put what was signed within a day into the Nix store:
    $ signcache sign -k release release.tar
    $ signcache bind 'age:<1d'

  Put it into the store of an image that is being made, too:
    $ signcache bind --store ./image --all";

/// Put copies of signatures into the Nix store and keep them there
///
/// Prints the store paths. Each copy is kept by a GC root below $XDG_STATE_HOME/signcache/roots.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Bind {
    /// Bind all entries
    #[arg(long, conflicts_with = "query")]
    pub all: bool,
    /// Bind in this store as well: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store
    #[arg(long, value_name = "STORE")]
    pub store: Vec<String>,
    /// Which entries (see `signcache list --help`)
    #[arg(required_unless_present = "all", value_name = "QUERY")]
    pub query: Vec<String>,
}
