use std::path::PathBuf;

use crate::ops::place::{Found, Kind};
use crate::tui::keymap::Chord;
use crate::tui::state::Position;

/// The files in a directory, of which one is to be chosen.
pub struct Browser {
    /// What the file is for.
    pub purpose: Purpose,
    /// The directory.
    pub directory: PathBuf,
    /// What is in it, once that is known.
    pub files: Option<Result<Vec<Found>, String>>,
    /// Whether names that begin with a dot are shown.
    pub hidden: bool,
    /// The row that one is on.
    pub position: Position,
    /// Where one came from: the cursor goes there.
    pub from: Option<PathBuf>,
    /// The key that asked for all this.
    pub asked: Chord,
}

/// What a file is chosen for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To be imported.
    Import,
    /// To be signed.
    Sign,
}

impl Purpose {
    /// The question.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Import => "Import which bundle or directory?",
            Self::Sign => "Sign which file?",
        }
    }
}

impl Browser {
    /// What is shown.
    #[must_use]
    pub fn shown(&self) -> Vec<&Found> {
        let Some(Ok(files)) = &self.files else { return Vec::new() };
        files.iter().filter(|found| self.hidden || !found.name.raw().starts_with('.')).collect()
    }

    /// What the cursor is on.
    #[must_use]
    pub fn row(&self) -> Option<&Found> {
        self.shown().get(self.position.cursor).copied()
    }

    /// Whether something can be chosen, and not only looked into.
    #[must_use]
    pub const fn takes(&self, kind: Kind) -> bool {
        match (self.purpose, kind) {
            (_, Kind::File) | (Purpose::Import, Kind::Bundle) => true,
            (_, Kind::Directory | Kind::Other) | (Purpose::Sign, Kind::Bundle) => false,
        }
    }
}
