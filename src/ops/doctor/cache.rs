use std::path::Path;
use std::time::Instant;

use super::{Finding, Fix, LIMIT};
use crate::cache::{Cache, Condition, Flaw, Marker, VERSION};
use crate::ops::{Error, Progress, Session};

/// A WAL of more bytes than this slows down whoever opens the cache.
const LARGE_WAL: u64 = 64 << 20;

/// Clocks of several machines may differ by so many seconds.
const SKEW: i64 = 300;

/// The beginning of 2025, before which this program was not written.
const WRITTEN: i64 = 1_735_689_600;

/// Whether those may use a cache who should, and nobody else.
pub(super) fn permissions(directory: &Path, umask: Option<u32>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(umask) = umask {
        findings.push(of_umask(umask));
    }
    let found = match Cache::permissions(directory) {
        Ok(Some(found)) => found,
        Ok(None) => return findings,
        Err(error) => {
            findings.push(Finding::failed("permissions", error));
            return findings;
        }
    };
    let whose = found.group.map_or_else(
        || format!("user {} alone", found.owner),
        |group| format!("user {} and group {group}", found.owner),
    );
    let text = format!("the cache {} is for {whose} (mode {:04o})", directory.display(), found.mode);
    findings.push(Finding::ok("permissions", text));
    if found.group.is_none() && found.owner != rustix::process::geteuid().as_raw() {
        let text = "the cache is somebody else's".to_owned();
        findings.push(
            Finding::note("permissions", text).advised("read it as an upstream, through a cache of your own"),
        );
    }
    for misfit in found.wrong {
        let group = if misfit.foreign { ", and belongs to another group" } else { "" };
        let text = format!(
            "{} has mode {:04o} and not {:04o}{group}",
            misfit.path.display(),
            misfit.mode,
            misfit.expected
        );
        let (advice, fix) = if found.group.is_some() {
            let advice = "`signcache init DIR` puts the permissions of a group's cache right; its owner or root has to do it";
            (advice, Some(Fix::Repair(directory.to_owned())))
        } else {
            let advice = "nobody else should be able to write there: `chmod go-w`; for a group, `signcache init --group`";
            // Whether a group was let in on purpose is for a person to know.
            let bits = misfit.mode & !misfit.expected & 0o007;
            (advice, (bits != 0).then_some(Fix::Close { path: misfit.path, bits }))
        };
        findings.push(Finding { fix, ..Finding::error("permissions", text, advice) });
    }
    if let Some(above) = found.blocked {
        let text = format!("{} lets the group not through to the cache, it seems", above.display());
        findings.push(Finding::warning("permissions", text, "`chmod a+x`, or an ACL, opens it"));
    }
    findings
}

fn of_umask(umask: u32) -> Finding {
    let text = format!("the umask is {umask:04o}");
    if umask & 0o700 != 0 {
        Finding::warning("umask", text, "it keeps you from your own new files: `umask 022`, or 077")
    } else if umask & 0o002 == 0 {
        let advice = "everybody can write to files that you make, such as signatures: `umask 022`, or 077";
        Finding::warning("umask", text, advice)
    } else {
        Finding::ok("umask", text)
    }
}

/// Whether the database is whole.
pub(super) fn database(session: &Session, progress: &dyn Progress) -> Vec<Finding> {
    let cache = match session.cache() {
        Ok(Some(cache)) => cache,
        Ok(None) => {
            let directory = session.directory().display();
            let text = format!("there is no cache in {directory} yet: the first signature makes it");
            return vec![Finding::note("cache", text)];
        }
        Err(error) => return vec![Finding::failed("database", error)],
    };
    looked_at(cache, session, progress).unwrap_or_else(|error| vec![Finding::failed("database", error)])
}

