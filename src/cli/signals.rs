use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::error::Error;
use super::exit::Exit;

/// Whether somebody asked the program to stop.
#[derive(Clone, Debug, Default)]
pub struct Signals(Arc<AtomicBool>);

impl Signals {
    /// Whether somebody asked the program to stop.
    pub fn stop(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Watches for requests to stop. The first one is noted, a second one ends the program at once.
pub fn watch() -> Result<Signals, Error> {
    let signals = Signals::default();
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_default(signal, Arc::clone(&signals.0))
            .and_then(|_| flag::register(signal, Arc::clone(&signals.0)))
            .map_err(|error| Error::new(Exit::Failed, format!("can't watch for signals: {error}")))?;
    }
    Ok(signals)
}
