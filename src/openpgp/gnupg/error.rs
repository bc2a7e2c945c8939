use std::io;
use std::path::PathBuf;
use std::time::Duration;

use sequoia_openpgp::types::{HashAlgorithm, PublicKeyAlgorithm};

use crate::model::Untrusted;

/// Why GnuPG could not do what was asked of it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `gpg` or `gpgconf` is not installed, or not where it was said to be.
    #[error("the program `{}` was not found", program.display())]
    ProgramMissing {
        /// The program, as it was called.
        program: PathBuf,
    },
    /// `gpg` or `gpgconf` could not be run, or ended with an error.
    #[error("`{}` failed: {message}", program.display())]
    ProgramFailed {
        /// The program, as it was called.
        program: PathBuf,
        /// What it wrote to stderr, or what the system said.
        message: Untrusted,
    },
    /// `gpg` or `gpgconf` did not end in time.
    #[error("`{}` gave no answer within {} s", program.display(), limit.as_secs_f32())]
    ProgramWedged {
        /// The program, as it was called.
        program: PathBuf,
        /// How long it was waited for.
        limit: Duration,
    },
    /// A file of the key ring can't be read.
    #[error("can't read the key ring `{}`", path.display())]
    KeyRing {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The agent's socket has a path that is longer than the kernel allows (`sun_path` in unix(7)).
    #[error("the path of gpg-agent's socket is too long: `{}`", socket.display())]
    SocketPathTooLong {
        /// The socket that GnuPG would use.
        socket: PathBuf,
    },
    /// Nobody answers at the agent's socket, or the connection broke.
    #[error("gpg-agent can't be reached at `{}`", socket.display())]
    AgentUnreachable {
        /// The socket.
        socket: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The agent said nothing for too long.
    #[error("gpg-agent gave no answer within {} s", limit.as_secs_f32())]
    AgentWedged {
        /// How long it was waited for.
        limit: Duration,
    },
    /// The agent's answer breaks the Assuan protocol, or is no signature by this kind of key.
    #[error("gpg-agent's answer makes no sense: {0}")]
    Unintelligible(&'static str),
    /// The agent has no secret key with this keygrip.
    #[error("gpg-agent has no such secret key")]
    NoSecretKey,
    /// A person closed the prompt.
    #[error("cancelled at gpg-agent's prompt")]
    Cancelled,
    /// A passphrase, PIN or confirmation is needed, and asking is not allowed or not possible.
    #[error("gpg-agent needs to ask for a passphrase or PIN, and can't")]
    PromptNeeded,
    /// The passphrase or PIN was wrong.
    #[error("wrong passphrase or PIN")]
    BadPassphrase,
    /// The smart card or its reader is not there.
    #[error("the smart card with the secret key is not present")]
    CardMissing,
    /// The agent has no daemon that speaks to cards, or can't run it.
    #[error("gpg-agent can't run its smart card daemon")]
    NoCardDaemon,
    /// The agent waited too long for a person or a card.
    #[error("gpg-agent waited too long for a passphrase, PIN or touch")]
    AgentTimeout,
    /// Somebody wanted to stop while the agent was waited for.
    #[error("interrupted while gpg-agent was at work")]
    Interrupted,
    /// Any other refusal by the agent.
    #[error("gpg-agent refused with code {code}: {text}")]
    Refused {
        /// The error code, as `gpg-error` numbers them, without the source.
        code: u16,
        /// The agent's own words.
        text: Untrusted,
    },
    /// The key can't sign digests of this algorithm: they are shorter than the key's group, or unknown to GnuPG.
    #[error("gpg-agent signs no {hash} digest with this {key} key")]
    HashUnfit {
        /// The digest's algorithm.
        hash: HashAlgorithm,
        /// The key's algorithm.
        key: PublicKeyAlgorithm,
    },
    /// The agent, or what is here of its protocol, knows no decryption with such a key.
    #[error("gpg-agent decrypts nothing for signcache with a key of the kind {key}")]
    KeyUnfit {
        /// The key's algorithm.
        key: PublicKeyAlgorithm,
    },
}

impl Error {
    /// The meaning of an `ERR` line: a libgpg-error value holds the code in its low 16 bits.
    pub(super) fn refusal(value: u32, text: &[u8]) -> Self {
        // Below 0x8000 the numbers are those of gpg-error.h; above, they stand for the system's errno.
        match value & 0xffff {
            11 | 87 => Self::BadPassphrase,
            17 => Self::NoSecretKey,
            62 => Self::AgentTimeout,
            85 | 86 => Self::PromptNeeded,
            99 | 198 => Self::Cancelled,
            110 | 112 | NO_SUCH_DEVICE => Self::CardMissing,
            119 => Self::NoCardDaemon,
            code => {
                Self::Refused { code: u16::try_from(code).unwrap_or(0), text: Untrusted::from_bytes(text) }
            }
        }
    }
}

/// `GPG_ERR_ENODEV`: what scdaemon says when no reader is plugged in.
const NO_SUCH_DEVICE: u32 = 0x8000 | 80;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_of_an_error_does_not_change_its_meaning() {
        let check = |code: u32, expected: &str| {
            for source in [0, 4, 5] {
                let error = Error::refusal(source << 24 | code, b"text \x1b");
                assert!(format!("{error:?}").starts_with(expected), "{code} is {error:?}");
            }
        };
        check(17, "NoSecretKey");
        check(11, "BadPassphrase");
        check(85, "PromptNeeded");
        check(99, "Cancelled");
        check(198, "Cancelled");
        check(112, "CardMissing");
        check(0x8000 | 80, "CardMissing");
        check(119, "NoCardDaemon");
        check(62, "AgentTimeout");
        check(139, r"Refused { code: 139, text: Untrusted(text \u{1b})");
    }
}
