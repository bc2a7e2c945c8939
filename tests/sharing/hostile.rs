//! Bundles that somebody made to do harm.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use sequoia_openpgp::parse::Parse;
use sequoia_openpgp::serialize::MarshalInto;
use sequoia_openpgp::{Packet, PacketPile};

use crate::people::{exported, holder_and_other, import, tar};
use crate::support::gnupg::Gnupg;
use crate::support::user::{User, value};

/// A bundle with one entry, unpacked, for somebody to spoil, and somebody to import it.
struct Spoiled {
    alice: User,
    bob: User,
    key: String,
    root: PathBuf,
}

impl Spoiled {
    fn new() -> Self {
        let (alice, bob, key) = holder_and_other();
        // Longer than a block, so that its proof has a state of its own.
        alice.write("content", "content ".repeat(20));
        alice.sign(&key, "content");
        let root = alice.files().join("bundle");
        fs::create_dir(&root).unwrap();
        alice.done(["export", "--labels", "-o", root.to_str().unwrap()]);
        Self { alice, bob, key, root }
    }

    fn part(&self, ending: &str) -> PathBuf {
        let parts = walkdir::WalkDir::new(&self.root).into_iter().map(Result::unwrap);
        parts.map(walkdir::DirEntry::into_path).find(|path| with_extension(path, ending)).unwrap()
    }

    fn change(&self, ending: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let path = self.part(ending);
        let mut bytes = fs::read(&path).unwrap();
        change(&mut bytes);
        fs::write(path, bytes).unwrap();
    }

