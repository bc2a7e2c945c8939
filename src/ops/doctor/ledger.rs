use std::ffi::OsStr;
use std::path::Path;

use super::{Finding, Fix, Level};
use crate::cache::{self, Ledger};
use crate::files::list;

/// Whether the ledger is the user's own, and sound.
pub(super) fn check(directory: &Path) -> Vec<Finding> {
    let found = match Ledger::is_sound(directory) {
        Ok(true) if !is_writable(directory) => {
            let error = cache::Error::LedgerReadOnly(directory.to_owned());
            Finding { level: Level::Warning, ..Finding::failed("ledger", error) }
        }
        Ok(true) => Finding::ok("ledger", "your ledger can be read, and nobody else may write to it"),
        Ok(false) => {
            Finding::ok("ledger", "there is no ledger yet: the first signature that you are served makes one")
        }
        Err(error @ cache::Error::LedgerExposed(_)) => {
            let finding = Finding::failed("ledger", error);
            finding.fixed_by(Fix::Close { path: directory.to_owned(), bits: 0o022 })
        }
        Err(cache::Error::Damaged(_)) => Finding::warning(
            "ledger",
            "your ledger is damaged",
            "nothing to do: the next command puts it aside, begins a new one and verifies everything anew",
        ),
        Err(error @ cache::Error::LedgerNotMade { .. }) => {
            Finding { level: Level::Warning, ..Finding::failed("ledger", error) }
        }
        // Nothing is signed while it can't be read.
        Err(error) => Finding::failed("ledger", error),
    };
    let names = list(directory).into_iter().flatten().flatten();
    let damaged = names.filter(|entry| is_damaged(entry.file_name())).map(|_| {
        let text = format!("a damaged ledger was put aside in {}", directory.display());
        Finding::note("ledger", text)
            .advised("delete `ledger.sqlite.damaged*` there when you don't need to know why")
    });
    [found].into_iter().chain(damaged.take(1)).collect()
}

fn is_writable(directory: &Path) -> bool {
    matches!(Ledger::open_if_there(directory), Ok(Some(ledger)) if ledger.check_writable().is_ok())
}

/// Whether a file is a ledger that was put aside.
fn is_damaged(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with("ledger.sqlite.damaged"))
}
