//! The manual pages and completions in the repository are those that the program makes.
//!
//! `SIGNCACHE_BLESS=1 cargo test --test manual` writes them anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use clap_complete::{Generator, Shell};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn manual_pages_are_up_to_date() {
    check("man", &signcache::cli::manual_pages().expect("pages that can be rendered"));
}

#[test]
fn completions_are_up_to_date() {
    let shells = [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh];
    let script = |shell: Shell| (shell.file_name("signcache"), signcache::cli::completions(shell));
    check("assets/completions", &shells.map(script).into());
}

/// Holds a directory against what it should hold, or makes it so when asked to.
#[allow(clippy::disallowed_methods, reason = "whoever runs a test speaks to it through the environment")]
fn check(directory: &str, expected: &Files) {
    let directory = Path::new(ROOT).join(directory);
    if std::env::var_os("SIGNCACHE_BLESS").is_some() {
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory).expect("a directory of the repository");
        for (name, bytes) in expected {
            fs::write(directory.join(name), bytes).expect("a file of the repository");
        }
    }
    let found = read(&directory);
    let names = found.keys().chain(expected.keys());
    let stale: Vec<_> = names.filter(|name| found.get(*name) != expected.get(*name)).collect();
    assert!(
        stale.is_empty(),
        "{} is not up to date ({stale:?}); run\n\n    SIGNCACHE_BLESS=1 cargo test --test manual\n\nand commit what it writes",
        directory.display()
    );
}

fn read(directory: &Path) -> Files {
    let files = fs::read_dir(directory).into_iter().flatten().map(|file| file.expect("a directory entry"));
    files
        .map(|file| {
            let name = file.file_name().into_string().expect("a plain name");
            (name, fs::read(file.path()).expect("a file that can be read"))
        })
        .collect()
}
