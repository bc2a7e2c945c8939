use std::path::PathBuf;

use clap::{Args, ValueHint};

const EXAMPLES: &str = "\
Examples:
  Print the main page, which `man` can show:
    $ signcache man > signcache.1

  Write all pages to where `man` finds them:
    $ mkdir -p ~/.local/share/man/man1
    $ signcache man --dir ~/.local/share/man/man1";

/// Print the manual page, or write all of them
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Man {
    /// Write one page for each command into this directory
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
}
