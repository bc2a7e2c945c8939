//! What the README shows is what happens.

use desk::{Desk, help};

mod desk;
mod support;

const README: &str = include_str!("../README.md");
const FILES: [(&str, &str); 2] = [("firmware.bin", "firmware\n"), ("notes.txt", "what is new\n")];

/// The key in the README's expressions.
const FINGERPRINT: &str = "73DEE8ED2ED6D31FB046662EFE6A5E3157356531";

/// The blocks of the README that are in a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let blocks = README.split("\n```").skip(1).step_by(2);
    blocks.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n')).collect()
}

/// A text without what differs from run to run: digests, store paths, times, lengths, and the blanks that align them.
fn masked(text: &str) -> String {
    let words = text.split_inclusive(|end: char| !end.is_ascii_alphanumeric());
    let mask = |word: &str| {
        let is_digest = word.len() > 12 && word.contains(|digit: char| digit.is_ascii_digit());
        let is_count = word.len() == 2 && word.ends_with(' ');
        let gone = |letter: char| letter.is_ascii_digit() || is_digest && letter.is_ascii_alphanumeric();
        if is_count { word.to_owned() } else { word.replace(gone, "") }
    };
    let text: String = words.map(mask).collect();
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect()
}

#[test]
fn the_sessions_are_real() {
    let desk = Desk::new(&FILES);
    let store = desk.path().parent().and_then(|work| work.parent()).expect("a store").join("store");
    for block in blocks("console") {
        for command in format!("\n{block}").split("\n$ ").skip(1) {
            let (typed, shown) = command.split_once('\n').unwrap_or((command, ""));
            let output = desk.run(&format!("{typed} 2>&1"));
            let printed = String::from_utf8(output.stdout).expect("text");
            let printed = printed.replace(store.to_str().expect("a plain path"), "/nix/store");
            assert_eq!(masked(&printed), masked(&format!("{}\n", shown.trim_end())), "$ {typed}\n{printed}");
        }
    }
    assert!(desk.run("gpg --verify firmware.bin.sig firmware.bin").status.success());
}

#[test]
fn the_demo_is_real() {
    let output = Desk::new(&[]).run("signcache demo");
    let printed = String::from_utf8(output.stdout).expect("text");
    assert!(
        blocks("text").iter().any(|block| masked(&format!("{block}\n")) == masked(&printed)),
        "{printed}"
    );
}

/// Puts the Nix expressions on a desk, under the names that they begin with, for the key there.
fn write_expressions(desk: &Desk) {
    let assets = [
        ("extra-builtins.nix", include_str!("../assets/extra-builtins.nix")),
        ("signcache.nix", include_str!("../assets/signcache.nix")),
    ];
    let named = blocks("nix").into_iter().map(|block| {
        let name = block.strip_prefix("# ").and_then(|rest| rest.lines().next()).expect("a name");
        (name, block)
    });
    for (name, text) in assets.into_iter().chain(named) {
        desk.write(name, &text.replace(FINGERPRINT, "KEY"));
    }
}

#[test]
fn the_nix_expressions_build_what_gpg_verifies() {
    let desk = Desk::new(&FILES);
    write_expressions(&desk);
    assert!(desk.run("signcache sign -q -k release firmware.bin && signcache provide").status.success());
    let builds: Vec<&str> = README.lines().filter_map(|line| line.strip_prefix("    nix-build ")).collect();
    assert_eq!(builds.len(), 2);
    for typed in builds {
        let output = desk.run(&format!("rm -f result; nix-build {typed}"));
        assert!(output.status.success(), "{typed}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(desk.run("gpg --verify result/firmware.bin.sig").status.success(), "{typed}");
    }
    // There is no machine with the feature here: `accounts` builds such a thing.
    let output = desk.run("nix-build built.nix");
    assert!(String::from_utf8_lossy(&output.stderr).contains("features {signcache}"));
}

#[test]
fn the_tables_are_those_of_the_help() {
    let check = |command: &[&str], heading: &str| {
        let help = help(command);
        let (_, section) = help.split_once(&format!("\n{heading}:\n")).expect("the section");
        let lines = section.lines().take_while(|line| line.is_empty() || line.starts_with("  "));
        let lines: Vec<&str> = lines.map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
        let block = lines.join("\n");
        assert!(README.contains(&format!("```text\n{}\n```", block.trim_end())), "{heading}:\n{block}");
    };
    check(&[], "Exit status");
    check(&["list"], "Query");
}
