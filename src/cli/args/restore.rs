use clap::Args;

const EXAMPLES: &str = "\
Examples:
  Undo a deletion:
    $ signcache sign -k release notes.txt
    $ signcache delete --yes name:notes.txt
    $ signcache restore --yes name:notes.txt";

/// Bring entries back out of the trash, or out of quarantine
///
/// Of each content and key it is the latest signature that verifies. Where the cache has another one by now, that one stays,
/// the conflict is listed, and the exit status is 4. What is in quarantine comes back only if it verifies after all.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Restore {
    /// Only tell what would be done
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Ask nobody
    #[arg(long, short)]
    pub yes: bool,
    /// Which entries, everything without (see `signcache trash list --help`)
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
}
