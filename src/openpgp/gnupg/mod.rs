//! The user's own GnuPG: its key ring, and its agent that holds the secret keys.
//!
//! No secret key, passphrase or PIN passes through here: the agent gets a
//! digest and returns a signature, or gets an encrypted session key and returns
//! it decrypted, and asks its user by itself, where that is allowed
//! ([`Prompting`]). Every wait has a limit ([`Limits`]), and whoever waits for the
//! agent can be stopped ([`Cancelled`]). What the agent returns is not verified
//! here, and what the key ring says neither.
//!
//! Deliberately absent: key generation and the environment. Which
//! home directory, terminal and screen are meant is for the caller to say.

mod agent;
mod assuan;
mod child;
mod decryptor;
mod enc_val;
mod error;
mod home;
mod keybox;
mod keygrip;
mod keyring;
mod keys;
mod pinentry;
mod prompting;
mod ring;
mod search;
mod settings;
mod sexp;
mod signer;
mod stored;

pub use agent::Agent;
pub use decryptor::AgentDecryptor;
pub use error::Error;
pub use home::{GnupgHome, Limits};
pub use keygrip::{InvalidKeygrip, Keygrip};
pub use keyring::Keyring;
pub use keys::{keygrips, own_keygrips};
pub use prompting::{Prompting, Terminal};
pub use signer::{AgentSigner, acceptable_hashes};

/// Asked again and again while the agent is waited for: whether somebody wants to stop.
pub type Cancelled<'a> = &'a dyn Fn() -> bool;
