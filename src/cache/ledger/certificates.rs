use rusqlite::params;

use super::super::Error;
use super::Ledger;
use crate::model::KeyId;

/// A certificate as it was when its sources were last read, with everything they ever said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CertificateSnapshot {
    /// What the sources looked like then: another value means that they are to be read again.
    pub sources: Vec<u8>,
    /// The state of the certificate: a digest of its bytes.
    pub state: [u8; 32],
}

impl Ledger {
    /// The snapshot of a key's certificate, without the certificate itself.
    ///
    /// # Errors
    /// When the ledger can't be read.
    pub fn snapshot(&self, key: &KeyId) -> Result<Option<CertificateSnapshot>, Error> {
        let sql = "SELECT sources, state FROM certificate WHERE key_id = ?1";
        self.look_up(sql, [key.to_string()], |row| {
            Ok(CertificateSnapshot { sources: row.get(0)?, state: row.get(1)? })
        })
    }

    /// The bytes of the certificate in a key's snapshot.
    ///
    /// # Errors
    /// When the ledger can't be read.
    pub fn certificate(&self, key: &KeyId) -> Result<Option<Vec<u8>>, Error> {
        let sql = "SELECT certificate FROM certificate WHERE key_id = ?1";
        self.look_up(sql, [key.to_string()], |row| row.get(0))
    }

    /// Remembers a certificate with the revocations in it, unless what is remembered has changed since it was `read`.
    ///
    /// Then another process of the user's has learned something meanwhile, which must not be forgotten.
    ///
    /// # Errors
    /// When the ledger can't be written.
    pub fn remember_certificate(
        &self,
        key: &KeyId,
        snapshot: &CertificateSnapshot,
        certificate: &[u8],
        read: Option<&[u8]>,
    ) -> Result<(), Error> {
        let sql = "INSERT INTO certificate (key_id, sources, state, certificate) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET sources = ?2, state = ?3, certificate = ?4 WHERE certificate IS ?5";
        let parameters = params![key.to_string(), snapshot.sources, snapshot.state, certificate, read];
        self.run(self.durable()?.execute(sql, parameters)).map(drop)
    }
}
