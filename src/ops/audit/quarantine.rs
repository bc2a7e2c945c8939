use super::finding::Finding;
use super::judging::Decided;
use super::means::Means;
use crate::cache::Cache;
use crate::model::Pair;
use crate::model::query::Query;
use crate::ops::{Error, Progress, Session};

/// Tells of what is in quarantine; gives how many pairs have no entry by now that verifies.
pub(super) fn tell_all(
    session: &Session,
    query: &Query,
    means: &mut Means<'_>,
    progress: &dyn Progress,
    tell: &mut dyn FnMut(Finding),
) -> Result<u64, Error> {
    let Some(cache) = session.cache()? else { return Ok(0) };
    let (mut unhealed, mut from) = (0, Some(i64::MIN));
    while let Some(first) = from {
        let page = cache.page_of_quarantine(query, session.settings().now, first)?;
        for (pair, quarantined) in page.signatures {
            if progress.cancelled() {
                return Err(Error::Interrupted);
            }
            let healed = verifies(cache, session, &pair, means, progress)?;
            unhealed += u64::from(!healed);
            let (reason, at) = (quarantined.reason, quarantined.at);
            tell(Finding::Quarantined { pair, reason, at, healed });
        }
        from = page.next;
    }
    Ok(unhealed)
}

/// Whether a pair has an entry that verifies.
fn verifies(
    cache: &Cache,
    session: &Session,
    pair: &Pair,
    means: &mut Means<'_>,
    progress: &dyn Progress,
) -> Result<bool, Error> {
    let Some(entry) = cache.get(pair)? else { return Ok(false) };
    let decided = means.case(0, entry)?.decide(session.settings().now, progress);
    let mut proven = false;
    means.try_contents(vec![decided], &mut |decided: Vec<Decided>| {
        let rulings = decided.iter().filter_map(|decided| decided.ruling.as_ref());
        proven |= rulings.into_iter().any(|ruling| ruling.standing.is_proven());
    })?;
    Ok(proven)
}
