use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};

use super::{Finding, Fix};
use crate::ops::{PasswordFrom, SignWith};

/// What a key signs with beside gpg-agent: files that must be there and nobody else's, or a program.
pub(super) fn parts(with: &SignWith, search_path: &[PathBuf]) -> Vec<Finding> {
    match with {
        SignWith::KeyFile { path, password } => {
            let password = match password {
                PasswordFrom::File(path) => Some(secret_file(path, "password file")),
                PasswordFrom::Person | PasswordFrom::Descriptor { .. } => None,
            };
            [Some(secret_file(path, "key file")), password].into_iter().flatten().collect()
        }
        SignWith::Command { command, .. } => vec![program(&command.program, search_path)],
        SignWith::Agent | SignWith::Software(_) => Vec::new(),
    }
}

/// Looks at the file, and not into it.
fn secret_file(path: &Path, what: &str) -> Finding {
    let shown = path.display();
    match path.metadata() {
        Err(error) => Finding::error(
            "keys",
            format!("the {what} {shown} can't be found: {error}"),
            "check its path in the configuration",
        ),
        Ok(_) if access(path, Access::READ_OK).is_err() => Finding::error(
            "keys",
            format!("the {what} {shown} can't be read"),
            "check its owner and permissions",
        ),
        Ok(metadata) if is_open(&metadata) => {
            let text = format!("others can use the {what} {shown} (mode {:04o})", metadata.mode() & 0o7777);
            let finding = Finding::warning("keys", text, "it has a secret: `chmod go-rwx` keeps it");
            finding.fixed_by(Fix::Close { path: path.to_owned(), bits: metadata.mode() & 0o077 })
        }
        Ok(_) => Finding::ok("keys", format!("the {what} {shown} can be read by you alone")),
    }
}

fn is_open(metadata: &Metadata) -> bool {
    metadata.mode() & 0o077 != 0
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
