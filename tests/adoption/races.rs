//! Somebody else stores a signature while others are taken in.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::ToSpan;
use signcache::ops::{self, Class, Contents, ImportWish, Notice, Prefer, Progress};

use super::run::{now, session};
use crate::support::user::{User, value};

/// Another process that imports into the same cache when signatures are verified and not stored yet.
struct SomebodyElse<'a>(&'a User, &'a Path);

impl Progress for SomebodyElse<'_> {
    fn did_entries(&self, _: u64) {
        self.0.run(["import".as_ref(), self.1.as_os_str()]);
    }
    fn notice(&self, notice: Notice) {
        unreachable!("{notice:?}");
    }
    fn cancelled(&self) -> bool {
        false
    }
}

/// A tree with a content and a signature of it that was made then.
fn tree(user: &User, name: &str, hours: i64) -> PathBuf {
    let tree = user.files().join(name);
    fs::create_dir(&tree).unwrap();
    fs::write(tree.join("content"), "content").unwrap();
    let then = (now() + hours.hours()).strftime("%Y%m%dT%H%M%S").to_string();
    let mut gpg = user.gnupg.gpg();
    gpg.args(["--faked-system-time", &then, "--detach-sign"]).arg(tree.join("content"));
    assert!(gpg.status().unwrap().success());
    tree
}

#[test]
fn who_is_overtaken_by_somebody_else_decides_again() {
    let (alice, _) = User::with_key();
    let (first, later) = (tree(&alice, "first", 1), tree(&alice, "later", 2));
    let check = |other: &Path, prefer, class, replaced: i64| {
        for name in ["data", "state"] {
            fs::remove_dir_all(alice.home.path().join(name)).unwrap_or_default();
        }
        let (session, mut seen) = (session(&alice, now()), Vec::new());
        let wish = ImportWish { prefer, ..ImportWish::default() };
        let (contents, progress) = (&mut Contents::default(), SomebodyElse(&alice, other));
        let mut tell = |step: ops::Step| seen.push(step.class);
        ops::import_tree(&session, &first, contents, &wish, &progress, &mut tell).unwrap();
        assert_eq!(seen, [class]);
        assert_eq!(value::<i64>(&alice.cache(), "SELECT count(*) FROM trash"), replaced, "{class:?}");
    };
    check(&first, Prefer::Here, Class::Identical, 0);
    check(&later, Prefer::Here, Class::Conflicting, 0);
    check(&later, Prefer::Earliest, Class::Replaced, 1);
}
