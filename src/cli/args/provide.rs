use clap::Args;

const EXAMPLES: &str = "\
Examples:
  Make what was signed within a day available to builds that depend on it:
    $ signcache sign -k release release.tar
    $ signcache provide 'age:<1d'

  What a build would find, and where:
    $ signcache show name:release.tar

  For other machines, as a binary cache that they substitute from:
    $ nix-store --generate-binary-cache-key signatures.example.org-1 nix.secret nix.public
    $ signcache export --format nix-cache --nix-key nix.secret -o binary-cache/";

/// Register signatures in the Nix store as what provided derivations put out
///
/// A provided derivation has a content's digest and a key id as its only inputs, and no builder that could run: see
/// `signcache.nix`. Its output is registered here instead of built, and any binary cache can carry it. Prints the
/// store paths, each kept by a GC root below $XDG_STATE_HOME/signcache/roots, until `signcache unbind`.
///
/// Nix lets only those register paths whom it trusts; others need a signature of a key that Nix trusts: export a
/// binary cache, and substitute from it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Provide {
    /// Register them in this store as well: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store
    #[arg(long, value_name = "STORE")]
    pub store: Vec<String>,
    /// Which entries; all without (see `signcache list --help`)
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
}
