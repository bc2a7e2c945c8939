use clap::Args;

const EXAMPLES: &str = "\
Examples:
  Sign, sign again, evaluate through Nix where Nix is installed, and clean up:
    $ signcache demo";

/// Show the main job with a throw-away key and cache
///
/// Nothing of yours is read or changed: key, cache and Nix store are made in a temporary directory and removed.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Demo {}
