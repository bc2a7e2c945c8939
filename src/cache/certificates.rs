use rusqlite::{OptionalExtension, params};

use super::row::bounded;
use super::{Cache, Error};
use crate::model::KeyId;

impl Cache {
    /// What the cache says is the state of its copy of a key's certificate: 32 bytes that change with the copy.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn certificate_state(&self, key: &KeyId) -> Result<Option<Vec<u8>>, Error> {
        let sql = concat!("SELECT ", bounded!("state", 64), " FROM key WHERE key_id = ?1");
        let mut statement = self.run(self.connection.prepare_cached(sql))?;
        self.run(statement.query_row([key.to_string()], |row| row.get(0)).optional()).map(Option::flatten)
    }

    /// The cache's copy of a key's certificate; none where it is larger than any.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn certificate(&self, key: &KeyId) -> Result<Option<Vec<u8>>, Error> {
        let sql = concat!("SELECT ", bounded!("certificate", 4194304), " FROM key WHERE key_id = ?1");
        let row = self.connection.query_row(sql, [key.to_string()], |row| row.get(0)).optional();
        self.run(row).map(Option::flatten)
    }

    /// Puts what `merge` makes of the stored copy of a key's certificate in its place, with its state.
    ///
    /// Nobody else can write in between, so nothing that others added is lost.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn merge_certificate(
        &self,
        key: &KeyId,
        merge: impl FnOnce(Option<Vec<u8>>) -> (Vec<u8>, [u8; 32]),
    ) -> Result<(), Error> {
        self.write(|connection| {
            let id = self.key_row(key)?;
            let (certificate, state) = merge(self.certificate(key)?);
            let sql = "UPDATE key SET certificate = ?2, state = ?3 WHERE id = ?1";
            self.run(connection.execute(sql, params![id, certificate, state])).map(drop)
        })
    }
}
