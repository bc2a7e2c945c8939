//! Queries as SQL. Every value is a parameter; only constants become text.

use jiff::Timestamp;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::{Cache, Error, row};
use crate::model::query::{Field, Filter, KeyMatch, Query, Sort, Span};
use crate::model::{Entry, KeyId};

impl Cache {
    /// Calls `each` with every entry that a query selects, in its order, and whether the entry is bound.
    ///
    /// Only one entry is in memory at a time. `each` returns false to stop.
    /// Gives the number of rows that are no entries, which it passed over.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn select(
        &self,
        query: &Query,
        now: Timestamp,
        each: &mut dyn FnMut(Entry, bool) -> bool,
    ) -> Result<u64, Error> {
        let (conditions, values) = conditions(query, now, ENTRIES);
        let sql = format!(
            "SELECT {}, {BOUND} FROM entry JOIN key ON key.id = entry.key WHERE {conditions} ORDER BY {}",
            row::ENTRY,
            order(query.sort, ENTRIES),
        );
        let mut statement = self.run(self.connection.prepare(&sql))?;
        let mut rows = self.run(statement.query(params_from_iter(values)))?;
        let mut unreadable = 0;
        while let Some(row) = self.run(rows.next())? {
            let Ok(entry) = row::entry(row) else {
                unreadable += 1;
                continue;
            };
            if !each(entry, self.run(row.get(13))?) {
                break;
            }
        }
        Ok(unreadable)
    }

    /// The keys of the entries that a query selects, ascending, and how many entries each has.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn keys(&self, query: &Query, now: Timestamp) -> Result<Vec<(KeyId, u64)>, Error> {
        let (conditions, values) = conditions(query, now, ENTRIES);
        let sql = format!(
            "SELECT key.key_id, count(*) FROM entry JOIN key ON key.id = entry.key
             WHERE {conditions} GROUP BY key.id ORDER BY key.key_id"
        );
        let mut statement = self.run(self.connection.prepare(&sql))?;
        let mut rows = self.run(statement.query(params_from_iter(values)))?;
        let mut keys = Vec::new();
        while let Some(row) = self.run(rows.next())? {
            // A key that is none has no entry that is one.
            if let Ok(key) = row::key(row, 0) {
                keys.push((key, self.run(row.get::<_, i64>(1))?.try_into().unwrap_or(0)));
            }
        }
        Ok(keys)
    }
}

pub(super) const BOUND: &str = "EXISTS (SELECT 1 FROM binding WHERE binding.entry = entry.id)";

/// SQLite refuses patterns of more than 50,000 bytes; a text has twice its bytes if all are escaped.
const LONGEST_PATTERN: usize = 20_000;

/// Where the facts are that a query speaks of.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) content: &'static str,
    pub(super) label: &'static str,
    pub(super) size: &'static str,
    /// When it came into the cache.
    pub(super) stored: &'static str,
    /// Whether the rows are entries, and have what only entries have.
    pub(super) entries: bool,
}

pub(super) const ENTRIES: Columns = Columns {
    content: "entry.content",
    label: row::bounded!("entry.label", 65536),
    size: "entry.size",
    stored: "entry.stored",
    entries: true,
};

/// What must hold for the rows that a query selects, and the values in it.
pub(super) fn conditions(query: &Query, now: Timestamp, columns: Columns) -> (String, Vec<Value>) {
    let mut conditions = vec!["TRUE".to_owned()];
    let mut values = Vec::new();
    for term in &query.terms {
        let condition = condition(&term.filter, now, columns, &mut values);
        let not = if term.negated { "NOT " } else { "" };
        conditions.push(format!("{not}coalesce({condition}, FALSE)"));
    }
    (conditions.join(" AND "), values)
}

