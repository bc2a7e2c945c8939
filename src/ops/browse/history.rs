use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::files::open_plain;

/// So many are remembered.
const REMEMBERED: usize = 500;

/// The filters that a user typed, the latest last: a line each, in a file beside the ledger.
pub struct History(PathBuf);

impl History {
    /// That of the user with this ledger.
    #[must_use]
    pub fn beside(ledger: &Path) -> Self {
        Self(ledger.join("filters"))
    }

    /// The filters; none where they can't be read, for nothing depends on them.
    #[must_use]
    pub fn read(&self) -> Vec<String> {
        let text = open_plain(&self.0, File::options().read(true)).and_then(std::io::read_to_string);
        let text = text.unwrap_or_default();
        let mut filters: Vec<String> = text.lines().map(str::to_owned).collect();
        filters.drain(..filters.len().saturating_sub(REMEMBERED));
        filters
    }

    /// Notes filters in the place of those that were there. Where that fails, nothing is lost but convenience.
    pub fn write(&self, filters: &[String]) {
        let first = filters.len().saturating_sub(REMEMBERED);
        let mut text = filters[first..].join("\n");
        text.push('\n');
        let beside = self.0.with_extension("new");
        let mut options = File::options();
        // Labels are nobody else's business.
        options.write(true).create(true).truncate(true).mode(0o600);
        let written = open_plain(&beside, &mut options).and_then(|mut file| file.write_all(text.as_bytes()));
        if written.is_ok() {
            let _ = fs::rename(&beside, &self.0);
        }
    }
}
