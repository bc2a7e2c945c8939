use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::model::Age;

const EXAMPLES: &str = "\
Query:
  As for `signcache list`; sort: changes nothing.

Examples:
  Everything, and the database itself:
    $ signcache audit

  Every night, from cron:
    $ signcache audit --quiet

  What was not judged in the last month, where that is enough:
    $ signcache audit --max-age 30d

  A thousand entries by chance:
    $ signcache audit --sample 1000

  With the contents that some signatures can't be proven without:
    $ signcache audit --content . verdict:unproven

  Which keys expire within two months:
    $ signcache audit --expires-within 60d key:release

Exit status:
  0                 everything that could be verified does verify
  1                 the cache itself is damaged, as far as it was looked at
  4                 a signature does not verify, is in quarantine, must not be used (its key was revoked as compromised, or not valid
                    when it was made), or is another one than you were given before
  130               interrupted; the verdicts until then are noted";

/// Verify entries, and note what was found
///
/// Each signature is verified on all cores: from its proof, else from its content, where you had it hashed in the Nix
/// store or below --content. What is bad, weak or must not be used is listed, then how many entries of each key
/// are how, by today's standing of the key. An entry that does not verify is only noted as `bad`: who asks for it
/// puts it into quarantine. An entry is listed as `changed` if you were given another signature of its pair before.
///
/// Without a query the cache itself is checked, too: the database, and the copies in Nix stores.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Audit {
    /// A directory with contents, to verify what can't be proven without
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub content: Vec<PathBuf>,
    /// Pass over what has a verdict that is not older than this (such as 12h, 30d or 2y)
    ///
    /// That goes by what is noted in the cache, where each member of a shared one can write: only an audit without this
    /// verifies everything. What is noted as bad, expired or revoked is looked at each time, and what is another signature
    /// than you were given.
    #[arg(long, value_name = "AGE")]
    pub max_age: Option<Age>,
    /// Audit no more than so many entries, chosen by chance
    #[arg(long, value_name = "N")]
    pub sample: Option<NonZeroU32>,
    /// List the keys that will have expired after so long
    #[arg(long, value_name = "AGE")]
    pub expires_within: Option<Age>,
    /// Check the cache itself though there is a query
    #[arg(long)]
    pub database: bool,
    /// Note no verdicts
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Which entries; all without
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
}
