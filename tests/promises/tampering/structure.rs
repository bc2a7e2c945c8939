use super::{another, broken, hex, prepared, printed_nothing_unproven};
use crate::support::user::{User, value};

/// Nothing is written, hits are the first signature or an error that says what is wrong.
fn refused(user: &User, key: &str, first: &[u8], words: &str) {
    for arguments in
        [&["get", "-k", key, "-o", "-", "content"][..], &["sign", "-k", key, "-o", "-", "content"]]
    {
        let ended = user.run(arguments);
        printed_nothing_unproven(user, &ended, first, true);
        assert!(ended.code == 0 || ended.code == 4 && ended.stderr.contains(words), "{}", ended.stderr);
    }
    let ended = user.run(["sign", "-k", key, "other"]);
    ended.says(4, words);
    ended.says(4, "nothing was written");
    user.run(["list"]);
}

#[test]
fn a_view_in_the_place_of_a_table_answers_nothing() {
    for (table, forged) in [
        (
            "entry",
            "SELECT id, content, key, {}, proof, size, signed, stored, used, origin, label, 'good' verdict,
                   judged, pinned FROM hidden",
        ),
        ("key", "SELECT id, key_id, certificate, state FROM hidden"),
    ] {
        let (user, key, first) = prepared();
        let forged = forged.replace("{}", &format!("{} signature", hex(&broken(&first))));
        user.tamper(&format!("PRAGMA legacy_alter_table = ON; ALTER TABLE {table} RENAME TO hidden; CREATE VIEW {table} AS {forged}"));
        refused(&user, &key, &first, "somebody changed the structure");
        user.forget();
        user.run(["get", "-k", &key, "content"]).says(4, "somebody changed the structure");
        user.run(["list"]).says(4, "somebody changed the structure");
    }
}

#[test]
fn planted_indexes_and_tables_stop_every_write() {
    for (planted, words) in [
        ("CREATE INDEX odd ON entry (label)", "odd index named odd"),
        ("CREATE UNIQUE INDEX odd ON entry (size)", "odd index named odd"),
        ("CREATE INDEX odd ON entry (abs(randomblob(size)))", "odd index named odd"),
        ("CREATE TABLE odd (x)", "odd table named odd"),
        ("CREATE VIEW odd AS SELECT 1", "odd view named odd"),
        ("DROP INDEX quarantine_pair", "should be a index named quarantine_pair"),
        ("ALTER TABLE entry ADD COLUMN odd TEXT", "table named entry"),
        ("DROP TABLE quarantine", "named quarantine"),
    ] {
        let (user, key, first) = prepared();
        // Some can't be planted on a table with rows, and so do no harm.
        let connection = rusqlite::Connection::open(user.cache().join("cache.sqlite")).unwrap();
        if connection.execute_batch(planted).is_ok() {
            drop(connection);
            refused(&user, &key, &first, words);
        }
    }
}

/// Moves the rows of `entry` to a table that allows a pair twice, and adds a second row for each.
fn duplicate(user: &User, second: &str) {
    let columns =
        "content, key, signature, proof, size, signed, stored, used, origin, label, verdict, judged, pinned";
    let others = columns.replacen("signature", second, 1);
    user.tamper(&format!(
        "CREATE TABLE twin (id INTEGER PRIMARY KEY, content BLOB, key INTEGER, signature BLOB, proof BLOB,
            size INTEGER, signed INTEGER, stored INTEGER, used INTEGER, origin TEXT, label TEXT, verdict TEXT,
            judged INTEGER, pinned INTEGER);
         INSERT INTO twin ({columns}) SELECT {others} FROM entry;
         INSERT INTO twin ({columns}) SELECT {columns} FROM entry;"
    ));
}

#[test]
fn a_pair_that_is_there_twice_is_served_as_before() {
    for valid in [true, false] {
        let (user, key, first) = prepared();
        let second = if valid { another(&user, &key) } else { hex(&broken(&first)) };
        duplicate(&user, &second);
        user.tamper("DROP TABLE entry; ALTER TABLE twin RENAME TO entry");
        refused(&user, &key, &first, "somebody changed the structure");
        user.forget();
        let ended = user.run(["get", "-k", &key, "-o", "-", "content"]);
        printed_nothing_unproven(&user, &ended, &first, false);
    }
}

#[test]
fn a_table_that_only_looks_like_ours_proves_nothing_either() {
    for valid in [true, false] {
        let (user, key, first) = prepared();
        let second = if valid { another(&user, &key) } else { hex(&broken(&first)) };
        duplicate(&user, &second);
        // The text of the schema is ours to the letter; the rows behind it are others.
        let twin = value::<i64>(&user.cache(), "SELECT rootpage FROM sqlite_schema WHERE name = 'twin'");
        user.tamper(&format!(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET rootpage = {twin} WHERE name = 'entry';
             DELETE FROM sqlite_schema WHERE name = 'twin';"
        ));
        for ledger in [true, false] {
            if !ledger {
                user.forget();
            }
            let ended = user.run(["get", "-k", &key, "-o", "-", "content"]);
            printed_nothing_unproven(&user, &ended, &first, ledger);
            let ended = user.run(["sign", "-k", &key, "-o", "-", "content"]);
            printed_nothing_unproven(&user, &ended, &first, ledger);
        }
    }
}

#[test]
fn a_label_that_is_no_text_hides_no_entry() {
    let (user, key, first) = prepared();
    user.tamper("UPDATE entry SET label = CAST(x'ff00fe' AS TEXT), verdict = CAST(x'ff' AS TEXT), origin = CAST(x'ff' AS TEXT)");
    user.forget();
    assert_eq!(user.sign(&key, "content"), first);
    for arguments in [&["list"][..], &["list", "--json"], &["show", "ed7002b4"]] {
        assert!(!user.done(arguments).contains(&0xff));
    }
}
