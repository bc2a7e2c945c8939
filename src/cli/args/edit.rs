use clap::Args;

const PIN_EXAMPLES: &str = "\
Examples:
  Whatever was released is kept:
    $ signcache pin --yes key:release

  See what is pinned:
    $ signcache list pinned:yes";

const UNPIN_EXAMPLES: &str = "\
Examples:
  Leave what is older than two years to the policy again:
    $ signcache unpin --yes 'age:>2y'";

const LABEL_EXAMPLES: &str = "\
Examples:
  Note what an entry is of:
    $ signcache label --yes 'release notes of May' name:release.tar

  Forget the names:
    $ signcache label --yes '' key:release";

/// Keep entries whatever any policy says
///
/// `signcache gc` leaves pinned entries alone unless it is told otherwise by a flag of its own.
#[derive(Debug, Args)]
#[command(after_help = PIN_EXAMPLES)]
pub struct Pin {
    /// Which entries, and how it is agreed on.
    #[command(flatten)]
    pub chosen: Chosen,
}

/// Leave pinned entries to the policy again
#[derive(Debug, Args)]
#[command(after_help = UNPIN_EXAMPLES)]
pub struct Unpin {
    /// Which entries, and how it is agreed on.
    #[command(flatten)]
    pub chosen: Chosen,
}

/// Say what people call the contents of entries
///
/// A label changes nothing about an entry but how people find it.
#[derive(Debug, Args)]
#[command(after_help = LABEL_EXAMPLES)]
pub struct Label {
    /// The label; an empty one takes away what is there
    #[arg(value_name = "LABEL")]
    pub label: String,
    /// Which entries, and how it is agreed on.
    #[command(flatten)]
    pub chosen: Chosen,
}

/// Entries that a person chooses.
#[derive(Debug, Args)]
pub struct Chosen {
    /// Don't ask
    #[arg(long, short)]
    pub yes: bool,
    /// Only tell what would be done
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Which entries (see `signcache list --help`)
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
}
