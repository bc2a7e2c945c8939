use crate::cache;
use crate::cli::exit::Exit;

/// What a user can do about a cache or a ledger.
pub(super) fn explain(error: &cache::Error) -> (Exit, &'static str) {
    match error {
        cache::Error::Newer { .. } => {
            (Exit::Failed, "nothing was changed; upgrade signcache, or use another directory with --cache")
        }
        cache::Error::NotACache(_) => {
            (Exit::Failed, "give the directory of a cache, or one that does not exist yet, with --cache")
        }
        cache::Error::Tampered { .. } => (
            Exit::Unverified,
            "nothing was written; find out who may write to the cache, and put a copy of it in place from before",
        ),
        cache::Error::Damaged(_) => (
            Exit::Failed,
            "put a copy from before in place; your ledger puts back what you were served since",
        ),
        cache::Error::Busy { .. } => {
            (Exit::Busy, "try again later, or wait longer with `lock-timeout` in your configuration")
        }
        cache::Error::Collecting { .. } => (
            Exit::Busy,
            "let it finish and run the command again; `signcache gc --dry-run` only looks, and needs no lock",
        ),
        cache::Error::Away { .. } | cache::Error::Exchanged(_) => {
            (Exit::Busy, "is the disk mounted? `signcache init DIR` makes a new cache")
        }
        cache::Error::NoRoom { .. } => {
            (Exit::Failed, "make room and run the command again; until then, look-ups work as before")
        }
        cache::Error::LedgerNewer { .. } => (
            Exit::Failed,
            "nothing was changed; upgrade signcache, or use another ledger with XDG_STATE_HOME (it remembers nothing of before)",
        ),
        cache::Error::DatabaseMissing(_) => (
            Exit::Failed,
            "put a copy of `cache.sqlite` in place; where there is none, move the directory away and run `signcache init DIR`",
        ),
        cache::Error::LedgerUnreadable { .. } | cache::Error::LedgerReadOnly(_) => (
            Exit::Failed,
            "check its permissions, or use another ledger with XDG_STATE_HOME (it remembers nothing of before)",
        ),
        cache::Error::LedgerNotMade { .. } => {
            (Exit::Failed, "set XDG_STATE_HOME to a directory where you may write")
        }
        cache::Error::Full(_) => (Exit::Failed, "make room and run the command again"),
        cache::Error::ReadOnly(_) => (
            Exit::Failed,
            "look things up with `signcache get`, or ask its owner for the permission to write",
        ),
        cache::Error::MembersOnly { .. } => (Exit::Failed, "ask root to add you to the group"),
        cache::Error::Permissions { .. } => {
            (Exit::Failed, "`signcache init` does that for the owner, if a member of the group, and for root")
        }
        cache::Error::Occupied(_) => (Exit::Failed, "give a directory that is empty or does not exist yet"),
        cache::Error::Vanished(_) => (Exit::Failed, "run the command again"),
        cache::Error::NotLocal { .. } => (
            Exit::Failed,
            "SQLite's locks don't reach other machines: put the cache on a local disk, or read a copy of it",
        ),
        cache::Error::LedgerExposed(_) => (Exit::Failed, "take the permission away with `chmod go-w`"),
        cache::Error::Io { .. } => (
            Exit::Failed,
            "check the permissions of the directory (`signcache init DIR` puts those of a shared cache right), or use another one with --cache",
        ),
        cache::Error::Sqlite { .. } => (
            Exit::Failed,
            "check that the directory is on a local file system and that you may write to it (`signcache init DIR` puts the permissions of a shared cache right)",
        ),
    }
}
