use std::path::PathBuf;

use super::Finding;

/// Whether a timer of systemd looks after a cache.
pub(super) fn check(directories: &[PathBuf]) -> Vec<Finding> {
    let look = |timer: &str, what: &str| {
        let enabled = |directory: &&PathBuf| {
            // Enabled is who is wanted, by a link that leads to a unit.
            directory.join("timers.target.wants").join(timer).exists()
        };
        match directories.iter().find(enabled) {
            Some(directory) => Finding::ok("timer", format!("{timer} is enabled in {}", directory.display())),
            None => Finding::note("timer", format!("no timer {what}")).advised(format!(
                "`systemctl --user enable --now {timer}` does, or a line for cron; the README has both, in \"From cron or systemd\""
            )),
        }
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
            let found = check(&[first.clone(), second.clone()]);
            found.into_iter().map(|finding| finding.level).collect::<Vec<_>>()
        };
        assert_eq!(levels(), [Level::Note, Level::Note]);
        fs::create_dir_all(second.join("timers.target.wants")).unwrap();
        symlink("../signcache-gc.timer", second.join("timers.target.wants/signcache-gc.timer")).unwrap();
        assert_eq!(levels(), [Level::Note, Level::Note]);
        fs::write(second.join("signcache-gc.timer"), "").unwrap();
        assert_eq!(levels(), [Level::Ok, Level::Note]);
    }
}
