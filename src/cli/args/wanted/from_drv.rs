use clap::Args;

const EXAMPLES: &str = "\
Examples:
  A build says that it lacks the feature `signcache-provided`. Which signatures does it want?
    $ signcache wanted from-drv .#default

  Sign them, where the contents are files below this directory, and provide them; then build:
    $ signcache wanted sign --content .
    $ nix build .#default";

/// Find the signatures that a build depends on and that nobody has provided yet
///
/// They are listed, and noted as wanted; `signcache wanted sign` signs and provides them.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct FromDrv {
    /// A derivation (`….drv`, or a link to one), or what Nix evaluates to one, such as `.#default`
    #[arg(value_name = "DRV|INSTALLABLE")]
    pub build: String,
}
