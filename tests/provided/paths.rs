//! What is computed here is what Nix computes.

use std::fs;

use signcache::model::Pair;

use crate::world::{World, digest};

#[test]
fn the_derivation_is_that_of_nix_to_the_byte() {
    let world = World::new();
    for (name, content) in [("a", ""), ("b", "content")] {
        let file = world.nix.write(name, content);
        let expression = world.provided(&file);
        let printed = world.nix.run("nix-instantiate", ["-E", &expression]);
        let path = String::from_utf8(printed).unwrap().trim_end().to_owned();
        let output = String::from_utf8(world.nix.run("nix-store", ["--query", "--outputs", &path])).unwrap();

        let pair = Pair { content: digest(content.as_bytes()), key: world.key.parse().unwrap() };
        let derivation = world.nix.store().provided(&pair).unwrap();
        assert_eq!(derivation.path.to_string(), path);
        assert_eq!(derivation.output.to_string(), output.trim_end());
        assert_eq!(derivation.text, fs::read_to_string(path).unwrap());
    }
}

#[test]
fn whatever_is_not_exactly_a_pair_is_refused() {
    let world = World::new();
    let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let evaluate = |hash: &str, key: &str| {
        let call = format!("(signcache.provided {{ contentHash = \"{hash}\"; key = \"{key}\"; }}).outPath");
        let mut command = world.nix.command("nix-instantiate");
        let output = command.args(["--eval", "-E", &world.expression(&call)]).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert!(evaluate(digest, &world.key).0);
    let lower = world.key.to_lowercase();
    for key in ["release", world.bare_key(), &lower, &world.key[..world.key.len() - 1], "openpgp:", ""] {
        let (good, message) = evaluate(digest, key);
        assert!(
            !good && message.contains("`key` is `openpgp:` and the full fingerprint"),
            "{key}: {message}"
        );
    }
    let upper = digest.to_uppercase();
    for hash in [&upper, &digest[1..], "sha256-n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=", ""] {
        let (good, message) = evaluate(hash, &world.key);
        assert!(!good && message.contains("`contentHash` is the SHA-256"), "{hash}: {message}");
    }
}
