use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;

/// What the file system says of a file, which changes whenever its bytes do.
///
/// Two equal stamps of one path mean the same bytes, as far as a file system
/// can tell: the change time can't be set back by the file's owner.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct FileStamp {
    /// The device's number.
    pub device: u64,
    /// The inode's number.
    pub inode: u64,
    /// The length in bytes.
    pub size: u64,
    /// The time of the last write, in nanoseconds since 1970.
    pub modified: i128,
    /// The time of the last change of bytes, owner, mode or links, in nanoseconds since 1970.
    pub changed: i128,
}

impl FileStamp {
    /// The stamp as 56 bytes, for storing and for comparing.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 56] {
        let mut bytes = [0; 56];
        bytes[..8].copy_from_slice(&self.device.to_be_bytes());
        bytes[8..16].copy_from_slice(&self.inode.to_be_bytes());
        bytes[16..24].copy_from_slice(&self.size.to_be_bytes());
        bytes[24..40].copy_from_slice(&self.modified.to_be_bytes());
        bytes[40..].copy_from_slice(&self.changed.to_be_bytes());
        bytes
    }
}

impl From<&Metadata> for FileStamp {
    fn from(metadata: &Metadata) -> Self {
        let nanoseconds = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.size(),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}
