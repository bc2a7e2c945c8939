use std::path::Path;

use super::Fix;
use crate::model::Untrusted;
use crate::ops::Error;

/// How much a finding matters, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// As it should be.
    Ok,
    /// Worth knowing.
    Note,
    /// Works, and deserves a look.
    Warning,
    /// Wrong.
    Error,
}

/// What one check found.
#[derive(Debug)]
pub struct Finding {
    /// What was looked at, in a word that never changes.
    pub check: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What was found; nothing that strangers must not see.
    pub text: Untrusted,
    /// What to do about it.
    pub advice: Option<Untrusted>,
    /// What says more of it, and what to do.
    pub cause: Option<Error>,
    /// What would put it right.
    pub fix: Option<Fix>,
}

impl Level {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Finding {
    /// Something that is as it should be.
    #[must_use]
    pub fn ok(check: &'static str, text: impl Into<String>) -> Self {
        Self { check, level: Level::Ok, text: Untrusted::new(text), advice: None, cause: None, fix: None }
    }

    /// Something to know.
    #[must_use]
    pub fn note(check: &'static str, text: impl Into<String>) -> Self {
        Self { level: Level::Note, ..Self::ok(check, text) }
    }

    /// Something that deserves a look, and what to do.
    #[must_use]
    pub fn warning(check: &'static str, text: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::ok(check, text) }.advised(advice)
    }

    /// Something wrong, and what to do.
    #[must_use]
    pub fn error(check: &'static str, text: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { level: Level::Error, ..Self::ok(check, text) }.advised(advice)
    }

    /// Something wrong, for a reason that is known with what to do about it.
    #[must_use]
    pub fn failed(check: &'static str, cause: impl Into<Error>) -> Self {
        let cause = cause.into();
        Self { level: Level::Error, cause: Some(cause), ..Self::ok(check, "") }
    }

    /// The same with what to do.
    #[must_use]
    pub fn advised(self, advice: impl Into<String>) -> Self {
        Self { advice: Some(Untrusted::new(advice)), ..self }
    }

    /// The same with what would put it right.
    #[must_use]
    pub fn fixed_by(self, fix: Fix) -> Self {
        Self { fix: Some(fix), ..self }
    }
}

/// A text with `~` for the home directory, wherever a path in it begins so.
#[must_use]
pub fn without_home(text: &Untrusted, home: &Path) -> Untrusted {
    let home = home.to_string_lossy();
    let home = home.trim_end_matches('/');
    if home.is_empty() {
        return text.clone();
    }
    let mut parts = text.raw().split(home);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let inside = |character: char| character.is_alphanumeric() || "-_.".contains(character);
        // `/home/ada` is no part of `/srv/home/ada`, nor of `/home/adam`.
        let whole = !part.starts_with(inside) && !shown.ends_with(inside);
        shown.push_str(if whole { "~" } else { home });
        shown.push_str(part);
    }
    Untrusted::new(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_home_directory_is_not_shown() {
        let check = |home: &str, text: &str, shown: &str| {
            assert_eq!(without_home(&Untrusted::new(text), Path::new(home)).raw(), shown);
        };
        check("/home/ada", "`/home/ada/x` and /home/ada: gone", "`~/x` and ~: gone");
        check("/home/ada/", "can't read /home/ada/x", "can't read ~/x");
        check("/home/ada", "/home/adam /srv/home/ada", "/home/adam /srv/home/ada");
        check("/", "/etc", "/etc");
    }
}
