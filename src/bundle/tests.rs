use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;

use jiff::Timestamp;

use super::*;
use crate::model::{ContentDigest, Fingerprint, Pair, Record, Untrusted};

fn key(byte: u8) -> Fingerprint {
    Fingerprint::try_from([byte; 20].as_slice()).unwrap()
}

fn record(content: u8, by: u8) -> Record {
    let pair =
        Pair { content: ContentDigest::new([content; 32]), key: crate::model::KeyId::OpenPgp(key(by)) };
    let label = Some(Untrusted::new("a\u{1b}[2J\\b"));
    Record { pair, size: 3, signed: Some(Timestamp::UNIX_EPOCH), proof: None, label }
}

/// A certificate, three entries and something wanted.
fn items() -> Vec<Item> {
    let wanted = Record { signed: None, ..record(2, 8) };
    vec![
        Item::Certificate(key(7), b"certificate".to_vec()),
        Item::Entry(record(1, 7), b"one".to_vec()),
        Item::Entry(record(1, 8), vec![2; 600]),
        Item::Entry(record(0xff, 7), Vec::new()),
        Item::Wanted(wanted),
    ]
}

fn fill(mut writer: Box<dyn Writer + '_>) -> Vec<Put> {
    let items = items();
    let put = items.iter().map(|item| match item {
        Item::Certificate(key, bytes) => writer.put_certificate(key, bytes).map(|()| Put::Same),
        Item::Entry(record, signature) => writer.put_entry(record, signature),
        Item::Wanted(record) => writer.put_wanted(record),
        Item::Broken(..) | Item::Unknown(..) => unreachable!("no bundle has one"),
    });
    let put = put.map(Result::unwrap).collect();
    writer.finish().unwrap();
    put
}

fn archive() -> Vec<u8> {
    let mut bytes = Vec::new();
    fill(Box::new(ArchiveWriter::new(&mut bytes).unwrap()));
    bytes
}

fn all(mut reader: impl Reader) -> Result<Vec<Item>, Error> {
    let mut items = Vec::new();
    while let Some(item) = reader.next()? {
        items.push(item);
    }
    Ok(items)
}

fn unpacked(archive: &[u8]) -> Result<Vec<Item>, Error> {
    all(ArchiveReader::new(archive)?)
}

/// The archive of these members, as somebody else would make it.
fn made(members: &[(&str, &[u8])], change: impl Fn(&mut tar::Header)) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        let place = &mut header.as_mut_bytes()[..100];
        place[..name.len()].copy_from_slice(name.as_bytes());
        change(&mut header);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    zstd::encode_all(builder.into_inner().unwrap().as_slice(), 1).unwrap()
}

fn refused(archive: &[u8], words: &str) {
    let error = unpacked(archive).unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

#[test]
fn a_file_and_a_directory_are_the_same_bundle() {
    let root = tempfile::tempdir().unwrap();
    let put = fill(Box::new(DirectoryWriter::new(root.path()).unwrap()));
    assert_eq!(put, [Put::Same, Put::New, Put::New, Put::New, Put::New]);
    assert_eq!(all(DirectoryReader::new(root.path()).unwrap()).unwrap(), items());
    assert_eq!(unpacked(&archive()).unwrap(), items());

    // As `tar` reads and writes it.
    let other = tempfile::tempdir().unwrap();
    let tar = zstd::decode_all(archive().as_slice()).unwrap();
    tar::Archive::new(tar.as_slice()).unpack(other.path()).unwrap();
    assert_eq!(all(DirectoryReader::new(other.path()).unwrap()).unwrap(), items());
}

#[test]
fn a_disk_without_room_is_not_just_any_failure() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut writer = Box::new(ArchiveWriter::new(Full).unwrap());
    let put = writer.put_certificate(&key(7), b"certificate");
    assert!(matches!(put.and_then(|()| writer.finish()), Err(Error::Full)));
}

#[test]
fn what_is_in_a_directory_already_stays() {
    let root = tempfile::tempdir().unwrap();
    fill(Box::new(DirectoryWriter::new(root.path()).unwrap()));
    let again = fill(Box::new(DirectoryWriter::new(root.path()).unwrap()));
    assert_eq!(again, [Put::Same; 5]);
    let mut writer = DirectoryWriter::new(root.path()).unwrap();
    assert_eq!(writer.put_entry(&record(1, 7), b"another").unwrap(), Put::Other);
    let found = find(root.path(), &record(1, 7).pair).unwrap();
    assert_eq!(found, Some((record(1, 7), b"one".to_vec())));
    assert_eq!(find(root.path(), &record(9, 7).pair).unwrap(), None);
}

#[test]
fn a_file_that_is_cut_anywhere_is_no_whole_bundle() {
    let whole = archive();
    for length in 0..whole.len() {
        assert!(unpacked(&whole[..length]).is_err(), "{length}");
    }
    let tar = zstd::decode_all(whole.as_slice()).unwrap();
    for length in (0..tar.len() - 1024).step_by(512) {
        refused(&zstd::encode_all(&tar[..length], 1).unwrap(), "cut short");
    }
}

