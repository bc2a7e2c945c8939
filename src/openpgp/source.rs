use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// A source that keeps its own error, which would not come through the library as it is.
pub(super) struct Source<R> {
    // Never locked: nothing but `&mut` gets at it, and so this is `Sync` whatever the source is.
    source: Mutex<R>,
    failure: Failure,
}

/// The error of a source, once there is one.
#[derive(Clone, Default)]
pub(super) struct Failure(Arc<Mutex<Option<io::Error>>>);

impl Failure {
    pub(super) fn take(&self) -> Option<io::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl<R> Source<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source: Mutex::new(source), failure: Failure::default() }
    }

    /// Where the error will be.
    pub(super) fn failure(&self) -> Failure {
        self.failure.clone()
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let source = self.source.get_mut().unwrap_or_else(PoisonError::into_inner);
        source.read(buffer).map_err(|error| {
            let kind = error.kind();
            if kind != io::ErrorKind::Interrupted {
                *self.failure.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            }
            kind.into()
        })
    }
}
