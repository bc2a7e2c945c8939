use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use sequoia_openpgp::Packet;
use sequoia_openpgp::crypto::SessionKey;
use sequoia_openpgp::packet::pkesk::{PKESK3, PKESK6};
use sequoia_openpgp::serialize::Serialize;
use sequoia_openpgp::serialize::stream::{Encryptor, LiteralWriter, Message};
use sequoia_openpgp::types::{AEADAlgorithm, DataFormat, SymmetricAlgorithm};

use super::error::told;
use super::{Error, Recipient};

/// A message that is being written: what goes in is encrypted, and comes out at the sink.
///
/// Only [`Encrypting::finish`] writes its end. What was dropped before does not decrypt as a whole message.
pub struct Encrypting<'a, W> {
    message: Option<Message<'a>>,
    sink: Sink<W>,
}

/// Encrypts a stream to all encryption keys of all recipients, binary and uncompressed.
///
/// Encrypted data is of version 1, which every GnuPG reads, unless all recipients say that they know
/// version 2 (RFC 9580, sections 5.13.1 and 5.13.2). Memory does not grow with the stream.
///
/// # Errors
/// [`Error::Encrypting`] without recipients, or when the sink fails.
pub fn encrypt<'a, W: Write + Send + 'a>(
    sink: W,
    recipients: &[Recipient],
) -> Result<Encrypting<'a, W>, Error> {
    let sink = Sink(Arc::new(Mutex::new(Some(sink))));
    let message = begin(sink.clone(), recipients).map_err(|error| Error::Encrypting(plain(error)))?;
    Ok(Encrypting { message: Some(message), sink })
}

fn begin<'a>(
    sink: impl Write + Send + Sync + 'a,
    recipients: &[Recipient],
) -> sequoia_openpgp::Result<Message<'a>> {
    const CIPHER: SymmetricAlgorithm = SymmetricAlgorithm::AES256;
    if recipients.is_empty() {
        return Err(sequoia_openpgp::Error::InvalidOperation("there is no recipient".into()).into());
    }
    let secret = SessionKey::new(CIPHER.key_size()?)?;
    let all_know_aead = recipients.iter().all(Recipient::knows_aead);
    let mut message = Message::new(sink);
    for key in recipients.iter().flat_map(Recipient::keys) {
        let envelope: Packet = if all_know_aead {
            Packet::PKESK(PKESK6::for_recipient(&secret, key)?.into())
        } else {
            Packet::PKESK(PKESK3::for_recipient(CIPHER, &secret, key)?.into())
        };
        envelope.serialize(&mut message)?;
    }
    let mut encryptor = Encryptor::with_session_key(message, CIPHER, secret)?;
    if all_know_aead {
        encryptor = encryptor.aead_algo(AEADAlgorithm::default());
    }
    LiteralWriter::new(encryptor.build()?).format(DataFormat::Binary).build()
}

impl<W> Encrypting<'_, W> {
    /// Writes the end, without which the message does not decrypt, and returns the sink.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn finish(mut self) -> io::Result<W> {
        match self.message.take() {
            Some(message) => message.finalize().map_err(plain)?,
            None => return Err(closed()),
        }
        self.sink.take().ok_or_else(closed)
    }
}

impl<W> Write for Encrypting<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.message.as_mut().ok_or_else(closed)?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.message.as_mut().ok_or_else(closed)?.flush()
    }
}

/// The sink while the message is written, and nothing once it was given back.
struct Sink<W>(Arc<Mutex<Option<W>>>);

impl<W> Sink<W> {
    fn take(&self) -> Option<W> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl<W> Clone for Sink<W> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<W: Write> Write for Sink<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut sink = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sink.as_mut().ok_or_else(closed)?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut sink = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sink.as_mut().ok_or_else(closed)?.flush()
    }
}

fn closed() -> io::Error {
    io::Error::other("the message is closed")
}

/// The sink's own error, or the library's in words.
fn plain(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    match error.into().downcast::<io::Error>() {
        Ok(error) => *error,
        Err(error) => io::Error::other(told(&error).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use sequoia_openpgp::cert::CertBuilder;
    use sequoia_openpgp::serialize::MarshalInto;

    use super::*;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn only_finishing_writes_what_is_left() {
        const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);
        let builder = CertBuilder::new().set_creation_time(std::time::SystemTime::from(NOW));
        let (cert, _) = builder.add_transport_encryption_subkey().generate().unwrap();
        let wanted = cert.fingerprint().as_bytes().try_into().unwrap();
        let recipient = Recipient::from_bytes(&cert.to_vec().unwrap(), &wanted, NOW).unwrap();
        for finished in [false, true] {
            let sink = Shared::default();
            let mut sealing = encrypt(sink.clone(), std::slice::from_ref(&recipient)).unwrap();
            sealing.write_all(&vec![7; 9 << 20]).unwrap();
            let written = sink.0.lock().unwrap().len();
            assert!(written > 1 << 20, "the library keeps all of it");
            if finished {
                sealing.finish().unwrap();
            } else {
                drop(sealing);
            }
            assert_eq!(sink.0.lock().unwrap().len() > written, finished);
        }
    }
}
