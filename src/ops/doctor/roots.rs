use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{Finding, Fix, Level};
use crate::nix::Store;

/// After so many seconds nobody is filling a directory of roots any more.
const DAY: i64 = 86_400;

/// Whether the roots of copies in the Nix store lead somewhere.
pub(super) fn check(store: &Store, directory: &Path, now: Timestamp) -> Vec<Finding> {
    let roots = match store.survey_roots(directory) {
        Ok(roots) => roots,
        Err(error) => return vec![Finding { level: Level::Warning, ..Finding::failed("roots", error) }],
    };
    let mut findings =
        vec![Finding::ok("roots", format!("{} copies in the Nix store are kept by roots", roots.live))];
    if !roots.collected.is_empty() {
        let text = format!(
            "{} copies were collected from the Nix store though they had roots",
            roots.collected.len()
        );
        findings.push(Finding::warning(
            "roots",
            text,
            "`signcache rebind` puts them back, and so does whoever asks for one",
        ));
    }
    let old = |path: &PathBuf| {
        let old = |metadata: Metadata| now.as_second().saturating_sub(metadata.mtime()) > DAY;
        path.symlink_metadata().is_ok_and(old)
    };
    let empty = roots.empty.into_iter().filter(old).map(|path| (path, "has no roots in it any more"));
    let dangling = roots.dangling.into_iter().map(|path| (path, "leads to no root, so it keeps nothing"));
    findings.extend(dangling.chain(empty).map(|(path, what)| {
        Finding::note("roots", format!("{} {what}", path.display()))
            .advised("`signcache doctor --fix` removes it; `signcache rebind` makes roots anew")
            .fixed_by(Fix::RemoveRoot(path))
    }));
    findings
}
