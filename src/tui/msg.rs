//! What happens, and what is to be done about it: all that goes in and out of `update`.

use std::path::PathBuf;

use crossterm::event::{KeyEvent, MouseEvent};
use jiff::Timestamp;

use super::job::{Job, JobId, Outcome, Reading};
use super::state::rows::{BoundRow, EntryRow, KeyRow, Trouble};
use crate::cache::{RowId, Trashed};
use crate::model::query::Query;
use crate::model::{Entry, Pair, Untrusted, Wanted};
use crate::ops::Shown;
use crate::ops::place::Found;

/// Something that happened.
pub enum Msg {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// A text was pasted.
    Paste(String),
    /// The terminal has another size: columns and rows.
    Resize(u16, u16),
    /// Time has passed, and jobs are as far as this.
    Tick(Timestamp, Vec<(JobId, Reading)>),
    /// Something was read.
    Read(Box<Read>),
    /// A job says something that a person should know.
    Said(JobId, Untrusted),
    /// A job has ended.
    Ended(JobId, Box<Outcome>),
    /// Somebody wants the program to end.
    Terminate,
}

/// Something that was read.
pub enum Read {
    /// Rows that a query selects, the next ones of the answer to one question, and whether there are more to come.
    Ids {
        /// Which question.
        generation: u64,
        /// The rows.
        ids: Vec<RowId>,
        /// Whether these are the last.
        done: bool,
    },
    /// The first rows that a query selects, before the answer to it begins.
    Glimpse {
        /// Which question.
        generation: u64,
        /// The rows.
        ids: Vec<RowId>,
    },
    /// A query for rows could not be answered.
    NoIds {
        /// Which question.
        generation: u64,
        /// Why not.
        trouble: Trouble,
    },
    /// The entries in some rows; rows that are in none of them are gone.
    Entries {
        /// Which rows.
        ids: Vec<RowId>,
        /// What is in them.
        rows: Vec<(RowId, EntryRow)>,
    },
    /// The pairs in a range of rows, to be marked.
    Pairs(Vec<Pair>),
    /// Everything that there is to say of an entry.
    Described(Box<Shown>),
    /// The rows of a list, and how many more there are.
    List(List, u64),
    /// The filters of before.
    History(Vec<String>),
    /// What is in a directory, or why it can't be read.
    Directory(PathBuf, Result<Vec<Found>, String>),
    /// Somebody else has changed the cache.
    Changed,
    /// Something can't be read.
    Trouble(Trouble),
}

/// The rows of one of the shorter lists.
pub enum List {
    /// Keys.
    Keys(Vec<KeyRow>),
    /// Copies in Nix stores.
    Bindings(Vec<BoundRow>),
    /// What is wanted.
    Wanted(Vec<Wanted>),
    /// What was deleted.
    Trash(Vec<Trashed>),
}

/// Something to be done outside.
pub enum Effect {
    /// Read something.
    Ask(Request),
    /// Begin a job in the background.
    Start(JobId, Box<dyn Job>),
    /// Do a job while the terminal belongs to others, for somebody may have to type a passphrase there.
    Foreground(JobId, Box<dyn Job>),
    /// Have a job stop.
    Cancel(JobId),
    /// Put a text on the clipboard.
    Copy(String),
    /// Stop, until somebody lets the program go on.
    Suspend,
    /// Leave, and print the entries that a query selects, if there is one.
    Quit(Option<Query>),
    /// End, because of a signal.
    End,
}

/// Something to be read.
pub enum Request {
    /// The rows that a query selects. Stops what was asked before.
    Ids {
        /// Which question this is.
        generation: u64,
        /// The query.
        query: Query,
    },
    /// The entries in some rows. What was asked before is not wanted any more.
    Entries(Vec<RowId>),
    /// The pairs in a range of rows.
    Pairs(Vec<RowId>),
    /// Everything that there is to say of an entry. What was asked before is not wanted any more.
    Describe(Box<Entry>),
    /// The filters of before.
    History,
    /// Nothing: the filters are to be remembered.
    Remember(Vec<String>),
    /// What is in a directory.
    Directory(PathBuf),
    /// One of the shorter lists, as far as a query selects.
    List(ListKind, Query),
}

/// One of the shorter lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ListKind {
    /// Keys.
    Keys,
    /// Copies in Nix stores.
    Bindings,
    /// What is wanted.
    Wanted,
    /// What was deleted.
    Trash,
}
