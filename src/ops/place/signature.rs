use std::fs::{self, File, Metadata};
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;

use super::whole::{replace, scratch};
use crate::files::wait_a_little;
use crate::model::{NewEntry, Origin, Proof, Untrusted};
use crate::openpgp::DetachedSignature;
use crate::ops::prove::{Outcome, prove};
use crate::ops::{Answer, Content, Error, Notice, Progress, Session, certificates};
use crate::scan::{read_named, read_small};

/// About the room that a small file takes.
const BLOCK: [u8; 4096] = [0; 4096];

/// A probe writes no more blocks than these.
const MOST: u64 = 256;

/// A file that a signature is to be written to, and how.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SignatureFile<'a> {
    /// The file.
    pub path: &'a Path,
    /// Whether as ASCII armor.
    pub armor: bool,
    /// Whether to replace a file that is there already with other bytes.
    pub force: bool,
}

/// What is where a signature is to be written.
enum There {
    /// Nothing.
    Nothing,
    /// The same bytes, or the same signature in as good a form.
    Same,
    /// The same signature in another form.
    OtherForm,
    /// A file with other bytes.
    Other,
    /// A pipe or a device.
    Special,
}

/// Checks that a signature can be written, as far as that is known beforehand; `answer` is the signature, if it is there.
///
/// Returns the directory in which a file would be made for it.
///
/// # Errors
/// When another file is there and there is no `force`, or nothing can be written there.
pub(in crate::ops) fn check_signature_file(
    file: SignatureFile<'_>,
    answer: Option<&Answer>,
) -> Result<Option<PathBuf>, Error> {
    let path = file.path;
    match there(file, answer)? {
        There::Same => return Ok(None),
        There::OtherForm if !file.force => return Ok(None),
        There::Other if !file.force => return Err(Error::TakenByOther(path.to_owned())),
        There::Special => return Ok(None),
        There::Nothing | There::OtherForm | There::Other => {}
    }
    let directory = parent(&destination(path)?).to_owned();
    Ok(Some(directory))
}

/// Checks that so many small files can be made in a directory.
///
/// # Errors
/// When the system refuses: there is no permission or no room.
pub(in crate::ops) fn probe_directory(directory: &Path, files: u64) -> io::Result<()> {
    let mut file = scratch(directory)?;
    // Written, and not only set aside: quotas count what is written.
    (0..files.min(MOST)).try_for_each(|_| file.write_all(&BLOCK))
}

/// Writes a signature whole or not at all. A file that has it already is left as it is, without `force` in any form.
///
/// A signature of the same pair that is replaced goes to the cache's trash first. Links are followed. What is no
/// regular file, such as a device or a pipe, is written to at once.
///
/// # Errors
/// When another file is there and there is no `force`, or nothing can be written there.
pub fn write_signature(
    session: &Session,
    content: &Content,
    answer: &Answer,
    file: SignatureFile<'_>,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let path = file.path;
    let bytes = answer.rendered(file.armor)?;
    let failed = Error::place("write", path);
    match there(file, Some(answer))? {
        There::Same => return Ok(()),
        There::OtherForm if !file.force => {
            progress.notice(Notice::OtherForm(path.to_owned()));
            return Ok(());
        }
        There::Other if !file.force => return Err(Error::TakenByOther(path.to_owned())),
        There::Special => {
            let mut special = open_special(path, progress)?;
            if !file.armor && special.is_terminal() {
                return Err(Error::ForTerminal);
            }
            return special.write_all(&bytes).map_err(failed);
        }
        // A file with this signature may have others besides.
        There::Other | There::OtherForm => keep_old(session, content, answer, path, progress)?,
        There::Nothing => {}
    }
    replace(&destination(path)?, &bytes).map_err(failed)
}

/// The file that is made or replaced; a link that leads nowhere is replaced itself.
fn destination(path: &Path) -> Result<PathBuf, Error> {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let directory = if path.as_os_str().as_encoded_bytes().ends_with(b"/") { path } else { parent(&whole) };
    if !directory.is_dir() {
        return Err(Error::NoDirectory { path: path.to_owned(), directory: directory.to_owned() });
    }
    Ok(whole)
}

