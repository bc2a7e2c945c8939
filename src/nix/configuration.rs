use std::collections::BTreeMap;
use std::process::Command;

use super::Store;
use crate::model::StorePath;

/// Nix's settings, as Nix prints them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Configuration(BTreeMap<String, String>);

impl Configuration {
    /// Reads lines of `name = value`, which every version of Nix prints.
    #[must_use]
    pub fn read(printed: &[u8]) -> Self {
        let text = String::from_utf8_lossy(printed);
        let settings = text.lines().filter_map(|line| line.split_once(" ="));
        Self(settings.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect())
    }

    /// The words of a setting; none where this Nix has no such setting.
    #[must_use]
    pub fn words(&self, name: &str) -> Option<Vec<&str>> {
        self.0.get(name).map(|value| value.split_whitespace().collect())
    }

    /// Whether a setting is on; none where this Nix has no such setting.
    #[must_use]
    pub fn is_on(&self, name: &str) -> Option<bool> {
        self.0.get(name).map(|value| value == "true")
    }

    /// A setting that is a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        self.0.get(name)?.parse().ok()
    }
}

impl Store {
    /// The command that prints Nix's version. Whoever runs it limits its time.
    #[must_use]
    pub fn version_command(&self) -> Command {
        self.command("--version")
    }

    /// The command that asks the store for an object that is nowhere, and prints its path when the store answers.
    #[must_use]
    pub fn reach_command(&self) -> Option<(Command, StorePath)> {
        let nowhere = self.path_of("signcache-doctor", b"nowhere").ok()?;
        let mut command = self.command("--check-validity");
        command.args(["--print-invalid", &nowhere.to_string()]);
        Some((command, nowhere))
    }

    /// The commands that print Nix's settings, of which a version of Nix knows one or both.
    #[must_use]
    pub fn settings_commands(&self) -> [Command; 2] {
        [&["config", "show"][..], &["show-config"]].map(|words| {
            let mut command = Command::new(self.program.with_file_name("nix"));
            command.args(["--extra-experimental-features", "nix-command"]).args(words);
            command.envs(self.environment.iter().map(|(name, value)| (name, value)));
            command
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_nix_prints_them() {
        let printed = b"keep-derivations = true\nplugin-files = \nsecret-key-files =\n\
            trusted-users = root @wheel\nnarinfo-cache-negative-ttl = 3600\n";
        let settings = Configuration::read(printed);
        assert_eq!(settings.is_on("keep-derivations"), Some(true));
        assert_eq!(settings.words("plugin-files"), Some(vec![]));
        assert_eq!(settings.words("secret-key-files"), Some(vec![]));
        assert_eq!(settings.words("trusted-users"), Some(vec!["root", "@wheel"]));
        assert_eq!(settings.number("narinfo-cache-negative-ttl"), Some(3600));
        assert_eq!((settings.is_on("sandbox"), settings.number("keep-derivations")), (None, None));
    }
}
