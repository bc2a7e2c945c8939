use std::error::Error;
use std::fs;
use std::path::Path;

use rusqlite::{Connection, params};

use super::stage::noise;

/// How many rows a transaction has.
const CHUNK: usize = 200_000;

/// Fills a cache's database up to `size` entries, of the key and with the packet size of the one that it has.
///
/// Digests are random and inserted in their order, which is how a big cache is filled fast; the
/// proofs are of all lengths that proofs have. Gives the size of the database.
pub fn fill(database: &Path, size: u32) -> Result<u64, Box<dyn Error>> {
    let mut connection = Connection::open(database)?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    let (key, packet, there): (i64, i64, u32) =
        connection.query_row("SELECT key, length(signature), count(*) FROM entry", (), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    let packet = usize::try_from(packet)?;
    let new = usize::try_from(size.saturating_sub(there))?;
    let bytes = noise(new * 32, 2);
    let mut digests: Vec<&[u8]> = bytes.chunks_exact(32).collect();
    digests.sort_unstable();
    for (chunk, digests) in digests.chunks(CHUNK).enumerate() {
        let transaction = connection.transaction()?;
        let mut insert = transaction.prepare_cached(
            "INSERT INTO entry
                (content, key, signature, proof, size, signed, stored, used, origin, label, verdict, judged)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?6, 'signed', ?7, 'good', ?6)",
        )?;
        for (index, digest) in digests.iter().enumerate() {
            let number = chunk * CHUNK + index;
            let random = noise(packet + 103, number as u64);
            let (signature, proof) = random.split_at(packet);
            let length = i64::try_from(1_000 + number)?;
            let proof = &proof[..40 + (1_000 + number) % 64];
            let at = 1_700_000_000 + length;
            let label = format!("artifact-{number}.tar.zst");
            insert.execute(params![digest, key, signature, proof, length, at, label])?;
        }
        drop(insert);
        transaction.commit()?;
    }
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))?;
    drop(connection);
    // A program that has used the cache leaves its WAL in place, and empty.
    let mut wal = database.as_os_str().to_owned();
    wal.push("-wal");
    fs::write(wal, [])?;
    Ok(fs::metadata(database)?.len())
}
