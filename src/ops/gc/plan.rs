use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::ErrorKind;
use std::path::Path;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::inspect::Inspector;
use crate::cache::{Cache, Survey};
use crate::model::gc::{Chooser, Chosen, Facts, Guard, Policy, Reason, Rules};
use crate::model::{Age, ContentDigest, Entry, Pair, Untrusted};
use crate::ops::{Error, Progress, Session, certificates, upstream};

/// What a person asks of a collection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GcWish {
    /// What is to go.
    pub policy: Policy,
    /// Entries that came into the cache more recently than this stay.
    pub grace: Age,
    /// The guards that are switched off.
    pub allowed: BTreeSet<Guard>,
    /// Whether everything that goes is written to an archive first.
    pub archived: bool,
    /// Whether to go by use although others read the cache, whose hits leave no stamp.
    pub shared: bool,
    /// Whether to list what the guards keep, and not only count it.
    pub list_kept: bool,
}

/// What is going to be done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// What goes; what was not used for the longest time comes first.
    pub items: Vec<Item>,
    /// How many entries would go, and are kept by each guard; one that several keep counts for each.
    pub kept: BTreeMap<Guard, u64>,
    /// What would go and is kept, if it is to be listed.
    pub spared: Vec<Spared>,
    /// Whether what others keep in Nix stores stays, also if they do so after the plan was made.
    pub(super) spares_live: bool,
    /// Whether what no other place has stays, also if the other places lost it after the plan was made.
    pub(super) spares_last: bool,
    /// How many entries there are.
    pub entries: u64,
    /// The bytes of their signatures and proofs.
    pub bytes: u64,
}

/// An entry that goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// The content and the key.
    pub pair: Pair,
    /// What people call the content.
    pub label: Option<Untrusted>,
    /// The bytes of its signature and its proof.
    pub bytes: u64,
    /// When it came into the cache.
    pub stored: Timestamp,
    /// When it was last handed out.
    pub used: Timestamp,
    /// Whether a person asked to keep it.
    pub pinned: bool,
    /// Why it goes.
    pub reasons: Vec<Reason>,
    /// Whether no other place is known that has the signature.
    pub last_copy: bool,
    /// The SHA-256 of its signature.
    pub(super) signature: [u8; 32],
}

/// An entry that would go, and is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spared {
    /// The content and the key.
    pub pair: Pair,
    /// What people call the content.
    pub label: Option<Untrusted>,
    /// Why it would go.
    pub reasons: Vec<Reason>,
    /// What keeps it.
    pub guards: Vec<Guard>,
}

/// Plans what goes by a policy.
///
/// # Errors
/// When the cache can't be read, the policy goes by use on a cache that others
/// read, or a person asks to stop.
pub fn plan(session: &Session, wish: &GcWish, progress: &dyn Progress) -> Result<Plan, Error> {
    let Some(cache) = session.cache()? else { return Ok(Plan::default()) };
    if wish.policy.is_by_use() && !wish.shared && cache.is_for_others()? {
        return Err(Error::UseUnknown(session.directory().to_owned()));
    }
    let rules = rules(session, wish);
    let now = session.settings().now;
    let facts = &wish.policy.facts;
    let lapsed = lapsed_keys(session, cache, facts, progress)?;
    let gone =
        if facts.contains(&Reason::ContentGone) { gone_contents(session, progress) } else { BTreeSet::new() };
    let survey = Survey {
        contents: facts.contains(&Reason::ContentGone),
        superseded: facts.contains(&Reason::Superseded),
    };
    let mut chooser = Chooser::new(&rules, now);
    cache.survey(survey, &mut |entry| {
        let mut suspected = lapsed.get(&entry.key).cloned().unwrap_or_default();
        let more = [
            (Reason::Bad, entry.noted_bad && facts.contains(&Reason::Bad)),
            (Reason::Superseded, entry.superseded),
            (Reason::ContentGone, entry.content.is_some_and(|content| gone.contains(&content))),
        ];
        suspected.extend(more.into_iter().filter(|(_, holds)| *holds).map(|(reason, _)| reason));
        let (row, bytes, pinned) = (entry.row, entry.bytes, entry.pinned);
        chooser.see(Facts { row, bytes, stored: entry.stored, used: entry.used, pinned, suspected });
        !progress.cancelled()
    })?;
    let inspector = Inspector::new(session, wish.archived, progress)?;
    let mut described = HashMap::new();
    let chosen = chooser.choose(&mut |group| {
        let entries = cache.entries_at(group.iter().map(|facts| facts.row))?;
        described.extend(
            group
                .iter()
                .zip(&entries)
                .filter_map(|(facts, entry)| Some((facts.row, Described::of(entry.as_ref()?)))),
        );
        inspector.inspect(group, &entries)
    })?;
    let plan = describe(chosen, wish, described, &|row| Ok(cache.entry_at(row)?), progress)?;
    if progress.cancelled() { Err(Error::Interrupted) } else { Ok(plan) }
}

