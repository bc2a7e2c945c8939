//! The migration to version 4: what it notes, and that it can be interrupted at any instant.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::fixture::{answers, at, copy, fixture, serves};
use crate::support::dice::Dice;
use crate::support::storm::Span;
use crate::support::user::{User, tamper, value};

/// A signature over SHA-512, which no proof can prove.
const SHA512: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/sha512-proof/content.txt.sig"));

/// More rows than two transactions fill.
const ROWS: u32 = 5000;

/// How many migrations are killed, unless the environment says how many.
const KILLS: usize = 50;

/// A cache of version 3 with many rows in both tables. Every fourth signature is over SHA-512.
fn large(to: &Path) {
    copy(&fixture("cache-v3"), to);
    let sha512 = data_encoding::HEXLOWER.encode(SHA512);
    let rows = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
         SELECT randomblob(32), 1, iif(i % 4, signature, x'{sha512}'), proof, 16, signed, stored, used, origin,
             'row ' || i, verdict, judged, 0"
    );
    let columns =
        "content, key, signature, proof, size, signed, stored, used, origin, label, verdict, judged, pinned";
    tamper(
        to,
        &format!(
            "INSERT INTO entry ({columns}) {rows} FROM n, (SELECT * FROM entry WHERE id = 1);
             INSERT INTO trash ({columns}, reason, deleted) {rows}, 'a test', 7 FROM n, (SELECT * FROM entry WHERE id = 1)
                 WHERE i % 3 = 0;
             PRAGMA wal_checkpoint(TRUNCATE)"
        ),
    );
}

/// What no migration may change, by content.
type Kept = BTreeMap<Vec<u8>, (Vec<u8>, i64, i64, i64, Option<String>)>;

fn kept(cache: &Path, table: &str) -> Kept {
    let connection = rusqlite::Connection::open(cache.join("cache.sqlite")).unwrap();
    let sql =
        format!("SELECT CAST(content || key AS BLOB), signature, size, signed, used, label FROM {table}");
    let mut statement = connection.prepare(&sql).unwrap();
    let row = |row: &rusqlite::Row<'_>| {
        Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)))
    };
    statement.query_map((), row).unwrap().map(Result::unwrap).collect()
}

/// A command that writes, so that it brings the cache up to date.
fn migrating(user: &User, cache: &Path) -> Command {
    user.signcache([&at(cache)[..], &["pin", "-q", "--yes", "name:one"]].concat())
}

fn unfilled(cache: &Path) -> i64 {
    let of = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table} WHERE made_by IS NULL OR hash IS NULL");
        value::<i64>(cache, &sql)
    };
    of("entry") + of("trash")
}

