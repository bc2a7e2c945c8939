use std::path::PathBuf;

use super::Finding;
use crate::ops::upstream;

/// Whether each upstream can be read.
pub(super) fn check(paths: &[PathBuf]) -> Vec<Finding> {
    let look = |path: &PathBuf| match upstream::check(path) {
        Ok(()) => Finding::ok("upstream", format!("the upstream {} can be read", path.display())),
        Err(reason) => Finding::warning(
            "upstream",
            format!("the upstream {} can't be used: {}", path.display(), reason.raw()),
            "check that it is mounted and that you may read it, or take it out of `upstream` in your configuration",
        ),
    };
    paths.iter().map(look).collect()
}
