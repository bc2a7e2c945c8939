use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use super::{Derivation, NAME};
use crate::model::{Pair, StorePath, Untrusted};
use crate::nix::{Error, Store};

impl Store {
    /// The derivation that an installable such as `.#attr` stands for, which Nix evaluates for that.
    ///
    /// # Errors
    /// When `nix` is missing, or can't evaluate it.
    pub fn derivation_of(&self, installable: &str) -> Result<StorePath, Error> {
        let words = ["--extra-experimental-features", "nix-command flakes", "path-info", "--derivation"];
        let printed = self.nix(words.into_iter().chain([installable]))?;
        let printed = String::from_utf8_lossy(&printed);
        let path = printed.trim_end();
        StorePath::parse(self.dir(), path).map_err(|_| Error::NoDerivation(Untrusted::new(path)))
    }

    /// The provided derivations in a derivation's closure whose outputs are not in the store, and the pairs that they stand for.
    ///
    /// A derivation counts if it is what [`Store::provided`] computes for the pair that it names, to the byte.
    ///
    /// # Errors
    /// When `nix-store` is missing or does not know the derivation, or the store can't be looked at from here.
    pub fn not_provided(&self, derivation: &StorePath) -> Result<Vec<(Pair, Derivation)>, Error> {
        let closure =
            self.nix_store("--query", [OsStr::new("--requisites"), derivation.to_string().as_ref()])?;
        let closure = String::from_utf8_lossy(&closure);
        let paths = closure.lines().filter_map(|line| StorePath::parse(self.dir(), line).ok());
        let mut found = Vec::new();
        for path in paths.filter(|path| path.name().strip_suffix(".drv") == Some(NAME)) {
            let file = self.locate(Path::new(&path.to_string()));
            let file = file.ok_or_else(|| Error::NoDerivation(Untrusted::new(path.to_string())))?;
            let text = fs::read_to_string(&file).map_err(Error::file("read", &file))?;
            if let Some(pair) = pair_in(&text) {
                let derivation = self.provided(&pair)?;
                found.extend((derivation.text == text).then_some((pair, derivation)));
            }
        }
        let outputs: Vec<StorePath> = found.iter().map(|(_, derivation)| derivation.output.clone()).collect();
        let there = self.valid(&outputs)?;
        found.retain(|(_, derivation)| !there.contains(&derivation.output));
        Ok(found)
    }
}

/// The pair that a derivation may stand for, by what its environment says.
fn pair_in(text: &str) -> Option<Pair> {
    let value = |name: &str| {
        let (_, rest) = text.split_once(&format!("(\"{name}\",\""))?;
        rest.split_once('"').map(|(value, _)| value)
    };
    Some(Pair { content: value("contentHash")?.parse().ok()?, key: value("keyId")?.parse().ok()? })
}
