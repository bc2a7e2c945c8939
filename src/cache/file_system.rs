use std::path::Path;

#[cfg(target_os = "linux")]
use rustix::fs::FsWord;

use super::Error;

/// Refuses a directory on a file system that several machines see.
///
/// Readers and writers of a WAL database share memory, which machines don't; and what one
/// machine locks another may not know of. So a cache there would lose entries without a word,
/// and even a look-up could read half of what somebody writes.
#[cfg(target_os = "linux")]
pub(super) fn check_local(directory: &Path) -> Result<(), Error> {
    let found = rustix::fs::statfs(directory)
        .map_err(|error| Error::io("look at the file system of", directory)(error.into()))?;
    let number = found.f_type;
    #[cfg(test)]
    let number = tests::pretended().unwrap_or(number);
    match shared_between_machines(number) {
        Some(kind) => Err(Error::NotLocal { directory: directory.to_owned(), kind }),
        None => Ok(()),
    }
}

/// Other systems number their file systems otherwise; nothing is refused there.
#[cfg(not(target_os = "linux"))]
pub(super) fn check_local(_: &Path) -> Result<(), Error> {
    Ok(())
}

/// The name of a file system that several machines see, by its number (statfs(2) and Linux's magic.h).
///
/// FUSE is not among them: what is behind it can't be told, and much of it is local.
#[cfg(target_os = "linux")]
fn shared_between_machines(number: FsWord) -> Option<&'static str> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the numbers have 32 bits")]
    let number = number as u32;
    Some(match number {
        0x6969 => "NFS",
        0x517b => "SMB",
        0xff53_4d42 => "CIFS",
        0xfe53_4d42 => "SMB2",
        0x0102_1997 => "9P",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x00c3_6400 => "Ceph",
        0x0bd0_0bd0 => "Lustre",
        0x0116_1970 => "GFS2",
        0x7461_636f => "OCFS2",
        _ => return None,
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::cache::{Cache, create};

    thread_local! {
        /// What this thread takes every file system for: a test can't mount one of another machine.
        static PRETENDED: Cell<Option<FsWord>> = const { Cell::new(None) };
    }

    pub(super) fn pretended() -> Option<FsWord> {
        PRETENDED.get()
    }

    #[test]
    fn no_cache_is_opened_or_made_where_other_machines_see_it() {
        let directory = tempfile::tempdir().unwrap();
        let (there, new) = (directory.path().join("there"), directory.path().join("new"));
        drop(Cache::open_or_create(&there).unwrap());
        PRETENDED.set(Some(0x6969));
        let refused = [
            Cache::open(&there).map(drop),
            Cache::open_or_create(&there).map(drop),
            Cache::open_or_create(&new).map(drop),
            create::if_absent(&new),
        ];
        PRETENDED.set(None);
        for refused in refused {
            assert!(matches!(refused, Err(Error::NotLocal { kind: "NFS", .. })), "{refused:?}");
        }
        assert!(!new.join("cache.sqlite").exists());
        assert!(Cache::open(&there).unwrap().is_some());
    }

    #[test]
    fn only_file_systems_of_one_machine_are_taken() {
        for number in [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x0102_1997] {
            assert!(shared_between_machines(number).is_some(), "{number:x}");
        }
        // ext, btrfs, xfs, tmpfs, overlayfs, zfs, f2fs, FUSE.
        for number in [
            0xef53,
            0x9123_683e,
            0x5846_5342,
            0x0102_1994,
            0x794c_7630,
            0x2fc1_2fc1,
            0xf2f5_2010,
            0x6573_5546,
        ] {
            assert_eq!(shared_between_machines(number), None, "{number:x}");
        }
        assert_eq!(shared_between_machines(0xff53_4d42_u32 as i32 as FsWord), Some("CIFS"));
    }

    #[test]
    fn a_temporary_directory_is_local() {
        check_local(tempfile::tempdir().unwrap().path()).unwrap();
    }
}
