use clap::Args;
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  $ signcache completions bash > signcache.bash";

/// Print a script that completes commands in a shell
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}
