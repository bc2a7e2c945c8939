//! Provided derivations in one store.

use std::fs;

use crate::support::user::copy_program;
use crate::world::{World, digest};

#[test]
fn a_build_gets_what_was_registered_and_says_what_is_missing_before() {
    let world = World::new();
    let (file, signature) = world.signed("content", "content");
    let expression = world.provided(&file);
    let missing = world.build(&expression).unwrap_err();
    assert!(missing.contains("signcache-provided"), "{missing}");

    let printed = world.done(["provide"]);
    let built = world.build(&expression).unwrap();
    assert_eq!(printed.trim_end(), built.to_str().unwrap());
    assert_eq!(fs::read(&built).unwrap(), signature);
    assert!(world.user.gnupg.verifies(&built, &file));

    // It is rooted, told again, and another derivation may depend on it, in a flake, too.
    world.nix.collect_garbage();
    assert_eq!(fs::read(&built).unwrap(), signature);
    assert!(world.signcache(["provide"]).stderr.contains("1 there already"));
    let flake = format!(
        "{{ outputs = _: {{ packages.x86_64-linux.default = (import ./signcache.nix {{ system = \"x86_64-linux\"; }})
            .provided {{ src = ./content; key = \"{}\"; }}; }}; }}",
        world.key
    );
    world.nix.write("flake.nix", flake);
    let mut command = world.nix.command("nix");
    let output =
        command.args(["build", "-o", "result", "path:.#packages.x86_64-linux.default"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read_link(world.nix.work().join("result")).unwrap(), built);
}

#[test]
fn what_is_provided_is_let_go_restored_and_looked_after_like_copies() {
    let world = World::new();
    let (file, signature) = world.signed("content", "content");
    let path = world.done(["provide"]).trim_end().to_owned();
    world.done(["bind", "--all"]);
    assert_eq!(world.done(["audit"]).matches("differs").count(), 0);

    world.done(["unbind", "--yes", "name:content"]);
    world.nix.collect_garbage();
    assert!(!fs::exists(&path).unwrap());
    world.done(["provide", "name:content"]);
    for root in world.nix.state().join("gcroots/auto").read_dir().unwrap() {
        let root = root.unwrap().path();
        fs::remove_file(fs::read_link(root).unwrap()).unwrap();
    }
    world.nix.collect_garbage();
    assert!(!fs::exists(&path).unwrap());
    world.done(["rebind"]);
    assert_eq!(fs::read(&path).unwrap(), signature);
    assert_eq!(world.build(&world.provided(&file)).unwrap().to_str().unwrap(), path);

    // What a build still needs is live, though its copy in the cache looks unused.
    let uses = world.expression(&format!(
        "derivation {{ name = \"uses\"; system = builtins.currentSystem; builder = \"/bin/sh\";
           args = [ \"-c\" \"echo $sig >$out\" ]; sig = {}; }}",
        world.provided(&file).split_once(" in ").unwrap().1
    ));
    let result = world.nix.work().join("result");
    world.nix.run("nix-build", ["-E", &uses, "-o", result.to_str().unwrap()]);
    world.done(["unbind", "--yes", "name:content"]);
    let others = ["--min-age", "0s", "--allow-last-copy"];
    let plan = world.done(["gc", "--older-than", "0s", "--dry-run", "--json"].into_iter().chain(others));
    assert!(plan.contains(r#""guards":["live""#), "{plan}");

    // What was deleted does not come back out of the store, where it lies until a collection.
    world.done(["delete", "--yes", "--allow-live", "name:content"]);
    let get = ["get", "-k", world.bare_key(), "-o", "-", file.to_str().unwrap()];
    assert_eq!(world.signcache(get).code, 3);
}

#[test]
fn another_signature_that_is_registered_stays_and_is_told() {
    let world = World::new();
    let (file, first) = world.signed("content", "content");
    let file = file.to_str().unwrap();
    let path = world.done(["provide"]).trim_end().to_owned();
    let lose = || {
        world.user.forget();
        fs::remove_dir_all(world.user.cache()).unwrap();
    };
    lose();
    // Where nobody looks at the store, another one is made; within one second it has the same bytes.
    while world.user.sign(world.bare_key(), file) == first {
        lose();
    }
    world.signcache(["provide"]).says(4, "another signature");
    assert_eq!(fs::read(&path).unwrap(), first);

    lose();
    world.done(["sign", "-q", "-k", &world.key, file]);
    assert_eq!(fs::read(format!("{file}.sig")).unwrap(), first);
}

#[test]
fn a_verifying_derivation_believes_the_content_alone() {
    let world = World::new();
    let (file, signature) = world.signed("content", "content");
    world.done(["provide"]);
    let package = world.nix.work().join("package/bin");
    fs::create_dir_all(&package).unwrap();
    copy_program(&package.join("signcache"));
    let certificates = world.certificates();
    let other = world.nix.write("other", "other");
    let verifying = |src: &std::path::Path, more: &str| {
        world.build(&format!(
            "((import ./signcache.nix {{ system = builtins.currentSystem; signcache = {}; }}).provided {{
                src = {}; key = \"{}\"; verify = true; certificates = {}; {more} }})",
            package.parent().unwrap().display(),
            src.display(),
            world.key,
            certificates.display(),
        ))
    };
    let verified = verifying(&file, "").unwrap();
    assert_eq!(fs::read(verified).unwrap(), signature);
    let digest = digest(b"content");
    let refused = verifying(&other, &format!("contentHash = \"{digest}\";")).unwrap_err();
    assert!(refused.contains("does not verify"), "{refused}");
}
