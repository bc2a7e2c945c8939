//! Whether the program was started without a stdout.

use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::fcntl_getfl;
use rustix::io::Errno;

static CLOSED: AtomicBool = AtomicBool::new(false);

/// Whether the program was started without a stdout, so that what it prints is lost.
pub fn was_closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}

/// Runs before the standard library starts, which opens `/dev/null` in the place of a stdout that is closed.
///
/// Afterwards that can't be told from a `/dev/null` that Python or Node opened for reading and writing.
#[used]
#[allow(unsafe_code, reason = "the loader calls what is in this section, before `main`")]
// SAFETY: it is a function as the loader calls them, and needs nothing of the standard library that `main` sets up.
#[unsafe(link_section = ".init_array")]
static BEFORE_MAIN: extern "C" fn() = look;

extern "C" fn look() {
    let closed = fcntl_getfl(rustix::stdio::stdout()) == Err(Errno::BADF);
    CLOSED.store(closed, Ordering::Relaxed);
}