fn there(file: SignatureFile<'_>, answer: Option<&Answer>) -> Result<There, Error> {
    let path = file.path;
    let failed = Error::place("write", path);
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(There::Nothing),
        metadata => metadata.map_err(&failed)?,
    };
    if metadata.is_dir() {
        return Err(Error::OutputIsDirectory(path.to_owned()));
    }
    if !metadata.is_file() {
        refuse_terminal(file, &metadata)?;
        return Ok(There::Special);
    }
    let Some(answer) = answer else { return Ok(There::Other) };
    let longest = DetachedSignature::MAX_FILE_SIZE as u64;
    let Some(old) = read_named(path, longest).map_err(Error::place("read", path))? else {
        return Ok(There::Other);
    };
    if old == answer.rendered(file.armor)? {
        return Ok(There::Same);
    }
    let ours = DetachedSignature::from_bytes(&answer.signature)?;
    let parts = DetachedSignature::all_from_bytes(&old);
    if !parts.iter().flatten().any(|signature| signature.is_same_as(&ours)) {
        return Ok(There::Other);
    }
    // Programs write the length of a packet, and what is not signed of it, in several ways.
    let in_armor = old.first().is_some_and(u8::is_ascii);
    let as_good = parts.len() == 1 && in_armor == file.armor && !file.force;
    Ok(if as_good { There::Same } else { There::OtherForm })
}

/// A terminal is known before anything is signed.
fn refuse_terminal(file: SignatureFile<'_>, metadata: &Metadata) -> Result<(), Error> {
    if file.armor || !metadata.file_type().is_char_device() {
        return Ok(());
    }
    let flags = OFlags::NONBLOCK.union(OFlags::NOCTTY).bits().cast_signed();
    let opened = File::options().write(true).custom_flags(flags).open(file.path);
    match opened.map_err(Error::place("write", file.path))?.is_terminal() {
        true => Err(Error::ForTerminal),
        false => Ok(()),
    }
}

/// Opens what is no regular file for writing. A pipe may wait for a reader.
fn open_special(path: &Path, progress: &dyn Progress) -> Result<File, Error> {
    let failed = Error::place("write", path);
    let flags = OFlags::NONBLOCK.union(OFlags::NOCTTY).bits().cast_signed();
    loop {
        match File::options().write(true).custom_flags(flags).open(path) {
            Err(error) if Errno::from_io_error(&error) == Some(Errno::NXIO) && !progress.cancelled() => {
                wait_a_little(&mut []).map_err(&failed)?;
            }
            Err(_) if progress.cancelled() => return Err(Error::Interrupted),
            opened => {
                let file = opened.map_err(&failed)?;
                let flags = fcntl_getfl(&file).map_err(io::Error::from).map_err(&failed)?;
                let set = fcntl_setfl(&file, flags.difference(OFlags::NONBLOCK));
                set.map_err(io::Error::from).map_err(&failed)?;
                return Ok(file);
            }
        }
    }
}

/// Puts the other signatures of the pair that a file has into the trash, before another one takes its place.
fn keep_old(
    session: &Session,
    content: &Content,
    answer: &Answer,
    path: &Path,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let longest = DetachedSignature::MAX_FILE_SIZE as u64;
    let Some(bytes) = read_small(path, longest).map_err(Error::place("read", path))? else { return Ok(()) };
    let parts: Vec<_> = DetachedSignature::all_from_bytes(&bytes).into_iter().flatten().collect();
    if parts.is_empty() {
        return Ok(());
    }
    let pair = answer.pair;
    let certificate = certificates::certificate(session, &pair.key, progress)?;
    let certificate = certificates::required(session, &pair.key, certificate)?;
    let entry = session.cache()?.map(|cache| cache.get(&pair)).transpose()?.flatten();
    let stored = entry.as_ref().and_then(|entry| Some((entry.proof.as_deref()?, entry.size)));
    let now = session.settings().now;
    for part in parts.into_iter().filter(|part| part.may_be_by(&certificate)) {
        let outcome = prove(&certificate, &pair, &part.to_bytes(), content, stored, now, progress)?;
        let proven = match outcome {
            Outcome::Proven(proven) | Outcome::Refused(proven, _) => proven,
            // It may be one of the pair, and is not overwritten before that is known.
            Outcome::Unproven(reason) => return Err(Error::Unproven { pair, reason }),
            _ => continue,
        };
        let known = stored.and_then(|(proof, _)| Proof::from_bytes(proof).ok());
        let proof = content.proof.clone().or(known);
        let old = NewEntry {
            pair,
            signature: proven.signature.to_bytes(),
            size: proof.as_ref().map_or(0, Proof::length),
            proof: proven.signature.provable_from(proof),
            signed: proven.signature.created(),
            facts: proven.facts(),
            origin: Origin::Replaced,
            label: content.label.clone(),
            verdict: proven.verdict,
        };
        let reason = format!("it was in a file that --force replaced: {}", path.display());
        let cache = session.writable_cache(progress)?;
        if cache.put_into_trash(&old, &Untrusted::new(reason), now)? {
            progress.notice(Notice::OldKept { pair, path: path.to_owned() });
        }
    }
    Ok(())
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
