use std::io::{self, BufRead, BufReader, Read, Write};

use tar::{EntryType, Header};
use zstd::stream::read::Decoder;
use zstd::stream::write::Encoder;

use super::name::Name;
use super::reader::Assembly;
use super::{ATTRIBUTES, Error, Item, Put, Reader, Writer, foreign};
use crate::model::{Fingerprint, Record};
use crate::threads;

/// How hard to compress: what can get smaller, the text around numbers that can't, hardly does beyond that.
const LEVEL: i32 = 1;

/// The largest window that a decompressor sets memory aside for (2^23 bytes): what `zstd -19` needs, and `--long` exceeds.
const WINDOW_LOG: u32 = 23;

/// What tar pads an archive to.
const RECORD: usize = 20 * 512;

/// The most bytes of a `.gitattributes` that are passed over.
const MAX_ATTRIBUTES: u64 = 64 << 10;

/// The time of every member. Programs warn of 1970's first second.
const MTIME: u64 = 1;

/// A bundle that is written as a file.
pub struct ArchiveWriter<'a, W: Write> {
    out: Encoder<'static, W>,
    end: Box<dyn FnOnce(W) -> io::Result<()> + Send + 'a>,
}

impl<'a, W: Write> ArchiveWriter<'a, W> {
    /// Begins a bundle.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn new(out: W) -> Result<Self, Error> {
        Self::ending(out, |mut out| out.flush())
    }

    /// Begins a bundle within something that has an end of its own, to be written after the bundle's.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn ending(out: W, end: impl FnOnce(W) -> io::Result<()> + Send + 'a) -> Result<Self, Error> {
        let mut encoder = Encoder::new(out, LEVEL).map_err(Error::stream)?;
        encoder.include_checksum(true).map_err(Error::stream)?;
        // On a thread of its own, while this one reads the next entries.
        if threads::has_another() {
            encoder.multithread(1).map_err(Error::stream)?;
        }
        let mut writer = Self { out: encoder, end: Box::new(end) };
        writer.member(Name::Format, super::FORMAT.as_bytes())?;
        Ok(writer)
    }

    fn member(&mut self, name: Name, bytes: &[u8]) -> Result<(), Error> {
        let header = header(&name.to_string(), bytes.len() as u64).map_err(Error::stream)?;
        let padding = bytes.len().next_multiple_of(512) - bytes.len();
        let written = self.out.write_all(header.as_bytes()).and_then(|()| {
            self.out.write_all(bytes)?;
            self.out.write_all(&[0; 512][..padding])
        });
        written.map_err(Error::stream)
    }
}

/// The header of a member: of what differs from archive to archive, only the name and the length.
fn header(path: &str, size: u64) -> io::Result<Header> {
    let mut header = Header::new_ustar();
    let ustar = header.as_ustar_mut().ok_or(io::ErrorKind::Unsupported)?;
    // Names of parts are plain, and too long for one field where they have a digest and a fingerprint.
    let (prefix, name) = path.rsplit_once('/').unwrap_or(("", path));
    for (field, text) in [(&mut ustar.prefix[..], prefix), (&mut ustar.name[..], name)] {
        let field = field.get_mut(..text.len()).ok_or(io::ErrorKind::InvalidInput)?;
        field.copy_from_slice(text.as_bytes());
    }
    header.set_size(size);
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(MTIME);
    header.set_entry_type(EntryType::Regular);
    header.set_cksum();
    Ok(header)
}

impl<W: Write + Send> Writer for ArchiveWriter<'_, W> {
    fn certificate(&self, _: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }

    fn put_certificate(&mut self, key: &Fingerprint, certificate: &[u8]) -> Result<(), Error> {
        self.member(Name::Certificate(*key), certificate)
    }

    fn put_entry(&mut self, record: &Record, signature: &[u8]) -> Result<Put, Error> {
        self.member(Name::Entry(record.pair), record.to_string().as_bytes())?;
        self.member(Name::Signature(record.pair), signature)?;
        Ok(Put::New)
    }

    fn put_wanted(&mut self, record: &Record) -> Result<Put, Error> {
        self.member(Name::Wanted(record.pair), record.to_string().as_bytes())?;
        Ok(Put::New)
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        let Self { mut out, end } = *self;
        out.write_all(&[0; 2 * 512]).and_then(|()| out.finish()).and_then(end).map_err(Error::stream)
    }
}

