use std::fs::Metadata;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{Gid, Uid};
use rustix::process::{getegid, geteuid};
use rustix::thread::{set_thread_res_gid, set_thread_res_uid};

/// Runs `make`, which makes something at `path`, as the owner of the directory above, where this process is root and
/// that is somebody else: what root makes in the directories of a user would shut the user out.
///
/// Only this thread is another account meanwhile, with the files that this account may write. A user's link on the way
/// counts for the user too, so that it leads nowhere that the user could not write.
///
/// # Errors
/// Those of `make`, and when the system refuses to be root again.
pub fn as_owner_above<T>(path: &Path, make: impl FnOnce() -> T) -> io::Result<T> {
    if !geteuid().is_root() {
        return Ok(make());
    }
    let Some(owner) = owner_above(path).filter(|owner| owner.uid() != 0) else { return Ok(make()) };
    let (root, group) = (Uid::ROOT, getegid());
    let (uid, gid) = (Uid::from_raw(owner.uid()), Gid::from_raw(owner.gid()));
    // A container may not know the account; then everything is made as before.
    if set_thread_res_gid(None, gid, None).is_err() {
        return Ok(make());
    }
    if set_thread_res_uid(None, uid, None).is_err() {
        set_thread_res_gid(None, group, None)?;
        return Ok(make());
    }
    let made = make();
    set_thread_res_uid(None, root, None)?;
    set_thread_res_gid(None, group, None)?;
    Ok(made)
}

/// The owner of what is there of the directories above a path: of the first link that is somebody else's than root's,
/// else of the last directory.
fn owner_above(path: &Path) -> Option<Metadata> {
    let path = std::path::absolute(path).ok()?;
    let mut above: Vec<&Path> = path.ancestors().skip(1).collect();
    above.reverse();
    let mut last = None;
    for directory in above {
        let Ok(metadata) = directory.symlink_metadata() else { break };
        if metadata.is_symlink() && metadata.uid() != 0 {
            return Some(metadata);
        }
        last = directory.metadata().ok();
    }
    last
}
