//! `assets/config.toml` shows every setting, and what it shows is accepted.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const SAMPLE: &str = include_str!("../assets/config.toml");

/// Reads a configuration through the program: `list` needs nothing else.
fn read(configuration: &str, query: &str) -> Output {
    let home: TempDir = tempfile::tempdir().expect("a temporary directory");
    let file = home.path().join("config.toml");
    fs::write(&file, configuration).expect("a file of the test");
    let mut list = Command::new(env!("CARGO_BIN_EXE_signcache"));
    list.arg("--config").arg(&file).args(["list", query]);
    list.env_remove("SIGNCACHE_DIR").env("HOME", home.path());
    for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        list.env(name, Path::new(home.path()).join(name));
    }
    list.output().expect("the program")
}

fn accepts(configuration: &str, query: &str) {
    let output = read(configuration, query);
    assert!(output.status.success(), "{configuration}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// The sample with every setting turned on. Explanations have a blank after the `#`.
fn uncommented() -> String {
    let lines = SAMPLE.lines().map(|line| match line.strip_prefix('#') {
        Some(setting) if !setting.is_empty() && !setting.starts_with(' ') => setting,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_sample_is_a_configuration_as_it_is_and_with_everything_turned_on() {
    accepts(SAMPLE, "age:<1d");
    // The caches that it names as examples are not there, which is all that is wrong.
    let output = read(&uncommented(), "key:release");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(75) && stderr.contains("is not there"), "{stderr}");
}

#[test]
fn the_sample_changes_nothing_as_it_is() {
    for line in SAMPLE.lines() {
        assert!(line.is_empty() || line.starts_with('#') || line.starts_with('['), "{line}");
    }
}

/// The program says what it expects where it finds a setting that it does not know.
#[test]
fn the_sample_shows_every_setting() {
    let tables = [
        "",
        "[gnupg]",
        "[nix]",
        "[gc]",
        "[tui]",
        "[agent]",
        "[agent.keys.release]",
        "[keys.release]",
        "[keys.release.signer]",
    ];
    for table in tables {
        let output = read(&format!("{table}\nunheard-of = 1"), "age:<1d");
        let message = String::from_utf8_lossy(&output.stderr);
        let (_, expected) = message.split_once("expected ").expect("what is expected");
        let settings: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        assert!(!settings.is_empty(), "{message}");
        for setting in settings {
            let table_or_value = [format!("#{setting} ="), format!("[{setting}]"), format!("[{setting}.")];
            let inline = [format!("{{ {setting} ="), format!(", {setting} =")];
            let mut shown = table_or_value.iter().chain(&inline);
            assert!(shown.any(|shown| SAMPLE.contains(shown)), "{table} {setting}: {message}");
        }
    }
}
