use std::io::{self, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use crate::bundle::{self, Item, Reader};
use crate::model::Untrusted;
use crate::ops::{Error, Progress};
use crate::threads;

/// A bundle that is to be read, and what people call it.
pub struct Source {
    pub(in crate::ops) place: Untrusted,
    reader: Box<dyn Reader>,
}

/// Few enough items to be in memory several times, and enough for one transaction.
const CHUNK: usize = 2048;

/// About as many bytes, where signatures are large.
const CHUNK_BYTES: usize = 2 << 20;

/// Enough to tell what it is, and for all to whom it may be encrypted.
const BEGINNING: u64 = 64 << 10;

/// How soon a wish to stop is noticed while nothing arrives.
const TICK: Duration = Duration::from_millis(100);

type Chunk = Result<Vec<Item>, bundle::Error>;

/// What is read of a bundle, on a thread that nobody waits for.
pub(in crate::ops) struct Chunks {
    place: Untrusted,
    receiver: Receiver<Chunk>,
}

impl Source {
    /// A bundle that comes out of a reader.
    #[must_use]
    pub fn new(place: Untrusted, reader: Box<dyn Reader>) -> Self {
        Self { place, reader }
    }

    /// Opens something that may be a bundle, and reads how it begins. A pipe may keep one waiting for both.
    ///
    /// # Errors
    /// When a person asks to stop, within the result when it can't be read.
    pub fn beginning<R: Read + Send + 'static>(
        open: impl FnOnce() -> io::Result<R> + Send + 'static,
        progress: &dyn Progress,
    ) -> Result<io::Result<(Vec<u8>, R)>, Error> {
        let (sender, receiver) = sync_channel(1);
        let reading = threads::spawn(move || {
            let read = || {
                let (mut input, mut beginning) = (open()?, Vec::new());
                (&mut input).take(BEGINNING).read_to_end(&mut beginning)?;
                Ok((beginning, input))
            };
            // Nobody may want it any more.
            let _ = sender.send(read());
        });
        reading.map_err(Error::NoThread)?;
        received(&receiver, progress)?.ok_or(Error::Interrupted)
    }

    /// Reads it on a thread of its own, which ends with the bundle or with the receiver.
    ///
    /// Nobody waits for it: it may be blocked in reading from a pipe that nothing comes through.
    pub(in crate::ops) fn read(self) -> Result<Chunks, Error> {
        let (sender, receiver) = sync_channel(1);
        let Self { place, mut reader } = self;
        threads::spawn(move || send_all(&mut *reader, &sender)).map_err(Error::NoThread)?;
        Ok(Chunks { place, receiver })
    }
}

impl Chunks {
    /// The next items; none at the end.
    pub(in crate::ops) fn next(&self, progress: &dyn Progress) -> Result<Option<Vec<Item>>, Error> {
        let failed = |source| match progress.cancelled() {
            // Whoever waited for a pipe was woken by it.
            true => Error::Interrupted,
            false => Error::Bundle { place: self.place.clone(), source },
        };
        received(&self.receiver, progress)?.transpose().map_err(failed)
    }
}

/// What comes out of another thread; none when that has ended.
fn received<T>(receiver: &Receiver<T>, progress: &dyn Progress) -> Result<Option<T>, Error> {
    loop {
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        match receiver.recv_timeout(TICK) {
            Ok(received) => return Ok(Some(received)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
        }
    }
}

fn send_all(reader: &mut dyn Reader, sender: &SyncSender<Chunk>) {
    loop {
        let (mut chunk, mut bytes, mut end) = (Vec::new(), 0, None);
        while end.is_none() && chunk.len() < CHUNK && bytes < CHUNK_BYTES {
            match reader.next() {
                Ok(Some(item)) => {
                    bytes += match &item {
                        Item::Certificate(_, packets) | Item::Entry(_, packets) => packets.len(),
                        Item::Wanted(_) | Item::Broken(..) | Item::Unknown(..) => 0,
                    };
                    chunk.push(item);
                }
                Ok(None) => end = Some(Ok(())),
                Err(error) => end = Some(Err(error)),
            }
        }
        // What came whole before an error counts.
        let gone = !chunk.is_empty() && sender.send(Ok(chunk)).is_err();
        match end {
            None if !gone => {}
            Some(Err(error)) if !gone => {
                let _ = sender.send(Err(error));
                return;
            }
            _ => return,
        }
    }
}
