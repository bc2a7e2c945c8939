use std::path::Path;

use super::{Finding, NIX_SETTINGS};
use crate::nix::Configuration;
use crate::wire::SOCKET;

/// What becomes of signatures that others provide.
pub(super) fn provided(settings: &Configuration) -> Vec<Finding> {
    let mut findings = Vec::new();
    if has_feature(settings, "signcache-provided") {
        findings.push(Finding::warning(
            NIX_SETTINGS,
            "system-features has signcache-provided, so Nix tries to build what can only be registered",
            "take it out of nix.conf: no machine may have that feature",
        ));
    }
    if let Some(seconds) = settings.number("narinfo-cache-negative-ttl").filter(|seconds| *seconds > 0)
        && settings.words("substituters").is_some_and(|substituters| !substituters.is_empty())
    {
        let text = format!("Nix remembers for {seconds} s what a substituter does not have");
        findings.push(Finding::note(NIX_SETTINGS, text).advised(
            "what is provided after a build asked for it is found at once with `--option narinfo-cache-negative-ttl 0`",
        ));
    }
    findings
}

/// Whether builds that require the feature `signcache` get to the agent, and others don't.
pub(super) fn built(settings: &Configuration) -> Option<Finding> {
    if !has_feature(settings, "signcache") {
        return None;
    }
    let hooked = settings.words("pre-build-hook").is_some_and(|hook| !hook.is_empty());
    let paths = settings.words("sandbox-paths").unwrap_or_default();
    let is_socket = |path: &&str| {
        let inside = path.trim_end_matches('?');
        Path::new(SOCKET).starts_with(inside.split_once('=').map_or(inside, |(inside, _)| inside))
    };
    Some(if paths.iter().any(is_socket) {
        let text = "sandbox-paths has the agent's socket, so every build can ask it";
        let advice = "with pre-build-hook.sh as `pre-build-hook` only those can that require the feature";
        Finding::note(NIX_SETTINGS, text).advised(advice)
    } else if hooked {
        Finding::ok(
            NIX_SETTINGS,
            "system-features has signcache, and a pre-build-hook opens sandboxes for it",
        )
    } else {
        let text = "system-features has signcache, but no sandbox has the agent's socket";
        let advice = "set pre-build-hook.sh as `pre-build-hook` in nix.conf: see the README";
        Finding::warning(NIX_SETTINGS, text, advice)
    })
}

fn has_feature(settings: &Configuration, feature: &str) -> bool {
    settings.words("system-features").is_some_and(|features| features.contains(&feature))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::doctor::Level;

    #[test]
    fn what_keeps_signatures_from_builds_is_found() {
        let levels = |printed: &str| -> Vec<Level> {
            let settings = Configuration::read(printed.as_bytes());
            provided(&settings).into_iter().chain(built(&settings)).map(|finding| finding.level).collect()
        };
        let others = "substituters = https://cache.example.org\nnarinfo-cache-negative-ttl = 3600\n";
        for (printed, expected) in [
            ("system-features = kvm\nsubstituters = \nnarinfo-cache-negative-ttl = 3600\n", &[][..]),
            (others, &[Level::Note]),
            ("system-features = kvm signcache-provided\n", &[Level::Warning]),
            ("system-features = signcache\n", &[Level::Warning]),
            ("system-features = signcache\npre-build-hook = /h\n", &[Level::Ok]),
            ("system-features = signcache\nsandbox-paths = /bin/sh=/b /run/signcache?\n", &[Level::Note]),
        ] {
            assert_eq!(levels(printed), expected, "{printed}");
        }
    }
}
