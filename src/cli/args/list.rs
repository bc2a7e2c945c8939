use clap::Args;

const EXAMPLES: &str = "\
Query:
  Terms are separated by blanks and must all hold. `-` before a term turns it
  round, and \"quotes\" keep blanks.

  1f0c…               the content's digest begins with these digits
  key:X               the key is the alias X, or its fingerprint begins or ends
                      with X; if it has a cache of its own, that one is asked
  name:X              the label contains X, whatever the case
  verdict:X           good, expired, revoked, weak, bad, unproven or unknown-key
  age:>30d, age:<2h   stored longer ago, or more recently (s, m, h, d, w, y)
  used:>30d, used:<2h
                      last used longer ago, or more recently; known to within
                      some hours
  bound:yes, bound:no
                      with or without a copy in a Nix store
  pinned:yes, pinned:no
                      to be kept whatever any policy says, or not
  sort:X, sort:-X     by digest, key, name, size, signed, stored, used, verdict
                      or bound; `-` for the reverse

Examples:
  The latest first:
    $ signcache list sort:-stored

  What one key signed in the last month, as JSON:
    $ signcache list --json key:release 'age:<30d'

  Everything but the good ones:
    $ signcache list -- -verdict:good

  Those whose name contains a blank:
    $ signcache list 'name:\"release notes\"'";

/// List entries
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct List {
    /// Which entries, and in which order; all without
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
}
