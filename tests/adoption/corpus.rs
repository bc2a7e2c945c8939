//! The corpus: what is adopted gets the verdict that everything else gives it.

use std::fs;
use std::path::Path;

use crate::run::{adopt, is_proven};
use crate::support::user::User;

#[path = "../interop/cases.rs"]
#[allow(dead_code, reason = "made for another test")]
mod cases;

#[test]
fn every_signature_of_the_corpus_is_adopted_with_its_verdict() {
    let user = User::new();
    let tree = user.files();
    for case in cases::all() {
        fs::copy(case.content_path(), tree.join("content")).unwrap();
        fs::copy(case.signature_path(), tree.join("content.sig")).unwrap();
        let run = adopt(&user, &tree, &[case.certificate_path()]);
        let lines = run.lines(&tree);
        let of = format!("{} of {}: {lines:?}", case.signature, case.content);
        match case.verdict.as_str() {
            // An adopted file may have several signatures; elsewhere an entry is exactly one.
            "malformed" if case.signature == "two" => {
                assert_eq!(lines, ["content.sig: good", "content.sig: good"]);
            }
            "malformed" => {
                assert!(lines[0].starts_with("content.sig: not a detached OpenPGP signature"), "{of}")
            }
            "version" | "type" => assert!(
                lines[0].contains(case.outcome().1) || lines[0].contains("an OpenPGP signature over"),
                "{of}"
            ),
            "unknown-key" => assert!(lines[0].starts_with("content.sig: unknown-key"), "{of}"),
            // It names nobody that is known, in the part that nobody signed; no key says which one to try.
            _ if case.signature == "wrong-issuer" => {
                assert_eq!(lines, ["content.sig: unknown-key 0707070707070707"]);
            }
            verdict => assert_eq!(lines, [format!("content.sig: {verdict}")], "{of}"),
        }
        for candidate in run.candidates() {
            assert_eq!(candidate.pair.key.fingerprint().to_string(), case.key(), "{of}");
            let served = ["good", "expired", "revoked", "weak", "malformed"].contains(&case.verdict.as_str());
            assert_eq!(is_proven(&candidate), served, "{of}");
            if served {
                let length = candidate.content.proof.unwrap().length();
                assert_eq!(length, fs::metadata(case.content_path()).unwrap().len());
                assert_eq!(candidate.content.label.unwrap().raw(), "content");
            }
        }
    }
}

#[test]
fn a_file_that_is_no_signature_is_called_what_it_is() {
    let user = User::new();
    let tree = user.files();
    let write = |name: &str, bytes: &[u8]| {
        user.write(Path::new(name).file_stem().unwrap().to_str().unwrap(), "content");
        user.write(name, bytes);
    };
    let corpus = cases::corpus();
    let read = |name: &str| fs::read(corpus.join(name)).unwrap();
    let key = user.gnupg.generate("ed25519");
    let gpg = |arguments: &[&str]| {
        let output = user.gnupg.gpg().args(arguments).arg(corpus.join("contents/text")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    write("a.asc", &user.gnupg.gpg().args(["--armor", "--export"]).output().unwrap().stdout);
    write("b.gpg", &read("certificates/ed25519.pgp"));
    write("c.gpg", &gpg(&["--passphrase", "x", "--pinentry-mode", "loopback", "-o", "-", "--symmetric"]));
    write("d.asc", &gpg(&["-u", &key.to_string(), "-o", "-", "--clear-sign"]));
    write("e.gpg", &gpg(&["-u", &key.to_string(), "-o", "-", "--sign"]));
    write("f.sig", &read("signatures/v3.sig"));
    write("g.sig", b"");
    let with_unknown = [read("signatures/v3.sig"), read("signatures/ed25519.sig")].concat();
    write("h.sig", &with_unknown);
    let run = adopt(&user, &tree, &[]);
    let none = "not a detached OpenPGP signature: it is";
    assert_eq!(
        run.lines(&tree),
        [
            &format!("a.asc: {none} a certificate"),
            &format!("b.gpg: {none} a certificate"),
            &format!("c.gpg: {none} an encrypted message"),
            &format!("d.asc: {none} a clear-signed text, which has its content in it"),
            &format!("e.gpg: {none} a message that has its content in it"),
            "f.sig: a version 3 OpenPGP signature, which is not accepted (only versions 4 and 6 are)",
            &format!("g.sig: {none} empty"),
            "h.sig: a version 3 OpenPGP signature, which is not accepted (only versions 4 and 6 are)",
            &format!("h.sig: unknown-key {}", issuer(&corpus)),
        ]
    );
    assert_eq!(run.read, 0);
}

/// Who made the corpus's `ed25519` signature.
fn issuer(corpus: &Path) -> String {
    let bytes = fs::read(corpus.join("signatures/ed25519.sig")).unwrap();
    signcache::openpgp::DetachedSignature::from_bytes(&bytes).unwrap().issuers().join(" ")
}
