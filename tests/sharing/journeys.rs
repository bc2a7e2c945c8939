//! From one person's cache into another's, and what must be the same afterwards.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Stdio;

use crate::people::{exported, holder_and_other, import, tar};
use crate::support::nix_store::NixStore;
use crate::support::user::{User, value};

#[test]
fn who_has_neither_content_nor_secret_gets_the_same_bytes_from_exec_through_nix() {
    let (alice, bob, key) = holder_and_other();
    alice.write("content", "the content");
    let signature = alice.sign(&key, "content");
    let bundle = exported(&alice, &[]);

    let (ended, summary) = import(&bob, &bundle, &[]);
    assert_eq!((ended.code, &summary["new"]), (0, &1.into()), "{}", ended.stderr);

    // Only now the content is at hand, and the certificate came with the bundle.
    let nix = NixStore::new();
    nix.write("flake/content", "the content");
    let asset = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/extra-builtins.nix");
    fs::copy(asset, nix.work().join("flake/extra-builtins.nix")).unwrap();
    let flake = format!(
        r#"{{ outputs = _: {{ result = (import ./extra-builtins.nix {{ exec = builtins.exec; }}).signcache
            {{ key = "{key}"; signcache = "{}"; src = ./content; }}; }}; }}"#,
        env!("CARGO_BIN_EXE_signcache")
    );
    nix.write("flake/flake.nix", flake);
    let mut evaluation = nix.command("nix");
    evaluation.envs(bob.environment()).envs(nix.environment()).env("HOME", bob.home.path());
    evaluation.args(["eval", "--raw", "--option", "allow-unsafe-native-code-during-evaluation", "true"]);
    evaluation.arg(format!("path:{}#result.outPath", nix.work().join("flake").display()));
    let output = evaluation.output().expect("Nix is needed by this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read(String::from_utf8(output.stdout).unwrap()).unwrap(), signature);
}

#[test]
fn there_and_back_again_every_bundle_is_the_same() {
    let (alice, bob, key) = holder_and_other();
    for number in 0..20 {
        alice.write(&format!("content-{number}"), number.to_string());
        alice.sign(&key, &format!("content-{number}"));
    }
    let first = exported(&alice, &["--labels"]);
    import(&bob, &first, &[]);
    // Other times, other uses, other places: nothing of that shows.
    bob.tamper("UPDATE entry SET stored = stored - 1000, used = used + 5, pinned = 1, judged = 7");
    let second = exported(&bob, &["--labels"]);
    assert_eq!(tar(&first), tar(&second));
    assert!(tar(&first).windows(9).any(|text| text == b"content-7"));
    let plain = exported(&bob, &[]);
    assert!(!tar(&plain).windows(9).any(|text| text == b"content-7"));

    let (ended, summary) = import(&bob, &first, &[]);
    assert_eq!((ended.code, &summary["identical"], &summary["new"]), (0, &20.into(), &0.into()));

    // As a directory: what was there is not touched, and what is new is all that differs.
    let directory = bob.files().join("signatures");
    let export = || bob.run(["export", "-o", directory.to_str().unwrap()]);
    fs::create_dir(&directory).unwrap();
    assert_eq!(export().code, 0);
    let record = || fs::metadata(directory.join("FORMAT")).unwrap().modified().unwrap();
    let before = record();
    export().says(0, "0 entries exported, 20 were there already");
    assert_eq!(record(), before);
    let (ended, summary) = import(&User::new(), &directory, &[]);
    assert_eq!((ended.code, &summary["new"]), (0, &20.into()), "{}", ended.stderr);
}

#[test]
fn what_others_told_in_a_directory_stays() {
    let (alice, bob, key) = holder_and_other();
    alice.write("content", "content");
    alice.sign(&key, "content");
    import(&bob, &exported(&alice, &["--labels"]), &[]);
    let directory = alice.files().join("shared/");
    let export = |user: &User, words: &[&str], says: &str| {
        user.run([&["export", "-o", directory.to_str().unwrap()], words].concat()).says(0, says);
        let parts = walkdir::WalkDir::new(&directory).into_iter().map(|part| part.unwrap().into_path());
        let record = parts.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "entry"));
        fs::read_to_string(record.unwrap()).unwrap()
    };
    let (new, same) = ("1 entries exported", "0 entries exported, 1 were there already");
    let bare = export(&alice, &["--no-proofs"], new);
    assert!(!bare.contains("proof ") && !bare.contains("label "), "{bare}");
    let told = export(&bob, &["--labels"], new);
    assert!(told.contains("proof ") && told.contains("label content\n"), "{told}");
    // Who tells less, or has another name for it, takes nothing away.
    alice.tamper("UPDATE entry SET label = 'another'");
    for words in [&["--no-proofs"][..], &[], &["--labels"]] {
        assert_eq!(export(&alice, words, same), told);
    }
}

