use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use super::roots::BATCH_PREFIX;
use super::{Error, Store};
use crate::model::StorePath;

/// How many paths are asked about at once. Nix looks for all roots each time, which takes 0.1 s where there are thousands.
const GROUP: usize = 400;

/// How many paths one process takes: its arguments stay below what systems allow.
const ARGUMENTS: usize = 4_000;

impl Store {
    /// Which of these paths Nix keeps for the sake of a root other than signcache's own.
    ///
    /// What Nix follows from a root counts: references, the derivations that made what is kept (whatever
    /// `keep-derivations` says here, since a collector may have settings of its own), and with
    /// `keep-outputs` what kept derivations made. Processes that have an object open are roots too, and so is a
    /// root that Nix does not name to this user. Paths that are not in the store are not kept.
    ///
    /// `roots_dir` is where [`Store::bind`] made signcache's roots. Costs about two processes for every
    /// 400 paths, and some more where there are other roots.
    ///
    /// # Errors
    /// When `nix-store` is missing or fails, as it does for a store that can't name its roots. Nothing is known then.
    pub fn kept_by_others(
        &self,
        roots_dir: &Path,
        paths: &[StorePath],
    ) -> Result<BTreeSet<StorePath>, Error> {
        let mut search = Search {
            store: self,
            own: own_prefix(roots_dir),
            reached: BTreeSet::new(),
            kept: BTreeSet::new(),
        };
        for group in self.valid(paths)?.chunks(GROUP) {
            search.group(group.to_vec())?;
        }
        Ok(search.kept)
    }

    /// Whether an object seems to be in the store, without starting a process; none where nobody can look.
    #[must_use]
    pub fn seems_to_have(&self, path: &StorePath) -> Option<bool> {
        let absent = |error: io::Error| error.kind() == io::ErrorKind::NotFound;
        let real = &self.place.as_ref()?.real;
        real.is_dir().then(|| !path.below(real).symlink_metadata().is_err_and(absent))
    }

    /// Those that are in the store, each once.
    pub(super) fn valid(&self, paths: &[StorePath]) -> Result<Vec<StorePath>, Error> {
        let mut distinct: BTreeSet<&StorePath> = paths.iter().collect();
        // Most signatures never had a copy. A look costs microseconds, and Nix a process for some thousand paths.
        distinct.retain(|path| self.seems_to_have(path) != Some(false));
        let distinct: Vec<&StorePath> = distinct.into_iter().collect();
        let texts: Vec<String> = distinct.iter().map(ToString::to_string).collect();
        let valid = self.valid_texts(&texts)?;
        Ok(distinct.into_iter().filter(|path| valid.contains(path.to_string().as_bytes())).cloned().collect())
    }

    fn valid_texts<A: AsRef<OsStr>>(&self, paths: &[A]) -> Result<BTreeSet<Vec<u8>>, Error> {
        let mut valid: BTreeSet<Vec<u8>> =
            paths.iter().map(|path| path.as_ref().as_bytes().to_vec()).collect();
        for some in paths.chunks(ARGUMENTS) {
            let options = ["--print-invalid"].map(OsStr::new).into_iter();
            let output = self.nix_store("--check-validity", options.chain(some.iter().map(AsRef::as_ref)))?;
            for invalid in lines(&output) {
                valid.remove(invalid);
            }
        }
        Ok(valid)
    }

    /// What Nix answers to a query about paths, as lines.
    fn query<A: AsRef<OsStr>>(&self, what: &str, paths: &[A]) -> Result<Vec<Vec<u8>>, Error> {
        let mut answers = Vec::new();
        for some in paths.chunks(ARGUMENTS) {
            let options = [what, "--option", "keep-derivations", "true"].map(OsStr::new).into_iter();
            let output = self.nix_store("--query", options.chain(some.iter().map(AsRef::as_ref)))?;
            answers.extend(lines(&output).map(<[u8]>::to_vec));
        }
        Ok(answers)
    }
}

