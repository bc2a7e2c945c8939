use jiff::Timestamp;

/// The time: asked once, and a parameter everywhere else.
#[allow(clippy::disallowed_methods, reason = "the one place where the clock is read")]
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    // Signatures and the cache count whole seconds.
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
