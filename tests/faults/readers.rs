//! Readers that go away while every command prints.

use std::io::pipe;
use std::path::Path;
use std::process::Stdio;

use crate::support::nix_store::NixStore;
use crate::support::user::{Ended, User};

/// Every command, as it is typed where there are a key and two contents, one of them signed.
pub fn every_command(key: &str) -> Vec<Vec<String>> {
    let typed = [
        "sign -k KEY -o - content",
        "sign -k KEY --json --force other",
        "verify -k KEY content content.sig",
        "get -k KEY content",
        "get -k KEY --json content",
        "exec -k KEY content",
        "exec -k KEY --emit inline content",
        "list",
        "list --json",
        "show name:content",
        "show --json name:content",
        "export --json --force -o exported",
        "import --json exported",
        "wanted list",
        "wanted list --json",
        "audit",
        "audit --json",
        "gc --dry-run --older-than 0s --allow-last-copy",
        "gc --json --older-than 0s",
        "delete --dry-run name:content",
        "delete --json --dry-run name:content",
        "restore --dry-run name:deleted",
        "trash list",
        "trash list --json",
        "trash empty --dry-run --all",
        "init elsewhere",
        "bind name:content",
        "rotate --from KEY --to other --content . --dry-run",
        "stats",
        "stats --json",
        "pin --yes --json name:content",
        "unpin --dry-run name:content",
        "label --yes content name:content",
        "provide name:content",
        "rebind --json",
        "unbind --dry-run name:content",
        "unbind --json --yes name:content",
        "doctor",
        "doctor --json",
        "completions zsh",
        "man",
        "demo",
        "--help",
        "sign --help",
        "--version",
    ];
    let words = |typed: &str| typed.split(' ').map(|word| word.replace("KEY", key)).collect();
    typed.into_iter().map(words).collect()
}

/// A user with a Nix store of his own, whose cache has a signature of `content`.
pub fn prepared() -> (User, String, NixStore) {
    let (user, key) = User::with_key();
    user.write("content", "content");
    user.write("other", "other");
    user.done(["sign", "-q", "-k", &key, "content"]);
    user.write("deleted", "deleted");
    user.done(["sign", "-q", "-k", &key, "deleted"]);
    user.done(["delete", "-q", "--yes", "name:deleted"]);
    user.write("wanted", "wanted");
    user.run(["exec", "--offline", "-k", &key, "wanted"]).says(3, "not in the cache");
    let other = user.gnupg.generate("ed25519");
    user.configure(&format!("[keys.other]\nfingerprint = \"{other}\"\n"));
    (user, key, NixStore::new())
}

#[test]
fn no_command_is_forgotten_here() {
    let tried: Vec<String> = every_command("KEY").into_iter().map(|words| words[0].clone()).collect();
    // What has the whole terminal to itself, or a socket, has readers of other kinds: see tests/screen and tests/agent.
    let elsewhere = ["tui", "agent"];
    let definition = signcache::cli::definition();
    for command in definition.get_subcommands().filter(|command| !elsewhere.contains(&command.get_name())) {
        assert!(tried.iter().any(|tried| tried == command.get_name()), "{}", command.get_name());
    }
}

#[test]
fn a_reader_that_is_gone_is_no_failure_and_no_noise_unless_it_waits_for_a_result() {
    let (user, key, nix) = prepared();
    for arguments in every_command(&key) {
        let is_help = arguments.iter().any(|word| word == "--help");
        let waits = ["sign", "get", "exec"].contains(&arguments[0].as_str()) && !is_help;
        let command = || {
            let mut command = user.signcache(&arguments);
            command.envs(nix.environment()).env("HOME", user.home.path());
            command
        };
        let heard = Ended::from(command().output().unwrap());
        assert_eq!(heard.code, 0, "{arguments:?}: {}", heard.stderr);
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let unheard = Ended::from(command().stdout(writer.try_clone().unwrap()).output().unwrap());
        assert_eq!(unheard.code, i32::from(waits), "{arguments:?}: {}", unheard.stderr);
        let words = if waits { &["panicked", "ipe"][..] } else { &["panicked", "error", "ipe"] };
        let noise = words.iter().any(|word| unheard.stderr.contains(word));
        assert!(!noise, "{arguments:?}: {}", unheard.stderr);
        // Nobody hears the messages either.
        let deaf = command().stdout(writer.try_clone().unwrap()).stderr(writer).status().unwrap();
        assert_eq!(deaf.code(), Some(i32::from(waits)), "{arguments:?}");
    }
}

#[test]
fn a_stdout_without_room_is_a_failure() {
    let (user, key, nix) = prepared();
    let full = || Stdio::from(std::fs::File::options().write(true).open(Path::new("/dev/full")).unwrap());
    // `init` has nothing to print.
    let prints = |words: &Vec<String>| words[0] != "init" && !words.iter().any(|word| word.starts_with("--"));
    for arguments in every_command(&key).into_iter().filter(prints) {
        let mut command = user.signcache(&arguments);
        command.envs(nix.environment()).env("HOME", user.home.path());
        let ended = Ended::from(command.stdout(full()).output().unwrap());
        assert_eq!(ended.code, 1, "{arguments:?}: {}", ended.stderr);
        assert!(ended.stderr.contains("stdout") && !ended.stderr.contains("panicked"), "{}", ended.stderr);
    }
}