/// What a wish comes to here.
pub(super) fn rules(session: &Session, wish: &GcWish) -> Rules {
    Rules {
        policy: wish.policy.clone(),
        grace: wish.grace,
        allowed: wish.allowed.clone(),
        alone: !wish.archived && upstream::none_lasts(session),
    }
}

/// What a plan says of an entry that was looked into: nobody reads it a second time.
pub(super) struct Described {
    pair: Pair,
    label: Option<Untrusted>,
    used: Timestamp,
    pinned: bool,
    signature: [u8; 32],
}

impl Described {
    pub(super) fn of(entry: &Entry) -> Self {
        Self {
            pair: entry.pair,
            label: entry.label.clone(),
            used: entry.used,
            pinned: entry.pinned,
            signature: Sha256::digest(&entry.signature).into(),
        }
    }
}

/// A plan in which entries have names. `entry` gives what was not looked into.
pub(super) fn describe(
    chosen: Chosen,
    wish: &GcWish,
    mut described: HashMap<i64, Described>,
    entry: &dyn Fn(i64) -> Result<Option<Entry>, Error>,
    progress: &dyn Progress,
) -> Result<Plan, Error> {
    let mut plan = Plan {
        entries: chosen.entries,
        bytes: chosen.bytes,
        spares_live: !wish.allowed.contains(&Guard::Live),
        spares_last: !wish.archived && !wish.allowed.contains(&Guard::LastCopy),
        items: Vec::with_capacity(chosen.leaving.len()),
        ..Plan::default()
    };
    for leaving in chosen.leaving {
        let facts = leaving.facts;
        // Whatever was used or pinned since has become another one, which nobody has decided about.
        let found = described.remove(&facts.row);
        let Some(found) = found.filter(|found| found.used == facts.used && found.pinned == facts.pinned)
        else {
            continue;
        };
        plan.items.push(Item {
            pair: found.pair,
            label: found.label,
            bytes: facts.bytes,
            stored: facts.stored,
            used: facts.used,
            pinned: facts.pinned,
            reasons: leaving.reasons,
            last_copy: leaving.last_copy,
            signature: found.signature,
        });
    }
    for kept in chosen.kept {
        for guard in &kept.guards {
            *plan.kept.entry(*guard).or_default() += 1;
        }
        if !wish.list_kept {
            continue;
        }
        if progress.cancelled() {
            return Err(Error::Interrupted);
        }
        if let Some(found) = entry(kept.facts.row)? {
            let (reasons, guards) = (kept.reasons, kept.guards);
            plan.spared.push(Spared { pair: found.pair, label: found.label, reasons, guards });
        }
    }
    Ok(plan)
}

/// What is to be said of all entries of a key, by its certificate as it is known now.
fn lapsed_keys(
    session: &Session,
    cache: &Cache,
    facts: &BTreeSet<Reason>,
    progress: &dyn Progress,
) -> Result<BTreeMap<i64, Vec<Reason>>, Error> {
    let mut lapsed = BTreeMap::new();
    if !facts.contains(&Reason::KeyRevoked) && !facts.contains(&Reason::KeyExpired) {
        return Ok(lapsed);
    }
    let now = session.settings().now;
    for (number, key) in cache.numbered_keys()? {
        let Some(certificate) = certificates::certificate(session, &key, progress)? else { continue };
        let found = [
            (Reason::KeyRevoked, certificate.is_revoked(now)),
            (Reason::KeyExpired, certificate.has_expired(now)),
        ];
        let found = found.into_iter().filter(|(reason, holds)| *holds && facts.contains(reason));
        lapsed.insert(number, found.map(|(reason, _)| reason).collect());
    }
    Ok(lapsed)
}

/// The contents that the user once had in the Nix store, and that are there no more under any path.
fn gone_contents(session: &Session, progress: &dyn Progress) -> BTreeSet<ContentDigest> {
    let (mut gone, mut there) = (BTreeSet::new(), BTreeSet::new());
    session.remembered(progress, |ledger| {
        ledger.each_file(&mut |content, path| {
            // What can't be looked at may be there, and where there is no store nothing is known of it.
            let store = path.ancestors().find(|above| above.ends_with("store"));
            let absent = path.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound);
            let list = if absent && store.is_some_and(Path::is_dir) { &mut gone } else { &mut there };
            list.insert(content);
        })?;
        Ok(Some(()))
    });
    gone.difference(&there).copied().collect()
}
