use jiff::Timestamp;
use rusqlite::params;

use super::{Cache, Error, row, schema};
use crate::model::KeyId;

impl Cache {
    /// Notes that one key took the place of another one, unless that was noted before.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn note_succession(&self, old: &KeyId, new: &KeyId, now: Timestamp) -> Result<(), Error> {
        self.write(|connection| {
            let (old, new) = (self.key_row(old)?, self.key_row(new)?);
            let insert =
                "INSERT INTO succession (old, new, since) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            self.run(connection.execute(insert, params![old, new, now.as_second()])).map(drop)
        })
    }

    /// Which keys took the place of which, as it was noted: the old one, then the new one.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn successions(&self) -> Result<Vec<(KeyId, KeyId)>, Error> {
        if self.run(schema::version(&self.connection))? < schema::WITH_SUCCESSION {
            return Ok(Vec::new());
        }
        let mut statement = self.run(self.connection.prepare(
            "SELECT old.key_id, new.key_id FROM succession
             JOIN key AS old ON old.id = succession.old JOIN key AS new ON new.id = succession.new
             ORDER BY old.key_id, new.key_id",
        ))?;
        let mut rows = self.run(statement.query(()))?;
        let mut found = Vec::new();
        while let Some(row) = self.run(rows.next())? {
            let key = |column| Ok::<_, Error>(self.run(row::text(row, column))?.raw().parse().ok());
            // A key that is none took nobody's place.
            if let (Some(old), Some(new)) = (key(0)?, key(1)?) {
                found.push((old, new));
            }
        }
        Ok(found)
    }
}
