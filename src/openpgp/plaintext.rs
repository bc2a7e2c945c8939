use std::fmt;
use std::io::{self, Read};

use sequoia_openpgp::crypto::SessionKey as Secret;
use sequoia_openpgp::packet::{PKESK, Packet, SKESK};
use sequoia_openpgp::parse::stream::{
    DecryptionHelper, Decryptor, DecryptorBuilder, MessageStructure, VerificationHelper,
};
use sequoia_openpgp::parse::{PacketParser, Parse};
use sequoia_openpgp::policy::StandardPolicy;
use sequoia_openpgp::types::{CompressionAlgorithm, SymmetricAlgorithm};
use sequoia_openpgp::{Cert, KeyHandle, Result as AnyResult};

use super::error::told;
use super::source::Failure;
use super::{Error, SessionKey};
use crate::model::Untrusted;

/// What was encrypted, as a stream.
///
/// A message that was cut short or changed gives an error, and at the latest in place of its end: what was
/// read before counts only if the end came. The error has [`Error::Damaged`] in it; one of the source
/// comes as it is. Signatures in the message mean nothing here.
pub struct Plaintext<'a> {
    decryptor: Decryptor<'a, Helper>,
    source: Failure,
    over: bool,
}

/// How much is decrypted ahead. The end is held back until it was checked.
const AHEAD: usize = 256 << 10;

static POLICY: StandardPolicy<'static> = StandardPolicy::new();

impl<'a> Plaintext<'a> {
    pub(super) fn begin(
        source: impl Read + Send + Sync + 'a,
        failure: Failure,
        key: SessionKey,
    ) -> Result<Self, Error> {
        let begun = DecryptorBuilder::from_reader(source).and_then(|builder| {
            // No time: it would matter to signatures only, which nobody looks at.
            builder.buffer_size(AHEAD).with_policy(&POLICY, std::time::UNIX_EPOCH, Helper(Some(key)))
        });
        begun.map(|decryptor| Self { decryptor, source: failure.clone(), over: false }).map_err(
            |error| match (failure.take(), error.downcast::<Error>()) {
                (Some(error), _) => Error::MessageUnread(error),
                (None, Ok(own)) => own,
                (None, Err(error)) => Error::Damaged(told(&error)),
            },
        )
    }
}

impl Read for Plaintext<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.over {
            // The library must not be asked again after an error.
            return Err(damaged("it can't be read on after an error"));
        }
        self.decryptor.read(buffer).map_err(|error| {
            self.over = true;
            self.source.take().unwrap_or_else(|| damaged(error))
        })
    }
}

impl fmt::Debug for Plaintext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plaintext")
    }
}

fn damaged(reason: impl fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Error::Damaged(told(&reason)))
}

/// Knows the session key already, and nobody who signs.
struct Helper(Option<SessionKey>);

impl DecryptionHelper for Helper {
    fn decrypt(
        &mut self,
        _: &[PKESK],
        _: &[SKESK],
        _: Option<SymmetricAlgorithm>,
        decrypt: &mut dyn FnMut(Option<SymmetricAlgorithm>, &Secret) -> bool,
    ) -> AnyResult<Option<Cert>> {
        // Once: what is encrypted within is not what was asked for.
        if let Some(key) = self.0.take() {
            decrypt(key.cipher, &key.secret);
        }
        Ok(None)
    }
}

impl VerificationHelper for Helper {
    fn inspect(&mut self, parser: &PacketParser<'_>) -> AnyResult<()> {
        match &parser.packet {
            Packet::CompressedData(data) if data.algo() != CompressionAlgorithm::Uncompressed => {
                let reason = format!("it is compressed in the way of OpenPGP ({})", data.algo());
                Err(Error::MessageUnsupported(Untrusted::new(reason)).into())
            }
            _ => Ok(()),
        }
    }

    fn get_certs(&mut self, _: &[KeyHandle]) -> AnyResult<Vec<Cert>> {
        Ok(Vec::new())
    }

    fn check(&mut self, _: MessageStructure<'_>) -> AnyResult<()> {
        Ok(())
    }
}
