use std::fs::File;
use std::io::{self, BufReader, Seek, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

use super::{Refusal, Reply, Request, Word, send_chunks};
use crate::model::{KeyId, Untrusted};

/// How asking the agent fails.
#[derive(Debug, thiserror::Error)]
pub enum Asked {
    /// Nobody listens there.
    #[error("no agent answers at {socket}: {source}")]
    NoAgent {
        /// The socket.
        socket: String,
        /// What the system said.
        source: io::Error,
    },
    /// The agent hung up, or said something else than a reply.
    #[error("the agent gave no answer: {0}")]
    Broken(io::Error),
    /// The content can't be read.
    #[error("the content can't be read: {0}")]
    Content(io::Error),
    /// The agent said no.
    #[error("{}", .0.reason)]
    Refused(Refusal),
}

/// Asks the agent at a socket for the signature of a file by a key; sends the file a second time where that is needed.
///
/// # Errors
/// When there is no agent, or no signature.
pub fn ask(socket: &Path, key: &KeyId, content: &mut File, label: &Untrusted) -> Result<Vec<u8>, Asked> {
    let stream = UnixStream::connect(socket);
    let mut stream =
        stream.map_err(|source| Asked::NoAgent { socket: socket.display().to_string(), source })?;
    let mut input = BufReader::new(stream.try_clone().map_err(Asked::Broken)?);
    let mut send = |whole| {
        content.rewind().map_err(Asked::Content)?;
        let request = Request::Content { key: *key, label: label.clone(), whole };
        let sent = stream.write_all(format!("{request}\n").as_bytes());
        // Who refuses does not wait for the rest; what was said is there to be read all the same.
        let sent = sent.and_then(|()| send_chunks(content, &mut stream));
        match (Reply::receive(&mut input), sent) {
            (Ok(reply), _) => Ok(reply),
            (Err(_), Err(error)) | (Err(error), Ok(())) => Err(Asked::Broken(error)),
        }
    };
    let mut reply = send(false)?;
    if matches!(&reply, Reply::Refused(Refusal { word: Word::Again, .. })) {
        reply = send(true)?;
    }
    match reply {
        Reply::Signature(signature) => Ok(signature),
        Reply::Refused(refusal) => Err(Asked::Refused(refusal)),
    }
}