    fn replace(&self, from: &str, to: &str) {
        let path = self.part("entry");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// What an import says, which must store nothing.
    fn refused(&self, code: i32, words: &str) {
        let ended = self.bob.run(["import", self.root.to_str().unwrap()]);
        let said = String::from_utf8_lossy(&ended.stdout) + ended.stderr.as_str();
        assert_eq!(ended.code, code, "{said}");
        assert!(said.contains(words) && !said.contains("panicked"), "`{words}` is not in: {said}");
        assert_eq!(value::<i64>(&self.bob.cache(), "SELECT count(*) FROM entry"), 0);
    }
}

fn with_extension(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

#[test]
fn a_signature_that_does_not_verify_is_named_and_not_stored() {
    let spoiled = Spoiled::new();
    spoiled.change("sig", |bytes| *bytes.last_mut().unwrap() ^= 1);
    spoiled.refused(4, "bad          ");
    spoiled.refused(4, "hint: ask whoever made what is bad");
    spoiled.change("sig", |bytes| bytes.truncate(10));
    spoiled.refused(4, "bad          ");
}

#[test]
fn a_forged_state_proves_nothing() {
    let spoiled = Spoiled::new();
    let text = fs::read_to_string(spoiled.part("entry")).unwrap();
    let at = text.find("proof ").unwrap() + 6;
    // The state, the length, and the content's last bytes.
    for digit in [at, at + 79, at + 82] {
        let mut forged = text.clone().into_bytes();
        forged[digit] = if forged[digit] == b'0' { b'1' } else { b'0' };
        fs::write(spoiled.part("entry"), &forged).unwrap();
        let carol = User::new();
        let ended = carol.run(["import", spoiled.root.to_str().unwrap()]);
        assert!(matches!(ended.code, 1 | 4), "{}", ended.stderr);
        // Not even with the word that no proof is needed the forged one is kept.
        carol.run(["import", "--allow-unproven", spoiled.root.to_str().unwrap()]);
        let proofs = "SELECT count(*) FROM entry WHERE proof IS NOT NULL OR verdict = 'good'";
        assert_eq!(value::<i64>(&carol.cache(), proofs), 0);
    }
}

#[test]
fn what_a_record_says_must_be_what_is_signed() {
    let spoiled = Spoiled::new();
    let whole = fs::read(spoiled.part("entry")).unwrap();
    let check = |from: &str, to: &str, code, words: &str| {
        spoiled.replace(from, to);
        spoiled.refused(code, words);
        fs::write(spoiled.part("entry"), &whole).unwrap();
    };
    check("size 160", "size 161", 1, "1 unproven");
    check("signed 20", "signed 19", 4, "another signing time");
    check("key openpgp:", "key openpgp:0", 4, ".entry` is no record: its line `key`");
    check("size 160", "size 0160", 4, "is no record");
    check("label content", "label \u{1b}[2J", 4, "is no record");
    spoiled.change("entry", |bytes| bytes[5] = 0xff);
    spoiled.refused(4, ".entry` is no record");
}

#[test]
fn another_certificate_under_the_name_of_a_key_is_refused() {
    let spoiled = Spoiled::new();
    let other = Gnupg::new();
    let stranger = other.generate("ed25519");
    let certificate = other.export(&stranger);
    spoiled.change("pgp", |bytes| *bytes = certificate.clone());
    spoiled.refused(4, "is not the certificate of its name");
    // Without any, the key is unknown.
    fs::remove_file(spoiled.part("pgp")).unwrap();
    spoiled.refused(5, "unknown-key");
}

#[test]
fn a_certificate_that_would_take_long_is_refused_and_other_peoples_certifications_cost_nothing() {
    let spoiled = Spoiled::new();
    let friend = Gnupg::new();
    let fingerprint = friend.generate("ed25519");
    let key = spoiled.key.parse().unwrap();
    friend.import(&spoiled.alice.gnupg.export(&key));
    let plain = friend.export(&key);
    let mut certify = friend.gpg();
    certify.args([
        "--yes",
        "--pinentry-mode",
        "loopback",
        "--passphrase",
        "",
        "-u",
        &fingerprint.to_string(),
    ]);
    assert!(certify.args(["--quick-sign-key", &spoiled.key]).output().unwrap().status.success());
    let certified = friend.export(&key);
    let certification = &certified[plain.len()..];
    spoiled.change("pgp", |bytes| *bytes = [&plain, &certification.repeat(5000)[..]].concat());
    let (ended, summary) = import(&User::new(), &spoiled.root, &[]);
    assert_eq!((ended.code, &summary["new"]), (0, &1.into()), "{}", ended.stderr);

    // Its last signature with other values, again and again.
    let check = |certificate: Vec<u8>, words: &str| {
        spoiled.change("pgp", |bytes| *bytes = certificate);
        spoiled.refused(4, words);
        spoiled.refused(4, &format!("certificates/{}.pgp` has", spoiled.key));
    };
    let packets: Vec<Packet> = PacketPile::from_bytes(&plain).unwrap().into_children().collect();
    let mut flood = plain.clone();
    for number in 0..1001_u32 {
        let mut other = packets.last().unwrap().to_vec().unwrap();
        let end = other.len() - 4;
        other[end..].copy_from_slice(&number.to_be_bytes());
        flood.extend(other);
    }
    check(flood, "more than 1000 signatures of its own on one key or user id");
    check([&plain, &[0xcd, 1, b'a'].repeat(20_000)[..]].concat(), "more than 20000 packets");
    let long = [&[0xcd, 255, 0, 0, 16, 0][..], &[b'a'; 4096]].concat();
    check([&plain[..], &long].concat(), "a key or user id of more than 4 KiB");
    let large = [&[0xce, 255, 0, 0, 16, 0][..], &[4; 4096]].concat();
    check([&plain[..], &large].concat(), "a key or user id of more than 4 KiB");
}

#[test]
fn junk_that_nobody_signed_is_left_outside() {
    let spoiled = Spoiled::new();
    let plain = fs::read(spoiled.part("sig")).unwrap();
    // One more subpacket in the unhashed area: a notation of 12 bytes, type 100.
    let junk = [&[13, 100][..], b"aaaaaaaaaaaa"].concat();
    spoiled.change("sig", |bytes| {
        let hashed = usize::from(u16::from_be_bytes([bytes[6], bytes[7]]));
        let at = 8 + hashed;
        let length = u16::from_be_bytes([bytes[at], bytes[at + 1]]) + u16::try_from(junk.len()).unwrap();
        bytes[at..at + 2].copy_from_slice(&length.to_be_bytes());
        bytes.splice(at + 2..at + 2, junk.iter().copied());
        bytes[1] += u8::try_from(junk.len()).unwrap();
    });
    for class in ["new", "identical"] {
        let (ended, summary) = import(&spoiled.bob, &spoiled.root, &[]);
        assert_eq!((ended.code, &summary[class]), (0, &1.into()), "{}", ended.stderr);
    }
    assert_eq!(value::<Vec<u8>>(&spoiled.bob.cache(), "SELECT signature FROM entry"), plain);
}

#[test]
fn a_label_moves_no_cursor() {
    let spoiled = Spoiled::new();
    spoiled.alice.tamper("UPDATE entry SET label = char(27) || '[2J' || char(8238) || char(10) || 'x'");
    let bundle = exported(&spoiled.alice, &["--labels"]);
    assert_eq!(import(&spoiled.bob, &bundle, &[]).0.code, 0);
    assert!(value::<String>(&spoiled.bob.cache(), "SELECT label FROM entry").contains('\u{1b}'));
    let listed = String::from_utf8(spoiled.bob.done(["list"])).unwrap();
    assert!(listed.contains(r"\u{1b}[2J\u{202e}\u{a}x") && !listed.contains('\u{1b}'), "{listed}");
    // Neither where a bad one is listed.
    spoiled.replace("label content", r"label \u{1b}[2Jx");
    spoiled.change("sig", |bytes| bytes.fill(0));
    let ended = User::new().run(["import", spoiled.root.to_str().unwrap()]);
    assert_eq!(ended.code, 4);
    assert!(!ended.stdout.contains(&0x1b) && !ended.stderr.contains('\u{1b}'), "{ended:?}");
}

#[test]
fn an_export_follows_no_link_out_of_its_directory() {
    let spoiled = Spoiled::new();
    // More to be written, wherever it leads.
    spoiled.alice.write("other", "other");
    spoiled.alice.sign(&spoiled.key, "other");
    let outside = spoiled.alice.files().join("outside");
    let inside = |ending: &str| spoiled.part(ending).ancestors().map(Path::to_owned).collect::<Vec<_>>();
    let parts = inside("entry").into_iter().chain(inside("sig")).chain(inside("pgp"));
    let parts: BTreeSet<_> =
        parts.filter(|path| path.starts_with(&spoiled.root) && *path != spoiled.root).collect();
    assert_eq!(parts.len(), 7);
    for part in parts {
        fs::rename(&part, &outside).unwrap();
        symlink(&outside, &part).unwrap();
        let files = || {
            let files =
                walkdir::WalkDir::new(&outside).sort_by_file_name().into_iter().map(|file| file.unwrap());
            files.map(|file| (file.path().to_owned(), fs::read(file.path()).ok())).collect::<Vec<_>>()
        };
        let before = files();
        let ended = spoiled.alice.run(["export", "--no-proofs", "-o", spoiled.root.to_str().unwrap()]);
        ended.says(1, part.to_str().unwrap());
        assert_eq!(files(), before);
        fs::remove_file(&part).unwrap();
        fs::rename(&outside, &part).unwrap();
    }
    spoiled.alice.done(["export", "-o", spoiled.root.to_str().unwrap()]);
}

#[test]
fn what_is_no_bundle_is_told_so() {
    let user = User::new();
    let (alice, key) = User::with_key();
    alice.write("content", "content");
    let signature = alice.sign(&key, "content");
    let armored = b"-----BEGIN PGP SIGNATURE-----\n\niHUEABYK\n-----END PGP SIGNATURE-----\n";
    let plain = tar(&exported(&alice, &[]));
    for (name, bytes, words, hint) in [
        ("empty", &b""[..], "it is empty", "`signcache export`"),
        ("text", b"hello", "it is not a signcache bundle", "`signcache export`"),
        ("zeros", &[0; 5000], "it is not a signcache bundle", "`signcache export`"),
        ("gzipped", &[0x1f, 0x8b, 8, 0], "another program than zstd", "import the directory"),
        ("plain", &plain, "a tar archive that is not compressed", "`zstd FILE`"),
        ("packet", &signature, "it is a signature", "import the directory"),
        ("armored", armored, "it is a signature", "import the directory"),
    ] {
        let ended = user.run(["import", user.write(name, bytes).to_str().unwrap()]);
        ended.says(1, words);
        let hinted = ended.stderr.split("hint:").nth(1).is_some_and(|text| text.contains(hint));
        assert!(hinted && ended.stderr.contains(name), "{}", ended.stderr);
    }
    let spoiled = Spoiled::new();
    let key = &spoiled.key;
    fs::write(spoiled.root.join("FORMAT"), "signcache bundle 2\n").unwrap();
    let ended = spoiled.bob.run(["import", spoiled.root.to_str().unwrap()]);
    ended.says(1, "format `signcache bundle 2`");
    spoiled.bob.run(["get", "-k", key, "-o", "-", "nothing"]).says(1, "nothing");
}
