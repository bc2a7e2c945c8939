use clap::Args;

/// Browse, audit, share and tidy the cache on the whole terminal
///
/// All entries in a table, live filtering with the query language of `signcache list`, and everything that the other
/// commands do, each by a plan that is shown before anything happens. `?` shows the keys; the configuration can
/// change them.
///
/// Nothing is read before the screen is there, everything runs in the background, and the terminal is given back
/// whatever happens. For a passphrase or a PIN the terminal belongs to gpg-agent until it is done.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Tui {
    /// The filter to begin with: see `signcache list --help`
    pub query: Vec<String>,
    /// Print the digests of what is selected when one leaves, or with --json the entries
    #[arg(long)]
    pub print: bool,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// Draw with nothing but ASCII
    #[arg(long)]
    pub ascii: bool,
}

const EXAMPLES: &str = "\
Examples:
  Look around:
    $ signcache tui

  Look at what an audit found bad:
    $ signcache tui verdict:bad

  Choose entries, and look at the keys of each:
    $ signcache tui --print | xargs signcache list";
