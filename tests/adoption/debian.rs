//! Debian's own archive: `Release` and `Release.gpg`, signed by several keys.

use std::fs;
use std::path::{Path, PathBuf};

use signcache::model::Pair;
use signcache::ops::Candidate;

use crate::gpgv::{Said, gpgv};
use crate::run::{adopt, adopt_with, is_proven, now, session_with, word};
use crate::support::user::User;

fn archive() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/debian")
}

fn keyring() -> PathBuf {
    archive().join("archive-keyring.pgp")
}

fn ours(candidates: &[Candidate], place: &Path) -> Vec<Said> {
    let of_place = candidates.iter().filter(|candidate| Path::new(candidate.place.raw()) == place);
    let said = |candidate: &Candidate| {
        let key = candidate.pair.key.fingerprint();
        let verdict = word(&candidate.outcome);
        let verdict = ["good", "expired", "revoked", "bad"].into_iter().find(|known| verdict == *known);
        Said { key: key.to_string(), verdict: verdict.unwrap() }
    };
    of_place.map(said).collect()
}

#[test]
fn the_signatures_of_the_archive_are_what_gpgv_says_now_and_in_twenty_years() {
    for time in [now(), "2046-01-01T00:00:00Z".parse().unwrap()] {
        let user = User::new();
        let at = format!("@{}", time.strftime("%Y-%m-%d %H:%M:%S"));
        let run = adopt_with(&session_with(&user, time, &[keyring()]), &archive(), &|_| None);
        let candidates = run.candidates();
        assert_eq!((candidates.len(), run.found.len()), (5, 5));
        for (suite, count) in [("bookworm", 3), ("bullseye-updates", 2)] {
            let place = archive().join(suite).join("Release.gpg");
            let content = archive().join(suite).join("Release");
            let theirs = gpgv(&keyring(), &place, &content, &at);
            assert_eq!(theirs.len(), count);
            assert_eq!(ours(&candidates, &place), theirs, "{suite} at {time}");
        }
    }
}

#[test]
fn a_release_file_that_was_changed_has_bad_signatures_only() {
    let user = User::new();
    let place = user.files().join("Release.gpg");
    let mut release = fs::read(archive().join("bookworm/Release")).unwrap();
    *release.last_mut().unwrap() ^= 1;
    let content = user.write("Release", release);
    fs::copy(archive().join("bookworm/Release.gpg"), &place).unwrap();
    let run = adopt(&user, &user.files(), &[keyring()]);
    let candidates = run.candidates();
    let outcomes: Vec<_> = candidates.iter().map(|candidate| &candidate.outcome).collect();
    assert!(outcomes.iter().all(|outcome| word(outcome) == "bad") && outcomes.len() == 3, "{outcomes:?}");
    assert_eq!(gpgv(&keyring(), &place, &content, "+0")[0].verdict, "bad");
}

#[test]
fn each_key_of_the_archive_gets_an_entry_that_is_proven_without_the_file() {
    let user = User::new();
    let run = adopt(&user, &archive().join("bookworm"), &[keyring()]);
    let entries: Vec<_> = run.candidates().into_iter().filter(is_proven).collect();
    let keys: Vec<String> = entries.iter().map(|entry| entry.pair.key.to_string()).collect();
    assert_eq!(
        keys,
        [
            "openpgp:B8B80B5B623EAB6AD8775C45B7C5D7D6350947F8",
            "openpgp:04B54C3CDCA79751B16BC6B5225629DF75B188BD",
            "openpgp:4D64FEC119C2029067D6E791F8D2585B8783D481",
        ]
    );
    // Signed by subkeys, and by a primary key: each entry belongs to the primary key.
    let release = fs::metadata(archive().join("bookworm/Release")).unwrap().len();
    for entry in &entries {
        let proof = entry.content.proof.as_ref().unwrap();
        assert_eq!(proof.length(), release);
        assert_eq!(signcache::hash::Sha256State::digest_of(proof), entry.pair.content);
        assert_eq!(entry.content.label.as_ref().unwrap().raw(), "Release");
    }
    assert_eq!(run.read, release, "the file is read once for all of its signatures");
}

#[test]
fn without_the_certificates_the_issuers_are_named_and_nothing_is_read() {
    let user = User::new();
    let tree = archive();
    let run = adopt(&user, &tree, &[]);
    assert_eq!((run.candidates().len(), run.read), (0, 0));
    assert!(run.lines(&tree)[0].starts_with("bookworm/Release.gpg: unknown-key "));
    assert!(run.lines(&tree)[0].contains("4CB50190207B4758A3F73A796ED0E7B82643E131"));
    // With one of them in the key ring, the others are still unknown.
    user.gnupg.import(&fs::read(keyring()).unwrap());
    let pairs =
        |run: &crate::run::Run| -> Vec<Pair> { run.candidates().iter().map(|found| found.pair).collect() };
    let from_ring = adopt(&user, &tree, &[]);
    assert_eq!(pairs(&from_ring), pairs(&adopt(&User::new(), &tree, &[keyring()])));
}
