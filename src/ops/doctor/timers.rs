use std::path::PathBuf;

use super::Finding;

/// Whether a timer of systemd looks after a cache, and at all times.
pub(super) fn check(directories: &[PathBuf], lingers: Option<bool>) -> Vec<Finding> {
    let look = |timer: &str, what: &str| {
        let enabled = |directory: &&PathBuf| {
            // Enabled is who is wanted, by a link that leads to a unit.
            directory.join("timers.target.wants").join(timer).exists()
        };
        let Some(directory) = directories.iter().find(enabled) else {
            return Finding::note("timer", format!("no timer of systemd {what}")).advised(format!(
                "`systemctl --user enable --now {timer}` does, or a line for cron; the README has both, in \"From cron or systemd\""
            ));
        };
        let text = format!("{timer} is enabled in {}", directory.display());
        if directory.ends_with("user") && lingers == Some(false) {
            let text = format!("{text}, and runs only while you are logged in");
            return Finding::note("timer", text)
                .advised("`loginctl enable-linger` lets your timers run at all times");
        }
        Finding::ok("timer", text)
    };
    vec![
        look("signcache-gc.timer", "collects what your policy no longer keeps"),
        look("signcache-audit.timer", "verifies your entries now and then"),
    ]
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::ops::doctor::Level;

    #[test]
    fn a_timer_is_enabled_by_a_link_that_leads_to_it() {
        let home = tempfile::tempdir().unwrap();
        let [first, second] = ["first", "second"].map(|name| home.path().join(name));
        let levels = || {
            let found = check(&[first.clone(), second.clone()], Some(false));
            found.into_iter().map(|finding| finding.level).collect::<Vec<_>>()
        };
        assert_eq!(levels(), [Level::Note, Level::Note]);
        fs::create_dir_all(second.join("timers.target.wants")).unwrap();
        symlink("../signcache-gc.timer", second.join("timers.target.wants/signcache-gc.timer")).unwrap();
        assert_eq!(levels(), [Level::Note, Level::Note]);
        fs::write(second.join("signcache-gc.timer"), "").unwrap();
        assert_eq!(levels(), [Level::Ok, Level::Note]);
    }

    #[test]
    fn a_timer_of_a_user_without_lingering_does_not_run_at_all_times() {
        let home = tempfile::tempdir().unwrap();
        let level = |kind: &str, lingers| {
            let directory = home.path().join(kind);
            fs::create_dir_all(directory.join("timers.target.wants")).unwrap();
            fs::write(directory.join("timers.target.wants/signcache-gc.timer"), "").unwrap();
            check(&[directory], lingers)[0].level
        };
        assert_eq!(level("user", Some(false)), Level::Note);
        for (kind, lingers) in [("user", Some(true)), ("user", None), ("system", Some(false))] {
            assert_eq!(level(kind, lingers), Level::Ok, "{kind} {lingers:?}");
        }
    }
}
