use std::path::Path;

use super::{Finding, LIMIT, Level, NIX_SETTINGS, features, roots};
use crate::model::Untrusted;
use crate::nix::Configuration;
use crate::ops::{Progress, Session};
use crate::program;

/// Whether Nix is there, its store answers, and its settings let signcache be of use.
pub(super) fn check(session: &Session, user: Option<&str>, progress: &dyn Progress) -> Vec<Finding> {
    let store = &session.settings().store;
    let cancelled = || progress.cancelled();
    let version = match program::run(store.version_command(), LIMIT, &cancelled) {
        Ok(printed) => Untrusted::from_bytes(&printed),
        Err(program::Error::Missing { program }) => return vec![missing(&program, roots::count(session))],
        Err(error) => {
            let finding = Finding::failed("nix", error).advised("see what `nix-store --version` says");
            return vec![Finding { level: Level::Warning, ..finding }];
        }
    };
    let mut findings = vec![Finding::ok("nix", version.raw().trim())];
    if let Some((command, nowhere)) = store.reach_command() {
        findings.push(match program::run(command, LIMIT, &cancelled) {
            Ok(printed) if printed.trim_ascii() == nowhere.to_string().as_bytes() => {
                Finding::ok("nix", format!("the store {} answers", store.dir()))
            }
            Ok(_) => Finding::warning(
                "nix",
                "Nix gave an answer that makes no sense",
                "check that `nix-store --verify` works",
            ),
            Err(error) => {
                let finding = Finding::failed("nix", error);
                Finding { level: Level::Warning, ..finding }
                    .advised("check that the Nix daemon runs, and NIX_REMOTE")
            }
        });
    }
    let printed = store
        .settings_commands()
        .into_iter()
        .find_map(|command| program::run(command, LIMIT, &cancelled).ok());
    match printed {
        Some(printed) => findings.extend(settings(&Configuration::read(&printed), user)),
        None => findings.push(Finding::note(NIX_SETTINGS, "Nix tells its settings to nobody here")),
    }
    findings
}

/// Whoever has copies in a store has Nix, and only the search path is wrong.
fn missing(program: &Path, rooted: u64) -> Finding {
    let text = format!("`{}` was not found", program.display());
    if rooted == 0 {
        let advice =
            "without Nix there are no copies in its store; everything else works, `exec --emit inline` too";
        return Finding::note("nix", text).advised(advice);
    }
    Finding::warning(
        "nix",
        format!("{text}, though {rooted} copies in Nix stores have roots"),
        "no copy can be made or put back so: add the directory of Nix's programs to PATH, such as \
         /nix/var/nix/profiles/default/bin, or name the program as `nix.nix-store` in the configuration",
    )
}

/// The settings that matter.
fn settings(settings: &Configuration, user: Option<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let plugins = settings.words("plugin-files").unwrap_or_default();
    for plugin in plugins.iter().filter(|plugin| !Path::new(plugin).exists()) {
        let text = format!("plugin-files names {plugin}, which is not there");
        findings.push(Finding::error(NIX_SETTINGS, text, "take it out of nix.conf, or install it"));
    }
    findings.push(match (settings.is_on("allow-unsafe-native-code-during-evaluation"), plugins.is_empty()) {
        (Some(true), _) => Finding::warning(
            NIX_SETTINGS,
            "allow-unsafe-native-code-during-evaluation lets every evaluation run any program",
            "nix-plugins with assets/extra-builtins.nix lets evaluations run signcache, and nothing else",
        ),
        (_, false) => {
            Finding::ok(NIX_SETTINGS, "plugin-files is set, so that evaluations may have extraBuiltins")
        }
        (_, true) => Finding::note(NIX_SETTINGS, "no plugin-files: evaluations can't call signcache")
            .advised("nix-plugins with assets/extra-builtins.nix lets them, if they should"),
    });
    if let Some(pure) = settings.is_on("pure-eval") {
        let text =
            if pure { "pure-eval is on, in which signcache's results work" } else { "pure-eval is off" };
        findings.push(Finding::ok(NIX_SETTINGS, text));
    }
    if let Some(users) = settings.words("trusted-users") {
        findings.push(if users.contains(&"*") {
            Finding::warning(
                NIX_SETTINGS,
                "trusted-users has everybody in it, who can so put anything into the store",
                "name those who administer the machine",
            )
        } else if user.is_some_and(|user| users.contains(&user)) {
            Finding::ok(NIX_SETTINGS, "you are one of the trusted-users by name")
        } else {
            Finding::ok(NIX_SETTINGS, "you are none of the trusted-users by name, and need not be")
        });
    }
    if let Some(keys) = settings.words("trusted-public-keys") {
        let text = format!("trusted-public-keys has {} keys", keys.len());
        findings.push(if keys.is_empty() {
            Finding::note(NIX_SETTINGS, text).advised("no binary cache can substitute what is signed")
        } else {
            Finding::ok(NIX_SETTINGS, text)
        });
    }
    findings.extend(features::provided(settings));
    findings.extend(features::built(settings));
    findings.extend(settings.is_on("keep-derivations").map(|on| {
        if on {
            Finding::ok(NIX_SETTINGS, "keep-derivations is on")
        } else {
            Finding::note(NIX_SETTINGS, "keep-derivations is off").advised(
                "signatures that only derivations name are collected with them; `signcache rebind` puts them back",
            )
        }
    }));
    // Its third value is `relaxed`.
    findings.extend(settings.words("sandbox").map(|words| {
        if words == ["false"] {
            Finding::note(NIX_SETTINGS, "sandbox is off")
                .advised("builds can see more than their inputs, and so sign or find what they should not")
        } else {
            Finding::ok(NIX_SETTINGS, "sandbox is on")
        }
    }));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_endanger_or_hinder_are_found() {
        let levels = |printed: &str, user| {
            let found = settings(&Configuration::read(printed.as_bytes()), user);
            let bad = found.into_iter().filter(|finding| finding.level > Level::Ok);
            bad.map(|finding| (finding.level, finding.text.raw().to_owned())).collect::<Vec<_>>()
        };
        let fine = "plugin-files = /\npure-eval = true\ntrusted-users = root ada\nsandbox = relaxed\n\
            keep-derivations = true\ntrusted-public-keys = a:b\n";
        assert_eq!(levels(fine, Some("ada")), []);
        for (setting, level) in [
            ("plugin-files = /nonexistent/plugins", Level::Error),
            ("plugin-files = ", Level::Note),
            ("allow-unsafe-native-code-during-evaluation = true", Level::Warning),
            ("trusted-users = root *", Level::Warning),
            ("trusted-public-keys = ", Level::Note),
            ("keep-derivations = false", Level::Note),
            ("sandbox = false", Level::Note),
        ] {
            let found = levels(&format!("{fine}{setting}\n"), None);
            assert!(matches!(found.as_slice(), [(found, _)] if *found == level), "{setting}: {found:?}");
        }
    }
}
