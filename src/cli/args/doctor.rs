use clap::Args;

const EXAMPLES: &str = "\
Examples:
  What is there, and what is to be done:
    $ signcache doctor

  What would be put right:
    $ signcache doctor --fix --dry-run

  Put it right, from a script, and tell about it in JSON:
    $ signcache doctor --fix --yes --json

Exit status:
  0                 nothing is wrong; there may be notes and warnings
  1                 something is wrong, and was not put right
  75                so it is, and a cache or an upstream is not there";

/// Find out what is wrong, and what to do about it
///
/// Looks at the cache, its permissions, its database and its disk; the ledger; GnuPG, its agent and the keys of your
/// configuration, and caches of their own; upstreams; Nix and its settings; roots, leftovers and timers. It changes nothing, though it starts
/// gpg-agent as signing would, and asks nobody for a
/// passphrase.
///
/// What it prints is fit for a bug report: it has no labels, contents, user ids or names of keys, and your home
/// directory is ~ in it. Fingerprints and the numbers of users and groups are there.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Doctor {
    /// Put right what is safe to put right, after a question
    #[arg(long)]
    pub fix: bool,
    /// Don't ask
    #[arg(long, short, requires = "fix")]
    pub yes: bool,
    /// Only tell what would be put right
    #[arg(long, short = 'n', requires = "fix")]
    pub dry_run: bool,
}
