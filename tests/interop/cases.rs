//! The table of the corpus.

use std::fs;
use std::path::{Path, PathBuf};

use signcache::openpgp::Certificate;

/// What everybody says of one signature.
pub struct Case {
    pub signature: String,
    pub content: String,
    pub certificate: String,
    /// The verdict; or, for what is refused, the word for it.
    pub verdict: String,
    /// Whether gpg, gpgv and sqv take it; none where that is not compared.
    pub others: [Option<bool>; 3],
    /// Why somebody disagrees.
    pub why: String,
}

/// The directory of the corpus.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// All lines of the table.
pub fn all() -> Vec<Case> {
    let table = fs::read_to_string(corpus().join("cases")).unwrap();
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(case).collect()
}

fn case(line: &str) -> Case {
    let (columns, why) = line.split_once('#').unwrap_or((line, ""));
    let columns: Vec<&str> = columns.split_whitespace().collect();
    let [signature, content, certificate, verdict, gpg, gpgv, sqv] = columns[..] else {
        unreachable!("a line without seven columns: {line}")
    };
    let takes = |word| match word {
        "yes" => Some(true),
        "no" => Some(false),
        "any" => None,
        _ => unreachable!("neither yes nor no: {line}"),
    };
    let verdict = match verdict {
        "openssl" if cfg!(feature = "crypto-openssl") => "good",
        "openssl" => "unsupported",
        verdict => verdict,
    };
    Case {
        signature: signature.into(),
        content: content.into(),
        certificate: certificate.into(),
        verdict: verdict.into(),
        others: [gpg, gpgv, sqv].map(takes),
        why: why.trim().into(),
    }
}

impl Case {
    /// The exit code of `verify`, and what it says on stderr.
    pub fn outcome(&self) -> (i32, &'static str) {
        match self.verdict.as_str() {
            "good" | "expired" | "revoked" | "weak" => (0, ""),
            "bad" => (4, "does not verify"),
            "malformed" => (4, "does not verify: not a detached OpenPGP signature"),
            "version" => (4, "which is not accepted (only versions 4 and 6 are)"),
            "type" => (4, "over something else than a document"),
            "compromised" => (5, "is not to be trusted"),
            "untimely" => (5, "was not valid when it was made"),
            "unknown-key" => (5, "was made by a key that your copy of the certificate lacks"),
            "unsupported" => (5, "does not support"),
            "unproven" => (5, "can't be proven"),
            other => unreachable!("{other} is no verdict"),
        }
    }

    pub fn signature_path(&self) -> PathBuf {
        corpus().join("signatures").join(&self.signature).with_extension("sig")
    }

    pub fn content_path(&self) -> PathBuf {
        corpus().join("contents").join(&self.content)
    }

    pub fn certificate_path(&self) -> PathBuf {
        corpus().join("certificates").join(&self.certificate).with_extension("pgp")
    }

    /// The fingerprint of the certificate.
    pub fn key(&self) -> String {
        Certificate::all_from_bytes(&fs::read(self.certificate_path()).unwrap())[0].fingerprint().to_string()
    }

    /// GnuPG before 2.5 knows no keys of version 6.
    pub fn is_for_gnupg(&self) -> bool {
        !self.certificate.starts_with("v6")
    }
}

#[test]
fn every_file_of_the_corpus_has_a_case_and_every_disagreement_a_reason() {
    let cases = all();
    let is_used = |path: &Path| {
        cases.iter().any(|case| {
            [case.signature_path(), case.content_path(), case.certificate_path()].contains(&path.to_owned())
        })
    };
    for directory in ["signatures", "contents", "certificates"] {
        for file in fs::read_dir(corpus().join(directory)).unwrap() {
            let path = file.unwrap().path();
            assert!(is_used(&path), "no case has {}", path.display());
        }
    }
    for case in &cases {
        let ours = case.outcome().0 == 0;
        let all_agree = case.others.iter().all(|theirs| *theirs == Some(ours));
        assert_eq!(case.why.is_empty(), all_agree, "{} of {}", case.signature, case.content);
    }
}
