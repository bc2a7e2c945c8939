//! `trash` and what belongs to it.

mod empty;
mod list;

use clap::{Args, Subcommand};

pub use empty::Empty;
pub use list::List;

const EXAMPLES: &str = "\
Examples:
  See what was deleted:
    $ signcache trash list sort:-stored

  Make room:
    $ signcache trash empty --yes 'age:>30d'";

/// See what was deleted, and delete it for good
///
/// What `delete` and `gc` delete, and what `import` replaces, rests in the trash. `signcache restore` brings it back.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Trash {
    /// What to do.
    #[command(subcommand)]
    pub command: TrashCommand,
}

/// What to do with the trash.
#[derive(Debug, Subcommand)]
#[allow(missing_docs, reason = "each command's own struct says what it does")]
pub enum TrashCommand {
    List(List),
    Empty(Empty),
}
