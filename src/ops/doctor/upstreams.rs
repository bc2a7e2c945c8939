use super::{Finding, Level};
use crate::cache::{self, Cache};
use crate::ops::{Error, Session, upstream};

/// Whether each upstream can be read. One that is required stops signing where it can't.
pub(super) fn check(session: &Session) -> Vec<Finding> {
    let look = |one: &crate::ops::UpstreamSettings| match upstream::check(session, &one.path) {
        Ok(()) => Finding::ok("upstream", format!("the upstream {} can be read", one.path.display())),
        Err(trouble) if one.optional => {
            let text = format!("the upstream {} can't be read: {}", one.path.display(), trouble.reason.raw());
            Finding::warning("upstream", text, "it is optional, so signing goes on without it")
        }
        Err(upstream::Trouble { away, reason }) => {
            let cause = Error::UpstreamUnreadable { upstream: one.path.clone(), reason, away };
            Finding { level: Level::Error, ..Finding::failed("upstream", cause) }
        }
    };
    session.settings().upstreams.iter().map(look).collect()
}

/// Whether the caches of keys that have one of their own are there.
pub(super) fn caches_of_keys(session: &Session) -> Vec<Finding> {
    let look = |directory: &std::path::PathBuf| match Cache::open_read_only(directory) {
        Ok(Some(cache)) if is_another(session, directory, &cache) => {
            Finding::failed("key-cache", cache::Error::Exchanged(directory.clone()))
        }
        Ok(Some(_)) => Finding::ok("key-cache", format!("the cache {} can be read", directory.display())),
        Ok(None) => {
            let (directory, vacant) = (directory.clone(), directory.is_dir());
            let used = matches!(session.known_place(&directory), Ok(Some(_)));
            Finding::failed("key-cache", cache::Error::Away { directory, vacant, used })
        }
        Err(error) => Finding::failed("key-cache", error),
    };
    session.settings().caches.values().map(look).collect()
}

/// Whether another cache is in a directory than was used there before.
fn is_another(session: &Session, directory: &std::path::Path, cache: &Cache) -> bool {
    session.check_id(session.known_place(directory).ok().flatten(), cache).is_err()
}
