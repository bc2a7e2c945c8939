use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use jiff::Timestamp;

use super::{Finding, Fix, Level};
use crate::nix::Roots;
use crate::ops::{KnownStore, Session};

/// After so many seconds nobody is filling a directory of roots any more.
const DAY: i64 = 86_400;

/// Whether the roots of copies in all stores lead somewhere.
pub(super) fn check(session: &Session) -> Vec<Finding> {
    let now = session.settings().now;
    session.stores(&[]).iter().flat_map(|store| of_store(store, now)).collect()
}

/// How many copies have roots in the stores.
pub(super) fn count(session: &Session) -> u64 {
    let count = |roots: Roots| roots.live + roots.collected.len() as u64;
    let surveyed = session.stores(&[]).into_iter().map(|known| known.store.survey_roots(&known.roots));
    surveyed.flatten().map(count).sum()
}

fn of_store(known: &KnownStore, now: Timestamp) -> Vec<Finding> {
    // The address of another machine may name people, and more.
    let name = match known.name.raw().split_once("://") {
        Some((scheme, _)) => format!("{scheme}://…"),
        None => known.name.raw().to_owned(),
    };
    let roots = match known.store.survey_roots(&known.roots) {
        Ok(roots) => roots,
        Err(error) => return vec![Finding { level: Level::Warning, ..Finding::failed("roots", error) }],
    };
    let mut findings = vec![Finding::ok(
        "roots",
        format!("{} copies in the Nix store {name} are kept by roots", roots.live),
    )];
    let collected = roots.collected.len();
    if !known.store.is_reachable() && collected > 0 {
        let text = format!("the Nix store {name} is not there, and {collected} copies in it have roots");
        findings.push(Finding::note("roots", text).advised("is its disk mounted?"));
    } else if collected > 0 {
        let text =
            format!("{collected} copies were collected from the Nix store {name} though they had roots");
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
