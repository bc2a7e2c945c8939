//! `wanted` and what belongs to it.

mod check;
mod drop;
mod export;
mod from_drv;
mod list;
mod sign;

use clap::{Args, Subcommand};

pub use check::Check;
pub use drop::Drop;
pub use export::Export;
pub use from_drv::FromDrv;
pub use list::List;
pub use sign::Sign;

const EXAMPLES: &str = "\
Examples:
  Where the key is not, what can't be signed is noted (exit 3):
    $ signcache exec --offline -k release notes.txt

  Tell who has the key, without the contents:
    $ signcache wanted export -o wanted.tar.zst

  Where the key is: sign what is wanted, and send it back:
    $ signcache wanted sign --yes wanted.tar.zst -o signed.tar.zst

  Where the key is not, again:
    $ signcache import signed.tar.zst
    $ signcache exec --offline -k release notes.txt";

/// Get signatures from who has the key, without sending the contents
///
/// What `exec` or `sign` was asked for and could not sign, because the key was not at hand or because of --offline, is
/// noted in the cache with the state of the content's hash, until there is a signature. That is enough for who has the
/// key to sign it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Wanted {
    /// What to do.
    #[command(subcommand)]
    pub command: WantedCommand,
}

/// What to do with what is wanted.
#[derive(Debug, Subcommand)]
#[allow(missing_docs, reason = "each command's own struct says what it does")]
pub enum WantedCommand {
    List(List),
    FromDrv(FromDrv),
    Export(Export),
    Sign(Sign),
    Check(Check),
    Drop(Drop),
}
