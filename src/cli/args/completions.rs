use clap::Args;
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  Complete in bash, from the next login on:
    $ mkdir -p ~/.local/share/bash-completion/completions
    $ signcache completions bash > ~/.local/share/bash-completion/completions/signcache";

/// Print a script that completes commands in a shell
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}
