use std::collections::BTreeSet;
use std::time::Duration;

use crate::cli::args::Gc;
use crate::cli::config::{self, Text};
use crate::model::Age;
use crate::model::gc::{ByteCount, Guard, Policy, Reason};
use crate::ops::Keeping;

/// How long every entry stays at least, when nobody says otherwise.
const GRACE: Duration = Duration::from_secs(7 * 86_400);

/// How long what was deleted rests in the trash, when nobody says otherwise.
const KEEP_TRASH: Duration = Duration::from_secs(30 * 86_400);

/// The policy: what the command line says of each setting, else what the configuration says.
pub fn policy(args: &Gc, config: &config::Gc) -> Policy {
    let configured = keeping(config).policy;
    let facts = [
        (Reason::Bad, args.bad),
        (Reason::KeyRevoked, args.key_revoked),
        (Reason::KeyExpired, args.key_expired),
        (Reason::Superseded, args.superseded),
        (Reason::ContentGone, args.content_gone),
    ];
    let facts = facts.into_iter().filter(|(fact, given)| given.unwrap_or(configured.facts.contains(fact)));
    Policy {
        unused_for: args.unused_for.or(configured.unused_for),
        older_than: args.older_than.or(configured.older_than),
        max_entries: args.max_entries.or(configured.max_entries),
        max_bytes: args.max_bytes.map(|ByteCount(bytes)| bytes).or(configured.max_bytes),
        facts: facts.map(|(reason, _)| reason).collect(),
    }
}

/// What is not worth keeping, by the configuration alone.
pub fn keeping(config: &config::Gc) -> Keeping {
    let facts = [
        (Reason::Bad, config.bad),
        (Reason::KeyRevoked, config.key_revoked),
        (Reason::KeyExpired, config.key_expired),
        (Reason::Superseded, config.superseded),
        (Reason::ContentGone, config.content_gone),
    ];
    Keeping {
        policy: Policy {
            unused_for: value(config.unused_for),
            older_than: value(config.older_than),
            max_entries: config.max_entries,
            max_bytes: value(config.max_bytes).map(|ByteCount(bytes)| bytes),
            facts: facts
                .into_iter()
                .filter(|(_, configured)| *configured)
                .map(|(reason, _)| reason)
                .collect(),
        },
        grace: value(config.min_age).unwrap_or_else(|| GRACE.into()),
        keep_trash: value(config.keep_trash).unwrap_or_else(|| KEEP_TRASH.into()),
    }
}

/// How long every entry stays at least.
pub fn grace(args: &Gc, config: &config::Gc) -> Age {
    args.min_age.unwrap_or_else(|| keeping(config).grace)
}

/// How long what was deleted rests in the trash.
pub fn keep_trash(args: &Gc, config: &config::Gc) -> Age {
    args.keep_trash.unwrap_or_else(|| keeping(config).keep_trash)
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
