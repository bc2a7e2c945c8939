//! The least that a helper could do: `minimal DATABASE KEY FILE`.
//!
//! Hashes the file, opens the cache's database for reading, looks the signature up and prints a Nix
//! expression. It verifies nothing, remembers nothing, makes no store path, and is no product: it
//! is the floor that the real program is measured against.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Write as _};

use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [database, key, file] = arguments.as_slice() else {
        return Err("usage: minimal DATABASE KEY FILE".into());
    };
    let mut content = File::open(file)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match content.read(&mut buffer)? {
            0 => break,
            read => hash.update(&buffer[..read]),
        }
    }
    let digest = hash.finalize();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let signature: Vec<u8> = Connection::open_with_flags(database, flags)?.query_row(
        "SELECT entry.signature FROM entry JOIN key ON key.id = entry.key
         WHERE entry.content = ?1 AND key.key_id = ?2",
        (&digest[..], key),
        |row| row.get(0),
    )?;
    let mut expression = String::from("{ \"signature\" = \"");
    for byte in signature {
        write!(expression, "{byte:02x}")?;
    }
    expression.push_str("\"; }\n");
    io::stdout().write_all(expression.as_bytes())?;
    Ok(())
}