#[test]
fn nothing_but_the_parts_in_their_order_is_read() {
    let format = ("FORMAT", FORMAT.as_bytes());
    let plain = |members: &[(&str, &[u8])]| made(members, |_| ());
    assert_eq!(unpacked(&plain(&[format])).unwrap(), []);
    refused(b"", "it is empty");
    refused(&[0x28], "cut short");
    refused(&plain(&[]), "not a signcache bundle");
    refused(&plain(&[("FORMAT", b"signcache bundle 2\n")]), "format `signcache bundle 2`");
    refused(&plain(&[("certificates/x.pgp", b"")]), "not a signcache bundle");
    let certificate = format!("certificates/{}.pgp", key(7));
    let twice = plain(&[format, (&certificate, b"a"), (&certificate, b"a")]);
    refused(&twice, "comes twice or in the wrong order");
    for name in ["../x", "/etc/passwd", "entries/../x", "certificates", "FORMAT/x", "a\nb", "\u{1b}[2J"] {
        refused(&plain(&[format, (name, b"")]), "is no part of a bundle");
    }
    let long = plain(&[format, (&certificate, &vec![0; MAX_CERTIFICATE + 1])]);
    refused(&long, "is too long");
    refused(&[plain(&[format]), plain(&[format])].concat(), "followed by something");
    for kind in [b'1', b'2', b'3', b'4', b'6', b'7', b'L', b'K', b'x', b'g', b'S'] {
        let odd = |header: &mut tar::Header| header.set_entry_type(tar::EntryType::new(kind));
        refused(&made(&[format], odd), "is not a plain file");
    }
    let huge = made(&[format], |header| header.as_mut_bytes()[124..136].copy_from_slice(b"77777777777\0"));
    refused(&huge, "is too long");
}

#[test]
fn directories_come_once_and_before_what_is_in_them() {
    let certificate = format!("certificates/{}.pgp", key(7));
    // Names that end with a slash are directories.
    let packed = |names: &[&str]| {
        let mut builder = tar::Builder::new(Vec::new());
        for name in names {
            let bytes = if *name == "FORMAT" { FORMAT.as_bytes() } else { b"" };
            let mut header = tar::Header::new_ustar();
            header.set_path(name).unwrap();
            header.set_entry_type(match name.ends_with('/') {
                true => tar::EntryType::Directory,
                false => tar::EntryType::Regular,
            });
            header.set_size(bytes.len() as u64);
            header.set_cksum();
            builder.append(&header, bytes).unwrap();
        }
        zstd::encode_all(builder.into_inner().unwrap().as_slice(), 1).unwrap()
    };
    assert_eq!(unpacked(&packed(&["./", "FORMAT", "certificates/", &certificate])).unwrap().len(), 1);
    let check = |names: &[&str], words: &str| refused(&packed(names), words);
    check(&["./", "./", "FORMAT"], "is a directory without parts");
    check(&["FORMAT", "./", &certificate], "wrong order");
    check(
        &["FORMAT", "certificates/", "certificates/", &certificate],
        "`certificates/` is a directory without",
    );
    check(&["FORMAT", "certificates/", "entries/"], "`certificates/` is a directory without");
    check(&["FORMAT", &certificate, "certificates/"], "wrong order");
    check(&["entries/", "FORMAT"], "`entries/` comes before `FORMAT`");
    check(&[&certificate, "FORMAT"], "comes before `FORMAT`");
    check(&["photos/", "FORMAT"], "not a signcache bundle");
}

#[test]
fn a_bomb_takes_no_more_memory_than_its_window_and_no_more_time_than_its_first_member() {
    let mut bomb = zstd::Encoder::new(Vec::new(), 1).unwrap();
    let format = made(&[("FORMAT", FORMAT.as_bytes())], |_| ());
    bomb.write_all(&zstd::decode_all(format.as_slice()).unwrap()).unwrap();
    for _ in 0..1000 {
        bomb.write_all(&[0; 1 << 20]).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < 200_000);
    refused(&bomb, "followed by something");
    let mut wide = zstd::Encoder::new(Vec::new(), 1).unwrap();
    wide.window_log(27).unwrap();
    wide.write_all(&[1; 100]).unwrap();
    assert!(matches!(unpacked(&wide.finish().unwrap()), Err(Error::Stream(_))));
}

#[test]
fn links_and_odd_files_in_a_directory_are_named_and_not_followed() {
    let check = |spoil: &dyn Fn(&Path), words: &str| {
        let root = tempfile::tempdir().unwrap();
        fill(Box::new(DirectoryWriter::new(root.path()).unwrap()));
        fs::create_dir(root.path().join(".git")).unwrap();
        fs::write(root.path().join("README"), "no part").unwrap();
        spoil(root.path());
        let result = all(DirectoryReader::new(root.path()).unwrap());
        match words {
            "" => assert_eq!(result.unwrap(), items()),
            _ => assert!(result.unwrap_err().to_string().contains(words)),
        }
    };
    let entry = |root: &Path, ending: &str| {
        let pair = record(1, 7).pair;
        root.join(format!("entries/01/{}/{}.{ending}", pair.content, key(7)))
    };
    check(&|_| (), "");
    // Somebody was killed in the middle of an export, or a file system adds files of its own.
    check(&|root| fs::write(root.join("entries/.signcache-x"), "half").unwrap(), "");
    check(
        &|root| {
            let lone = entry(root, "sig").with_file_name(format!("{}.sig", key(0x99)));
            fs::write(lone, "alone").unwrap();
        },
        "",
    );
    check(&|root| fs::remove_file(entry(root, "sig")).unwrap(), "has no signature after it");
    check(&|root| fs::write(root.join("entries/x"), "").unwrap(), "is no part of a bundle");
    check(
        &|root| {
            fs::remove_file(entry(root, "entry")).unwrap();
            symlink("/etc/passwd", entry(root, "entry")).unwrap();
        },
        "can't read",
    );
    check(
        &|root| {
            fs::rename(root.join("entries"), root.join("elsewhere")).unwrap();
            symlink("elsewhere", root.join("entries")).unwrap();
        },
        "can't open",
    );
    check(&|root| fs::create_dir_all(root.join("entries/01/x/y/z")).unwrap(), "`entries/01/x` is no part");
    check(
        &|root| fs::create_dir(root.join(format!("certificates/{}.pgp", key(0x99)))).unwrap(),
        "can't read",
    );
}
