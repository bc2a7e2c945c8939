//! What a bundle says of an entry, as text.

use std::fmt::{self, Write as _};
use std::str::{FromStr, Lines};

use data_encoding::HEXLOWER;
use jiff::Timestamp;

use super::{Entry, Pair, Proof, Untrusted};

/// What a bundle says of an entry or of something wanted, beside the signature itself.
///
/// It is a text of one line a fact, in this order and in this form only:
///
/// ```text
/// content 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
/// key openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B
/// size 4
/// signed 2026-11-22T16:01:04Z
/// proof 6a09e667…
/// label test.txt
/// ```
///
/// `size` is the content's length in bytes, `signed` is absent where nothing
/// is signed yet, `proof` ([`Proof`]) and `label` may be absent. In a label a
/// backslash is `\\`, and what [`Untrusted`] escapes is `\u{…}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// The content and the key.
    pub pair: Pair,
    /// The content's length in bytes.
    pub size: u64,
    /// When the signature says that it was made, to the second.
    pub signed: Option<Timestamp>,
    /// What proves the signature without the content.
    pub proof: Option<Proof>,
    /// What people call the content.
    pub label: Option<Untrusted>,
}

/// A text that is no record.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRecord {
    /// It has more bytes than any record needs.
    #[error("it is too long")]
    TooLong,
    /// A line is missing or its value makes no sense.
    #[error("its line `{0}` is missing or makes no sense")]
    Line(&'static str),
    /// It says the same as a record, but not in the one form that records have.
    #[error("it is not in the form that signcache writes")]
    Form,
}

impl Record {
    /// The most bytes that a record may have.
    pub const MAX_SIZE: usize = 8 * 1024;

    /// The most bytes that a label may have; file names have 255.
    pub const MAX_LABEL: usize = 512;

    /// The record of an entry. Which of its facts leave the cache is the caller's choice.
    #[must_use]
    pub fn of(entry: &Entry, proof: bool, label: bool) -> Self {
        let stored = entry.proof.as_deref().filter(|_| proof);
        let fits = |label: &&Untrusted| label.raw().len() <= Self::MAX_LABEL;
        Self {
            pair: entry.pair,
            size: entry.size,
            signed: Some(entry.signed),
            proof: stored.and_then(|bytes| Proof::from_bytes(bytes).ok()),
            label: entry.label.as_ref().filter(|_| label).filter(fits).cloned(),
        }
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "content {}\nkey {}\nsize {}", self.pair.content, self.pair.key, self.size)?;
        if let Some(signed) = self.signed {
            writeln!(f, "signed {signed}")?;
        }
        if let Some(proof) = &self.proof {
            writeln!(f, "proof {}", HEXLOWER.encode(&proof.to_bytes()))?;
        }
        match &self.label {
            Some(label) => writeln!(f, "label {}", escaped(label)),
            None => Ok(()),
        }
    }
}

impl FromStr for Record {
    type Err = InvalidRecord;

    fn from_str(text: &str) -> Result<Self, InvalidRecord> {
        if text.len() > Self::MAX_SIZE {
            return Err(InvalidRecord::TooLong);
        }
        let mut lines = Fields { lines: text.lines(), ahead: None };
        let content = lines.required("content", |value| value.parse().ok())?;
        let key = lines.required("key", |value| value.parse().ok())?;
        let size = lines.required("size", |value| value.parse().ok())?;
        let signed = lines.optional("signed", whole_second)?;
        let proof = lines
            .optional("proof", |value| Proof::from_bytes(&HEXLOWER.decode(value.as_bytes()).ok()?).ok())?;
        let label = lines.optional("label", unescaped)?;
        let record = Self { pair: Pair { content, key }, size, signed, proof, label };
        // Numbers, times and escapes have several forms; bundles with equal entries must be equal.
        if record.to_string() == text { Ok(record) } else { Err(InvalidRecord::Form) }
    }
}

/// The lines of a record, each a name and a value.
struct Fields<'a> {
    lines: Lines<'a>,
    ahead: Option<&'a str>,
}