#[test]
#[allow(clippy::print_stderr, reason = "the seed, for whoever wants the same instants again")]
fn a_migration_that_is_killed_at_any_instant_loses_nothing_and_goes_on() {
    #[allow(clippy::disallowed_methods, reason = "how long the test takes is up to whoever runs it")]
    let wanted = std::env::var("SIGNCACHE_TEST_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let user = User::new();
    let whole = user.files().join("whole");
    large(&whole);
    let before = (kept(&whole, "entry"), kept(&whole, "trash"));
    let seed = u64::from(std::process::id());
    eprintln!("the seed of the instants is {seed}");
    let mut dice = Dice::new(seed);
    let mut span = Span::new(Duration::from_secs(1));
    let mut kills = 0;
    let mut resumed = 0;
    while kills < wanted {
        let cache = user.files().join("cache");
        copy(&whole, &cache);
        let run = span.run(migrating(&user, &cache), &mut dice);
        assert!(run.killed || run.status.success(), "{}", run.stderr);
        kills += usize::from(run.killed);
        assert_eq!(value::<String>(&cache, "PRAGMA integrity_check"), "ok");
        assert!((kept(&cache, "entry"), kept(&cache, "trash")) == before, "after {kills} kills");
        if value::<i64>(&cache, "PRAGMA user_version") == 4 {
            resumed += usize::from((1..i64::from(ROWS)).contains(&unfilled(&cache)));
        }
        // Hits need no migration, and the next writer finishes it.
        serves(&user, &at(&cache), &answers("cache-v3"));
        let done = migrating(&user, &cache).output().unwrap();
        assert!(done.status.success(), "{done:?}");
        assert_eq!(unfilled(&cache), 0);
        assert!((kept(&cache, "entry"), kept(&cache, "trash")) == before, "after {kills} kills");
        fs::remove_dir_all(&cache).unwrap();
        fs::remove_dir_all(user.state()).unwrap();
    }
    assert!(resumed > 0, "no kill came between two batches");
}

#[test]
fn what_is_read_out_of_signatures_is_noted_once_and_proofs_that_prove_nothing_go() {
    let user = User::new();
    let cache = user.files().join("cache");
    large(&cache);
    let output = user.signcache([&at(&cache)[..], &["pin", "--yes", "name:one"]].concat()).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && stderr.contains("all members of a shared cache upgrade together"),
        "{stderr}"
    );
    for table in ["entry", "trash"] {
        let count = |condition: &str| {
            value::<i64>(&cache, &format!("SELECT count(*) FROM {table} WHERE {condition}"))
        };
        assert_eq!(count("hash = 'sha512' AND proof IS NOT NULL"), 0, "{table}");
        assert!(count("hash = 'sha512'") > 0 && count("hash = 'sha256'") > 0);
        assert_eq!(count("hash = 'sha256' AND proof IS NULL"), 0, "{table}");
        assert_eq!(count("expires IS NOT NULL"), 0, "{table}");
    }
    let issuer = value::<Vec<u8>>(&cache, "SELECT made_by FROM entry WHERE id = 1");
    let key = value::<String>(&cache, "SELECT key_id FROM key WHERE id = 1");
    assert_eq!(format!("openpgp:{}", data_encoding::HEXUPPER.encode(&issuer)), key);
    // The database and the file beside it have the same id, and another cache has another one.
    let id =
        |cache: &Path| data_encoding::HEXLOWER.encode(&value::<Vec<u8>>(cache, "SELECT id FROM identity"));
    assert!(fs::read_to_string(cache.join("layout")).unwrap().ends_with(&format!("\nid {}\n", id(&cache))));
    let other = user.files().join("other");
    user.done(["init", "-q", other.to_str().unwrap()]);
    assert_ne!(id(&other), id(&cache));
    // What is new is noted at once.
    let (signer, key) = User::with_key();
    signer.write("content", "content");
    signer.sign(&key, "content");
    let made_by = value::<Vec<u8>>(&signer.cache(), "SELECT made_by FROM entry WHERE hash = 'sha256'");
    assert_eq!(data_encoding::HEXUPPER.encode(&made_by), key);
    signer.done(["delete", "-q", "--yes", "name:content"]);
    assert_eq!(value::<Vec<u8>>(&signer.cache(), "SELECT made_by FROM trash WHERE hash = 'sha256'"), made_by);
}

/// The program of before tells its users clearly that it is too old.
#[test]
fn the_marker_begins_with_what_older_programs_understand() {
    let user = User::new();
    user.done(["init", "-q"]);
    let marker = fs::read(user.cache().join("layout")).unwrap();
    // They read so many bytes, and take all of them for the version.
    let seen = std::str::from_utf8(&marker[..200]).unwrap();
    assert_eq!(seen.trim_end(), "signcache cache, layout 1");
}

/// Whoever could read the cache before can read it afterwards.
#[test]
fn the_marker_keeps_its_permissions() {
    let mode = |path: &Path| {
        std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions()) & 0o777
    };
    let user = User::new();
    let cache = user.files().join("cache");
    copy(&fixture("cache-v3"), &cache);
    for name in ["layout", "cache.sqlite"] {
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o644);
        fs::set_permissions(cache.join(name), open).unwrap();
    }
    assert!(migrating(&user, &cache).status().unwrap().success());
    assert_eq!(mode(&cache.join("layout")), 0o644);
    fs::remove_file(cache.join("layout")).unwrap();
    user.done([&at(&cache)[..], &["unpin", "-q", "--yes", "name:one"]].concat());
    assert_eq!(mode(&cache.join("layout")), 0o644);
}
