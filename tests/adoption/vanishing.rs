//! Contents that disappear between being found and being read again.

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use signcache::bundle::DirectoryReader;
use signcache::model::Untrusted;
use signcache::ops::{self, Class, Contents, ImportWish, Notice, Progress, Source};

use crate::run::{now, session};
use crate::support::user::User;

/// Whoever removes a file once it was hashed.
struct Remover(Mutex<Stage>);

enum Stage {
    Unread(PathBuf),
    /// Its last bytes are being hashed.
    Read(PathBuf),
    Hashed(PathBuf),
    Removed,
}

impl Progress for Remover {
    fn read_bytes(&self, _: u64) {
        let mut stage = self.0.lock().unwrap();
        if let Stage::Unread(path) = &*stage {
            *stage = Stage::Read(path.clone());
        }
    }
    fn notice(&self, notice: Notice) {
        unreachable!("{notice:?}");
    }
    /// Asked for each piece that is hashed, and next when an entry is verified.
    fn cancelled(&self) -> bool {
        let mut stage = self.0.lock().unwrap();
        *stage = match std::mem::replace(&mut *stage, Stage::Removed) {
            Stage::Read(path) => Stage::Hashed(path),
            Stage::Hashed(path) => {
                fs::remove_file(path).unwrap();
                Stage::Removed
            }
            stage => stage,
        };
        false
    }
}

#[test]
fn a_content_that_vanishes_makes_its_entry_unproven_and_the_others_are_taken_in() {
    let (alice, bob) = (User::new(), User::new());
    let key = alice.gnupg.generate("rsa2048").to_string();
    let other = alice.gnupg.generate("ed25519").to_string();
    let content = alice.write("content", "content");
    let mut gpg = alice.gnupg.gpg();
    gpg.args(["-u", &key, "--digest-algo", "SHA512", "--detach-sign"]).arg(content);
    assert!(gpg.status().unwrap().success());
    alice.done(["import", "-q", "."]);
    alice.sign(&other, "content");
    let bundle = alice.files().join("bundle");
    fs::create_dir(&bundle).unwrap();
    alice.done(["export", "-q", "-o", bundle.to_str().unwrap()]);

    let remover = Remover(Mutex::new(Stage::Unread(bob.write("content", "content"))));
    let mut contents = Contents::below(&[bob.files()], &remover).unwrap();
    let source = Source::new(Untrusted::new("a bundle"), Box::new(DirectoryReader::new(&bundle).unwrap()));
    let mut reasons = Vec::new();
    let counts = ops::import(
        &session(&bob, now()),
        source,
        &mut contents,
        &ImportWish::default(),
        &remover,
        &mut |step| reasons.extend(step.reason.map(|reason| reason.to_string())),
    );
    let counts = counts.unwrap();
    assert_eq!((counts.of(Class::New), counts.of(Class::Unproven)), (1, 1), "{reasons:?}");
    assert!(reasons.iter().any(|reason| reason.contains("can't read")), "{reasons:?}");
    assert!(matches!(*remover.0.lock().unwrap(), Stage::Removed));
}
