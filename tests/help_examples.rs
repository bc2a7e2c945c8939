//! The examples in the help do what the help says, with real GnuPG and real Nix.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::gnupg::Gnupg;
use support::nix_store::NixStore;

mod support;

const SIGNCACHE: &str = env!("CARGO_BIN_EXE_signcache");

/// A command line of the help, and how it should end.
#[derive(Debug, PartialEq)]
struct Example {
    typed: String,
    exit: i32,
}

/// The examples of a help text: lines that begin with four blanks and a `$`.
///
/// Each ends with 0, unless the text above it names another exit code.
fn examples(help: &str) -> Vec<Example> {
    let mut exit = 0;
    let mut found = Vec::new();
    for line in help.lines() {
        match line.strip_prefix("    $ ") {
            Some(typed) => found.push(Example { typed: typed.to_owned(), exit }),
            None if line.trim().is_empty() => {}
            None => {
                let code = line.split_once("exit ").map(|(_, rest)| rest);
                let digits = code.and_then(|code| code.split(|end: char| !end.is_ascii_digit()).next());
                exit = digits.and_then(|digits| digits.parse().ok()).unwrap_or(0);
            }
        }
    }
    found
}

/// What a user of the help has: two files, a key that the configuration calls `release`, a Nix store.
struct Desk {
    gnupg: Gnupg,
    nix: NixStore,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { gnupg: Gnupg::new(), nix: NixStore::new() };
        let key = desk.gnupg.generate("ed25519");
        let configuration = format!("[keys.release]\nfingerprint = \"{key}\"\n");
        desk.nix.write("xdg/config/signcache/config.toml", configuration);
        desk.nix.write("desk/release.tar", "not much of an archive");
        desk.nix.write("desk/notes.txt", "what is new\n");
        desk
    }

    fn xdg(&self, name: &str) -> PathBuf {
        self.nix.work().join("xdg").join(name)
    }

    fn run(&self, example: &Example, command: &str) {
        let mut shell = self.nix.command("sh");
        shell.args(["-c", &example.typed]).current_dir(self.nix.work().join("desk"));
        shell.env("PATH", path_with(Path::new(SIGNCACHE).parent().expect("a directory")));
        shell.env("GNUPGHOME", self.gnupg.path());
        for name in ["config", "data", "state"] {
            shell.env(format!("XDG_{}_HOME", name.to_uppercase()), self.xdg(name));
        }
        shell.env_remove("SIGNCACHE_DIR").env("LC_ALL", "C");
        let output = shell.output().expect("a shell");
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(example.exit), "{command}: {example:?}: {message}");
    }
}

#[allow(clippy::disallowed_methods, reason = "what runs in a test finds GnuPG and Nix where the test does")]
fn path_with(first: &Path) -> OsString {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = [first.to_owned()].into_iter().chain(env::split_paths(&rest));
    env::join_paths(all).expect("directories without colons")
}

/// The help of a command, or of the program when there is none.
fn help(command: &[&str]) -> String {
    let output = Command::new(SIGNCACHE).args(command).arg("--help").output().expect("the program");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn every_example_of_the_help_works() {
    let definition = signcache::cli::definition();
    let names: Vec<&str> = definition.get_subcommands().map(clap::Command::get_name).collect();
    let commands = names.iter().map(|name| vec![*name]).chain([vec![]]);
    std::thread::scope(|scope| {
        for command in commands {
            scope.spawn(move || {
                let name = command.first().copied().unwrap_or("signcache");
                let examples = examples(&help(&command));
                assert!(!examples.is_empty(), "the help of {name} has no example");
                let desk = Desk::new();
                examples.iter().for_each(|example| desk.run(example, name));
            });
        }
    });
}

#[test]
fn examples_are_found_with_their_exit_codes() {
    let example = |typed: &str, exit| Example { typed: typed.into(), exit };
    let help =
        "Examples:\n  One:\n    $ a b\n    $ c\n\n  What fails is exit 75:\n    $ d\n\n  Two:\n    $ e";
    let expected = [example("a b", 0), example("c", 0), example("d", 75), example("e", 0)];
    assert_eq!(examples(help), expected);
    assert_eq!(examples("  $ too near the margin"), []);
}
