use std::collections::BTreeSet;
use std::time::Duration;

use crate::cli::args::Gc;
use crate::cli::config::{self, Text};
use crate::model::Age;
use crate::model::gc::{ByteCount, Guard, Policy, Reason};

/// How long every entry stays at least, when nobody says otherwise.
const GRACE: Duration = Duration::from_secs(7 * 86_400);

/// How long what was deleted rests in the trash, when nobody says otherwise.
const KEEP_TRASH: Duration = Duration::from_secs(30 * 86_400);

/// The policy: what the command line says of each setting, else what the configuration says.
pub fn policy(args: &Gc, config: &config::Gc) -> Policy {
    let facts = [
        (Reason::Bad, args.bad, config.bad),
        (Reason::KeyRevoked, args.key_revoked, config.key_revoked),
        (Reason::KeyExpired, args.key_expired, config.key_expired),
        (Reason::Superseded, args.superseded, config.superseded),
        (Reason::ContentGone, args.content_gone, config.content_gone),
    ];
    let facts = facts.into_iter().filter(|(_, given, configured)| given.unwrap_or(*configured));
    Policy {
        unused_for: args.unused_for.or(value(config.unused_for)),
        older_than: args.older_than.or(value(config.older_than)),
        max_entries: args.max_entries.or(config.max_entries),
        max_bytes: args.max_bytes.or(value(config.max_bytes)).map(|ByteCount(bytes)| bytes),
        facts: facts.map(|(reason, ..)| reason).collect(),
    }
}

/// How long every entry stays at least.
pub fn grace(args: &Gc, config: &config::Gc) -> Age {
    args.min_age.or(value(config.min_age)).unwrap_or_else(|| GRACE.into())
}

/// How long what was deleted rests in the trash.
pub fn keep_trash(args: &Gc, config: &config::Gc) -> Age {
    args.keep_trash.or(value(config.keep_trash)).unwrap_or_else(|| KEEP_TRASH.into())
}

/// Roots of copies that were not handed out for so long go; of the configuration only where everything is done.
pub fn unroot_unused(args: &Gc, config: &config::Gc) -> Option<Age> {
    args.unroot_unused.or(value(config.unroot_unused).filter(|_| !args.empty_trash))
}

/// The guards that are switched off.
pub fn allowed(args: &Gc) -> BTreeSet<Guard> {
    let flags = [
        (Guard::Pinned, args.allow_pinned),
        (Guard::Live, args.allow_live),
        (Guard::LastCopy, args.allow_last_copy),
    ];
    flags.into_iter().filter(|(_, allowed)| *allowed).map(|(guard, _)| guard).collect()
}

fn value<T: Copy>(text: Option<Text<T>>) -> Option<T> {
    text.map(|Text(value)| value)
}
