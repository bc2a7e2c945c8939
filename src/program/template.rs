use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;
use std::process::Command;

use super::Error;

/// A program and its arguments, in which `{file}`, `{digest}` and `{key}` stand for values.
///
/// A value stays a part of the argument that it stands in, whatever it
/// contains: no shell sees it, and no placeholder in it counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    /// The program: a name to be found along the search path, or a path. Nothing stands for anything here.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
}

/// What placeholders stand for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Values {
    /// `{file}`: the content's absolute path, if it is at hand; also in `SIGNCACHE_FILE`.
    pub file: Option<PathBuf>,
    /// `{digest}`: its SHA-256, hexadecimal; also in `SIGNCACHE_DIGEST`.
    pub digest: String,
    /// `{key}`: the fingerprint of the key's certificate; also in `SIGNCACHE_KEY`.
    pub key: String,
}

const FILE: &str = "{file}";
const DIGEST: &str = "{digest}";
const KEY: &str = "{key}";

impl Template {
    /// The command for some values.
    ///
    /// # Errors
    /// [`Error::NeedsFile`] when there is no file and an argument wants one.
    pub fn fill(&self, values: &Values) -> Result<Command, Error> {
        let wants_file = self.arguments.iter().any(|argument| argument.contains(FILE));
        if wants_file && values.file.is_none() {
            return Err(Error::NeedsFile { program: self.program.clone() });
        }
        let mut command = Command::new(&self.program);
        command.args(self.arguments.iter().map(|argument| values.put_into(argument)));
        command.env("SIGNCACHE_DIGEST", &values.digest).env("SIGNCACHE_KEY", &values.key);
        match &values.file {
            Some(file) => command.env("SIGNCACHE_FILE", file),
            None => command.env_remove("SIGNCACHE_FILE"),
        };
        Ok(command)
    }
}

impl Values {
    /// One pass from left to right, so that what was put in is not looked at again.
    fn put_into(&self, argument: &str) -> OsString {
        let file = self.file.as_ref().map_or(OsStr::new(""), |file| file.as_os_str());
        let known = [(FILE, file), (DIGEST, self.digest.as_ref()), (KEY, self.key.as_ref())];
        let mut filled = Vec::new();
        let mut rest = argument;
        let next = |rest: &str| {
            let places = known.iter().filter_map(|(name, value)| Some((rest.find(name)?, *name, *value)));
            places.min_by_key(|(place, ..)| *place)
        };
        while let Some((place, name, value)) = next(rest) {
            filled.extend_from_slice(&rest.as_bytes()[..place]);
            filled.extend_from_slice(value.as_bytes());
            rest = &rest[place + name.len()..];
        }
        filled.extend_from_slice(rest.as_bytes());
        OsString::from_vec(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(arguments: &[&str], file: Option<&[u8]>) -> Result<Vec<Vec<u8>>, Error> {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        let values = Values {
            file: file.map(|file| OsStr::from_bytes(file).into()),
            digest: "ab12".into(),
            key: "FPR".into(),
        };
        let command = Template { program: "hsm".into(), arguments }.fill(&values)?;
        Ok(command.get_args().map(|argument| argument.as_bytes().to_vec()).collect())
    }

    #[test]
    fn values_stay_in_their_arguments_and_are_not_looked_at_again() {
        let arguments = ["--in={file},{digest}", "{key}{key}", "{file", "{other} {}", "$(x)"];
        let expected = [&b"--in=/a b{digest}$(x)\xff,ab12"[..], b"FPRFPR", b"{file", b"{other} {}", b"$(x)"];
        assert_eq!(filled(&arguments, Some(b"/a b{digest}$(x)\xff")).unwrap(), expected);
    }

    #[test]
    fn a_digest_alone_is_enough_for_who_wants_no_file() {
        assert_eq!(filled(&["{digest}"], None).unwrap(), [b"ab12"]);
        assert!(matches!(filled(&["{digest}", "{file}"], None), Err(Error::NeedsFile { .. })));
    }
}
