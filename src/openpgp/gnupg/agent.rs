use std::fmt::Write;
use std::io;
use std::path::Path;

use data_encoding::HEXUPPER;
use sequoia_openpgp::crypto::mem::Protected;

use super::assuan::{Connection, LINE};
use super::{Cancelled, Error, GnupgHome, Keygrip, Limits, Prompting};
use crate::model::Untrusted;

/// A connection to gpg-agent, which holds the secret keys and asks for passphrases.
///
/// Commands and options are those of the GnuPG manual, section "Agent Protocol".
#[derive(Debug)]
pub struct Agent {
    connection: Connection,
    limits: Limits,
}

impl Agent {
    /// Connects to the agent of a GnuPG home directory, and starts it when it is not running.
    ///
    /// # Errors
    /// When there is no agent and none can be started, or it does not answer in time.
    pub fn connect(home: &GnupgHome, prompting: &Prompting, cancelled: Cancelled<'_>) -> Result<Self, Error> {
        let socket = home.agent_socket()?;
        match Self::connect_to(&socket, prompting, home.limits, cancelled) {
            Err(Error::AgentUnreachable { source, .. }) if is_down(&source) => {
                home.launch_agent()?;
                Self::connect_to(&socket, prompting, home.limits, cancelled)
            }
            answer => answer,
        }
    }

    /// Connects to the agent that listens at a socket.
    ///
    /// # Errors
    /// When nobody listens there, or does not answer in time.
    pub fn connect_to(
        socket: &Path,
        prompting: &Prompting,
        limits: Limits,
        cancelled: Cancelled<'_>,
    ) -> Result<Self, Error> {
        let mut agent = Self { connection: Connection::open(socket, limits.control, cancelled)?, limits };
        for option in prompting.options() {
            match agent.control(&format!("OPTION {option}"), cancelled) {
                // An older agent, or one behind a restricted socket, where a terminal of this machine means nothing.
                Err(Error::Refused { code: UNKNOWN_OPTION | FORBIDDEN, .. })
                    if *prompting != Prompting::Never => {}
                answer => answer.map(drop)?,
            }
        }
        if *prompting != Prompting::Never {
            match agent.control("GETINFO pid", cancelled) {
                Ok(number) => agent.connection.remember_agent(&number),
                Err(Error::Refused { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(agent)
    }

    /// Whether the agent has the secret key, or knows the card that has it.
    ///
    /// # Errors
    /// When the agent does not answer, or refuses for another reason.
    pub fn has_key(&mut self, keygrip: &Keygrip, cancelled: Cancelled<'_>) -> Result<bool, Error> {
        match self.control(&format!("HAVEKEY {keygrip}"), cancelled) {
            Ok(_) => Ok(true),
            Err(Error::NoSecretKey) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The agent's version, such as `2.2.40`.
    ///
    /// # Errors
    /// When the agent does not answer, or refuses.
    pub fn version(&mut self, cancelled: Cancelled<'_>) -> Result<Untrusted, Error> {
        self.control("GETINFO version", cancelled).map(|version| Untrusted::from_bytes(&version))
    }

    /// Chooses the key for what is to be signed or decrypted next.
    pub(super) fn choose(&mut self, keygrip: &Keygrip, cancelled: Cancelled<'_>) -> Result<(), Error> {
        self.control(&format!("SIGKEY {keygrip}"), cancelled).map(drop)
    }

    /// Signs a digest with the chosen key, and returns an S-expression.
    ///
    /// The description is shown to the person who is asked for a passphrase or PIN.
    /// Closing the connection, as after an interruption, takes the question back.
    pub(super) fn sign(
        &mut self,
        description: &str,
        algorithm: u8,
        digest: &[u8],
        cancelled: Cancelled<'_>,
    ) -> Result<Vec<u8>, Error> {
        if !description.is_empty() {
            self.control(&set_key_description(description), cancelled)?;
        }
        self.control(&format!("SETHASH {algorithm} {}", HEXUPPER.encode(digest)), cancelled)?;
        self.connection.transact("PKSIGN", self.limits.signing, cancelled)
    }

    /// Decrypts an S-expression with the chosen key, and returns another one; as [`Agent::sign`] otherwise.
    pub(super) fn decrypt(
        &mut self,
        description: &str,
        ciphertext: &[u8],
        cancelled: Cancelled<'_>,
    ) -> Result<Protected, Error> {
        if !description.is_empty() {
            self.control(&set_key_description(description), cancelled)?;
        }
        self.connection.transact_with("PKDECRYPT", "CIPHERTEXT", ciphertext, self.limits.signing, cancelled)
    }

    fn control(&mut self, command: &str, cancelled: Cancelled<'_>) -> Result<Vec<u8>, Error> {
        self.connection.transact(command, self.limits.control, cancelled)
    }
}

/// `GPG_ERR_UNKNOWN_OPTION`.
const UNKNOWN_OPTION: u16 = 174;

/// `GPG_ERR_FORBIDDEN`.
const FORBIDDEN: u16 = 251;

/// Whether starting an agent helps: the socket is absent, or its agent has died.
fn is_down(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused)
}

/// The command that sets a description, cut where the line is full.
fn set_key_description(description: &str) -> String {
    let mut command = String::from("SETKEYDESC ");
    for character in description.chars() {
        let length = command.len();
        match character {
            ' ' => command.push('+'),
            // Nothing else: the agent takes an escaped byte of UTF-8 such as `%C3` for its own `%C`, a comment.
            '%' | '+' | '\0'..='\x1f' | '\x7f' => {
                let _ = write!(command, "%{:02X}", u32::from(character));
            }
            _ => command.push(character),
        }
        if command.len() > LINE {
            command.truncate(length);
            break;
        }
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_stays_one_word_on_one_line() {
        let check = |text: &str, sent: &str| {
            assert_eq!(set_key_description(text), format!("SETKEYDESC {sent}"));
        };
        check("Sign\nfür 100%?", "Sign%0Afür+100%25?");
        check("a+b\r\u{7f}\0", "a%2Bb%0D%7F%00");
        assert_eq!(set_key_description(&"ü".repeat(600)).len(), 11 + 988);
        assert_eq!(set_key_description(&"%".repeat(600)).len(), 11 + 987);
    }
}