fn condition(filter: &Filter, now: Timestamp, columns: Columns, values: &mut Vec<Value>) -> String {
    let mut value = |value: Value| {
        values.push(value);
        format!("?{}", values.len())
    };
    match filter {
        Filter::Digest(prefix) => {
            // A range of the index instead of a comparison of texts.
            let first = format!("{prefix:0<64}");
            let last = format!("{prefix:f<64}");
            let blob = |text: String| {
                Value::Blob(data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap_or_default())
            };
            format!("({} BETWEEN {} AND {})", columns.content, value(blob(first)), value(blob(last)))
        }
        Filter::Key(KeyMatch::Exactly(fingerprint)) => {
            let key = KeyId::OpenPgp(*fingerprint).to_string();
            format!("(key.key_id = {})", value(Value::Text(key)))
        }
        Filter::Key(KeyMatch::Digits(digits)) => {
            let (first, last) =
                (value(Value::Text(format!("openpgp:{digits}%"))), value(Value::Text(format!("%{digits}"))));
            format!("(key.key_id LIKE {first} OR key.key_id LIKE {last})")
        }
        // Whoever knows the aliases has resolved them; one that is left names nothing.
        Filter::Key(KeyMatch::Alias(_)) => "FALSE".into(),
        // Folded by SQLite for ASCII and compared as it is for the rest.
        Filter::Name(text) if text.len() > LONGEST_PATTERN => {
            format!("(instr(lower({}), lower({})) > 0)", columns.label, value(Value::Text(text.clone())))
        }
        // The same, twice as fast.
        Filter::Name(text) => {
            let escaped: String = text
                .chars()
                .flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c]))
                .collect();
            format!("(({}) LIKE {} ESCAPE '\\')", columns.label, value(Value::Text(format!("%{escaped}%"))))
        }
        Filter::Pairs(pairs) => {
            let pairs: Vec<_> =
                pairs.iter().map(|pair| format!("[\"{}\",\"{}\"]", pair.content, pair.key)).collect();
            // One value however many there are; a digest and a key id need no escapes.
            let pairs = value(Value::Text(format!("[{}]", pairs.join(","))));
            format!(
                "(({}, key.key_id) IN (SELECT unhex(value ->> 0), value ->> 1 FROM json_each({pairs})))",
                columns.content
            )
        }
        Filter::Stored(span) => self::span(columns.stored, *span, now, &mut value),
        // Nothing but entries has the rest.
        Filter::Verdict(_) | Filter::Used(_) | Filter::Bound(_) | Filter::Pinned(_) if !columns.entries => {
            "FALSE".into()
        }
        Filter::Verdict(verdict) => {
            format!("(entry.verdict = {})", value(Value::Text(verdict.word().into())))
        }
        Filter::Used(span) => self::span("entry.used", *span, now, &mut value),
        Filter::Bound(true) => BOUND.into(),
        Filter::Bound(false) => format!("(NOT {BOUND})"),
        Filter::Pinned(true) => "(entry.pinned <> 0)".into(),
        Filter::Pinned(false) => "(entry.pinned = 0)".into(),
    }
}

fn span(column: &str, span: Span, now: Timestamp, value: &mut dyn FnMut(Value) -> String) -> String {
    let (sign, age) = match span {
        Span::Before(age) => ('<', age),
        Span::Within(age) => ('>', age),
    };
    let limit = now.as_second().saturating_sub_unsigned(age.duration().as_secs());
    format!("({column} {sign} {})", value(Value::Integer(limit)))
}

/// The order of the rows that a query selects.
pub(super) fn order(sort: Option<Sort>, columns: Columns) -> String {
    let last = format!("{}, key.key_id", columns.content);
    let Some(Sort { field, descending }) = sort else { return last };
    let column = match field {
        Field::Digest => columns.content,
        Field::Key => "key.key_id",
        Field::Name => columns.label,
        Field::Size => columns.size,
        Field::Stored => columns.stored,
        Field::Signed | Field::Used | Field::Verdict | Field::Bound if !columns.entries => return last,
        Field::Signed => "entry.signed",
        Field::Used => "entry.used",
        Field::Verdict => "entry.verdict",
        Field::Bound => BOUND,
    };
    let direction = if descending { "DESC" } else { "ASC" };
    format!("({column}) {direction} NULLS LAST, {last}")
}