fn looked_at(cache: &Cache, session: &Session, progress: &dyn Progress) -> Result<Vec<Finding>, Error> {
    let condition = cache.condition()?;
    let mut findings = of_condition(&condition, session);
    let beside = cache.beside()?;
    findings.push(Finding::ok(
        "database",
        format!("{} bytes, {} entries in the trash", beside.database_bytes, beside.trash),
    ));
    if beside.quarantine > 0 {
        let text = format!("{} signatures are in quarantine", beside.quarantine);
        let advice = "`signcache audit` lists them; importing a good copy heals the pair, and `--resign` makes another signature";
        findings.push(Finding::warning("quarantine", text, advice));
    }
    let begun = Instant::now();
    let enough = || progress.cancelled() || begun.elapsed() > LIMIT;
    match cache.check(&enough)? {
        Some(flaws) if flaws.is_empty() => findings.push(Finding::ok("database", "the database is whole")),
        Some(flaws) => findings.extend(flaws.iter().map(of_flaw)),
        None => findings.push(
            Finding::note("database", "the database is too large to be checked within some seconds")
                .advised("`signcache audit` checks all of it"),
        ),
    }
    Ok(findings)
}

fn of_condition(condition: &Condition, session: &Session) -> Vec<Finding> {
    let version = condition.version;
    let mut findings = vec![if condition.writable {
        Finding::ok("database", format!("the database has version {version} and can be read and written"))
    } else {
        let text = format!("the database has version {version} and can only be read");
        Finding::note("database", text)
            .advised("what it has is handed out, and nothing new is stored: to sign, use a cache of your own that has it as an upstream")
    }];
    if i64::from(version) < VERSION {
        let text = format!("the next write brings the database from version {version} to {VERSION}");
        findings.push(Finding::note("database", text).advised(
            "older versions of signcache can't use it then: the members of a shared cache upgrade together",
        ));
    }
    match condition.marker {
        Marker::Right => {}
        Marker::Missing => {
            let advice = "copy the whole directory of a cache; the next write puts the file back";
            findings.push(Finding::warning("layout", "the file `layout` is missing in the cache", advice));
        }
        Marker::OfAnother => {
            let text = "the file `layout` is that of another cache than the database";
            let advice = "copy the whole directory of a cache; the next write puts the file right";
            findings.push(Finding::warning("layout", text, advice));
        }
    }
    if condition.wal_bytes > LARGE_WAL {
        let text = format!("{} bytes were not written back into the database", condition.wal_bytes);
        let advice = "`signcache doctor --fix` does it, unless others are at work with the cache";
        let fix = Fix::WriteBack(session.directory().to_owned());
        findings.push(Finding::warning("database", text, advice).fixed_by(fix));
    }
    let now = session.settings().now.as_second();
    let future = condition.latest.filter(|latest| latest.as_second() > now.saturating_add(SKEW));
    let advice = "set the clock (`timedatectl`): signatures carry its time, and ages are counted by it";
    findings.push(match future {
        Some(latest) => {
            Finding::warning("clock", format!("something was stored in the future, at {latest}"), advice)
        }
        None if now < WRITTEN => {
            Finding::error("clock", "the clock says a time before signcache was written", advice)
        }
        None => Finding::ok("clock", "the clock is not behind the cache"),
    });
    findings
}

fn of_flaw(flaw: &Flaw) -> Finding {
    let text = match flaw {
        // What SQLite quotes may be what is in the tables.
        Flaw::Malformed(_) => "the database is damaged: SQLite finds it malformed".to_owned(),
        Flaw::Structure(what) => format!("somebody changed the structure of the database: {}", what.raw()),
        Flaw::Orphans { count, .. } => format!("{count} rows of the database belong to nothing"),
        Flaw::NotEntries(count) => format!("{count} rows of the database are no entries"),
    };
    let advice = "keep a copy of the cache's directory, then restore your backup, or export what can be read into a new cache";
    Finding::error("database", text, advice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::doctor::Level;

    #[test]
    fn an_umask_that_opens_or_closes_too_much_deserves_a_look() {
        for (umask, level) in [
            (0o022, Level::Ok),
            (0o077, Level::Ok),
            (0o002, Level::Ok),
            (0, Level::Warning),
            (0o277, Level::Warning),
        ] {
            assert_eq!(of_umask(umask).level, level, "{umask:o}");
        }
    }
}
