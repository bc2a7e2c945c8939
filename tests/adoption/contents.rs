//! Which content and which key a signature belongs to.

use std::fs;
use std::sync::atomic::Ordering;

use signcache::model::{ContentDigest, Fingerprint};
use signcache::openpgp::DetachedSignature;
use signcache::ops::{self, Adopted, Adoption, Content, Error};

use crate::run::{Watcher, adopt, adopt_with, is_proven, now, session};
use crate::support::user::User;

/// What `gpg` signs a file of the user's with.
fn gpg_signs(user: &User, key: &Fingerprint, file: &str, options: &[&str]) -> Vec<u8> {
    let mut gpg = user.gnupg.gpg();
    gpg.args(["-u", &key.to_string()]).args(options).args(["-o", "-", "--detach-sign"]);
    let output = gpg.arg(user.files().join(file)).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn signatures_of_every_kind_by_several_keys_are_adopted_with_one_reading() {
    let user = User::new();
    let ed = user.gnupg.generate("ed25519");
    let rsa = user.gnupg.generate("rsa2048");
    let subkey = user.gnupg.add_signing_subkey(&ed, "ed25519");
    user.write("text", "one\ntwo\n".repeat(10_000));
    let signed = |key, options: &[&str]| gpg_signs(&user, key, "text", options);
    user.write("text.asc", signed(&rsa, &["--armor", "--digest-algo", "SHA512"]));
    user.write("text.gpg", signed(&ed, &["--textmode", "--digest-algo", "SHA512"]));
    user.write("text.sig", [signed(&rsa, &["--digest-algo", "SHA512"]), signed(&ed, &[])].concat());
    user.write(&format!("text.{}.sig", rsa.long_id()), signed(&rsa, &["--digest-algo", "SHA256"]));
    let tree = user.files();
    let run = adopt(&user, &tree, &[]);
    let by_key = format!("text.{}.sig: good", rsa.long_id());
    let expected = [&by_key, "text.asc: good", "text.gpg: good", "text.sig: good", "text.sig: good"];
    assert_eq!(run.lines(&tree), expected);
    assert_eq!(run.read, 80_000);
    let keys: Vec<Fingerprint> = run.candidates().iter().map(|found| *found.pair.key.fingerprint()).collect();
    assert_eq!(keys, [rsa, rsa, ed, rsa, ed]);
    for candidate in run.candidates() {
        let key = candidate.pair.key.fingerprint().to_string();
        let by = DetachedSignature::from_bytes(&candidate.signature).unwrap().issuers();
        assert!(by.contains(&key) || by.contains(&subkey.to_string()), "{by:?}");
        user.write("adopted.sig", &candidate.signature);
        assert!(user.gnupg.verifies(&tree.join("adopted.sig"), &tree.join("text")));
        assert_eq!(candidate.content.proof.unwrap().length(), 80_000);
    }
}

#[test]
fn a_content_that_was_changed_since_has_bad_signatures() {
    let user = User::new();
    let key = user.gnupg.generate("ed25519");
    user.write("content", "before");
    user.write("content.sig", gpg_signs(&user, &key, "content", &[]));
    user.write("content", "after");
    let run = adopt(&user, &user.files(), &[]);
    assert_eq!(run.lines(&user.files()), ["content.sig: bad"]);
}

#[test]
fn a_private_cache_is_unproven_until_its_contents_are_at_hand() {
    let user = User::new();
    let key = user.gnupg.generate("ed25519");
    let content = user.write("content", "content");
    let sha256 = gpg_signs(&user, &key, "content", &[]);
    let sha512 = gpg_signs(&user, &key, "content", &["--digest-algo", "SHA512"]);
    let session = session(&user, now());
    let hashed = ops::hash_one(&session, &content, &Watcher::new(usize::MAX)).unwrap();
    let digest = hashed.digest.to_string();
    let tree = user.home.path().join("private");
    for (directory, name, bytes) in [
        (String::new(), format!("{digest}-{key}.sig"), &sha256),
        (String::new(), format!("{digest}_{}", key.long_id().to_lowercase()), &sha512),
        (digest.clone(), format!("{key}.asc"), &sha256),
        (key.to_string(), format!("{digest}.sig"), &sha256),
    ] {
        fs::create_dir_all(tree.join(&directory)).unwrap();
        fs::write(tree.join(&directory).join(name), bytes).unwrap();
    }
    let check = |contents: &dyn Fn(&ContentDigest) -> Option<Content>, outcomes: [&str; 4]| {
        let run = adopt_with(&session, &tree, contents);
        let lines = run.lines(&tree);
        let mut words: Vec<&str> = lines.iter().map(|line| line.rsplit(' ').next().unwrap()).collect();
        words.sort_unstable();
        assert_eq!(words, outcomes, "{lines:?}");
        for candidate in run.candidates() {
            assert_eq!((candidate.pair.content, *candidate.pair.key.fingerprint()), (hashed.digest, key));
        }
        run.candidates().iter().filter(|found| is_proven(found)).count()
    };
    assert_eq!(check(&|_| None, ["unproven"; 4]), 0);
    let known = |digest: &ContentDigest| (*digest == hashed.digest).then(|| hashed.clone());
    assert_eq!(check(&known, ["good"; 4]), 4);
    // Without the file, the state of its hash is enough for all but SHA-512.
    let proof = |digest: &ContentDigest| known(digest).map(|content| Content { path: None, ..content });
    assert_eq!(check(&proof, ["good", "good", "good", "unproven"]), 3);
}

#[test]
fn a_name_says_whose_a_signature_is_only_where_it_does_not_itself() {
    let user = User::new();
    let key = user.gnupg.generate("ed25519");
    let other = user.gnupg.generate("ed25519");
    user.write("content", "content");
    user.write(&format!("content.{other}.sig"), gpg_signs(&user, &key, "content", &[]));
    let run = adopt(&user, &user.files(), &[]);
    assert_eq!(*run.candidates()[0].pair.key.fingerprint(), key);
    assert_eq!(run.lines(&user.files()), [format!("content.{other}.sig: good")]);
}

#[test]
fn a_directory_of_ten_thousand_files_comes_in_batches_and_can_be_interrupted() {
    let user = User::new();
    let key = user.gnupg.generate("ed25519");
    user.write("content", "content");
    let signature = gpg_signs(&user, &key, "content", &[]);
    let tree = user.home.path().join("many");
    fs::create_dir(&tree).unwrap();
    for n in 0..9_500 {
        fs::write(tree.join(format!("{n:04}")), "content").unwrap();
        if n % 19 == 0 {
            fs::write(tree.join(format!("{n:04}.sig")), &signature).unwrap();
        }
    }
    let session = session(&user, now());
    let run = adopt_with(&session, &tree, &|_| None);
    assert_eq!((run.candidates().len(), run.batches), (500, 2));
    let places: Vec<_> = run.candidates().into_iter().map(|found| found.place).collect();
    assert!(places.is_sorted());
    assert!(run.candidates().iter().all(is_proven));

    let watcher = Watcher::new(600);
    let mut emitted = 0;
    let mut emit = |batch: Vec<Adopted>| -> Result<(), Error> {
        emitted += batch.len();
        Ok(())
    };
    let adoption = Adoption { tree: &tree, contents: &|_| None };
    let stopped = ops::adopt(&session, &adoption, &mut emit, &watcher);
    assert!(matches!(stopped, Err(Error::Interrupted)), "{stopped:?}");
    assert_eq!(emitted, 256);
    assert!(watcher.read.load(Ordering::Relaxed) < 500 * 7);
    // Where nothing has to be read, too.
    let stranger = crate::run::session(&User::new(), now());
    let stopped = ops::adopt(&stranger, &adoption, &mut |_| Ok(()), &Watcher::new(300));
    assert!(matches!(stopped, Err(Error::Interrupted)), "{stopped:?}");
}

#[test]
fn what_ends_the_whole_run_is_a_tree_or_a_key_file_that_cannot_be_read() {
    let user = User::new();
    let session = session(&user, now());
    let file = user.write("file", "no certificate");
    let run = |tree: &std::path::Path| {
        let adoption = Adoption { tree, contents: &|_| None };
        ops::adopt(&session, &adoption, &mut |_| Ok(()), &Watcher::new(usize::MAX))
    };
    assert!(matches!(run(&user.files()), Ok(())));
    assert!(matches!(run(&file), Err(Error::Scan(_))));
    assert!(matches!(run(&user.files().join("none")), Err(Error::Scan(_))));
    for file in [file, user.files().join("none")] {
        let import = ["import", "--certificates", file.to_str().unwrap(), "."];
        user.run(import).says(5, "there are no certificates in");
    }
}