#[test]
fn a_file_is_replaced_on_demand_only_and_is_as_readable_as_it_was() {
    let (alice, bob, key) = holder_and_other();
    alice.write("content", "content");
    alice.sign(&key, "content");
    let (file, link) = (alice.write("file", "before"), alice.files().join("link"));
    fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
    symlink("file", &link).unwrap();
    let export = |words: &[&str]| alice.run([&["export", "-o"], words].concat());
    for name in ["file", "link"] {
        export(&[name]).says(1, "is there already");
        assert_eq!(fs::read(&file).unwrap(), b"before");
    }
    export(&["link", "--force"]).says(0, "1 entries exported");
    assert_eq!(fs::read_link(&link).unwrap().to_str(), Some("file"));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o640);
    assert_eq!(import(&bob, &file, &["--dry-run"]).0.code, 0);
    // What is no file is written to as it is.
    export(&["/dev/null"]).says(0, "1 entries exported");
    let piped = export(&["/dev/stdout"]);
    assert_eq!((piped.code, piped.stdout), (0, fs::read(&file).unwrap()));
}

#[test]
fn what_tar_unpacks_is_a_bundle_and_what_tar_packs_is_one_too() {
    let (alice, bob, key) = holder_and_other();
    alice.write("content", "content");
    alice.sign(&key, "content");
    let bundle = exported(&alice, &[]);
    let unpacked = bob.files().join("unpacked");
    fs::create_dir(&unpacked).unwrap();
    let tar = |words: &[&str]| {
        let mut tar = bob.command("tar");
        assert!(tar.current_dir(&unpacked).args(words).status().unwrap().success());
    };
    tar(&["--zstd", "-xf", bundle.to_str().unwrap()]);
    let packed = bob.files().join("packed.tar.zst");
    tar(&["--zstd", "--format=ustar", "--sort=name", "-cf", packed.to_str().unwrap(), "."]);
    for path in [&unpacked, &packed] {
        let (ended, summary) = import(&bob, path, &["--dry-run"]);
        assert_eq!((ended.code, &summary["new"]), (0, &1.into()), "{}", ended.stderr);
    }
    assert!(!bob.cache().exists());
    // As somebody packs it who does not know how.
    for format in ["gnu", "pax"] {
        tar(&["--zstd", &format!("--format={format}"), "-cf", packed.to_str().unwrap(), "."]);
        let ended = bob.run(["import", packed.to_str().unwrap()]);
        ended.says(1, "is not a plain file of a ustar archive");
        ended.says(1, "--format=ustar --sort=name");
    }
}

#[test]
fn a_pipe_is_as_good_as_a_file() {
    let (alice, bob, key) = holder_and_other();
    alice.write("content", "content");
    alice.sign(&key, "content");
    let mut export = alice.signcache(["export", "-o", "-"]).stdout(Stdio::piped()).spawn().unwrap();
    let piped = export.stdout.take().unwrap();
    let ended = bob.signcache(["import", "-"]).stdin(piped).output().unwrap();
    assert!(export.wait().unwrap().success() && ended.status.success());
    assert_eq!(value::<i64>(&bob.cache(), "SELECT count(*) FROM entry WHERE origin = 'imported'"), 1);
}

#[test]
fn a_query_chooses_and_what_is_chosen_brings_only_its_own_certificate() {
    let (alice, bob, key) = holder_and_other();
    let other = alice.gnupg.generate("nistp256").to_string();
    alice.write("a", "a");
    alice.write("b", "b");
    for (key, file) in [(&key, "a"), (&key, "b"), (&other, "a")] {
        alice.sign(key, file);
    }
    let bundle = exported(&alice, &["name:b", "sort:-size"]);
    let text = String::from_utf8_lossy(&tar(&bundle)).into_owned();
    assert!(text.contains(&key) && !text.contains(&other));
    let (_, summary) = import(&bob, &bundle, &[]);
    assert_eq!(summary["new"], 1);
}

