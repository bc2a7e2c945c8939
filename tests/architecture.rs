//! The layers, as the `use` paths of the code have them.
//!
//! `{ model, files, threads } <- { cache, bundle, openpgp, hash, scan, nix, program, wire } <- ops <- { cli, tui } <- main`: leaves never import each other,
//! and each dangerous library is in one place.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// What each layer may import of this crate.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("files", &[]),
    ("threads", &[]),
    ("cache", &["model", "files", "threads"]),
    ("bundle", &["model", "files", "threads"]),
    ("openpgp", &["model", "files"]),
    ("hash", &["model"]),
    ("scan", &["model", "files"]),
    ("nix", &["model", "files", "threads"]),
    ("program", &["model"]),
    ("wire", &["model"]),
    (
        "ops",
        &[
            "model", "files", "threads", "cache", "bundle", "openpgp", "hash", "scan", "nix", "program",
            "wire",
        ],
    ),
    (
        "cli",
        &[
            "model", "files", "threads", "cache", "bundle", "openpgp", "hash", "scan", "nix", "program",
            "wire", "ops",
        ],
    ),
    ("tui", &["model", "files", "threads", "cache", "openpgp", "nix", "ops"]),
];

/// Which layers may name a library, or a part of the standard library.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("rusqlite", &["cache"]),
    ("sequoia_openpgp", &["openpgp"]),
    ("tar", &["bundle"]),
    ("zstd", &["bundle", "nix"]),
    ("ed25519_dalek", &["nix"]),
    ("clap", &["cli"]),
    ("ratatui", &["tui"]),
    ("crossterm", &["tui"]),
    ("tui_input", &["tui"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("walkdir", &["cli"]),
    ("rayon", &["threads"]),
    ("etcetera", &["cli"]),
    ("toml", &["cli"]),
    ("signal_hook", &["cli", "tui"]),
    ("serde", &["cli"]),
    ("serde_json", &["cli"]),
    ("std::env", &["cli"]),
    ("std::process::Command", &["cli", "files", "nix", "openpgp", "program"]),
    ("std::time::Instant", &["cache", "cli", "files", "openpgp", "ops", "program", "tui"]),
    ("std::thread", &["cache", "files", "nix", "openpgp", "ops", "program", "threads", "tui"]),
    ("std::fs", &["bundle", "cache", "cli", "files", "hash", "nix", "openpgp", "ops", "scan", "tui", "wire"]),
    ("jiff::Zoned", &[]),
];

/// All paths that a file names: in `use` items, and spelled out in expressions and types.
#[derive(Default)]
struct Paths {
    prefix: Vec<String>,
    found: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let is_test = item.attrs.iter().any(|attribute| {
            attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Ident>().is_ok_and(|condition| condition == "test")
        });
        if !is_test {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_use_path(&mut self, path: &'ast syn::UsePath) {
        self.prefix.push(path.ident.to_string());
        visit::visit_use_path(self, path);
        self.prefix.pop();
    }

    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.leaf(&name.ident.to_string());
    }

    fn visit_use_rename(&mut self, rename: &'ast syn::UseRename) {
        self.leaf(&rename.ident.to_string());
    }

    fn visit_use_glob(&mut self, _: &'ast syn::UseGlob) {
        self.leaf("*");
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.found.insert(names.join("::"));
        visit::visit_path(self, path);
    }
}

impl Paths {
    fn leaf(&mut self, name: &str) {
        let mut names = self.prefix.clone();
        names.push(name.to_owned());
        self.found.insert(names.join("::"));
    }
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Each source file of a layer, with the paths that it names from the crate's root.
fn files(layer: &str) -> Vec<(PathBuf, BTreeSet<String>)> {
    let walk = walkdir::WalkDir::new(source().join(layer)).into_iter().map(Result::unwrap);
    let rust = walk.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "rs"));
    // Tests may use what they like, in the file itself and in one of their own.
    let is_test = |path: &Path| path.iter().any(|part| part == "tests" || part == "tests.rs");
    rust.filter(|entry| !is_test(entry.path().strip_prefix(source()).unwrap()))
        .map(|entry| {
            let text = fs::read_to_string(entry.path()).unwrap();
            let mut paths = Paths::default();
            paths.visit_file(&syn::parse_file(&text).unwrap());
            let inside = entry.path().strip_prefix(source()).unwrap();
            let absolute = paths.found.into_iter().map(|path| absolute(inside, &path)).collect();
            (entry.into_path(), absolute)
        })
        .collect()
}

