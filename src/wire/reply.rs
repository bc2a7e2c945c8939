use std::fmt;
use std::io::{self, Read, Write};

use super::read_line;
use crate::model::Untrusted;

/// What the agent says to a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reply {
    /// The signature: one binary packet.
    Signature(Vec<u8>),
    /// There is none.
    Refused(Refusal),
}

/// Why there is no signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// In a word, for programs.
    pub word: Word,
    /// In a sentence, for people.
    pub reason: Untrusted,
}

/// Why there is no signature, in a word that never changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// The policy does not allow it.
    Denied,
    /// There is none yet, and the policy allows those that are there only.
    Missing,
    /// Somebody has to approve it; then it is there.
    Wanted,
    /// The content is needed once more, whole: its digest alone proves nothing with this key.
    Again,
    /// Too many want the same just now.
    Busy,
    /// It was tried, and failed.
    Failed,
    /// The request makes no sense.
    Malformed,
}

impl Word {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Denied, "denied"),
        (Self::Missing, "missing"),
        (Self::Wanted, "wanted"),
        (Self::Again, "again"),
        (Self::Busy, "busy"),
        (Self::Failed, "failed"),
        (Self::Malformed, "malformed"),
    ];
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Self::ALL.iter().find(|(word, _)| word == self).map_or("", |(_, text)| text);
        f.pad(word)
    }
}

impl Refusal {
    /// A refusal for a reason.
    #[must_use]
    pub fn new(word: Word, reason: impl fmt::Display) -> Self {
        Self { word, reason: Untrusted::new(reason.to_string()) }
    }
}

impl Reply {
    /// The most bytes that a signature may have.
    pub const MAX_SIGNATURE: usize = 64 << 10;

    /// Sends it, in one piece.
    ///
    /// # Errors
    /// When it can't be sent.
    pub fn send(&self, output: &mut impl Write) -> io::Result<()> {
        let bytes = match self {
            Self::Signature(signature) => {
                [format!("signature {}\n", signature.len()).as_bytes(), signature].concat()
            }
            // What is shown of untrusted text is one line.
            Self::Refused(Refusal { word, reason }) => format!("{word} {reason}\n").into_bytes(),
        };
        output.write_all(&bytes)?;
        output.flush()
    }

    /// Receives one.
    ///
    /// # Errors
    /// When none comes, or something else.
    pub fn receive(input: &mut impl Read) -> io::Result<Self> {
        let line = read_line(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let (word, rest) = line.split_once(' ').ok_or(io::ErrorKind::InvalidData)?;
        if word == "signature" {
            let length = rest.parse().ok().filter(|length| *length <= Self::MAX_SIGNATURE);
            let mut signature = vec![0; length.ok_or(io::ErrorKind::InvalidData)?];
            input.read_exact(&mut signature)?;
            return Ok(Self::Signature(signature));
        }
        let known = Word::ALL.iter().find(|(_, text)| *text == word);
        let (word, _) = known.ok_or(io::ErrorKind::InvalidData)?;
        Ok(Self::Refused(Refusal::new(*word, rest)))
    }
}