impl Fields<'_> {
    fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, InvalidRecord> {
        let Some(line) = self.ahead.take().or_else(|| self.lines.next()) else { return Ok(None) };
        match line.strip_prefix(name).and_then(|rest| rest.strip_prefix(' ')) {
            Some(value) => read(value).map(Some).ok_or(InvalidRecord::Line(name)),
            None => {
                self.ahead = Some(line);
                Ok(None)
            }
        }
    }

    fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, InvalidRecord> {
        self.optional(name, read)?.ok_or(InvalidRecord::Line(name))
    }
}

fn whole_second(text: &str) -> Option<Timestamp> {
    text.parse().ok().filter(|time: &Timestamp| time.subsec_nanosecond() == 0)
}

fn escaped(label: &Untrusted) -> String {
    let mut text = String::with_capacity(label.raw().len());
    for character in label.raw().chars() {
        if character == '\\' {
            text.push_str("\\\\");
        } else {
            // Writing to a string can't fail.
            let _ = write!(text, "{}", Untrusted::new(character));
        }
    }
    text
}

fn unescaped(text: &str) -> Option<Untrusted> {
    let mut label = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        label.push_str(before);
        rest = if let Some(after) = after.strip_prefix('\\') {
            label.push('\\');
            after
        } else {
            let (digits, after) = after.strip_prefix("u{")?.split_once('}')?;
            label.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
            after
        };
    }
    label.push_str(rest);
    (label.len() <= Record::MAX_LABEL).then(|| Untrusted::new(label))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::ContentDigest;

    fn record(label: Option<&str>) -> Record {
        let key = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap();
        Record {
            pair: Pair { content: ContentDigest::new([0xab; 32]), key },
            size: 67,
            signed: Some("2026-11-22T16:01:04Z".parse().unwrap()),
            proof: Some(Proof::new([0x0102_0304; 8], 67, vec![9, 8, 7]).unwrap()),
            label: label.map(Untrusted::new),
        }
    }

    #[test]
    fn a_record_is_a_text_that_people_can_read() {
        let text = record(Some("a\\b\nc")).to_string();
        let proof = "01020304".repeat(8) + "0000000000000043" + "090807";
        let expected = format!(
            "content {}\nkey openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B\nsize 67\n\
             signed 2026-11-22T16:01:04Z\nproof {proof}\nlabel a\\\\b\\u{{a}}c\n",
            "ab".repeat(32)
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn there_is_one_form_and_every_other_is_refused() {
        let whole = record(Some("x")).to_string();
        let check = |from: &str, to: &str| {
            let text = whole.replacen(from, to, 1);
            assert!(text != whole && text.parse::<Record>().is_err(), "{text}");
        };
        check("abab", "ABAB");
        check("openpgp:8F", "openpgp:8f");
        check("size 67", "size 067");
        check("size 67", "size +67");
        check("signed 2026-11-22T16:01:04Z", "signed 2026-11-22T17:01:04+01:00");
        check("signed 2026-11-22T16:01:04Z", "signed 2026-11-22T16:01:04.5Z");
        check("0807\n", "0807ff\n");
        check("label x", "label \\u{78}");
        check("label x", "label \\");
        check("label x", "label x\r");
        check("label x\n", "label x");
        check("label x\n", "label x\nlabel y\n");
        check("size 67\n", "");
        check("label x\n", &format!("label {}\n", "x".repeat(Record::MAX_LABEL + 1)));
        let signed = whole.find("signed").unwrap();
        let moved = [&whole[..signed], "label x\n", &whole[signed..]].concat();
        assert!(moved.parse::<Record>().is_err());
    }

    proptest! {
        #[test]
        fn every_label_comes_back_and_is_one_plain_line(label in "\\PC{0,40}|.{0,40}|(?s-u:[\\x00-\\x7f]{0,40})") {
            let record = record(Some(&label));
            let text = record.to_string();
            prop_assert_eq!(text.lines().count(), 6);
            prop_assert_eq!(text.parse::<Record>(), Ok(record));
        }
    }
}
