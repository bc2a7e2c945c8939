use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

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

    /// Calls `each` with every file whose digest is remembered, and that digest.
    ///
    /// # Errors
    /// When the ledger can't be read.
    pub fn each_file(&self, each: &mut dyn FnMut(ContentDigest, &Path)) -> Result<(), Error> {
        let mut statement = self.run(self.connection.prepare("SELECT content, path FROM digest"))?;
        let mut rows = self.run(statement.query(()))?;
        while let Some(row) = self.run(rows.next())? {
            let (content, path): (Vec<u8>, Vec<u8>) = (self.run(row.get(0))?, self.run(row.get(1))?);
            if let Ok(content) = ContentDigest::try_from(content.as_slice()) {
                each(content, Path::new(OsStr::from_bytes(&path)));
            }
        }
        Ok(())
    }
}
