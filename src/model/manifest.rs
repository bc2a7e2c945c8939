use super::{ContentDigest, Untrusted};

/// One content that a manifest names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ManifestLine {
    /// Its digest.
    pub digest: ContentDigest,
    /// What the manifest calls it: usually the path of a file.
    pub name: Option<Vec<u8>>,
}

/// A line that names no content.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither a SHA-256 digest nor a line as `sha256sum` prints them")]
pub struct NotAManifestLine;

impl ManifestLine {
    /// Reads a line without its end; none where it is blank or a comment.
    ///
    /// It has a digest in any form that [`ContentDigest`] reads, and maybe a
    /// name behind it. The `*` that `sha256sum` puts before a name is passed over,
    /// and a name that it escapes (the line begins with `\`) is read as it was.
    ///
    /// # Errors
    /// When it is something else.
    pub fn read(line: &[u8]) -> Result<Option<Self>, NotAManifestLine> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.starts_with(b"#") || line.trim_ascii().is_empty() {
            return Ok(None);
        }
        let (line, escaped) = line.strip_prefix(b"\\").map_or((line, false), |line| (line, true));
        let (digest, rest) = match line.iter().position(|byte| matches!(byte, b' ' | b'\t')) {
            Some(blank) => (&line[..blank], &line[blank + 1..]),
            None => (line, &b""[..]),
        };
        let digest = std::str::from_utf8(digest).map_err(|_| NotAManifestLine)?;
        let digest = digest.parse().map_err(|_| NotAManifestLine)?;
        let name = rest.strip_prefix(b" ").or_else(|| rest.strip_prefix(b"*")).unwrap_or(rest);
        let name = if escaped { unescaped(name) } else { name.to_vec() };
        Ok(Some(Self { digest, name: (!name.is_empty()).then_some(name) }))
    }

    /// The name, as people may see it.
    #[must_use]
    pub fn label(&self) -> Option<Untrusted> {
        self.name.as_deref().map(Untrusted::from_bytes)
    }
}

/// The name that `sha256sum` escaped: `\\`, `\n` and `\r` stand for a backslash and the ends of lines.
fn unescaped(mut name: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    loop {
        let (byte, rest) = match name {
            [] => return plain,
            [b'\\', b'n', rest @ ..] => (b'\n', rest),
            [b'\\', b'r', rest @ ..] => (b'\r', rest),
            [b'\\', b'\\', rest @ ..] => (b'\\', rest),
            [byte, rest @ ..] => (*byte, rest),
        };
        plain.push(byte);
        name = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn lines_of_sha256sum_and_bare_digests_name_contents() {
        let check = |line: &str, name: Option<&str>| {
            let read = ManifestLine::read(line.as_bytes()).unwrap().unwrap();
            assert_eq!(read.digest.to_string(), HEX, "{line}");
            assert_eq!(read.name.as_deref(), name.map(str::as_bytes), "{line}");
        };
        check(HEX, None);
        check(&HEX.to_uppercase(), None);
        check("sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", None);
        check("0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73\r", None);
        check(&format!("{HEX}  a file"), Some("a file"));
        check(&format!("{HEX} *a"), Some("a"));
        check(&format!("{HEX}   a"), Some(" a"));
    }

    #[test]
    fn blanks_and_comments_name_nothing_and_anything_else_is_refused() {
        for line in ["", "  ", "\r", "# a comment"] {
            assert_eq!(ManifestLine::read(line.as_bytes()), Ok(None), "{line}");
        }
        for line in ["x", &HEX[1..], &format!(" {HEX}"), &format!("{HEX}x name"), "SHA256 (a) = 00"] {
            assert_eq!(ManifestLine::read(line.as_bytes()), Err(NotAManifestLine), "{line}");
        }
        assert_eq!(ManifestLine::read(b"\xff\xfe"), Err(NotAManifestLine));
    }

    #[test]
    fn an_escaped_name_is_the_one_that_sha256sum_read() {
        for (line, name) in [("a\\nb", "a\nb"), ("a\\\\n", "a\\n"), ("\\r\\x\\", "\r\\x\\")] {
            let read = ManifestLine::read(format!("\\{HEX}  {line}").as_bytes()).unwrap().unwrap();
            assert_eq!(read.name.as_deref(), Some(name.as_bytes()), "{line}");
        }
        assert_eq!(
            ManifestLine::read(format!("{HEX}  a\\nb").as_bytes()).unwrap().unwrap().name.unwrap(),
            b"a\\nb"
        );
    }
}
