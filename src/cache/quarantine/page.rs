//! Reading through everything that is in quarantine.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::super::{Cache, Error, row, select};
use super::FACTS;
use super::Quarantined;
use crate::model::Pair;
use crate::model::query::Query;

/// How many are in memory at once.
const AT_ONCE: usize = 1000;

/// Some of what is in quarantine.
#[derive(Debug, Default)]
pub struct QuarantinePage {
    /// The latest signature of each pair.
    pub signatures: Vec<(Pair, Quarantined)>,
    /// The row that the next page begins with; none after the last page.
    pub next: Option<i64>,
}

impl Cache {
    /// The latest signature in quarantine of each pair that a query selects, some from the row `from` on.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn page_of_quarantine(
        &self,
        query: &Query,
        now: Timestamp,
        from: i64,
    ) -> Result<QuarantinePage, Error> {
        let (conditions, mut values) = select::conditions(query, now, FACTS);
        values.push(Value::Integer(from));
        let sql = format!(
            "SELECT {}, {}, {}, {}, at, quarantine.id
             FROM quarantine JOIN key ON key.id = quarantine.key
             WHERE {conditions} AND quarantine.id >= ?{} AND quarantine.id =
                (SELECT max(id) FROM quarantine AS other
                    WHERE other.content = quarantine.content AND other.key = quarantine.key)
             ORDER BY quarantine.id LIMIT {AT_ONCE}",
            row::bounded!("quarantine.content", 32),
            row::bounded!("key.key_id", 512),
            row::bounded!("quarantine.signature", 65536),
            row::bounded!("reason", 65536),
            values.len()
        );
        let mut statement = self.run(self.connection.prepare(&sql))?;
        let mut rows = self.run(statement.query(params_from_iter(values)))?;
        let (mut page, mut read) = (QuarantinePage::default(), 0);
        while let Some(row) = self.run(rows.next())? {
            read += 1;
            page.next = self.run(row.get::<_, i64>(5))?.checked_add(1);
            // What is of no pair keeps none from being signed.
            page.signatures.extend(signature(row));
        }
        page.next = page.next.filter(|_| read == AT_ONCE);
        Ok(page)
    }
}

fn signature(row: &Row<'_>) -> rusqlite::Result<(Pair, Quarantined)> {
    let (signature, reason) = (row.get(2)?, row::text(row, 3)?);
    Ok((row::pair(row)?, Quarantined { signature, reason, at: row::time(row.get(4)?) }))
}
