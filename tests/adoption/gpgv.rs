//! What `gpgv` says of the signatures in a file.

use std::path::Path;
use std::process::Command;

/// One signature: who made it, and the verdict that signcache has for that.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// The primary key, where the signature is valid; else the id of the key that should have made it.
    pub key: String,
    pub verdict: &'static str,
}

/// Each signature of a file, in its order. `gpgv` stops at the first that is bad.
pub fn gpgv(keyring: &Path, signatures: &Path, content: &Path, time: &str) -> Vec<Said> {
    let mut gpgv = Command::new("faketime");
    gpgv.args(["-f", time, "gpgv", "--status-fd", "1", "--keyring"]).arg(keyring).args([signatures, content]);
    let output = gpgv.output().unwrap();
    let mut said: Vec<Said> = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Some(line) = line.strip_prefix("[GNUPG:] ") else { continue };
        let words: Vec<&str> = line.split(' ').collect();
        let verdict = match words[0] {
            "GOODSIG" => "good",
            "EXPSIG" | "EXPKEYSIG" => "expired",
            "REVKEYSIG" => "revoked",
            "BADSIG" => "bad",
            "ERRSIG" => "unknown-key",
            "VALIDSIG" => {
                said.last_mut().unwrap().key = words[10].into();
                continue;
            }
            _ => continue,
        };
        said.push(Said { key: words[1].into(), verdict });
    }
    said
}
