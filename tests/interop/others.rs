//! The other programs, each asked whether it takes a signature.

use std::path::Path;
use std::process::Command;

use crate::support::gnupg::Gnupg;

/// Whether `gpgv` takes a signature by a certificate in this binary file.
pub fn gpgv(keyring: &Path, signature: &Path, content: &Path) -> bool {
    let home = tempfile::tempdir().unwrap();
    let mut gpgv = Command::new("gpgv");
    gpgv.arg("--homedir").arg(home.path()).arg("--keyring").arg(keyring).arg(signature).arg(content);
    succeeds(&mut gpgv)
}

/// Whether `sqv` takes a signature by a certificate in this file.
pub fn sqv(keyring: &Path, signature: &Path, content: &Path) -> bool {
    succeeds(Command::new("sqv").arg("--keyring").arg(keyring).arg(signature).arg(content))
}

/// What gpg, gpgv and sqv say, in this order.
pub fn all(gnupg: &Gnupg, keyring: &Path, signature: &Path, content: &Path) -> [bool; 3] {
    [gnupg.verifies(signature, content), gpgv(keyring, signature, content), sqv(keyring, signature, content)]
}

fn succeeds(command: &mut Command) -> bool {
    match command.output() {
        Ok(output) => output.status.success(),
        Err(error) => unreachable!("{command:?}: {error}; .ci/test says which packages the tests need"),
    }
}
