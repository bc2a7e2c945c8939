use std::path::PathBuf;

use clap::{Args, ValueHint};

const EXAMPLES: &str = "\
Examples:
  Somewhere a signature is missing (exit 3):
    $ signcache exec --offline -k release notes.txt

  There:
    $ signcache wanted export -o wanted.tar.zst

  Sign what is wanted and is among your own files, and write it for who wants it:
    $ signcache wanted sign --content . -o signed.tar.zst wanted.tar.zst

  Sign what is wanted here and is among your own files; provide it if a build waits for it:
    $ signcache wanted sign --content .

  Sign everything unseen, because you know from elsewhere what it is:
    $ signcache wanted sign --yes wanted.tar.zst";

/// Sign what others want, or what is wanted here, without the contents
///
/// A bundle of what is wanted has the state of each content's hash, and that is what is signed: YOU DO NOT SEE THE
/// CONTENT, and neither does signcache. Its label is whatever the bundle says. So you are asked about each; where nobody
/// can be asked, nothing is signed without --yes.
///
/// Without a bundle it is what is noted here as wanted: by people, by builds (`signcache wanted from-drv`), and by the
/// agent. What builds wait for is provided as well.
///
/// With --content, files are read instead: what is wanted and found among them is signed, and nothing else.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Sign {
    /// Sign for this key only [default: every key that you can sign with]
    #[arg(long, short, value_name = "KEY")]
    pub key: Option<String>,
    /// Sign what is wanted and found below this directory, and nothing else
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub content: Vec<PathBuf>,
    /// Sign all of it without asking, though the contents were not seen
    #[arg(long, short, conflicts_with = "content")]
    pub yes: bool,
    /// Write a bundle with the signatures, for who wants them: a file, a directory, or `-` for stdout
    #[arg(long, short, value_name = "FILE|DIR|-", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Replace a file that is there already
    #[arg(long, short, requires = "output")]
    pub force: bool,
    /// What `signcache wanted export` wrote: a file, a directory, or `-` for stdin [default: what is wanted here]
    #[arg(value_name = "BUNDLE", value_hint = ValueHint::AnyPath)]
    pub bundle: Option<PathBuf>,
}
