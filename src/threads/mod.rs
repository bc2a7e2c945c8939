//! Threads where the system has some left, and the same work without them, or an error, where it has none.

use std::io;
use std::num::NonZeroUsize;
use std::sync::OnceLock;
use std::thread::{Builder, JoinHandle, Scope, ScopedJoinHandle, available_parallelism};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The threads that share work; none where the system refused them.
fn pool() -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    // Unlike that of `rayon`'s own pool, this failure can be told.
    POOL.get_or_init(|| ThreadPoolBuilder::new().build().ok()).as_ref()
}

/// How many threads share work.
#[must_use]
pub fn count() -> usize {
    available_parallelism().map_or(1, NonZeroUsize::get)
}

/// What `each` makes of the items, in their order, on all cores; on this thread alone where there are no others.
///
/// No fewer than `least` items are given to a thread at once.
pub fn map<T: Send, R: Send>(items: Vec<T>, least: usize, each: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    match pool() {
        Some(pool) => pool.install(|| items.into_par_iter().with_min_len(least).map(each).collect()),
        None => items.into_iter().map(each).collect(),
    }
}

/// Starts a thread.
///
/// # Errors
/// When the system refuses.
pub fn spawn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> io::Result<JoinHandle<T>> {
    Builder::new().spawn(work)
}

/// Starts a thread that ends before the scope does.
///
/// # Errors
/// When the system refuses.
pub fn spawn_within<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> io::Result<ScopedJoinHandle<'scope, T>> {
    Builder::new().spawn_scoped(scope, work)
}

/// Whether the system has one more thread now: for libraries that start one without asking.
#[must_use]
pub fn has_another() -> bool {
    spawn(|| ()).is_ok_and(|thread| thread.join().is_ok())
}
