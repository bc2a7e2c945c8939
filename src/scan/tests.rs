use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FileType, Mode, mknodat};

use super::walk::Scan;
use super::{Error, Found, Reason, SignedContent, open_plain};

const DIGEST: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const KEY: &str = "8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B";

fn tree(files: &[&str]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for file in files {
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file).unwrap();
    }
    root
}

fn fifo(path: PathBuf) {
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR, 0).unwrap();
}

/// Each thing that is found in a line, relative to the tree.
fn lines(scan: &mut Scan, root: &Path) -> Vec<String> {
    let relative = |path: &Path| path.strip_prefix(root).unwrap().display().to_string();
    scan.map(|found| match found {
        Found::Skipped { path, reason } => format!("{}: {reason:?}", relative(&path)),
        Found::Signatures(file) => {
            let content = match &file.content {
                SignedContent::Beside { path, size } => format!("{} ({size})", relative(path)),
                SignedContent::Named(digest) => digest.to_string()[..8].to_owned(),
            };
            format!("{} of {content} by {:?}", relative(&file.path), file.key)
        }
    })
    .collect()
}

fn scan(root: &Path, window: usize) -> Vec<String> {
    let mut scan = Scan::with_window(root, 200, window).unwrap();
    lines(&mut scan, root)
}

#[test]
fn signatures_are_found_beside_their_contents_and_by_their_names() {
    let in_cache = format!("cache/{DIGEST}/{KEY}.sig");
    let by_key = format!("a.{KEY}.sig");
    let both = format!("{DIGEST}.sig");
    let files = ["a", "a.sig", "a.b", "a.asc", "b/c", "b/c.sign", "b/c.x", "lonely.sig", &in_cache, &by_key];
    let root = tree(&[&files[..], &[DIGEST, &both]].concat());
    let found = scan(root.path(), 100);
    assert_eq!(
        found,
        [
            &format!("{by_key} of a (1) by Some({KEY:?})"),
            "a.asc of a (1) by None",
            "a.sig of a (1) by None",
            "b/c.sign of b/c (3) by None",
            &format!("{in_cache} of e3b0c442 by Some({KEY:?})"),
            // A content beside counts more than a name.
            &format!("{DIGEST}.sig of {DIGEST} (64) by None"),
            "lonely.sig: WithoutContent",
        ]
    );
}

#[test]
fn a_directory_of_any_size_is_in_the_same_order() {
    let names: Vec<String> =
        (0..50).flat_map(|n| [format!("{n}"), format!("{n}.sig"), format!("{n}/{n}.gpg")]).collect();
    let files: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.contains('/')).collect();
    let root = tree(&files);
    for n in 0..5 {
        fs::create_dir(root.path().join(format!("{n}.d"))).unwrap();
        fs::write(root.path().join(format!("{n}.d/x")), "").unwrap();
        fs::write(root.path().join(format!("{n}.d/x.gpg")), "").unwrap();
    }
    let whole = scan(root.path(), 1000);
    assert_eq!(whole.len(), 55);
    for window in [1, 2, 7, 104, 105, 106] {
        assert_eq!(scan(root.path(), window), whole, "{window}");
    }
}

#[test]
fn what_is_no_plain_file_is_told_and_never_opened() {
    let root =
        tree(&["a", "b", "c", "d.sig/a", "d.sig/a.sig", "e/f", "e.sig", "g", "g.sig", "i.sig", "j.sig"]);
    let path = |name: &str| root.path().join(name);
    fifo(path("a.sig"));
    symlink(path("g.sig"), path("b.sig")).unwrap();
    let _socket = UnixListener::bind(path("c.sig")).unwrap();
    symlink(path("e"), path("h")).unwrap();
    fs::write(path("g.sig"), [0; 201]).unwrap();
    fifo(path("i"));
    symlink(path("a"), path("j")).unwrap();
    let found = scan(root.path(), 100);
    assert_eq!(
        found,
        [
            "a.sig: Special",
            "b.sig: Link",
            "c.sig: Special",
            "d.sig/a.sig of d.sig/a (7) by None",
            "e.sig: OddContent",
            "g.sig: TooLarge(201)",
            "h: Link",
            "i: Special",
            "i.sig: OddContent",
            "j: Link",
            "j.sig: OddContent",
        ]
    );
}

#[test]
fn what_is_put_in_the_place_of_a_file_is_not_opened() {
    let root = tree(&["file"]);
    let path = |name: &str| root.path().join(name);
    fifo(path("fifo"));
    symlink(path("file"), path("link")).unwrap();
    let _socket = UnixListener::bind(path("socket")).unwrap();
    assert!(open_plain(&path("file")).is_ok());
    assert_eq!(open_plain(&path("fifo")).err(), Some(Reason::Special));
    assert_eq!(open_plain(&path("socket")).err(), Some(Reason::Special));
    assert_eq!(open_plain(&path("link")).err(), Some(Reason::Link));
    assert_eq!(open_plain(root.path()).err(), Some(Reason::Special));
    assert_eq!(open_plain(&path("none")).err(), Some(Reason::Vanished));
}

#[test]
fn what_disappears_during_the_walk_is_told() {
    let root = tree(&["a", "a.sig", "b", "b.sig", "c/d", "c/d.sig"]);
    let mut scan = Scan::new(root.path(), 100).unwrap();
    assert!(matches!(scan.next(), Some(Found::Signatures(_))));
    fs::remove_file(root.path().join("b.sig")).unwrap();
    fs::remove_dir_all(root.path().join("c")).unwrap();
    assert_eq!(lines(&mut scan, root.path()), ["b.sig: Vanished", "c: Vanished"]);
}

#[test]
fn a_directory_that_became_a_link_is_not_followed() {
    let elsewhere = tree(&["x", "x.sig"]);
    let root = tree(&["a", "a.sig", "b/x", "b/x.sig"]);
    let mut scan = Scan::new(root.path(), 100).unwrap();
    assert!(scan.next().is_some());
    fs::remove_dir_all(root.path().join("b")).unwrap();
    symlink(elsewhere.path(), root.path().join("b")).unwrap();
    assert_eq!(lines(&mut scan, root.path()), [""; 0]);
}

#[test]
fn the_tree_itself_may_be_named_by_a_link_and_must_be_a_directory() {
    let root = tree(&["t/a", "t/a.sig"]);
    let path = |name: &str| root.path().join(name);
    symlink(path("t"), path("link")).unwrap();
    assert_eq!(Scan::new(&path("link"), 100).unwrap().count(), 1);
    assert!(matches!(Scan::new(&path("t/a"), 100), Err(Error::NotADirectory(_))));
    assert!(matches!(Scan::new(&path("none"), 100), Err(Error::Read { .. })));
}
