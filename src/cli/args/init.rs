use std::path::PathBuf;

use clap::{Args, ValueHint};

const EXAMPLES: &str = "\
Examples:
  A cache of your own, where all commands look for it:
    $ signcache init

  One in another place:
    $ signcache init archive
    $ signcache sign -k release --cache archive release.tar

  As root: one of the whole machine for the group `release`, and its
  permissions right again if somebody changed them:
    # signcache init --group release /var/lib/signcache
    # signcache init /var/lib/signcache";

/// Make a cache, for yourself or for a group
///
/// No command needs it for a cache of your own: the first signature makes that. A cache for a group is a directory that
/// its members may write to (mode 2770) with files that they may, too (0660), from then on and whatever the umask of
/// each. On a cache that is there it puts the permissions right, which takes its owner, in the group, or root.
///
/// A cache that you named or used before and that is not there, or is another one, stops every other command: it may be on
/// a disk that is not mounted. This command says that what is there from now on is meant to be there.
///
/// Members can't forge what others are served, but each of them can destroy the cache. So let people read it through
/// caches of their own, which keep copies: `upstream` in the configuration.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Init {
    /// Make it for this group: a name, or a number
    #[arg(long, short, value_name = "GROUP")]
    pub group: Option<String>,
    /// Let everybody else on the machine read it
    #[arg(long, requires = "group")]
    pub world_readable: bool,
    /// The cache's directory [default: the one that all commands use]
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub directory: Option<PathBuf>,
}
