//! What can be typed: clap's types and nothing else. Help, manual pages and completions come from here.

mod agent;
mod audit;
mod bind;
mod completions;
mod delete;
mod demo;
mod doctor;
pub mod edit;
mod exec;
mod export;
mod gc;
mod get;
mod global;
mod import;
mod init;
mod list;
mod man;
mod provide;
mod rebind;
mod restore;
mod rotate;
mod show;
mod sign;
mod stats;
pub mod trash;
mod tui;
mod unbind;
mod verify;
pub mod wanted;

use std::ffi::OsString;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

pub use agent::Agent;
pub use audit::Audit;
pub use bind::Bind;
pub use completions::Completions;
pub use delete::Delete;
pub use demo::Demo;
pub use doctor::Doctor;
pub use edit::{Label, Pin, Unpin};
pub use exec::{EmitAs, Exec};
pub use export::{Export, Format};
pub use gc::Gc;
pub use get::Get;
pub use global::{Color, Global};
pub use import::{Import, PreferArg};
pub use init::Init;
pub use list::List;
pub use man::Man;
pub use provide::Provide;
pub use rebind::Rebind;
pub use restore::Restore;
pub use rotate::Rotate;
pub use show::Show;
pub use sign::Sign;
pub use stats::Stats;
pub use trash::Trash;
pub use tui::Tui;
pub use unbind::Unbind;
pub use verify::Verify;
pub use wanted::Wanted;

/// Keep the first signature of every content and key, so that signing is a function
///
/// The same key over the same bytes gives another signature each time. signcache keeps the first one for every pair
/// of content (SHA-256) and key, for ever, and hands it back: to people, to colleagues, and to Nix, which can then
/// rely on it.
#[derive(Debug, Parser)]
#[command(name = "signcache", version, propagate_version = true, max_term_width = 100, after_long_help = EXTRA)]
pub struct Arguments {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
#[allow(
    missing_docs,
    reason = "each command's own struct says what it does; a text here would hide the longer one"
)]
pub enum Command {
    Sign(Sign),
    Verify(Verify),
    Get(Get),
    Exec(Exec),
    List(List),
    Show(Show),
    Export(Export),
    Import(Import),
    Wanted(Wanted),
    Audit(Audit),
    Bind(Bind),
    Provide(Provide),
    Agent(Agent),
    Rotate(Rotate),
    Stats(Stats),
    Pin(Pin),
    Unpin(Unpin),
    Label(Label),
    Gc(Gc),
    Delete(Delete),
    Restore(Restore),
    Trash(Trash),
    Unbind(Unbind),
    Rebind(Rebind),
    Tui(Tui),
    Init(Init),
    Doctor(Doctor),
    Demo(Demo),
    Completions(Completions),
    Man(Man),
}

impl Arguments {
    /// Reads the command line, whose first word is the program's name.
    ///
    /// # Errors
    /// When it makes no sense, or asks for help.
    pub fn read(words: &[OsString]) -> Result<Self, clap::Error> {
        match words {
            [_, command, ..] if command == "exec" => Self::read_exec(words),
            _ => None,
        }
        .map_or_else(|| Self::try_parse_from(words), Ok)
    }

    /// Reads the command that evaluations run for each file: of all commands only this one is set
    /// up, which takes a third of the time. Gives up where there is anything to say to a person.
    fn read_exec(words: &[OsString]) -> Option<Self> {
        let bare =
            |name: &'static str| clap::Command::new(name).disable_help_flag(true).disable_version_flag(true);
        let exec = Exec::augment_args(bare("exec"));
        let program = Global::augment_args(bare("signcache")).disable_help_subcommand(true).subcommand(exec);
        let matches = program.try_get_matches_from(words).ok()?;
        let global = Global::from_arg_matches(&matches).ok()?;
        let exec = Exec::from_arg_matches(matches.subcommand_matches("exec")?).ok()?;
        Some(Self { global, command: Command::Exec(exec) })
    }
}

/// The whole command line, for help, manual pages and completions.
#[must_use]
pub fn definition() -> clap::Command {
    Arguments::command()
}

const EXTRA: &str = "\
Examples:
  Sign with the key that your configuration calls `release`:
    $ signcache sign -k release release.tar

  See what was kept, and get it back:
    $ signcache show name:release.tar
    $ signcache get -k release release.tar

Keys:
  KEY is an alias of your configuration, a full fingerprint, `openpgp:` and a
  full fingerprint, or a 64-bit key id that only one of your certificates has.

Files:
  $XDG_CONFIG_HOME/signcache/config.toml
                    the configuration; every setting has a default
  $XDG_DATA_HOME/signcache
                    the cache: data that can't be made again, so back it up
  /var/lib/signcache
                    the place for a cache of the whole machine (`signcache init`)
  $XDG_STATE_HOME/signcache
                    what you were served before (the ledger), and the roots that
                    keep copies in the Nix store

Environment:
  SIGNCACHE_DIR     the cache's directory, unless --cache says another
  GNUPGHOME         the GnuPG home directory, unless the configuration says another
  XDG_CONFIG_HOME   instead of ~/.config
  XDG_DATA_HOME     instead of ~/.local/share
  XDG_STATE_HOME    instead of ~/.local/state
  NIX_STORE_DIR, NIX_STATE_DIR, NIX_REMOTE
                    which Nix store it is, as Nix reads them
  NO_COLOR          when set, --color=auto means never

Exit status:
  0                 done
  1                 failed; the message says what, and a hint says what to do
  2                 usage
  3                 not in the cache, and every place was read; no entry matches
  4                 a signature did not verify or is in quarantine
  5                 the key is not usable (unknown, ambiguous, expired, revoked,
                    agent or card absent, cancelled), or a signature cannot be
                    judged
  75                a place is not there (is the disk mounted?), or somebody
                    else holds the lock for too long; try again
  130               interrupted, and everything done so far is kept";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exec_is_read_alike_by_itself_and_among_all_commands() {
        for line in [
            "exec -k K a b",
            "exec -kK --offline --emit inline -- -a",
            "exec --key K a --color never --quiet --json --cache /c --config=/d",
            "exec --resign --allow-compromised -k K a",
            "exec help -k K",
        ] {
            let words: Vec<OsString> = format!("signcache {line}").split(' ').map(Into::into).collect();
            let alone = Arguments::read_exec(&words).unwrap();
            assert_eq!(format!("{alone:?}"), format!("{:?}", Arguments::try_parse_from(&words).unwrap()));
        }
    }

    #[test]
    fn what_is_wrong_with_exec_is_said_as_for_all_commands() {
        for line in ["exec", "exec --help", "exec -k K", "exec -k K a --emit x", "exec -V", "exec --nope"] {
            let words: Vec<OsString> = format!("signcache {line}").split(' ').map(Into::into).collect();
            assert!(Arguments::read_exec(&words).is_none(), "{line}");
            let said = Arguments::read(&words).unwrap_err().to_string();
            assert_eq!(said, Arguments::try_parse_from(&words).unwrap_err().to_string());
        }
    }
}
