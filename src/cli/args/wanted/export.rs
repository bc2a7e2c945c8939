use std::path::PathBuf;

use clap::{Args, ValueHint};

const EXAMPLES: &str = "\
Examples:
  Everything that is wanted of one key, for its holder:
    $ signcache wanted export key:release -o wanted.tar.zst

  To where the key is and back, all in one (ssh may be between the parts):
    $ signcache wanted export -o - | signcache wanted sign --yes -o - - | signcache import -";

/// Write what is wanted into a bundle, for who has the key
///
/// It has digests, sizes, the states of the contents' hashes, and labels; no contents. Such a state shows up to 63 bytes
/// at the end of a content: all of a shorter one.
///
/// In a directory that is a bundle already, the list takes the place of the one that is there, whoever made that: what is
/// wanted no more, or not by this cache and QUERY, goes away. Entries in it stay.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// Which; all without (see `signcache wanted list --help`)
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Where to: a file, a directory (one that exists, or a name that ends with `/`), or `-` for stdout
    #[arg(long, short, required = true, value_name = "FILE|DIR|-", value_hint = ValueHint::AnyPath)]
    pub output: PathBuf,
    /// Don't tell what people here call the contents
    #[arg(long)]
    pub no_labels: bool,
    /// Replace a file that is there already
    #[arg(long, short)]
    pub force: bool,
}
