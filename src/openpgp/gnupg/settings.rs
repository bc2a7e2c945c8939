use std::io::{self, Read};
use std::path::Path;

use super::Error;
use crate::files::open_named;

/// The options in a GnuPG configuration file, each a name and a value; none when there is no such file.
///
/// The format is that of gpg(1), "OPTIONS": one long option a line without its
/// dashes, comments after `#`.
pub(super) fn options(path: &Path) -> Result<Vec<(String, String)>, Error> {
    let text = match contents(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(source) => return Err(Error::KeyRing { path: path.to_owned(), source }),
    };
    Ok(parse(&text))
}

/// The bytes of a file in the home directory, which has to be a plain one.
pub(super) fn contents(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_named(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn parse(text: &str) -> Vec<(String, String)> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (name, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let value = value.trim();
            let bare = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
            (name.trim_start_matches("--").to_owned(), bare.to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        let text =
            "# no use-keyboxd\n\n  use-keyboxd  \r\nkeyring   \"/a b/c.kbx\" \nkeyring\t~/x\n--no-tty\n";
        let options = parse(text);
        let options: Vec<_> = options.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let expected = [("use-keyboxd", ""), ("keyring", "/a b/c.kbx"), ("keyring", "~/x"), ("no-tty", "")];
        assert_eq!(options, expected);
    }
}
