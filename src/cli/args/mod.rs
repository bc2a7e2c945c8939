//! What can be typed: clap's types and nothing else. Help, manual pages and completions come from here.

mod bind;
mod completions;
mod demo;
mod exec;
mod get;
mod global;
mod list;
mod man;
mod show;
mod sign;
mod verify;

use clap::{CommandFactory, Parser, Subcommand};

pub use bind::Bind;
pub use completions::Completions;
pub use demo::Demo;
pub use exec::{EmitAs, Exec};
pub use get::Get;
pub use global::{Color, Global};
pub use list::List;
pub use man::Man;
pub use show::Show;
pub use sign::Sign;
pub use verify::Verify;

/// Keep the first signature of every content and key, so that signing is a function
///
/// The same key over the same bytes gives another signature each time. signcache keeps the first one for every pair
/// of content (SHA-256) and key, for ever, and hands it back: to people, to colleagues, and to Nix, which can then
/// rely on it.
#[derive(Debug, Parser)]
#[command(name = "signcache", version, propagate_version = true, max_term_width = 100, after_long_help = EXTRA)]
pub struct Arguments {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
#[allow(
    missing_docs,
    reason = "each command's own struct says what it does; a text here would hide the longer one"
)]
pub enum Command {
    Sign(Sign),
    Verify(Verify),
    Get(Get),
    Exec(Exec),
    List(List),
    Show(Show),
    Bind(Bind),
    Demo(Demo),
    Completions(Completions),
    Man(Man),
}

/// The whole command line, for help, manual pages and completions.
#[must_use]
pub fn definition() -> clap::Command {
    Arguments::command()
}

const EXTRA: &str = "\
Examples:
  Sign with the key that your configuration calls `release`:
    $ signcache sign -k release release.tar

  See what was kept, and get it back:
    $ signcache show name:release.tar
    $ signcache get -k release release.tar

Keys:
  KEY is an alias of your configuration, a full fingerprint, `openpgp:` and a
  full fingerprint, or a 64-bit key id that only one of your certificates has.

Files:
  $XDG_CONFIG_HOME/signcache/config.toml
                    the configuration; every setting has a default
  $XDG_DATA_HOME/signcache
                    the cache: data that can't be made again, so back it up
  $XDG_STATE_HOME/signcache
                    what you were served before (the ledger), and the roots that
                    keep copies in the Nix store

Environment:
  SIGNCACHE_DIR     the cache's directory, unless --cache says another
  GNUPGHOME         the GnuPG home directory, unless the configuration says another
  XDG_CONFIG_HOME   instead of ~/.config
  XDG_DATA_HOME     instead of ~/.local/share
  XDG_STATE_HOME    instead of ~/.local/state
  NIX_STORE_DIR, NIX_STATE_DIR, NIX_REMOTE
                    which Nix store it is, as Nix reads them
  NO_COLOR          when set, --color=auto means never

Exit status:
  0                 done
  1                 failed; the message says what, and a hint says what to do
  2                 usage
  3                 not in the cache
  4                 a signature did not verify or is in quarantine
  5                 the key is not usable (unknown, ambiguous, expired, revoked,
                    agent or card absent, cancelled)
  75                somebody else holds the lock for too long; try again
  130               interrupted, and everything done so far is kept";
