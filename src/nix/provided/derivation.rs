use sha2::{Digest, Sha256};

use super::{FEATURE, NAME};
use crate::model::{Pair, StorePath};
use crate::nix::Error;
use crate::nix::object::make_path;

/// A provided derivation: content digest and key id are its only inputs, and nothing could run its builder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Derivation {
    /// Where the derivation itself lies, `….drv`.
    pub path: StorePath,
    /// Where its output lies: the signature, a plain file.
    pub output: StorePath,
    /// What the file at `path` has in it (Nix manual, "Derivation").
    pub text: String,
}

impl Derivation {
    pub(super) fn of(dir: &str, pair: &Pair) -> Result<Self, Error> {
        // Nix computes the output's path from the derivation with that path left out of it.
        let unnamed = Sha256::digest(text("", pair)).into();
        let output = make_path(dir, "output:out", &unnamed, NAME)?;
        let text = text(&output.to_string(), pair);
        let path = make_path(dir, "text", &Sha256::digest(&text).into(), &format!("{NAME}.drv"))?;
        Ok(Self { path, output, text })
    }
}

/// The derivation in the form in which Nix stores it. Never to be changed: see `version_1_is_frozen`.
fn text(output: &str, pair: &Pair) -> String {
    let builder = "/signcache/not-provided";
    let environment = [
        ("builder", builder),
        ("contentHash", &pair.content.to_string()),
        ("keyId", &pair.key.to_string()),
        ("name", NAME),
        ("out", output),
        ("requiredSystemFeatures", FEATURE),
        ("system", "builtin"),
    ];
    let mut text = String::with_capacity(512 + 2 * output.len());
    text.push_str("Derive([(\"out\",");
    push_quoted(&mut text, output);
    text.push_str(",\"\",\"\")],[],[],\"builtin\",");
    push_quoted(&mut text, builder);
    text.push_str(",[],[");
    for (index, (name, value)) in environment.into_iter().enumerate() {
        text.push_str(if index == 0 { "(" } else { ",(" });
        push_quoted(&mut text, name);
        text.push(',');
        push_quoted(&mut text, value);
        text.push(')');
    }
    text.push_str("])");
    text
}

/// A store's directory may have any characters.
fn push_quoted(text: &mut String, value: &str) {
    text.push('"');
    for character in value.chars() {
        match character {
            '\\' => text.push_str("\\\\"),
            '"' => text.push_str("\\\""),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            plain => text.push(plain),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Nix 2.8 gave for these on 2026-11-23. Builds rely on them: a change is another contract, with
    /// another name beside this one, and never an edit of this test.
    #[test]
    fn version_1_is_frozen() {
        let vectors = [
            (
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B",
                "/nix/store/1qbfi5h41hqb8sncz1rjvz0azl77vfyl-signature.drv",
                "/nix/store/3v5pqzqhs5gzhgwfzmn9fjaw5im28jyq-signature",
            ),
            (
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "openpgp:CB186C4F0609A697E4D52DFA6C722B0C1F1E27C18A56708F6525EC27BAD9ACC9",
                "/nix/store/a1dx5y76y3m7zh8rjgw9mzm00zzw6ia1-signature.drv",
                "/nix/store/mg729gqqcz5gfrxb0y7c67xq7scbkjp1-signature",
            ),
            (
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B",
                "/nix/store/2n6pvjkc9hmzwby7b5q3knxvi9dvx4w4-signature.drv",
                "/nix/store/789xvja1pbh7s7w2igrzw0wmqa1qn1zj-signature",
            ),
            (
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "openpgp:CB186C4F0609A697E4D52DFA6C722B0C1F1E27C18A56708F6525EC27BAD9ACC9",
                "/nix/store/q2fbs47f6s7vxc5hm2wd1bv6fwhirpgr-signature.drv",
                "/nix/store/lghdn2jfykwvfmbbazsd1rq90j7ciq1m-signature",
            ),
        ];
        for (content, key, path, output) in vectors {
            let pair = Pair { content: content.parse().unwrap(), key: key.parse().unwrap() };
            let derivation = Derivation::of("/nix/store", &pair).unwrap();
            assert_eq!(
                (derivation.path.to_string(), derivation.output.to_string()),
                (path.into(), output.into())
            );
        }
    }
}
