//! The examples in the help do what the help says, with real GnuPG and real Nix.

use desk::{Desk, help};
use terminal::Terminal;

mod desk;
mod support;
#[path = "support/terminal.rs"]
mod terminal;

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

/// A command and those below it, each as the words that name it.
fn commands<'a>(command: &'a clap::Command, words: &[&'a str]) -> Vec<Vec<&'a str>> {
    let below = command.get_subcommands().flat_map(|below| {
        let words: Vec<&str> = words.iter().copied().chain([below.get_name()]).collect();
        commands(below, &words)
    });
    [words.to_vec()].into_iter().chain(below).collect()
}

/// Runs an example that needs a terminal, and leaves once there is something to look at.
fn look_and_leave(desk: &Desk, example: &Example) {
    let mut terminal = Terminal::start(&desk.shell(&example.typed), (80, 24));
    terminal.wait_for("1 Entries");
    terminal.type_keys("q");
    let exit = i32::try_from(terminal.exit_code());
    assert_eq!(exit, Ok(example.exit), "{example:?}: {}", terminal.screen());
    assert_eq!(terminal.modes(), terminal.before, "{example:?}");
}

/// A flake with a package that a signature of `release.tar` is in.
const FLAKE: [(&str, &str); 2] = [
    ("signcache.nix", include_str!("../assets/signcache.nix")),
    (
        "flake.nix",
        r#"{
            outputs = _: {
                packages = builtins.mapAttrs (system: _: {
                    default = derivation {
                        inherit system;
                        name = "release";
                        builder = "/bin/sh";
                        args = [ "-c" "read signature <${(import ./signcache.nix { }).provided {
                            src = ./release.tar;
                            key = "openpgp:KEY";
                        }}; echo >$out" ];
                    };
                }) { x86_64-linux = { }; aarch64-linux = { }; x86_64-darwin = { }; aarch64-darwin = { }; };
            };
        }"#,
    ),
];

/// What was done before somebody tries the examples of a command.
fn given(command: &[&str]) -> &'static str {
    match command {
        ["export"] => "signcache sign -q -k release notes.txt",
        ["import"] => {
            "signcache sign -q -k release notes.txt && signcache export -q -o release.tar.zst && \
             signcache export -q -o signatures/ && mkdir downloads && \
             nix-store --generate-binary-cache-key example-1 nix.secret nix.public && \
             signcache export -q --format nix-cache --nix-key nix.secret -o binary-cache/"
        }
        _ => ":",
    }
}

#[test]
fn every_example_of_the_help_works() {
    let definition = signcache::cli::definition();
    let commands = commands(&definition, &[]);
    std::thread::scope(|scope| {
        for command in commands {
            scope.spawn(move || {
                let name = format!("signcache {}", command.join(" "));
                let examples = examples(&help(&command));
                assert!(!examples.is_empty(), "the help of {name} has no example");
                let desk = Desk::new(&[("release.tar", "no archive"), ("notes.txt", "what is new")]);
                for (file, text) in FLAKE {
                    desk.write(file, text);
                }
                let given = given(&command);
                assert!(desk.run(given).status.success(), "{given}");
                for example in examples {
                    if command == ["tui"] {
                        look_and_leave(&desk, &example);
                        continue;
                    }
                    let output = desk.run(&example.typed);
                    let message = String::from_utf8_lossy(&output.stderr);
                    assert_eq!(output.status.code(), Some(example.exit), "{name}: {example:?}: {message}");
                }
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