struct Search<'a> {
    store: &'a Store,
    /// How the paths of signcache's own roots begin.
    own: Vec<u8>,
    /// What was seen to be reached from roots of others.
    reached: BTreeSet<Vec<u8>>,
    kept: BTreeSet<StorePath>,
}

impl Search<'_> {
    /// Finds out about a group. Nix names the roots of all its paths together, so a group is done
    /// that has no foreign one; of another one, those that are easily found to be kept are taken
    /// away, and where there are none, it is halved.
    fn group(&mut self, group: Vec<StorePath>) -> Result<(), Error> {
        let mut groups = vec![group];
        while let Some(group) = groups.pop() {
            let size = group.len();
            let mut rest = self.without_reached(group);
            if rest.is_empty() {
                continue;
            }
            let Some(targets) = self.foreign_targets(&rest)? else { continue };
            self.explore(targets)?;
            rest = self.without_reached(rest);
            if rest.len() < size {
                groups.push(rest);
            } else if size == 1 {
                self.kept.extend(rest);
            } else {
                let other = rest.split_off(size / 2);
                groups.extend([rest, other]);
            }
        }
        Ok(())
    }

    /// Takes those away that are kept for sure.
    fn without_reached(&mut self, group: Vec<StorePath>) -> Vec<StorePath> {
        let (kept, rest): (Vec<_>, Vec<_>) =
            group.into_iter().partition(|path| self.reached.contains(path.to_string().as_bytes()));
        self.kept.extend(kept);
        rest
    }

    /// Where the roots of others lead to that keep something of a group; none when there is no such root.
    fn foreign_targets(&self, group: &[StorePath]) -> Result<Option<Vec<PathBuf>>, Error> {
        let group: Vec<String> = group.iter().map(ToString::to_string).collect();
        let roots = self.store.query("--roots", &group)?;
        let foreign: Vec<_> = roots.iter().filter(|line| !line.starts_with(&self.own)).collect();
        let targets = foreign.iter().filter_map(|line| target(line));
        Ok((!foreign.is_empty()).then(|| targets.map(PathBuf::from).collect()))
    }

    /// Notes what is reached from these paths, and from the derivations that made that.
    fn explore(&mut self, from: Vec<PathBuf>) -> Result<(), Error> {
        let new = |reached: &BTreeSet<Vec<u8>>, path: &Path| !reached.contains(path.as_os_str().as_bytes());
        let from: Vec<PathBuf> = from.into_iter().filter(|path| new(&self.reached, path)).collect();
        let closure = self.store.query("--requisites", &from)?;
        let fresh: Vec<_> =
            closure.into_iter().filter(|path| self.reached.insert(path.clone())).map(path_buf).collect();
        let derivers: BTreeSet<PathBuf> =
            self.store.query("--deriver", &fresh)?.into_iter().map(path_buf).collect();
        let derivers: Vec<PathBuf> = derivers
            .into_iter()
            .filter(|deriver| deriver.is_absolute() && new(&self.reached, deriver))
            .collect();
        let valid: Vec<PathBuf> = self.store.valid_texts(&derivers)?.into_iter().map(path_buf).collect();
        self.reached.extend(self.store.query("--requisites", &valid)?);
        Ok(())
    }
}

/// How Nix names the roots that [`Store::bind`] makes.
fn own_prefix(roots_dir: &Path) -> Vec<u8> {
    let roots_dir = roots_dir.canonicalize().unwrap_or_else(|_| roots_dir.to_owned());
    roots_dir.join(BATCH_PREFIX).into_os_string().into_vec()
}

/// The path that a line `ROOT -> PATH` ends in.
fn target(line: &[u8]) -> Option<&OsStr> {
    let arrow = b" -> ";
    let at = line.windows(arrow.len()).rposition(|window| window == arrow)?;
    Some(OsStr::from_bytes(&line[at + arrow.len()..]))
}

fn lines(output: &[u8]) -> impl Iterator<Item = &[u8]> {
    output.split(|byte| *byte == b'\n').filter(|line| !line.is_empty())
}

fn path_buf(bytes: Vec<u8>) -> PathBuf {
    std::ffi::OsString::from_vec(bytes).into()
}
