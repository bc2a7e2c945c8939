use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};

use super::{Finding, Fix};
use crate::ops::{PasswordFrom, SignWith};

/// The permissions of everybody.
const OTHERS: u32 = 0o007;

/// Those of the group.
const GROUP: u32 = 0o070;
const GROUP_WRITES: u32 = 0o020;

/// What a key signs with beside gpg-agent: files that must be there and nobody else's, or a program.
pub(super) fn parts(with: &SignWith, search_path: &[PathBuf]) -> Vec<Finding> {
    match with {
        SignWith::KeyFile { path, password } => {
            let password = match password {
                PasswordFrom::File(path) => Some(secret_file(path, "password file")),
                PasswordFrom::Person | PasswordFrom::Descriptor { .. } => None,
            };
            let special = (path.exists() && !path.is_file()).then(|| {
                let text = format!("the key file {} is no plain file", path.display());
                Finding::error("keys", text, "check its path in the configuration")
            });
            special
                .into_iter()
                .chain(secret_file(path, "key file"))
                .chain(password.into_iter().flatten())
                .collect()
        }
        SignWith::Command { command, .. } => vec![program(&command.program, search_path)],
        SignWith::Agent | SignWith::Software(_) => Vec::new(),
    }
}

/// Looks at the file, and not into it.
fn secret_file(path: &Path, what: &str) -> Vec<Finding> {
    let shown = path.display();
    let metadata = match path.metadata() {
        Err(error) => {
            let text = format!("the {what} {shown} can't be found: {error}");
            return vec![Finding::error("keys", text, "check its path in the configuration")];
        }
        Ok(_) if access(path, Access::READ_OK).is_err() => {
            let text = format!("the {what} {shown} can't be read");
            return vec![Finding::error("keys", text, "check its owner and permissions")];
        }
        Ok(metadata) => metadata,
    };
    let mode = metadata.mode() & 0o7777;
    let mut findings = Vec::new();
    if mode & OTHERS != 0 {
        let text = format!("everybody can use the {what} {shown} (mode {mode:04o})");
        let finding = Finding::warning("keys", text, "it has a secret: `chmod o-rwx` keeps it");
        findings.push(if is_own(path, &metadata) {
            finding.fixed_by(Fix::Close { path: path.to_owned(), bits: mode & OTHERS })
        } else {
            finding
        });
    }
    // Whether a group is meant to use it is for a person to know.
    if mode & GROUP_WRITES != 0 {
        let text = format!("group {} may write to the {what} {shown} (mode {mode:04o})", metadata.gid());
        findings.push(Finding::warning("keys", text, "who can replace it can use it: `chmod g-w`"));
    } else if mode & GROUP != 0 {
        let text = format!("group {} can use the {what} {shown} (mode {mode:04o})", metadata.gid());
        findings.push(Finding::note("keys", text).advised("if it is not meant to: `chmod g-rwx`"));
    }
    if findings.is_empty() {
        findings.push(Finding::ok("keys", format!("the {what} {shown} is for nobody but its owner")));
    }
    findings
}

/// Whether its permissions are the user's to change, and nobody else's link leads there.
fn is_own(path: &Path, metadata: &Metadata) -> bool {
    metadata.uid() == rustix::process::geteuid().as_raw() && !path.is_symlink()
}

fn program(program: &Path, search_path: &[PathBuf]) -> Finding {
    let runs = |path: &Path| path.is_file() && access(path, Access::EXEC_OK).is_ok();
    let found = if program.components().count() > 1 {
        runs(program)
    } else {
        search_path.iter().any(|directory| runs(&directory.join(program)))
    };
    if found {
        Finding::ok("keys", format!("the signing command {} is there", program.display()))
    } else {
        let text = format!("the signing command {} was not found", program.display());
        Finding::error("keys", text, "install it, or give its path under `signer` in the configuration")
    }
}
