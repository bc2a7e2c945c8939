use std::fmt;

/// Text that somebody else chose: a label, a user id, a path, a message of another program.
///
/// Showing it escapes everything that could move a cursor, hide or reorder
/// text, or pass for something else: control characters, line ends, bidi
/// controls, invisible and private characters.
///
/// ```
/// use signcache::model::Untrusted;
/// let label = Untrusted::new("ok\u{1b}[2J\u{202e}txt.exe");
/// assert_eq!(label.to_string(), r"ok\u{1b}[2J\u{202e}txt.exe");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Untrusted(String);

impl Untrusted {
    /// How many bytes an excerpt has at most: some lines.
    pub const EXCERPT: usize = 1024;

    /// Marks a text as untrusted.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Marks bytes as untrusted; what is not UTF-8 becomes U+FFFD.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(String::from_utf8_lossy(bytes).into_owned())
    }

    /// The beginning of bytes that may be very many, such as what a program printed.
    #[must_use]
    pub fn excerpt(bytes: &[u8]) -> Self {
        match bytes.get(..Self::EXCERPT) {
            Some(beginning) if bytes.len() > Self::EXCERPT => {
                Self(format!("{} …", String::from_utf8_lossy(beginning)))
            }
            _ => Self::from_bytes(bytes),
        }
    }

    /// The text as it is, for storage and for machine-readable output. Never for a terminal.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: String = self.0.chars().fold(String::new(), |mut shown, character| {
            if is_deceptive(character) {
                shown.extend(character.escape_unicode());
            } else {
                shown.push(character);
            }
            shown
        });
        f.pad(&shown)
    }
}

impl fmt::Debug for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Untrusted({self})")
    }
}

fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e0fff}'
            | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_moves_or_hides_text_gets_through() {
        let check = |text: &str, shown: &str| assert_eq!(Untrusted::new(text).to_string(), shown);
        check("größe 文字 👍", "größe 文字 👍");
        check("a\tb\nc\r\u{7f}", r"a\u{9}b\u{a}c\u{d}\u{7f}");
        check("\u{9b}31m", r"\u{9b}31m");
        check("\u{2066}x\u{2069}\u{200f}", r"\u{2066}x\u{2069}\u{200f}");
        check("a\u{feff}\u{e0041}", r"a\u{feff}\u{e0041}");
        assert_eq!(Untrusted::from_bytes(b"\xff\x1b").to_string(), "\u{fffd}\\u{1b}");
    }
}
