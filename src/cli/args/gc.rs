use std::path::PathBuf;

use clap::{ArgAction, Args, ValueHint};

use crate::model::Age;
use crate::model::gc::ByteCount;

const EXAMPLES: &str = "\
What is kept, whatever the policy says:
  pinned      what a person pinned; --allow-pinned
  live        what a copy is of that a Nix store keeps for somebody else, built
              from it or still in use; --allow-live
  young       what came into the cache more recently than --min-age
  last copy   what no upstream is known to have, too; --allow-last-copy, or
              --archive, after which there is another copy

From cron:
  Without a terminal nobody is asked: the policy was written down. Nothing is
  said when nothing was done, and else one line on stderr. Two runs never meet:
  the later one ends with exit status 75.

Examples:
  See what a policy would do, and change nothing:
    $ signcache gc --dry-run --unused-for 1y --allow-last-copy

  Keep a copy of everything that goes:
    $ signcache gc --yes --older-than 5y --archive old-signatures.tar.zst

  By the policy of the configuration, for at most ten minutes:
    $ signcache gc --yes --time-limit 10m

  As cron runs it each night, where the upstreams have copies:
    $ signcache gc --quiet --yes --unused-for 1y --time-limit 10m";

/// Delete entries by a policy, into the trash
///
/// The policy is in the configuration (`[gc]`) and on the command line, which wins for each setting. Without one nothing is
/// deleted. An entry goes when any of its parts says so; limits take what was not used for the longest time, and its size is the
/// bytes of its signature and its proof. What goes rests in the trash, from where `signcache restore` brings it back, and the
/// roots that keep its copies in Nix stores are dropped. What has rested there for --keep-trash is deleted for good.
///
/// The cache that is cleaned is the one in use; name that of a key which has its own with --cache.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Gc {
    /// Entries go that were not handed out for so long (known to within some hours)
    #[arg(long, value_name = "AGE", help_heading = "Policy")]
    pub unused_for: Option<Age>,
    /// Entries go that came into the cache so long ago
    #[arg(long, value_name = "AGE", help_heading = "Policy")]
    pub older_than: Option<Age>,
    /// So many entries stay at most
    #[arg(long, value_name = "NUMBER", help_heading = "Policy")]
    pub max_entries: Option<u64>,
    /// So many bytes stay at most: 800, 64K, 500M, 2G
    #[arg(long, value_name = "BYTES", help_heading = "Policy")]
    pub max_bytes: Option<ByteCount>,
    /// Entries go that an audit noted as bad, and that still are
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", help_heading = "Policy")]
    pub bad: Option<bool>,
    /// Entries go whose key is revoked
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", help_heading = "Policy")]
    pub key_revoked: Option<bool>,
    /// Entries go whose key has expired
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", help_heading = "Policy")]
    pub key_expired: Option<bool>,
    /// Entries go whose content a key has signed that took the place of theirs
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", help_heading = "Policy")]
    pub superseded: Option<bool>,
    /// Entries go whose content you had in the Nix store, and that is there no more
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", help_heading = "Policy")]
    pub content_gone: Option<bool>,
    /// Entries stay that came into the cache more recently [default: 7d]
    #[arg(long, value_name = "AGE", help_heading = "What is kept")]
    pub min_age: Option<Age>,
    /// Let pinned entries go, too
    #[arg(long, help_heading = "What is kept")]
    pub allow_pinned: bool,
    /// Let entries go, too, whose copies a Nix store keeps for somebody else
    #[arg(long, help_heading = "What is kept")]
    pub allow_live: bool,
    /// Let signatures go, too, that no other place is known to have
    #[arg(long, help_heading = "What is kept")]
    pub allow_last_copy: bool,
    /// Go by use even where others read the cache, whose hits may leave no stamp
    #[arg(long, help_heading = "What is kept")]
    pub allow_shared: bool,
    /// Export what goes to a file or directory first, and read it back
    #[arg(long, conflicts_with = "empty_trash", value_name = "FILE|DIR", value_hint = ValueHint::AnyPath)]
    pub archive: Option<PathBuf>,
    /// Delete for good what has been in the trash for so long [default: 30d]
    #[arg(long, value_name = "AGE")]
    pub keep_trash: Option<Age>,
    /// Only do that: leave the entries alone
    #[arg(long, action = ArgAction::SetTrue)]
    pub empty_trash: bool,
    /// Drop the roots of copies in Nix stores that were not handed out for so long; their entries stay
    #[arg(long, value_name = "AGE")]
    pub unroot_unused: Option<Age>,
    /// Stop after so long; what is done is done, and the next run goes on
    #[arg(long, value_name = "AGE")]
    pub time_limit: Option<Age>,
    /// List what goes, and what is kept, even where nobody is asked
    #[arg(long, short)]
    pub verbose: bool,
    /// Only tell what would be done
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Ask nobody
    #[arg(long, short)]
    pub yes: bool,
}
