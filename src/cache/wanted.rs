use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, named_params, params, params_from_iter};

use super::select::{Columns, conditions, order};
use super::{Cache, Error, row, schema};
use crate::model::query::Query;
use crate::model::{Pair, Proof, Untrusted, Wanted};

const COLUMNS: &str = concat!(
    row::bounded!("wanted.content", 32),
    ", ",
    row::bounded!("key.key_id", 512),
    ", ",
    row::bounded!("wanted.proof", 1024),
    ", ",
    row::bounded!("wanted.label", 65536),
    ", wanted.asked"
);

/// Where the facts are that a query speaks of. A proof's length is big-endian behind its 32 bytes of
/// state, so that bytes compare as numbers do.
const FACTS: Columns = Columns {
    content: "wanted.content",
    label: row::bounded!("wanted.label", 65536),
    size: "substr(wanted.proof, 33, 8)",
    stored: "wanted.asked",
    entries: false,
};

/// Nothing is wanted any more that is there.
const SATISFIED: &str =
    "EXISTS (SELECT 1 FROM entry WHERE entry.content = wanted.content AND entry.key = wanted.key)";

impl Cache {
    /// Notes what is wanted, in one transaction; forgets what is there by now.
    ///
    /// What was noted before keeps its time, its proof and its label, and gets those that it lacks.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn note_wanted(&self, wanted: &[Wanted]) -> Result<(), Error> {
        self.write(|connection| {
            for one in wanted {
                let key = self.key_row(&one.pair.key)?;
                let mut statement = self.run(connection.prepare_cached(
                    "INSERT INTO wanted (content, key, proof, label, asked)
                     VALUES (:content, :key, :proof, :label, :asked)
                     ON CONFLICT DO UPDATE SET
                        proof = coalesce(proof, excluded.proof), label = coalesce(label, excluded.label)",
                ))?;
                self.run(statement.execute(named_params! {
                    ":content": one.pair.content.as_bytes(),
                    ":key": key,
                    ":proof": one.proof.as_ref().map(Proof::to_bytes),
                    ":label": one.label.as_ref().map(Untrusted::raw),
                    ":asked": one.asked.as_second(),
                }))?;
            }
            self.run(connection.execute(&format!("DELETE FROM wanted WHERE {SATISFIED}"), ())).map(drop)
        })
    }

    /// What is noted of a pair that is wanted.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn wanted(&self, pair: &Pair) -> Result<Option<Wanted>, Error> {
        if !self.notes_wanted()? {
            return Ok(None);
        }
        let sql = format!(
            "SELECT {COLUMNS} FROM wanted JOIN key ON key.id = wanted.key
             WHERE wanted.content = ?1 AND key.key_id = ?2 AND NOT {SATISFIED}"
        );
        let mut statement = self.run(self.connection.prepare_cached(&sql))?;
        let parameters = params![pair.content.as_bytes(), pair.key.to_string()];
        self.run(statement.query_row(parameters, read).optional())
    }

    /// Calls `each` with everything wanted that a query selects, in its order: by content and key without one.
    ///
    /// Only one is in memory at a time. `each` returns false to stop. Gives
    /// the number of rows that make no sense, which it passed over.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn select_wanted(
        &self,
        query: &Query,
        now: Timestamp,
        each: &mut dyn FnMut(Wanted) -> bool,
    ) -> Result<u64, Error> {
        if !self.notes_wanted()? {
            return Ok(0);
        }
        let (conditions, values) = conditions(query, now, FACTS);
        let sql = format!(
            "SELECT {COLUMNS} FROM wanted JOIN key ON key.id = wanted.key
             WHERE {conditions} AND NOT {SATISFIED} ORDER BY {}",
            order(query.sort, FACTS),
        );
        let mut statement = self.run(self.connection.prepare(&sql))?;
        let mut rows = self.run(statement.query(params_from_iter(values)))?;
        let mut unreadable = 0;
        while let Some(row) = self.run(rows.next())? {
            let Ok(wanted) = read(row) else {
                unreadable += 1;
                continue;
            };
            if !each(wanted) {
                break;
            }
        }
        Ok(unreadable)
    }

    /// Forgets that pairs are wanted, in one transaction; forgets what is there by now, too.
    ///
    /// Gives how many of the pairs were still wanted.
    ///
    /// # Errors
    /// When the database can't be written; then nothing was forgotten.
    pub fn forget_wanted(&self, pairs: &[Pair]) -> Result<u64, Error> {
        self.write(|connection| {
            self.run(connection.execute(&format!("DELETE FROM wanted WHERE {SATISFIED}"), ()))?;
            let mut statement = self.run(connection.prepare_cached(
                "DELETE FROM wanted
                 WHERE content = ?1 AND key = (SELECT id FROM key WHERE key_id = ?2)",
            ))?;
            let mut forgotten = 0;
            for pair in pairs {
                let parameters = params![pair.content.as_bytes(), pair.key.to_string()];
                forgotten += self.run(statement.execute(parameters))? as u64;
            }
            Ok(forgotten)
        })
    }

    /// Whether the database is of a version that notes what is wanted.
    fn notes_wanted(&self) -> Result<bool, Error> {
        Ok(self.run(schema::version(&self.connection))? >= schema::WITH_WANTED)
    }
}

