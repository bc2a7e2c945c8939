use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::access::{self, Access};
use super::init::blocked;
use super::{Cache, Error, layout};
use crate::files::list;

/// Whose a cache is, and what in it has other permissions than it should.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Permissions {
    /// The number of the group that it is for; none when it is its owner's alone.
    pub group: Option<u32>,
    /// The number of the user that its directory belongs to.
    pub owner: u32,
    /// The mode of its directory.
    pub mode: u32,
    /// What has other permissions than it should.
    pub wrong: Vec<Misfit>,
    /// A directory above it that the group can't pass, it seems.
    pub blocked: Option<PathBuf>,
}

/// A file or directory of a cache that has other permissions than it should.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Misfit {
    /// Which one.
    pub path: PathBuf,
    /// The mode that it has.
    pub mode: u32,
    /// The mode that it should have.
    pub expected: u32,
    /// Whether it belongs to another group than the cache.
    pub foreign: bool,
}

impl Cache {
    /// Whether others than its owner read it. They may have no right to write, and then their hits leave no stamp.
    ///
    /// # Errors
    /// When the database can't be looked at.
    pub fn is_for_others(&self) -> Result<bool, Error> {
        let database = layout::database(&self.directory)?;
        let metadata = database.metadata().map_err(Error::io("look at", &database))?;
        let directory = self.directory.metadata().map_err(Error::io("look at", &self.directory))?;
        let open = |mode: u32, bits: u32| mode & bits != 0;
        Ok(Access::of_mode(directory.mode()) != Access::Private
            || open(directory.mode(), 0o011) && open(metadata.mode(), 0o044))
    }

    /// Looks at the permissions of a cache, and follows no link in it; none where no cache can be seen.
    ///
    /// # Errors
    /// When the directory can't be looked at or read.
    pub fn permissions(directory: &Path) -> Result<Option<Permissions>, Error> {
        if matches!(
            layout::is_there(directory),
            Ok(false) | Err(Error::NotACache(_) | Error::Newer { .. } | Error::Damaged(_))
        ) {
            return Ok(None);
        }
        let top = directory.metadata().map_err(Error::io("look at", directory))?;
        let access = Access::of_mode(top.mode());
        let group = (access != Access::Private).then(|| top.gid());
        let mut wrong = Vec::new();
        let mut check = |path: PathBuf, metadata: &Metadata, mode: u32| {
            let found = metadata.mode() & 0o7777;
            // What is one's own may be opened for readers, and for nobody else.
            let expected = if group.is_none() { found & !0o022 } else { mode };
            let foreign = group.is_some_and(|group| metadata.gid() != group);
            if found != expected || foreign {
                wrong.push(Misfit { path, mode: found, expected, foreign });
            }
        };
        check(directory.to_owned(), &top, access.directory());
        let database = directory.join("cache.sqlite");
        let side_files = ["-wal", "-shm"].map(|suffix| access::beside(&database, suffix));
        for path in [layout::marker_file(directory), database].into_iter().chain(side_files) {
            if let Ok(metadata) = path.symlink_metadata() {
                check(path, &metadata, access.file());
            }
        }
        let locks = directory.join("locks");
        if let Ok(metadata) = locks.symlink_metadata() {
            check(locks.clone(), &metadata, access.lock_directory());
        }
        for entry in list(&locks).into_iter().flatten().flatten() {
            // What begins with a dot is not at its place yet.
            if let Ok(metadata) = entry.metadata()
                && !entry.file_name().as_encoded_bytes().starts_with(b".")
            {
                check(entry.path(), &metadata, access.lock());
            }
        }
        let blocked = group.and_then(|group| blocked(directory, group));
        Ok(Some(Permissions { group, owner: top.uid(), mode: top.mode() & 0o7777, wrong, blocked }))
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::cache::Sharing;

    #[test]
    fn what_others_may_write_to_in_ones_own_cache_is_wrong_and_what_they_may_read_is_not() {
        let home = tempfile::tempdir().unwrap();
        let cache = home.path().join("cache");
        drop(Cache::open_or_create(&cache).unwrap());
        let set = |name: &str, mode| {
            fs::set_permissions(cache.join(name), Permissions::from_mode(mode)).unwrap();
        };
        set("", 0o755);
        let wrong = || Cache::permissions(&cache).unwrap().unwrap().wrong;
        assert_eq!(wrong(), []);
        set("cache.sqlite", 0o646);
        let path = cache.join("cache.sqlite");
        let expected = Misfit { path, mode: 0o646, expected: 0o644, foreign: false };
        assert_eq!(wrong(), [expected]);
        fs::write(cache.join("layout"), "something else").unwrap();
        assert_eq!(Cache::permissions(&cache).unwrap(), None);
    }

    #[test]
    fn what_a_group_can_not_use_in_its_cache_is_wrong_until_init_puts_it_right() {
        let home = tempfile::tempdir().unwrap();
        let cache = home.path().join("cache");
        let group = rustix::process::getegid().as_raw();
        Cache::init(&cache, Some(Sharing { group, others_read: false })).unwrap();
        let look = || Cache::permissions(&cache).unwrap().unwrap();
        assert_eq!((look().group, look().wrong), (Some(group), vec![]));
        fs::set_permissions(cache.join("layout"), Permissions::from_mode(0o600)).unwrap();
        fs::set_permissions(cache.join("locks/create"), Permissions::from_mode(0o600)).unwrap();
        let wrong: Vec<u32> = look().wrong.into_iter().map(|misfit| misfit.expected).collect();
        assert_eq!(wrong, [0o660, 0o660]);
        Cache::init(&cache, None).unwrap();
        assert_eq!(look().wrong, []);
    }
}
