use std::io;
use std::path::PathBuf;

use crate::model::{Fingerprint, Untrusted};

/// What goes wrong with OpenPGP data and keys.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are not one detached signature.
    #[error("not a detached OpenPGP signature: {0}")]
    NotASignature(Untrusted),
    /// A signature of a version that is not accepted.
    #[error("a version {0} OpenPGP signature, which is not accepted (only versions 4 and 6 are)")]
    Version(u8),
    /// The signature is not one over a document.
    #[error("an OpenPGP signature over something else than a document (type {0:#04x})")]
    Type(u8),
    /// The hash algorithm of the signature can't be computed here.
    #[error("the hash algorithm of the signature is not supported: {0}")]
    Hash(Untrusted),
    /// The bytes are not one certificate.
    #[error("not an OpenPGP certificate: {0}")]
    NotACertificate(Untrusted),
    /// A certificate from somebody else that would cost too much; says what it has.
    #[error("an OpenPGP certificate that {0}")]
    TooMuch(&'static str),
    /// The certificate is another one than was asked for.
    #[error("the certificate is {found}, not {wanted}")]
    OtherCertificate {
        /// The fingerprint of the certificate that was found.
        found: Fingerprint,
        /// The fingerprint that was asked for.
        wanted: Fingerprint,
    },
    /// No key of the certificate can sign now; says of each why.
    #[error("{key} can't sign: {reason}")]
    CannotSign {
        /// The certificate.
        key: Fingerprint,
        /// Why not.
        reason: Untrusted,
    },
    /// A file with a secret key can't be read.
    #[error("can't read the key file {}", path.display())]
    KeyFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file that should have a secret key has something else.
    #[error("{} is not a file of OpenPGP keys: {reason}", path.display())]
    NotAKeyFile {
        /// The file.
        path: PathBuf,
        /// What the library said.
        reason: Untrusted,
    },
    /// The file has no secret key that may sign for the certificate now.
    #[error("{} has no secret key that can sign for {key} now", path.display())]
    NotInKeyFile {
        /// The file.
        path: PathBuf,
        /// The certificate.
        key: Fingerprint,
    },
    /// The secret part of an RSA key must not be used with this build's back end.
    #[error("this build does not use the RSA key {key} from a file (RUSTSEC-2023-0071)")]
    RsaRefused {
        /// The key.
        key: Fingerprint,
    },
    /// The key in the file has a password, and nobody gave one.
    #[error("the key in {} has a password, and nobody can be asked for it", .0.display())]
    PasswordNeeded(PathBuf),
    /// The key in the file has another password.
    #[error("wrong password for the key in {}", .0.display())]
    WrongPassword(PathBuf),
    /// Nothing can be encrypted to the holder of a certificate now; says why.
    #[error("can't encrypt to {key}: {reason}")]
    CannotEncrypt {
        /// The certificate.
        key: Fingerprint,
        /// Why not.
        reason: Untrusted,
    },
    /// An encrypted message can't be written.
    #[error("can't encrypt")]
    Encrypting(#[source] io::Error),
    /// A message can't be read from where it is.
    #[error("can't read the encrypted message")]
    MessageUnread(#[source] io::Error),
    /// The bytes are not an encrypted message.
    #[error("not an encrypted OpenPGP message: {0}")]
    NotAMessage(Untrusted),
    /// An encrypted message of a kind that is not read here.
    #[error("an encrypted OpenPGP message that can't be read here: {0}")]
    MessageUnsupported(Untrusted),
    /// What was encrypted is not there as it was: cut short, changed, or not what the session key is for.
    #[error("the encrypted message is damaged: {0}")]
    Damaged(Untrusted),
    /// A private-key operation failed.
    #[error("signing failed: {0}")]
    Signing(Untrusted),
}

/// Turns the library's errors, which may quote what they read, into untrusted text.
pub(super) fn told(error: &dyn std::fmt::Display) -> Untrusted {
    Untrusted::new(error.to_string())
}