/// A bundle that is read from a file or a pipe.
pub struct ArchiveReader<R: Read> {
    input: Decoder<'static, BufReader<R>>,
    assembly: Assembly,
    /// Whether there was what is for git, which comes once.
    skipped: bool,
    ended: bool,
}

impl<R: Read> ArchiveReader<R> {
    /// Reads what was written by [`ArchiveWriter`], or made alike with `tar` and `zstd`.
    ///
    /// # Errors
    /// When it does not begin as such a file does, or can't be read.
    pub fn new(input: R) -> Result<Self, Error> {
        let mut input = BufReader::new(input);
        foreign::check(input.fill_buf().map_err(Error::stream)?)?;
        let mut input = Decoder::with_buffer(input).map_err(Error::stream)?;
        input.window_log_max(WINDOW_LOG).map_err(Error::stream)?;
        Ok(Self { input: input.single_frame(), assembly: Assembly::default(), skipped: false, ended: false })
    }

    /// The next member's name and bytes; none at the end.
    fn member(&mut self) -> Result<Option<(Name, Vec<u8>)>, Error> {
        loop {
            let mut header = Header::new_ustar();
            self.input.read_exact(header.as_mut_bytes()).map_err(stopped)?;
            if header.as_bytes() == &[0; 512] {
                return Ok(None);
            }
            let whole = String::from_utf8_lossy(&header.path_bytes()).into_owned();
            // What `tar` puts before the names of a directory's files.
            let path = whole.strip_prefix("./").unwrap_or(&whole);
            if !is_sound(&header) {
                return Err(Error::part(path, "has a damaged header"));
            }
            let kind = header.entry_type();
            if header.as_ustar().is_none() || !matches!(kind, EntryType::Regular | EntryType::Directory) {
                return Err(Error::packing(whole, "is not a plain file of a ustar archive"));
            }
            if kind == EntryType::Directory {
                if !header.size().is_ok_and(|size| size == 0) {
                    return Err(Error::part(path, "is a directory with bytes"));
                }
                self.assembly.enter(path)?;
                continue;
            }
            if path == ATTRIBUTES && !self.skipped {
                // It is in a directory that is kept in git, and so in what `tar` makes of one.
                self.skip(&header)?;
                continue;
            }
            let name = self.assembly.expect(path)?;
            let size = header.size().ok().and_then(|size| usize::try_from(size).ok());
            let Some(size) = size.filter(|size| *size <= name.limit()) else {
                return Err(Error::part(path, "is too long"));
            };
            let mut bytes = vec![0; size.next_multiple_of(512)];
            self.input.read_exact(&mut bytes).map_err(stopped)?;
            bytes.truncate(size);
            return Ok(Some((name, bytes)));
        }
    }

    /// Passes over a file that is no part.
    fn skip(&mut self, header: &Header) -> Result<(), Error> {
        let size = header.size().ok().filter(|size| *size <= MAX_ATTRIBUTES);
        let size = size.ok_or_else(|| Error::part(ATTRIBUTES, "is too long"))?.next_multiple_of(512);
        let passed = io::copy(&mut (&mut self.input).take(size), &mut io::sink()).map_err(stopped)?;
        self.skipped = true;
        if passed == size { Ok(()) } else { Err(Error::Truncated) }
    }

    /// Reads what may follow the last member: the padding, and nothing else.
    fn rest(&mut self) -> Result<(), Error> {
        let mut padding = Vec::new();
        (&mut self.input).take(RECORD as u64 + 1).read_to_end(&mut padding).map_err(stopped)?;
        let followed = padding.len() > RECORD || padding.iter().any(|byte| *byte != 0);
        let mut more = [0];
        if followed || self.input.get_mut().read(&mut more).map_err(Error::stream)? > 0 {
            return Err(Error::part("the end", "is followed by something"));
        }
        Ok(())
    }
}

impl<R: Read + Send> Reader for ArchiveReader<R> {
    fn next(&mut self) -> Result<Option<Item>, Error> {
        while !self.ended {
            let Some((name, bytes)) = self.member()? else {
                self.ended = true;
                self.assembly.end()?;
                self.rest()?;
                break;
            };
            if let Some(item) = self.assembly.take(name, bytes)? {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }
}

/// Whether a header's checksum is right (POSIX, `pax`, "ustar Interchange Format").
fn is_sound(header: &Header) -> bool {
    let mut again = header.clone();
    again.set_cksum();
    header.cksum().is_ok_and(|found| again.cksum().is_ok_and(|right| found == right))
}

fn stopped(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Error::Truncated,
        _ => Error::stream(error),
    }
}
