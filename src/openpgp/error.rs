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
    /// A private-key operation failed.
    #[error("signing failed: {0}")]
    Signing(Untrusted),
}

/// Turns the library's errors, which may quote what they read, into untrusted text.
pub(super) fn told(error: &dyn std::fmt::Display) -> Untrusted {
    Untrusted::new(error.to_string())
}
