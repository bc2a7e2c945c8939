//! Everything that the screen shows, as plain data.

pub mod dialog;
pub mod entries;
pub mod jobs;
pub mod log;
mod marks;
mod position;
pub mod rows;
pub mod table;

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use super::glyphs::Glyphs;
use super::keymap::Keymap;
use super::theme::Theme;
use super::verbs::Chosen;
use super::views::View;
use crate::cache::Trashed;
use crate::model::query::Sort;
use crate::model::{KeyId, Pair, Untrusted, Wanted};
use crate::ops::{Interactive, Keeping, Names};
use dialog::Dialog;
use entries::Entries;
use jobs::{Jobs, Standing};
use log::Log;
use rows::{BoundRow, KeyRow, OfPair, Trouble};
use table::Table;

pub use super::job::Undo;
pub use marks::Marks;
pub use position::Position;

/// Everything that the screen shows.
pub struct State {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The time.
    pub now: Timestamp,
    /// The cache, as people see it.
    pub place: Untrusted,
    /// What people here call keys.
    pub names: Names,
    /// Whether nothing is to be signed.
    pub offline: bool,
    /// Whether what is selected is printed in the end.
    pub print: bool,
    /// Where the next file is looked for.
    pub directory: PathBuf,
    /// What is not worth keeping, by the configuration.
    pub gc: Keeping,
    /// Which key does what.
    pub keymap: Keymap,
    /// What everything looks like.
    pub theme: Theme,
    /// What things are drawn with.
    pub glyphs: Glyphs,
    /// What one looks at.
    pub view: View,
    /// The entries.
    pub entries: Entries,
    /// The keys.
    pub keys: Table<KeyRow>,
    /// Copies in Nix stores.
    pub bindings: Table<BoundRow>,
    /// What somebody wants signed.
    pub wanted: Table<Wanted>,
    /// What was deleted.
    pub trash: Table<Trashed>,
    /// What runs, and what ran.
    pub jobs: Jobs,
    /// What was said.
    pub log: Log,
    /// How far the details are scrolled.
    pub scroll: u16,
    /// The order of the entries, unless the filter says another.
    pub sort: Option<Sort>,
    /// What lies above the view, the topmost last.
    pub dialogs: Vec<Dialog>,
    /// What was said of late.
    pub toasts: Vec<Toast>,
    /// What can be undone, the latest last.
    pub undo: Vec<Undo>,
    /// Filters that were used, the latest last.
    pub history: Vec<String>,
    /// How often time has passed; what turns, turns by this.
    pub ticks: usize,
}

/// Something that was said of late, and that goes away by itself.
pub struct Toast {
    /// How grave it is.
    pub standing: Standing,
    /// What was said; fit for a terminal.
    pub text: String,
    /// Until when it stays.
    pub until: Timestamp,
}

/// How long a toast stays.
const TOASTED: SignedDuration = SignedDuration::from_secs(6);

impl State {
    /// The first state: nothing is known of the cache yet.
    ///
    /// # Errors
    /// When a preference makes no sense; says which.
    pub fn new(start: &Interactive, size: (u16, u16)) -> Result<Self, String> {
        let settings = &start.settings;
        Ok(Self {
            size,
            now: settings.now,
            place: Untrusted::from_bytes(settings.cache.as_os_str().as_encoded_bytes()),
            names: Names::new(settings),
            offline: start.offline,
            print: start.print,
            directory: start.directory.clone(),
            gc: start.gc.clone(),
            keymap: Keymap::new(&start.preferences.keys)?,
            theme: Theme::new(&start.preferences)?,
            glyphs: Glyphs::new(start.preferences.ascii),
            view: View::Entries,
            entries: Entries::default(),
            keys: Table::default(),
            bindings: Table::default(),
            wanted: Table::default(),
            trash: Table::default(),
            jobs: Jobs::default(),
            log: Log::default(),
            scroll: 0,
            sort: None,
            dialogs: Vec::new(),
            toasts: Vec::new(),
            undo: Vec::new(),
            history: Vec::new(),
            ticks: 0,
        })
    }

