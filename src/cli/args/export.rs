use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

const EXAMPLES: &str = "\
Examples:
  Everything that one key signed, for a colleague:
    $ signcache export key:release -o release.tar.zst

  Into a directory that is committed to git; what is there already stays:
    $ signcache export -o signatures/

  For the eyes of one colleague only:
    $ signcache export key:release --recipient colleague -o release.pgp

  For every machine that trusts your Nix key, with any web server or S3 bucket between:
    $ nix-store --generate-binary-cache-key signatures.example.org-1 nix.secret nix.public
    $ signcache export --format nix-cache --nix-key nix.secret -o binary-cache/

  To another machine, without a file between:
    $ signcache export -o - | ssh build.example.org signcache import -";

/// Write entries into a bundle, for others to import
///
/// A bundle is a tar archive compressed with zstd, or a directory of the same files that is made to be committed. Both
/// have the signatures, what proves them without the contents, and the certificates; nothing in them tells who made
/// them or when. Equal entries and certificates give equal bytes before compression. A directory also gets a `.gitattributes`, unless it
/// has one, which keeps git from changing line ends.
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
    /// What to write: a bundle, or a static binary cache of Nix's with the outputs of provided derivations
    #[arg(long, value_name = "FORMAT", default_value = "bundle")]
    pub format: Format,
    /// The key with which Nix's binary cache is signed, as `nix-store --generate-binary-cache-key` makes it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, required_if_eq("format", "nix-cache"))]
    pub nix_key: Option<PathBuf>,
    /// Leave proofs out; whoever imports the entries then needs the contents
    #[arg(long)]
    pub no_proofs: bool,
    /// Encrypt it, so that only the holders of the keys in it can read it
    #[arg(long)]
    pub encrypt: bool,
    /// Encrypt it to the holder of this key instead; can be given several times
    #[arg(long, short, value_name = "KEY")]
    pub recipient: Vec<String>,
    /// Write a bundle without entries where the query selects none
    #[arg(long)]
    pub allow_empty: bool,
    /// Replace a file that is there already
    #[arg(long, short)]
    pub force: bool,
}

/// What an export writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// What `signcache import` reads
    Bundle,
    /// What Nix substitutes from, and `signcache import` reads as well
    NixCache,
}
