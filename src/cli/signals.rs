use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::error::Error;
use super::exit::Exit;
use crate::files::Stop;

/// Watches for requests to stop. The first one is noted, a second one ends the program at once.
pub fn watch() -> Result<Stop, Error> {
    let stop = Stop::default();
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_default(signal, stop.flag())
            .and_then(|_| flag::register(signal, stop.flag()))
            .map_err(|error| Error::new(Exit::Failed, format!("can't watch for signals: {error}")))?;
    }
    Ok(stop)
}
