use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

const EXAMPLES: &str = "\
Examples:
  What an evaluation gets for a file; for several it is a list of such sets:
    $ signcache exec -k release release.tar

  The same without a Nix store:
    $ signcache exec -k release --emit inline release.tar

  Never sign; what is not in the cache yet is exit 3:
    $ signcache exec -k release --offline notes.txt";

/// Print a Nix expression: the helper of extraBuiltins and of builtins.exec
///
/// For one file an attribute set with outPath, contentHash, keyId and signedAt; for more a list of them. A miss signs,
/// binds and prints; a hit starts no process. A good signature by the key that lies beside a file outside the Nix
/// store is adopted, as by `signcache sign`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Exec {
    /// The key to sign with
    #[arg(long, short, value_name = "KEY")]
    pub key: String,
    /// What outPath is
    #[arg(long, value_enum, default_value_t = EmitAs::Store, value_name = "WHAT")]
    pub emit: EmitAs,
    /// Make a new signature where the one that was there is in quarantine
    #[arg(long)]
    pub resign: bool,
    /// Use signatures of a key that was revoked as compromised
    #[arg(long)]
    pub allow_compromised: bool,
    /// The files to sign
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
}

/// What outPath is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum EmitAs {
    /// A copy of the binary signature in the Nix store, kept by a GC root
    Store,
    /// The armored signature as builtins.toFile; needs no Nix store
    Inline,
}