    /// A key's name here, or its 64-bit key id.
    #[must_use]
    pub fn name(&self, key: &KeyId) -> String {
        self.names.of(key)
    }

    /// Says something, in the log and for a while on the screen.
    pub fn say(&mut self, standing: Standing, text: impl Into<String>) {
        let text = text.into();
        self.log.say(self.now, standing, text.clone());
        let until = self.now.checked_add(TOASTED).unwrap_or(self.now);
        self.toasts.push(Toast { standing, text, until });
    }

    /// Says what went wrong, and what can be done about it.
    pub fn complain(&mut self, trouble: &Trouble) {
        self.say(Standing::Bad, trouble.message.to_string());
        for hint in &trouble.hints {
            self.log.say(self.now, Standing::Warning, format!("hint: {}", Untrusted::new(hint.as_str())));
        }
    }

    /// How many more rows the list has than are in memory.
    #[must_use]
    pub const fn more(&self) -> u64 {
        match self.view {
            View::Keys => self.keys.more,
            View::Bindings => self.bindings.more,
            View::Wanted => self.wanted.more,
            View::Trash => self.trash.more,
            View::Entries | View::Jobs | View::Log => 0,
        }
    }

    /// The entries that an action is about: those that are marked, else the one that the cursor is on.
    #[must_use]
    pub fn chosen(&self) -> Option<Chosen> {
        match self.view {
            View::Entries => {
                let entries = &self.entries;
                let row = entries.row().map(|row| row.entry.pair);
                let label = entries.row().and_then(|row| row.entry.label.as_ref());
                chosen(&entries.marks, &entries.query, entries.ids.len(), row, called(row, label))
            }
            View::Bindings => of_table(&self.bindings),
            View::Wanted => of_table(&self.wanted),
            View::Trash => of_table(&self.trash),
            View::Keys | View::Jobs | View::Log => None,
        }
    }

    /// How many rows the list of the view has.
    #[must_use]
    pub fn rows(&self) -> usize {
        match self.view {
            View::Entries => self.entries.ids.len(),
            View::Keys => self.keys.rows.len(),
            View::Bindings => self.bindings.rows.len(),
            View::Wanted => self.wanted.rows.len(),
            View::Trash => self.trash.rows.len(),
            View::Jobs => self.jobs.list.len(),
            View::Log => self.log.lines.len(),
        }
    }

    /// The pair that the cursor is on.
    #[must_use]
    pub fn pair(&self) -> Option<Pair> {
        match self.view {
            View::Entries => self.entries.row().map(|row| row.entry.pair),
            View::Bindings => self.bindings.pair(),
            View::Wanted => self.wanted.pair(),
            View::Trash => self.trash.pair(),
            View::Keys | View::Jobs | View::Log => None,
        }
    }
}

fn of_table<T: OfPair>(table: &Table<T>) -> Option<Chosen> {
    let pair = table.pair();
    chosen(&table.marks, &table.query, table.total(), pair, called(pair, table.row().and_then(OfPair::label)))
}

/// What to call something: its label, else the beginning of its digest.
fn called(pair: Option<Pair>, label: Option<&Untrusted>) -> Option<String> {
    label.map(ToString::to_string).or_else(|| pair.map(|pair| format!("{:.12}", pair.content.to_string())))
}

fn chosen(
    marks: &Marks,
    (query, text): &(crate::model::query::Query, String),
    matching: usize,
    row: Option<Pair>,
    called: Option<String>,
) -> Option<Chosen> {
    let count = marks.count(matching);
    if count > 0 {
        let text = match (marks.query(query) == *query, text.as_str()) {
            (true, "") => "everything".into(),
            (true, text) => Untrusted::new(text).to_string(),
            (false, _) => format!("{count} marked ones"),
        };
        return Some(Chosen { query: marks.query(query), text, count });
    }
    let mut one = Marks::default();
    one.toggle(row?);
    Some(Chosen { query: one.query(query), text: called?, count: 1 })
}