#[test]
fn without_a_proof_the_content_is_needed_or_a_word_that_it_is_not() {
    let (alice, bob, key) = holder_and_other();
    alice.write("content", "content");
    let signature = alice.sign(&key, "content");
    let bundle = exported(&alice, &["--no-proofs"]);
    let (ended, summary) = import(&bob, &bundle, &[]);
    assert_eq!((ended.code, &summary["unproven"]), (1, &1.into()));
    assert!(ended.stderr.contains("--allow-unproven"), "{}", ended.stderr);
    assert_eq!(value::<i64>(&bob.cache(), "SELECT count(*) FROM entry"), 0);

    let (ended, _) = import(&bob, &bundle, &["--allow-unproven"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(value::<String>(&bob.cache(), "SELECT verdict FROM entry"), "unproven");
    // By its digest alone it is not handed out; with the content it is proven first.
    let digest = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";
    bob.run(["get", "-k", &key, "-o", "-", digest]).says(5, "can't be proven");
    bob.write("content", "content");
    assert_eq!(bob.done(["get", "-k", &key, "-o", "-", "content"]), signature);

    // A content that is at hand proves it at once.
    let carol = User::new();
    carol.write("content", "content");
    let (ended, summary) = import(&carol, &bundle, &["--content", carol.files().to_str().unwrap()]);
    assert_eq!((ended.code, &summary["new"]), (0, &1.into()), "{}", ended.stderr);
    assert_eq!(value::<String>(&carol.cache(), "SELECT verdict FROM entry"), "good");

    // What proves the one that is here already is stored, and nothing else of it changes.
    let dave = User::new();
    import(&dave, &bundle, &["--allow-unproven"]);
    let (ended, summary) = import(&dave, &exported(&alice, &[]), &[]);
    assert_eq!((ended.code, &summary["identical"]), (0, &1.into()), "{}", ended.stderr);
    let facts = "SELECT verdict || length(proof) || origin FROM entry WHERE judged >= stored";
    assert_eq!(value::<String>(&dave.cache(), facts), "good47imported");
}

#[test]
fn a_signature_over_another_hash_needs_its_content_and_is_proven_with_it() {
    let (alice, bob) = (User::new(), User::new());
    let key = alice.gnupg.generate("rsa2048").to_string();
    alice.write("content", "content");
    let mut gpg = alice.gnupg.gpg();
    gpg.args(["--digest-algo", "SHA512", "--detach-sign"]).arg(alice.files().join("content"));
    assert!(gpg.status().unwrap().success());
    alice.done(["import", "."]);
    let bundle = exported(&alice, &[&format!("key:{key}")]);
    let (ended, summary) = import(&bob, &bundle, &[]);
    assert_eq!((ended.code, &summary["unproven"]), (1, &1.into()), "{}", ended.stderr);
    bob.write("content", "content");
    let (ended, summary) = import(&bob, &bundle, &["--content", "."]);
    assert_eq!((ended.code, &summary["new"]), (0, &1.into()), "{}", ended.stderr);
}

#[test]
fn a_bundle_without_certificates_is_read_with_those_of_a_file() {
    let (alice, bob, key) = holder_and_other();
    alice.write("content", "content");
    alice.sign(&key, "content");
    let bundle = alice.files().join("bundle");
    fs::create_dir(&bundle).unwrap();
    alice.done(["export", "-o", bundle.to_str().unwrap()]);
    fs::remove_dir_all(bundle.join("certificates")).unwrap();
    let import = ["import", bundle.to_str().unwrap()];
    let ended = bob.run(import);
    assert_eq!(ended.code, 5, "{}", ended.stderr);
    let file = bob.write("alice.pgp", alice.gnupg.export(&key.parse().unwrap()));
    bob.run([&import[..], &["--certificates", file.to_str().unwrap()]].concat()).says(0, "1 new");
    bob.run([
        "exec",
        "--offline",
        "--emit",
        "inline",
        "-k",
        &key,
        alice.files().join("content").to_str().unwrap(),
    ])
    .says(0, "");
}
