use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::bundle::{self, Item, Reader};
use crate::model::Untrusted;

/// A bundle that is to be read, and what people call it.
pub struct Source {
    pub(in crate::ops) place: Untrusted,
    pub(in crate::ops) reader: Box<dyn Reader>,
}

/// Few enough items to be in memory several times, and enough for one transaction.
const CHUNK: usize = 2048;

/// About as many bytes, where signatures are large.
const CHUNK_BYTES: usize = 2 << 20;

pub(super) type Chunk = Result<Vec<Item>, bundle::Error>;

impl Source {
    /// A bundle that comes out of a reader.
    #[must_use]
    pub fn new(place: Untrusted, reader: Box<dyn Reader>) -> Self {
        Self { place, reader }
    }

    /// Reads it on a thread of its own, which ends with the bundle or with the receiver.
    ///
    /// Nobody waits for it: it may be blocked in reading from a pipe that nothing comes through.
    pub(super) fn read(self) -> Receiver<Chunk> {
        let (sender, receiver) = sync_channel(1);
        let mut reader = self.reader;
        thread::spawn(move || send_all(&mut *reader, &sender));
        receiver
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
                        Item::Wanted(_) => 0,
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
