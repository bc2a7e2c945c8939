//! The units that run signcache from systemd are ones that systemd takes, for the machine and for a user.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_signcache");

/// The units of one kind, with the program where it is and not where packages put it.
fn units(kind: &str, into: &Path) -> Vec<(String, String)> {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/systemd").join(kind);
    let read = |path: &Path| {
        let text = fs::read_to_string(path).unwrap().replace("/usr/bin/signcache", PROGRAM);
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        fs::write(into.join(&name), &text).unwrap();
        (name, text)
    };
    let mut units: Vec<_> = fs::read_dir(from).unwrap().map(|entry| read(&entry.unwrap().path())).collect();
    units.sort();
    units
}

fn verify(kind: &str, directory: &Path, names: &[&str]) -> (bool, String) {
    let mut command = Command::new("systemd-analyze");
    command
        .args(["verify", "--man=no", &format!("--{kind}")])
        .args(names.iter().map(|name| directory.join(name)));
    // A user's manager looks here for the rest, which is for nobody to find in a test.
    command.env("XDG_RUNTIME_DIR", directory).env("HOME", directory);
    let output = command.output().expect("systemd-analyze is installed");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn systemd_takes_every_unit() {
    for kind in ["system", "user"] {
        let directory = tempfile::tempdir().unwrap();
        let units = units(kind, directory.path());
        let names: Vec<&str> = units.iter().map(|(name, _)| name.as_str()).collect();
        let mut expected = vec!["audit.service", "audit.timer", "gc.service", "gc.timer"];
        if kind == "system" {
            expected.splice(0..0, ["agent.service", "agent.socket"]);
        }
        let expected: Vec<_> = expected.into_iter().map(|name| format!("signcache-{name}")).collect();
        assert_eq!(names, expected);
        let (good, said) = verify(kind, directory.path(), &names);
        assert!(good && !said.contains("signcache"), "{kind}: {said}");

        // It does say so when one is wrong.
        fs::write(directory.path().join("wrong.service"), "[Service]\nExecStart=/nonexistent/signcache\n")
            .unwrap();
        let (good, said) = verify(kind, directory.path(), &["wrong.service"]);
        assert!(!good && said.contains("/nonexistent/signcache"), "{kind}: {said}");
    }
}

#[test]
fn the_units_run_commands_that_there_are() {
    let directory = tempfile::tempdir().unwrap();
    for kind in ["system", "user"] {
        for (name, text) in units(kind, directory.path()) {
            let Some(command) = text.lines().find_map(|line| line.strip_prefix("ExecStart=")) else {
                assert!(name.ends_with(".timer") || name.ends_with(".socket"), "{name} runs nothing");
                continue;
            };
            let words: Vec<&str> = command.split(' ').skip(1).collect();
            let read =
                signcache::cli::definition().try_get_matches_from([&["signcache"], &words[..]].concat());
            assert!(read.is_ok(), "{name}: {}", read.unwrap_err());
        }
    }
}

/// A manager and cron start programs with a search path of their own, which has no directory of Nix's.
#[test]
fn what_runs_by_itself_finds_nix_and_gnupg() {
    const README: &str = include_str!("../README.md");
    let usual = ["/nix/var/nix/profiles/default/bin", "/run/current-system/sw/bin", "/usr/bin"];
    let check = |where_: &str, text: &str, mark: &str, own: Option<&str>| {
        let path = text.lines().find_map(|line| line.trim_start().strip_prefix(mark)).expect(where_);
        let there: Vec<&str> = path.split(':').collect();
        for directory in usual.iter().copied().chain(own) {
            assert!(there.contains(&directory), "{where_}: {directory} is not in {path}");
        }
    };
    let directory = tempfile::tempdir().unwrap();
    for (kind, own) in [("system", None), ("user", Some("%h/.nix-profile/bin"))] {
        for (name, text) in units(kind, directory.path()) {
            if name.ends_with(".service") {
                check(&name, &text, "Environment=PATH=", own);
            }
        }
    }
    check("the line for cron", README, "PATH=", Some("/home/ada/.nix-profile/bin"));
}
