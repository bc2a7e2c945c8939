use std::path::PathBuf;

use clap::{Args, ValueHint};

const EXAMPLES: &str = "\
Examples:
  Everything that one key signed, for a colleague:
    $ signcache export key:release -o release.tar.zst

  Into a directory that is committed to git; what is there already stays:
    $ signcache export -o signatures/

  For the eyes of one colleague only:
    $ signcache export key:release --recipient colleague -o release.pgp

  To another machine, without a file between:
    $ signcache export -o - | ssh build.example.org signcache import -";

/// Write entries into a bundle, for others to import
///
/// A bundle is a tar archive compressed with zstd, or a directory of the same files that is made to be committed. Both
/// have the signatures, what proves them without the contents, and the certificates; nothing in them tells who made
/// them or when. Equal entries and certificates give equal bytes before compression.
///
/// A proof shows up to 63 bytes at the end of a content: all of a shorter one.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// Which entries; all without (`signcache list --help` describes the language)
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Where to: a file, a directory (one that exists, or a name that ends with `/`), or `-` for stdout
    #[arg(long, short, required = true, value_name = "FILE|DIR|-", value_hint = ValueHint::AnyPath)]
    pub output: PathBuf,
    /// Tell what people here call the contents, too
    #[arg(long)]
    pub labels: bool,
    /// Leave proofs out; whoever imports the entries then needs the contents
    #[arg(long)]
    pub no_proofs: bool,
    /// Encrypt it, so that only the holders of the keys in it can read it
    #[arg(long)]
    pub encrypt: bool,
    /// Encrypt it to the holder of this key instead; can be given several times
    #[arg(long, short, value_name = "KEY")]
    pub recipient: Vec<String>,
    /// Replace a file that is there already
    #[arg(long, short)]
    pub force: bool,
}
