use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{Finding, Fix};
use crate::files::list;

/// How names begin of files that are being written, and get their own names afterwards.
const UNFINISHED: [&str; 4] = [".new-", ".tmp", ".signcache-", "cache.sqlite.new"];

/// After so many seconds nobody is writing them any more.
const DAY: i64 = 86_400;

/// Whether there are files in a cache's directory that somebody began and never finished.
pub(super) fn check(cache: &Path, now: Timestamp) -> Vec<Finding> {
    let directories = [cache.to_owned(), cache.join("locks")];
    let paths = directories
        .iter()
        .flat_map(|directory| list(directory))
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let left = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        UNFINISHED.iter().any(|begin| name.starts_with(begin.as_bytes())) && is_old(path, now)
    };
    let found = |path: PathBuf| {
        let text = format!("{} was begun by a process that was killed", path.display());
        Finding::note("leftovers", text)
            .advised("nobody needs it: `signcache doctor --fix` removes it")
            .fixed_by(Fix::RemoveLeftover(path))
    };
    paths.filter(left).map(found).collect()
}

/// Whether a plain file was last written to more than a day ago.
pub(super) fn is_old(path: &Path, now: Timestamp) -> bool {
    let old =
        |metadata: Metadata| metadata.is_file() && now.as_second().saturating_sub(metadata.mtime()) > DAY;
    path.symlink_metadata().is_ok_and(old)
}
