//! Bundles: whatever is read of one is bounded and in order, and can be passed on as it is.
//!
//! The first byte says what the others are: a file as it is; a tar archive, since no mutation gets
//! through compression; or one whose headers are put right first, since none hits a checksum either.
#![no_main]

use std::cmp::Ordering;

use libfuzzer_sys::fuzz_target;
use signcache::bundle::{
    ArchiveReader, ArchiveWriter, Error, Item, MAX_CERTIFICATE, MAX_SIGNATURE, Reader, Writer,
};
use signcache::model::Record;

/// What could be read, and why that was not more.
fn read(archive: &[u8]) -> (Vec<Item>, Result<(), Error>) {
    let mut items = Vec::new();
    let mut reader = match ArchiveReader::new(archive) {
        Ok(reader) => reader,
        Err(error) => return (items, Err(error)),
    };
    loop {
        match reader.next() {
            Ok(Some(item)) => items.push(item),
            Ok(None) => return (items, Ok(())),
            Err(error) => return (items, Err(error)),
        }
    }
}

/// What is wrong with a part is the end of a bundle.
const NO_BUNDLE: &str = "only binary caches of Nix's have such";

fn written(items: &[Item]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut writer = Box::new(ArchiveWriter::new(&mut archive).expect("memory can be written"));
    for item in items {
        match item {
            Item::Certificate(key, bytes) => writer.put_certificate(key, bytes),
            Item::Entry(record, signature) => writer.put_entry(record, signature).map(drop),
            Item::Wanted(record) => writer.put_wanted(record).map(drop),
            Item::Broken(..) | Item::Unknown(..) => unreachable!("{NO_BUNDLE}"),
        }
        .expect("memory can be written");
    }
    writer.finish().expect("memory can be written");
    archive
}

/// By what an item is put in order, without the names of files that say the same.
fn place(item: &Item) -> (&str, String, String) {
    let of = |record: &Record| (record.pair.content.to_string(), record.pair.key.fingerprint().to_string());
    match item {
        Item::Certificate(key, _) => ("certificates", String::new(), key.to_string()),
        Item::Entry(record, _) => {
            let (content, key) = of(record);
            ("entries", content, key)
        }
        Item::Wanted(record) => {
            let (content, key) = of(record);
            ("wanted", content, key)
        }
        Item::Broken(..) | Item::Unknown(..) => unreachable!("{NO_BUNDLE}"),
    }
}

fn is_bounded(item: &Item) -> bool {
    let small = |record: &Record| record.to_string().len() <= Record::MAX_SIZE;
    match item {
        Item::Certificate(_, bytes) => bytes.len() <= MAX_CERTIFICATE,
        Item::Entry(record, signature) => small(record) && signature.len() <= MAX_SIGNATURE,
        Item::Wanted(record) => small(record),
        Item::Broken(..) | Item::Unknown(..) => unreachable!("{NO_BUNDLE}"),
    }
}

/// Gives every header of a tar archive the checksum that it should have (POSIX, `pax`, "ustar Interchange Format").
fn put_right(tar: &mut [u8]) {
    let mut rest = tar;
    while rest.len() >= 512 {
        let (header, after) = rest.split_at_mut(512);
        let size =
            std::str::from_utf8(&header[124..135]).ok().and_then(|text| usize::from_str_radix(text, 8).ok());
        if header.iter().any(|byte| *byte != 0) {
            header[148..156].fill(b' ');
            let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
            header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        }
        let Some(after) = after.get_mut(size.unwrap_or(0).next_multiple_of(512)..) else { return };
        rest = after;
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let packed = |tar: &[u8]| zstd::encode_all(tar, 1).expect("memory can be written");
    let (items, ended) = match kind % 3 {
        0 => read(bytes),
        1 => read(&packed(bytes)),
        _ => {
            let mut tar = bytes.to_vec();
            put_right(&mut tar);
            read(&packed(&tar))
        }
    };
    if let Err(error) = &ended {
        let shown = error.to_string();
        assert!(!shown.is_empty() && !shown.contains(char::is_control), "{shown:?}");
    }
    assert!(items.iter().all(is_bounded), "something is larger than it may be");
    assert!(items.is_sorted_by(|one, next| place(one).cmp(&place(next)) == Ordering::Less), "not in order");
    // Also what came before a bundle broke off.
    let archive = written(&items);
    let (again, whole) = read(&archive);
    assert!(whole.is_ok(), "what was written is refused: {whole:?}");
    assert_eq!(again, items);
    assert_eq!(written(&again), archive, "the same entries are other bytes");
});
