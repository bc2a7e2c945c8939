use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::How;
use crate::ops::obtain::{Known, Outputs};
use crate::ops::place::{SignatureFile, check_signature_file, probe_directory};
use crate::ops::{Content, Error};

/// The files that signatures are written to.
pub(super) struct SignatureFiles<'a> {
    targets: &'a [Option<PathBuf>],
    how: How,
}

impl<'a> SignatureFiles<'a> {
    /// Checks that no output is in the way of another one, or of a file that is to be signed.
    pub(super) fn new(
        contents: &[Content],
        targets: &'a [Option<PathBuf>],
        inputs: &[PathBuf],
        how: How,
    ) -> Result<Self, Error> {
        let is = |path: &Path| fs::metadata(path).ok().map(|there| (there.dev(), there.ino()));
        let inputs: BTreeMap<_, _> = inputs.iter().filter_map(|path| Some((is(path)?, path))).collect();
        let mut seen: BTreeMap<PathBuf, &Content> = BTreeMap::new();
        for (content, target) in contents.iter().zip(targets) {
            let (Some(of), Some(to)) = (&content.path, target) else { continue };
            if let Some(input) = is(to).and_then(|there| inputs.get(&there)) {
                return Err(Error::OutputIsInput { of: of.clone(), to: (*input).clone() });
            }
            if contents.len() == 1 {
                break;
            }
            let other = seen.insert(whole(to), content);
            if let Some(other) = other.filter(|other| other.digest != content.digest) {
                let one = other.path.clone().unwrap_or_default();
                return Err(Error::SameOutput { one, other: of.clone(), to: to.clone() });
            }
        }
        Ok(Self { targets, how })
    }
}

impl Outputs for SignatureFiles<'_> {
    fn path(&self, content: usize) -> Option<&Path> {
        self.targets.get(content)?.as_deref()
    }

    fn check(&self, contents: &[Known<'_>]) -> Vec<Error> {
        let mut wrong = Vec::new();
        let mut directories: BTreeMap<PathBuf, (&Path, u64)> = BTreeMap::new();
        for (target, known) in self.targets.iter().zip(contents) {
            let Some(path) = target else { continue };
            let answer = match known {
                Known::Here(answer) => Some(*answer),
                Known::ToBeMade => None,
                Known::Wrong => continue,
            };
            let file = SignatureFile { path, armor: self.how.armor, force: self.how.force };
            match check_signature_file(file, answer) {
                Ok(None) => {}
                Ok(Some(directory)) => directories.entry(directory).or_insert((path, 0)).1 += 1,
                Err(error) => wrong.push(error),
            }
        }
        let probe = |(directory, (path, count)): (PathBuf, (&Path, u64))| {
            probe_directory(&directory, count).map_err(Error::place("write", path)).err()
        };
        wrong.extend(directories.into_iter().filter_map(probe));
        wrong
    }
}

/// A path by which two names of one file are the same.
fn whole(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (path.canonicalize(), parent.canonicalize(), path.file_name()) {
        (Ok(whole), ..) => whole,
        (Err(_), Ok(parent), Some(name)) => parent.join(name),
        _ => path.to_owned(),
    }
}
