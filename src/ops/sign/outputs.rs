use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::How;
use crate::ops::obtain::{Known, Outputs};
use crate::ops::place::{SignatureFile, check_signature_file, probe_directory};
use crate::ops::{Content, Error};

/// The files that signatures are written to.
pub(super) struct SignatureFiles {
    targets: Vec<Option<Target>>,
    how: How,
}

/// A file that a signature is written to.
struct Target {
    to: PathBuf,
    /// The file that is signed, and the one that is to be signed, too, and is at the output's place.
    in_the_way: Option<(PathBuf, PathBuf)>,
}

impl SignatureFiles {
    /// Finds out which outputs are files that are to be signed themselves.
    ///
    /// # Errors
    /// When the signatures of two contents would go to one file.
    pub(super) fn new(
        contents: &[Content],
        targets: &[Option<PathBuf>],
        inputs: &[PathBuf],
        how: How,
    ) -> Result<Self, Error> {
        let is = |path: &Path| fs::metadata(path).ok().map(|there| (there.dev(), there.ino()));
        let inputs: BTreeMap<_, _> = inputs.iter().filter_map(|path| Some((is(path)?, path))).collect();
        let mut seen: BTreeMap<PathBuf, &Content> = BTreeMap::new();
        let mut checked = Vec::new();
        for (content, target) in contents.iter().zip(targets) {
            let (Some(of), Some(to)) = (&content.path, target) else {
                checked.push(None);
                continue;
            };
            if contents.len() > 1
                && let Some(other) = seen.insert(whole(to), content)
                && other.digest != content.digest
            {
                let one = other.path.clone().unwrap_or_default();
                return Err(Error::SameOutput { one, other: of.clone(), to: to.clone() });
            }
            let input = is(to).and_then(|there| inputs.get(&there));
            let in_the_way = input.map(|input| (of.clone(), (*input).clone()));
            checked.push(Some(Target { to: to.clone(), in_the_way }));
        }
        Ok(Self { targets: checked, how })
    }

    /// Does something with the file of a content's signature, if there is one.
    ///
    /// A file that is to be signed is never replaced; one that has the signature already may stay.
    pub(super) fn with<T>(
        &self,
        content: usize,
        act: impl FnOnce(SignatureFile<'_>) -> Result<T, Error>,
    ) -> Option<Result<T, Error>> {
        let target = self.targets.get(content)?.as_ref()?;
        let force = self.how.force && target.in_the_way.is_none();
        let done = act(SignatureFile { path: &target.to, armor: self.how.armor, force });
        Some(done.map_err(|error| match (error, &target.in_the_way) {
            (Error::TakenByOther(_), Some((of, to))) => {
                Error::OutputIsInput { of: of.clone(), to: to.clone() }
            }
            (error, _) => error,
        }))
    }
}

impl Outputs for SignatureFiles {
    fn path(&self, content: usize) -> Option<&Path> {
        Some(&self.targets.get(content)?.as_ref()?.to)
    }

    fn check(&self, contents: &[Known<'_>]) -> Vec<Error> {
        let mut wrong = Vec::new();
        let mut directories: BTreeMap<PathBuf, (&Path, u64)> = BTreeMap::new();
        for (number, known) in contents.iter().enumerate() {
            let answer = match known {
                Known::Here(answer) => Some(*answer),
                Known::ToBeMade => None,
                Known::Wrong => continue,
            };
            match (self.with(number, |file| check_signature_file(file, answer)), self.path(number)) {
                (Some(Ok(Some(directory))), Some(path)) => {
                    directories.entry(directory).or_insert((path, 0)).1 += 1;
                }
                (Some(Err(error)), _) => wrong.push(error),
                _ => {}
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
