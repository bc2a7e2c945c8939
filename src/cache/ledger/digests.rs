use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use rusqlite::params;

use super::super::Error;
use super::Ledger;
use crate::model::{ContentDigest, FileStamp, Proof};

impl Ledger {
    /// The digest of a file that was hashed before, if the file is still the same by its stamp.
    ///
    /// # Errors
    /// When the ledger can't be read.
    pub fn digest(&self, path: &Path, stamp: &FileStamp) -> Result<Option<(ContentDigest, Proof)>, Error> {
        let sql = "SELECT content, proof FROM digest WHERE path = ?1 AND stamp = ?2";
        let parameters = params![path.as_os_str().as_bytes(), stamp.to_bytes()];
        let found =
            self.look_up(sql, parameters, |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)));
        Ok(found?.and_then(|(digest, proof)| {
            Some((ContentDigest::try_from(digest.as_slice()).ok()?, Proof::from_bytes(&proof).ok()?))
        }))
    }

    /// Remembers the digest of a file.
    ///
    /// # Errors
    /// When the ledger can't be written.
    pub fn remember_digest(
        &self,
        path: &Path,
        stamp: &FileStamp,
        digest: &ContentDigest,
        proof: &Proof,
    ) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO digest (path, stamp, content, proof) VALUES (?1, ?2, ?3, ?4)";
        let parameters =
            params![path.as_os_str().as_bytes(), stamp.to_bytes(), digest.as_bytes(), proof.to_bytes()];
        self.run(self.relaxed()?.execute(sql, parameters)).map(drop)
    }

    /// Where some contents were when they were hashed; they may be gone since, or changed.
    ///
    /// Looks through all that is remembered, so it is better asked once for many.
    ///
    /// # Errors
    /// When the ledger can't be read.
    pub fn files_of(
        &self,
        contents: &BTreeSet<ContentDigest>,
    ) -> Result<Option<BTreeMap<ContentDigest, PathBuf>>, Error> {
        let mut statement = self.run(self.connection.prepare_cached("SELECT content, path FROM digest"))?;
        let mut rows = self.run(statement.query(()))?;
        let mut found = BTreeMap::new();
        while let Some(row) = self.run(rows.next())? {
            let digest =
                row.get_ref(0).ok().and_then(|value| ContentDigest::try_from(value.as_blob().ok()?).ok());
            if let Some(digest) = digest.filter(|digest| contents.contains(digest)) {
                let path: Vec<u8> = self.run(row.get(1))?;
                found.insert(digest, PathBuf::from(OsString::from_vec(path)));
            }
        }
        Ok(Some(found))
    }
}