/// `super::x` as `crate::…::x`, so that nobody leaves a layer upwards.
fn absolute(file: &Path, path: &str) -> String {
    let mut module: Vec<&str> = file.parent().unwrap().iter().map(|part| part.to_str().unwrap()).collect();
    if file.file_stem().unwrap() != "mod" {
        module.push(file.file_stem().unwrap().to_str().unwrap());
    }
    let mut rest = path;
    let mut relative = false;
    while let Some(shorter) = rest.strip_prefix("super::") {
        module.pop();
        rest = shorter;
        relative = true;
    }
    if relative { format!("crate::{}::{rest}", module.join("::")) } else { rest.to_owned() }
}

#[test]
fn a_layer_imports_only_those_below_it() {
    for (layer, below) in LAYERS {
        for (file, paths) in files(layer) {
            for path in &paths {
                let Some(inside) = path.strip_prefix("crate::") else { continue };
                let other = inside.split("::").next().unwrap();
                let allowed = other == *layer || below.contains(&other);
                assert!(allowed, "{} in layer {layer} imports {path}", file.display());
            }
        }
    }
}

#[test]
fn every_module_is_a_layer() {
    let known: BTreeSet<String> = LAYERS.iter().map(|(layer, _)| (*layer).to_owned()).collect();
    let found: BTreeSet<String> = fs::read_dir(source())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(found, known);
}

#[test]
fn each_library_is_where_it_belongs() {
    for (layer, _) in LAYERS {
        for (file, paths) in files(layer) {
            for (library, places) in ONLY_IN {
                // The type says what a file looks like, and looks at none itself.
                let named = paths
                    .iter()
                    .filter(|path| *path != "std::fs::Metadata")
                    .find(|path| path.as_str() == *library || path.starts_with(&format!("{library}::")));
                let fine = named.is_none() || places.contains(layer);
                assert!(fine, "{} in layer {layer} names {library}", file.display());
            }
        }
    }
}

#[test]
fn only_one_file_of_the_command_line_reads_the_environment() {
    // `current_exe` is the one thing of `std::env` that is no part of the environment.
    for (file, paths) in files("cli") {
        let reads = |path: &&String| path.starts_with("env::") || path.starts_with("std::env::");
        let named: Vec<_> = paths.iter().filter(reads).filter(|path| *path != "env::current_exe").collect();
        assert!(named.is_empty() || file.ends_with("environment.rs"), "{}: {named:?}", file.display());
    }
}

#[test]
fn only_some_rooms_of_the_screen_touch_the_world() {
    let world = [
        "std::fs",
        "std::io",
        "std::thread",
        "std::time::Instant",
        "crossterm::terminal",
        "crossterm::execute",
    ];
    for (file, paths) in files("tui") {
        let inside = file.strip_prefix(source().join("tui")).unwrap();
        let pure = ["state", "update", "view", "keymap"].iter().any(|room| inside.starts_with(room));
        let alone = |path: &&String| {
            let clock = path.ends_with("Timestamp::now") || path.as_str() == "Timestamp::now";
            clock
                || world
                    .iter()
                    .any(|library| path.as_str() == *library || path.starts_with(&format!("{library}::")))
        };
        assert!(!pure || !paths.iter().any(|path| alone(&path)), "{} touches the world", file.display());
        let terminal = paths
            .iter()
            .any(|path| path.starts_with("crossterm::terminal") || path.starts_with("crossterm::cursor"));
        assert!(!terminal || inside.starts_with("terminal"), "{} touches the terminal", file.display());
    }
}

#[test]
fn files_are_small() {
    let mut lengths: Vec<usize> = Vec::new();
    for (layer, _) in LAYERS {
        for (file, _) in files(layer) {
            let length = fs::read_to_string(&file).unwrap().lines().count();
            assert!(length <= 400, "{} has {length} lines: it holds more than one concept", file.display());
            lengths.push(length);
        }
    }
    lengths.sort_unstable();
    assert!(lengths[lengths.len() / 2] <= 150);
}