/// A row of [`COLUMNS`]. A proof that is none is as good as none.
fn read(row: &Row<'_>) -> rusqlite::Result<Wanted> {
    let proof: Option<Vec<u8>> = row.get(2)?;
    Ok(Wanted {
        pair: row::pair(row)?,
        proof: proof.and_then(|bytes| Proof::from_bytes(&bytes).ok()),
        label: row::optional_text(row, 3)?,
        asked: row::time(row.get(4)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ContentDigest, INITIAL_STATE, NewEntry, Origin, SignatureFacts, Verdict};

    fn wanted(content: u8, size: u8, label: Option<&str>, asked: i64) -> Wanted {
        let key = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap();
        Wanted {
            pair: Pair { content: ContentDigest::new([content; 32]), key },
            proof: (size > 0).then(|| Proof::new(INITIAL_STATE, size.into(), vec![0; size.into()]).unwrap()),
            label: label.map(Untrusted::new),
            asked: Timestamp::from_second(asked).unwrap(),
        }
    }

    fn listed(cache: &Cache, query: &str) -> Vec<Wanted> {
        let mut all = Vec::new();
        let now = Timestamp::from_second(1000).unwrap();
        let each = &mut |wanted| {
            all.push(wanted);
            true
        };
        assert_eq!(cache.select_wanted(&query.parse().unwrap(), now, each).unwrap(), 0);
        all
    }

    #[test]
    fn what_is_asked_again_keeps_its_first_time_and_gets_what_it_lacked() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_or_create(directory.path()).unwrap();
        cache.note_wanted(&[wanted(1, 0, None, 10), wanted(2, 3, Some("first"), 10)]).unwrap();
        cache.note_wanted(&[wanted(1, 5, Some("later"), 20), wanted(2, 4, Some("second"), 20)]).unwrap();
        let expected = [wanted(1, 5, Some("later"), 10), wanted(2, 3, Some("first"), 10)];
        assert_eq!(listed(&cache, ""), expected);
        assert_eq!(cache.wanted(&expected[1].pair).unwrap().as_ref(), Some(&expected[1]));
    }

    #[test]
    fn what_is_there_is_not_wanted_and_is_forgotten_at_the_next_note() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_or_create(directory.path()).unwrap();
        cache.note_wanted(&[wanted(1, 1, None, 10), wanted(2, 1, None, 10)]).unwrap();
        let entry = NewEntry {
            pair: wanted(1, 1, None, 0).pair,
            signature: vec![1],
            proof: None,
            size: 1,
            signed: Timestamp::UNIX_EPOCH,
            facts: SignatureFacts::default(),
            origin: Origin::Signed,
            label: None,
            verdict: Verdict::Good,
        };
        cache.insert(&[entry], Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(listed(&cache, ""), [wanted(2, 1, None, 10)]);
        assert_eq!(cache.wanted(&wanted(1, 1, None, 0).pair).unwrap(), None);
        let rows = || {
            let count = "SELECT count(*) FROM wanted";
            cache.connection.query_row(count, (), |row| row.get::<_, i64>(0)).unwrap()
        };
        assert_eq!(rows(), 2);
        cache.note_wanted(&[]).unwrap();
        assert_eq!(rows(), 1);
        assert_eq!(
            cache.forget_wanted(&[wanted(1, 1, None, 0).pair, wanted(2, 1, None, 0).pair]).unwrap(),
            1
        );
        assert_eq!(rows(), 0);
    }

    #[test]
    fn queries_select_and_sort() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_or_create(directory.path()).unwrap();
        let all = [
            wanted(0x1a, 60, Some("b"), 900),
            wanted(0x1b, 2, Some("Name a"), 100),
            wanted(0xf0, 0, None, 500),
        ];
        cache.note_wanted(&all).unwrap();
        let check = |query: &str, expected: &[usize]| {
            let expected: Vec<Wanted> = expected.iter().map(|index| all[*index].clone()).collect();
            assert_eq!(listed(&cache, query), expected, "{query}");
        };
        check("", &[0, 1, 2]);
        check("1", &[0, 1]);
        check("-1a", &[1, 2]);
        check("name:NAME", &[1]);
        check("key:8F5B", &[0, 1, 2]);
        check("key:DEADBEEF", &[]);
        check("age:>200s", &[1, 2]);
        check("age:<200s", &[0]);
        check("sort:size", &[1, 0, 2]);
        check("sort:-stored", &[0, 2, 1]);
        check("sort:name", &[1, 0, 2]);
        check("verdict:good", &[]);
        check("bound:no", &[]);
    }
}
