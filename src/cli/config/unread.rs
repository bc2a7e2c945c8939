use std::path::Path;

use crate::cli::error::{Error, shown};
use crate::cli::exit::Exit;

/// A configuration with every setting that there is.
const SAMPLE: &str = include_str!("../../../assets/config.toml");

/// Why a configuration can't be read.
#[derive(Debug)]
pub struct Unread {
    /// What to tell whose configuration it is, with the line that is wrong.
    pub error: Error,
    /// What strangers may know: which file, where in it, and nothing that is written there.
    pub place: String,
}

impl Unread {
    /// The file itself can't be read.
    pub(super) fn file(path: &Path, source: &std::io::Error) -> Self {
        let error = Error::io("read", path, source);
        Self { place: error.message(), error }
    }

    /// Something is wrong with what it says; `kind` says what without saying it.
    pub(super) fn meaning(path: &Path, message: impl std::fmt::Display, kind: &str) -> Self {
        Self { error: wrong(path, message), place: format!("in {}: {kind}", shown(path)) }
    }

    /// It is not written as it should be.
    pub(super) fn syntax(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let place = error.span().map_or_else(String::new, |span| position(text, span.start));
        Self { error: wrong(path, error), place: format!("in {}{place}", shown(path)) }
    }
}

fn wrong(path: &Path, message: impl std::fmt::Display) -> Error {
    Error::new(Exit::Failed, format!("in {}: {message}", shown(path)))
        .hinted("the manual page signcache(1) describes every setting")
}

/// Line and column of an offset, and which setting is there if it is one of ours: any other word may be a secret.
fn position(text: &str, offset: usize) -> String {
    let (before, after) = text.split_at_checked(offset).unwrap_or((text, ""));
    let line = before.rsplit('\n').next().unwrap_or_default();
    let in_name = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    let name = match line.trim_end().strip_suffix('=') {
        Some(named) => named.trim_end().rsplit(|letter| !in_name(letter)).next(),
        None => after.split(|letter| !in_name(letter)).next(),
    };
    let is_ours =
        |name: &&str| ["#", "{ ", ", "].iter().any(|mark| SAMPLE.contains(&format!("{mark}{name} =")));
    let name = name.filter(is_ours).map(|name| format!(" (`{name}`)")).unwrap_or_default();
    let number = before.matches('\n').count() + 1;
    format!(", line {number}, column {}{name}", line.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_settings_and_no_other_word() {
        let check = |text: &str, place: &str| {
            let offset = text.find('@').unwrap();
            assert_eq!(position(&text.replace('@', ""), offset), place);
        };
        check("[keys.a]\nfingerprint = @\"secret\"", ", line 2, column 15 (`fingerprint`)");
        check("signer = { key-file = @3 }", ", line 1, column 23 (`key-file`)");
        check("@lock-timeout = 3", ", line 1, column 1 (`lock-timeout`)");
        check("[keys.a]\n@secret = 1", ", line 2, column 1");
        check("secret = @1", ", line 1, column 10");
        check("@", ", line 1, column 1");
    }
}
