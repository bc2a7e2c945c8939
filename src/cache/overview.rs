use jiff::Timestamp;

use super::{Cache, Error, row, schema};
use crate::model::{KeyId, Verdict};

/// What there is to count about an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    /// The key.
    pub key: KeyId,
    /// The content's length in bytes.
    pub size: u64,
    /// How many bytes its signature and its proof have.
    pub stored_bytes: u64,
    /// Whether it has a proof.
    pub proof: bool,
    /// When it was signed.
    pub signed: Timestamp,
    /// When it came into this cache.
    pub stored: Timestamp,
    /// When it was last handed out, to within some hours.
    pub used: Timestamp,
    /// The verdict that was reached last.
    pub verdict: Option<Verdict>,
    /// Whether it is kept whatever any policy says.
    pub pinned: bool,
}

/// How much there is beside the entries.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Beside {
    /// Entries with a copy in a Nix store, as it was noted.
    pub bound: u64,
    /// Entries in the trash.
    pub trash: u64,
    /// Signatures in quarantine.
    pub quarantine: u64,
    /// Pairs that are wanted.
    pub wanted: u64,
    /// Bytes of the database, with what was not written back yet.
    pub database_bytes: u64,
}

impl Cache {
    /// Calls `each` with the facts of every entry, in no order; `each` returns false to stop.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn overview(&self, each: &mut dyn FnMut(Facts) -> bool) -> Result<(), Error> {
        let keys = self.numbered_keys()?;
        let mut statement = self.run(self.connection.prepare(concat!(
            "SELECT key, size, length(signature), length(proof), signed, stored, used, ",
            row::bounded!("verdict", 64),
            ", pinned FROM entry"
        )))?;
        let mut rows = self.run(statement.query(()))?;
        while let Some(row) = self.run(rows.next())? {
            let facts = || -> rusqlite::Result<Option<Facts>> {
                let Some(key) = keys.get(&row.get(0)?) else { return Ok(None) };
                let number = |column| -> rusqlite::Result<Option<u64>> {
                    Ok(row.get::<_, Option<i64>>(column)?.map(|value| value.try_into().unwrap_or(0)))
                };
                let proof = number(3)?;
                Ok(Some(Facts {
                    key: *key,
                    size: number(1)?.unwrap_or(0),
                    stored_bytes: number(2)?.unwrap_or(0) + proof.unwrap_or(0),
                    proof: proof.is_some(),
                    signed: row::time(row.get(4)?),
                    stored: row::time(row.get(5)?),
                    used: row::time(row.get(6)?),
                    verdict: row::optional_text(row, 7)?.and_then(|word| word.raw().parse().ok()),
                    pinned: row.get(8)?,
                }))
            };
            // A row that is no entry counts for nothing here; `list` says that there are some.
            if let Ok(Some(facts)) = facts()
                && !each(facts)
            {
                break;
            }
        }
        Ok(())
    }

    /// How much there is beside the entries.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn beside(&self) -> Result<Beside, Error> {
        let number = |sql: &str| -> Result<u64, Error> {
            let value: i64 = self.run(self.connection.query_row(sql, (), |row| row.get(0)))?;
            Ok(value.try_into().unwrap_or(0))
        };
        let later = self.run(schema::version(&self.connection))? >= schema::WITH_WANTED;
        let of_later = |sql| if later { number(sql) } else { Ok(0) };
        Ok(Beside {
            bound: number("SELECT count(DISTINCT entry) FROM binding")?,
            trash: of_later("SELECT count(*) FROM trash")?,
            quarantine: number("SELECT count(*) FROM quarantine")?,
            wanted: of_later("SELECT count(*) FROM wanted")?,
            database_bytes: number(
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
            )?,
        })
    }
}
