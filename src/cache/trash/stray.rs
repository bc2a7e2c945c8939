use jiff::Timestamp;
use rusqlite::named_params;

use crate::cache::{Cache, Error};
use crate::model::{NewEntry, Proof, Untrusted};

impl Cache {
    /// Puts a signature into the trash that never was an entry, unless it is in the trash or an entry already.
    ///
    /// Returns whether it is in the trash now and was not before.
    ///
    /// # Errors
    /// When the database can't be written; then nothing was changed.
    pub fn put_into_trash(&self, old: &NewEntry, reason: &Untrusted, now: Timestamp) -> Result<bool, Error> {
        self.write(|_| {
            let key = self.key_row(&old.pair.key)?;
            let mut statement = self.run(self.connection.prepare_cached(
                "INSERT INTO trash
                    (content, key, signature, proof, size, signed, stored, used, origin, label, verdict, judged,
                     pinned, made_by, hash, expires, reason, deleted)
                 SELECT :content, :key, :signature, :proof, :size, :signed, :now, :now, :origin, :label, :verdict, :now,
                     0, :made_by, :hash, :expires, :reason, :now
                 WHERE NOT EXISTS (SELECT 1 FROM trash
                        WHERE content = :content AND key = :key AND signature = :signature)
                     AND NOT EXISTS (SELECT 1 FROM entry
                        WHERE content = :content AND key = :key AND signature = :signature)",
            ))?;
            let put = self.run(statement.execute(named_params! {
                ":content": old.pair.content.as_bytes(),
                ":key": key,
                ":signature": old.signature,
                ":proof": old.proof.as_ref().map(Proof::to_bytes),
                ":size": i64::try_from(old.size).unwrap_or(i64::MAX),
                ":signed": old.signed.as_second(),
                ":now": now.as_second(),
                ":origin": old.origin.to_string(),
                ":label": old.label.as_ref().map(Untrusted::raw),
                ":verdict": old.verdict.word(),
                ":made_by": old.facts.made_by,
                ":hash": old.facts.hash,
                ":expires": old.facts.expires.map(Timestamp::as_second),
                ":reason": reason.raw(),
            }))?;
            Ok(put > 0)
        })
    }
}
