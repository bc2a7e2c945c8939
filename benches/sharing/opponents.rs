use std::error::Error;
use std::path::Path;

use jiff::Timestamp;
use rayon::prelude::*;
use rusqlite::Connection;
use signcache::hash::Sha256State;
use signcache::model::Proof;
use signcache::openpgp::{Certificate, DetachedSignature, Judgement, judge};

/// Copies the rows of a cache into a new database with the same index, sorted, in one transaction.
pub fn copy(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let connection = Connection::open(to)?;
    connection.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")?;
    connection.execute("ATTACH ?1 AS own", [from.to_str().ok_or("the path is no text")?])?;
    let table: String =
        connection
            .query_row("SELECT sql FROM own.sqlite_schema WHERE name = 'entry'", (), |row| row.get(0))?;
    connection.execute_batch(&table)?;
    connection.execute_batch("INSERT INTO entry SELECT * FROM own.entry ORDER BY content, key")?;
    Ok(())
}

/// Verifies every entry of a cache from its proof, on all cores, and does nothing else.
pub fn verify(cache: &Path, certificate: &Certificate) -> Result<(), Box<dyn Error>> {
    let connection = Connection::open(super::database(cache))?;
    let mut statement = connection.prepare("SELECT signature, proof FROM entry")?;
    let rows = statement.query_map((), |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
    let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
    let now = Timestamp::now();
    let good = |(signature, proof): &(Vec<u8>, Vec<u8>)| {
        let (Ok(signature), Ok(proof)) = (DetachedSignature::from_bytes(signature), Proof::from_bytes(proof))
        else {
            return false;
        };
        let digest = Sha256State::continued(&proof, &signature.trailer());
        Sha256State::digest_of(&proof).as_bytes().len() == 32
            && matches!(judge(certificate, &signature, &digest, now), Judgement::Proven(_))
    };
    if rows.par_iter().all(good) { Ok(()) } else { Err("an entry does not verify".into()) }
}
