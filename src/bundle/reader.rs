use std::borrow::Cow;

use super::name::Name;
use super::{Error, FORMAT, Item};
use crate::model::{InvalidRecord, Pair, Record, Untrusted};

/// Puts the parts of a bundle together, one after the other.
///
/// Names ascend, so no part comes twice and one entry at a time is in memory.
#[derive(Debug, Default)]
pub(super) struct Assembly {
    before: Option<String>,
    /// A directory that the next part must be in, with the slash at its end.
    below: Option<String>,
    /// An entry whose signature is to come.
    pending: Option<Record>,
}

impl Assembly {
    /// Whether a directory may come here, as `tar` has it: before the first part that is in it, and once.
    ///
    /// So there are not many more of them than parts.
    pub(super) fn enter(&mut self, path: &str) -> Result<(), Error> {
        let directory = match path.trim_end_matches('/') {
            "" => String::new(),
            name => format!("{name}/"),
        };
        self.check_place(&directory)?;
        match &self.before {
            None if !directory.is_empty() => {
                let known = ["certificates/", "entries/", "wanted/"].contains(&directory.as_str());
                return Err(if known { before_format(path) } else { Error::NotABundle });
            }
            Some(before) if *before >= directory => return Err(wrong_order(path)),
            _ => {}
        }
        self.below = Some(directory);
        Ok(())
    }

    /// Whether what comes next is in the directory that came before it.
    fn check_place(&self, path: &str) -> Result<(), Error> {
        match &self.below {
            Some(below) if path.len() <= below.len() || !path.starts_with(below.as_str()) => {
                Err(Error::packing(below.as_str(), "is a directory without parts"))
            }
            _ => Ok(()),
        }
    }

    /// What the next part is; an error if no such part may come here.
    pub(super) fn expect(&mut self, path: &str) -> Result<Name, Error> {
        let name: Name = path.parse().map_err(|_| {
            if self.before.is_none() {
                Error::NotABundle
            } else {
                Error::part(path, "is no part of a bundle")
            }
        })?;
        match &self.before {
            None if name != Name::Format => return Err(before_format(path)),
            Some(before) if before.as_str() >= path => return Err(wrong_order(path)),
            _ => self.check_place(path)?,
        }
        match (&self.pending, name) {
            (Some(record), Name::Signature(pair)) if record.pair == pair => {}
            (None, Name::Signature(_)) => return Err(Error::part(path, "has no record before it")),
            (Some(record), _) => return Err(without_signature(record.pair)),
            (None, _) => {}
        }
        (self.before, self.below) = (Some(path.to_owned()), None);
        Ok(name)
    }

    /// Takes the bytes of the part that was expected last; gives an item when it is whole.
    pub(super) fn take(&mut self, name: Name, bytes: Vec<u8>) -> Result<Option<Item>, Error> {
        match name {
            Name::Format => check_format(&bytes).map(|()| None),
            Name::Certificate(fingerprint) => Ok(Some(Item::Certificate(fingerprint, bytes))),
            Name::Entry(pair) => {
                let record = record(name, pair, &bytes)?;
                if record.signed.is_none() {
                    let source = InvalidRecord::Line("signed");
                    return Err(Error::Record { name: Untrusted::new(name.to_string()), source });
                }
                self.pending = Some(record);
                Ok(None)
            }
            Name::Signature(_) => Ok(self.pending.take().map(|record| Item::Entry(record, bytes))),
            Name::Wanted(pair) => record(name, pair, &bytes).map(|record| Some(Item::Wanted(record))),
        }
    }

    /// Whether a signature may come here.
    pub(super) const fn awaits_signature(&self) -> bool {
        self.pending.is_some()
    }

    /// Whether the bundle may end here.
    pub(super) fn end(&self) -> Result<(), Error> {
        match (&self.before, &self.pending) {
            (None, _) => Err(Error::NotABundle),
            (_, Some(record)) => Err(without_signature(record.pair)),
            _ => Ok(()),
        }
    }
}

/// Whoever gives the items of a bundle, one after the other.
pub trait Reader: Send {
    /// The next item; none at the end.
    ///
    /// # Errors
    /// When what comes next is no part of a bundle. Nothing more can be read then.
    fn next(&mut self) -> Result<Option<Item>, Error>;
}

/// Refuses what is no `FORMAT` of this version. Only a higher number is one of a newer version.
pub(super) fn check_format(bytes: &[u8]) -> Result<(), Error> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Err(Error::NotABundle) };
    let text = own_line_ends(text);
    if text == FORMAT {
        return Ok(());
    }
    let Some(rest) = text.strip_prefix(BEGINNING) else {
        // What was cut is a beginning of it.
        let is_cut = BEGINNING.starts_with(&*text);
        return Err(if is_cut { damaged_format() } else { Error::NotABundle });
    };
    let (first, _) = rest.split_once('\n').unwrap_or((rest, ""));
    let is_number = first.bytes().all(|byte| byte.is_ascii_digit()) && !first.starts_with('0');
    // A number that is too long for this one is higher than 1, too.
    let is_higher = is_number && !first.is_empty() && first != "1" && rest.contains('\n');
    if is_higher {
        Err(Error::Newer(Untrusted::new(format!("{BEGINNING}{first}"))))
    } else {
        Err(damaged_format())
    }
}

/// How every version of `FORMAT` begins, before its number.
const BEGINNING: &str = "signcache bundle ";

/// A text with the line ends that it was written with. Git turns all of them round on some machines (`core.autocrlf`).
pub(super) fn own_line_ends(text: &str) -> Cow<'_, str> {
    let ends = |end| text.matches(end).count();
    let turned = ends("\r\n");
    if turned > 0 && turned == ends("\n") && turned == ends("\r") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

fn damaged_format() -> Error {
    Error::part("FORMAT", "is damaged")
}

pub(super) fn record(name: Name, pair: Pair, bytes: &[u8]) -> Result<Record, Error> {
    let wrong = |source| Error::Record { name: Untrusted::new(name.to_string()), source };
    let text = std::str::from_utf8(bytes).map_err(|_| wrong(InvalidRecord::Form))?;
    let record: Record = own_line_ends(text).parse().map_err(wrong)?;
    if record.pair == pair {
        Ok(record)
    } else {
        Err(Error::part(name.to_string(), "is the record of something else"))
    }
}

fn wrong_order(path: &str) -> Error {
    Error::packing(path, "comes twice or in the wrong order")
}

fn before_format(path: &str) -> Error {
    Error::packing(path, "comes before `FORMAT`")
}

fn without_signature(pair: Pair) -> Error {
    Error::part(Name::Entry(pair).to_string(), "has no signature after it")
}
