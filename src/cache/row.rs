//! How the model's types are written in columns.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::Type;

use crate::model::{ContentDigest, Entry, InvalidKeyId, KeyId, Pair, Untrusted};

/// A column whose bytes are untrusted: NULL where it has more than `most`, without reading it. Whatever needs a
/// value there then finds the row damaged, and only this row.
///
/// SQLite reads the length from the row's header (`OPFLAG_BYTELENARG`).
macro_rules! bounded {
    (@ $table:literal, $column:literal, $most:literal) => {
        concat!(
            "CASE WHEN octet_length(",
            $table,
            ".",
            $column,
            ") <= ",
            $most,
            " THEN ",
            $table,
            ".",
            $column,
            " END"
        )
    };
    ($column:literal, $most:literal) => {
        concat!("CASE WHEN octet_length(", $column, ") <= ", $most, " THEN ", $column, " END")
    };
}
pub(super) use bounded;

/// The columns that [`entry`] reads, in its order, of a table with entries.
macro_rules! entry_columns {
    ($table:literal) => {
        concat!(
            $crate::cache::row::bounded!(@ $table, "content", 32), ", ",
            $crate::cache::row::bounded!("key.key_id", 512), ", ",
            $crate::cache::row::bounded!(@ $table, "signature", 65536), ", ",
            $crate::cache::row::bounded!(@ $table, "proof", 1024), ", ",
            $table, ".size, ", $table, ".signed, ", $table, ".stored, ", $table, ".used, ",
            $crate::cache::row::bounded!(@ $table, "origin", 64), ", ",
            $crate::cache::row::bounded!(@ $table, "label", 65536), ", ",
            $crate::cache::row::bounded!(@ $table, "verdict", 64), ", ",
            $table, ".judged, ", $table, ".pinned"
        )
    };
}
pub(super) use entry_columns;

/// The columns that [`entry`] reads, in its order.
pub(super) const ENTRY: &str = entry_columns!("entry");

pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        pair: pair(row)?,
        signature: row.get(2)?,
        proof: row.get(3)?,
        size: row.get::<_, i64>(4)?.try_into().unwrap_or(0),
        // A scheme may know no time of signing.
        signed: time(row.get::<_, Option<i64>>(5)?.unwrap_or(0)),
        stored: time(row.get(6)?),
        used: time(row.get(7)?),
        origin: text(row, 8)?.raw().parse().ok(),
        label: optional_text(row, 9)?,
        verdict: optional_text(row, 10)?.and_then(|word| word.raw().parse().ok()),
        judged: row.get::<_, Option<i64>>(11)?.map(time),
        pinned: row.get(12)?,
    })
}

/// A text that may be anybody's: not even SQLite makes sure that it is UTF-8.
pub(super) fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<Untrusted> {
    Ok(Untrusted::from_bytes(row.get_ref(column)?.as_bytes()?))
}

pub(super) fn optional_text(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Untrusted>> {
    Ok(row.get_ref(column)?.as_bytes_or_null()?.map(Untrusted::from_bytes))
}

/// The pair in the columns 0 (content digest) and 1 (key id).
pub(super) fn pair(row: &Row<'_>) -> rusqlite::Result<Pair> {
    let content: Vec<u8> = row.get(0)?;
    let content = ContentDigest::try_from(content.as_slice())
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, error.into()))?;
    Ok(Pair { content, key: key(row, 1)? })
}

/// A key id in its one form: another form would be another row of the same pair, which no look-up finds.
pub(super) fn key(row: &Row<'_>, column: usize) -> rusqlite::Result<KeyId> {
    let text = text(row, column)?;
    let key = text.raw().parse().ok().filter(|key: &KeyId| key.to_string() == text.raw());
    let error = || rusqlite::Error::FromSqlConversionFailure(column, Type::Text, InvalidKeyId.into());
    key.ok_or_else(error)
}

/// Seconds since 1970, clamped to what can be shown: the number may be anybody's.
pub(super) fn time(seconds: i64) -> Timestamp {
    let clamped = seconds.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second(clamped).unwrap_or(Timestamp::UNIX_EPOCH)
}
