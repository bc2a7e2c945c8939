use std::collections::BTreeSet;
use std::path::Path;

use rustix::fs::StatVfsMountFlags;

use super::Finding;

/// Less room than this, in bytes, deserves a look: some hundred thousand signatures fill it.
const LITTLE: u64 = 256 << 20;

/// With less, SQLite soon can't even be read from everywhere.
const NONE: u64 = 16 << 20;

/// Fewer files than this may be made.
const FEW_FILES: u64 = 1000;

/// Whether there is room left where signcache writes.
pub(super) fn left<'a>(places: impl IntoIterator<Item = &'a Path>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for place in places {
        // What is not there yet will be made here.
        let Some(there) = place.ancestors().find(|above| above.exists()) else { continue };
        let Ok(found) = rustix::fs::statvfs(there) else { continue };
        if !seen.insert(found.f_fsid) {
            continue;
        }
        if found.f_flag.contains(StatVfsMountFlags::RDONLY) {
            let text = format!("the file system of {} is mounted read-only", there.display());
            findings.push(Finding::note("space", text).advised("nothing can be stored there"));
            continue;
        }
        let bytes = found.f_bavail.saturating_mul(found.f_frsize);
        // A file system that counts no files says that it has none.
        let files = (found.f_files > 0).then_some(found.f_favail);
        findings.push(judge(there, bytes, files));
    }
    findings
}

fn judge(place: &Path, bytes: u64, files: Option<u64>) -> Finding {
    let text = format!("{} MB are left on the file system of {}", bytes / 1_000_000, place.display());
    let advice = "make room: without it nothing new can be signed, and what was stored before stays";
    match files {
        _ if bytes < NONE => Finding::error("space", text, advice),
        Some(files) if files < FEW_FILES => {
            let text = format!("{files} files can still be made on the file system of {}", place.display());
            Finding::warning("space", text, advice)
        }
        _ if bytes < LITTLE => Finding::warning("space", text, advice),
        _ => Finding::ok("space", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::doctor::Level;

    #[test]
    fn little_room_is_found() {
        let level = |bytes, files| judge(Path::new("/c"), bytes, files).level;
        assert_eq!(level(1 << 40, Some(1 << 20)), Level::Ok);
        assert_eq!(level(1 << 40, None), Level::Ok);
        assert_eq!(level(1 << 40, Some(3)), Level::Warning);
        assert_eq!(level(100 << 20, None), Level::Warning);
        assert_eq!(level(1 << 20, Some(3)), Level::Error);
    }
}
