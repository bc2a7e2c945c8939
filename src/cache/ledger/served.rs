use jiff::Timestamp;
use rusqlite::params;

use super::super::{CacheId, Error, row};
use super::{CertificateSnapshot, Ledger, schema};
use crate::model::{Pair, Untrusted, Verdict};

/// What was served for a pair, and what was known of it then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Served {
    /// The signature's bytes, in canonical form.
    pub signature: Vec<u8>,
    /// When the signature says that it was made.
    pub signed: Timestamp,
    /// The state of the certificate under which it was verified.
    pub state: [u8; 32],
    /// The verdict under that certificate.
    pub verdict: Verdict,
    /// What the verdict means, where it is not simply good.
    pub remark: Option<Untrusted>,
    /// Until when the verdict holds under that certificate. None where an older version did not note it.
    pub until: Option<Timestamp>,
    /// The id of the cache that had it then.
    pub cache: Option<CacheId>,
}

impl Ledger {
    /// What was served for a pair before, and the snapshot of its key's certificate.
    ///
    /// # Errors
    /// When the ledger can't be read.
    pub fn served(&self, pair: &Pair) -> Result<Option<(Served, Option<CertificateSnapshot>)>, Error> {
        let times =
            if self.version.get() < schema::WITH_TIMES { "NULL, NULL" } else { "served.until, served.cache" };
        let sql = format!(
            "SELECT served.signature, served.signed, served.state, served.verdict, served.remark,
                certificate.sources, certificate.state, {times}
             FROM served LEFT JOIN certificate USING (key_id) WHERE served.content = ?1 AND served.key_id = ?2"
        );
        self.look_up(&sql, params![pair.content.as_bytes(), pair.key.to_string()], |row| {
            let served = Served {
                signature: row.get(0)?,
                signed: row::time(row.get::<_, Option<i64>>(1)?.unwrap_or(0)),
                state: row.get(2)?,
                verdict: row.get::<_, String>(3)?.parse().unwrap_or(Verdict::Unproven),
                remark: row.get::<_, Option<String>>(4)?.map(Untrusted::new),
                until: row.get::<_, Option<i64>>(7)?.map(row::time),
                cache: row.get::<_, Option<[u8; 16]>>(8)?.map(CacheId::new),
            };
            let sources: Option<Vec<u8>> = row.get(5)?;
            let state: Option<[u8; 32]> = row.get(6)?;
            let snapshot = sources.zip(state).map(|(sources, state)| CertificateSnapshot { sources, state });
            Ok((served, snapshot))
        })
    }

    /// Whether anything was ever served.
    ///
    /// # Errors
    /// When the ledger can't be read.
    pub fn has_served(&self) -> Result<Option<bool>, Error> {
        self.look_up("SELECT EXISTS (SELECT 1 FROM served)", (), |row| row.get(0))
    }

    /// Remembers what is served for a pair. When it returns, it survives a power cut.
    ///
    /// # Errors
    /// When the ledger can't be written.
    pub fn remember_served(&self, pair: &Pair, served: &Served) -> Result<(), Error> {
        let mut statement = self.run(self.durable()?.prepare_cached(
            "INSERT OR REPLACE INTO served (content, key_id, signature, signed, state, verdict, remark, until, cache)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        ))?;
        let written = statement.execute(params![
            pair.content.as_bytes(),
            pair.key.to_string(),
            served.signature,
            served.signed.as_second(),
            served.state,
            served.verdict.word(),
            served.remark.as_ref().map(Untrusted::raw),
            served.until.map(Timestamp::as_second),
            served.cache.map(|id| *id.as_bytes()),
        ]);
        self.run(written).map(drop)
    }
}
