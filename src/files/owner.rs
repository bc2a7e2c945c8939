use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{Gid, Uid};
use rustix::process::{getegid, geteuid};
use rustix::thread::{set_thread_res_gid, set_thread_res_uid};

/// Runs `make`, which makes something at `path`, as the owner of the directory above, where this process is root and
/// that is somebody else: what root makes in the directories of a user would shut the user out.
///
/// Only this thread is another account meanwhile, and it can do no more than that account: no link leads it anywhere
/// that its owner could not go.
///
/// # Errors
/// Those of `make`, and when the system refuses to be root again.
pub fn as_owner_above<T>(path: &Path, make: impl FnOnce() -> T) -> io::Result<T> {
    if !geteuid().is_root() {
        return Ok(make());
    }
    let above = path.ancestors().skip(1).find_map(|above| {
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        above.metadata().ok()
    });
    let Some(owner) = above.filter(|above| above.uid() != 0) else { return Ok(make()) };
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
