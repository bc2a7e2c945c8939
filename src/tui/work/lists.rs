use std::sync::mpsc::Receiver;

use super::Desk;
use super::meter::Meter;
use crate::model::query::Query;
use crate::ops::browse::Browser;
use crate::ops::{self, Error};
use crate::tui::msg::{List, ListKind, Read, Request};
use crate::tui::state::table::LONGEST;

/// Reads the shorter lists. Of several questions for one list the last is answered.
pub fn serve(desk: &Desk, asked: &Receiver<Request>) {
    let mut browser = desk.browser();
    while let Ok(first) = asked.recv() {
        let mut latest = std::collections::BTreeMap::new();
        for request in std::iter::once(first).chain(asked.try_iter()) {
            if let Request::List(kind, query) = request {
                latest.insert(kind, query);
            }
        }
        browser.at(desk.now());
        for (kind, query) in latest {
            match list(&mut browser, kind, &query) {
                Ok((list, more)) => desk.read(Read::List(list, more)),
                Err(error) => desk.read(Read::Trouble(desk.trouble(&error))),
            }
        }
    }
}

fn list(browser: &mut Browser, kind: ListKind, query: &Query) -> Result<(List, u64), Error> {
    let silent = Meter::silent();
    match kind {
        ListKind::Keys => {
            let (rows, more) = browser.keys(query, LONGEST, &silent)?;
            Ok((List::Keys(rows), more))
        }
        ListKind::Bindings => {
            let (rows, more) = browser.bindings(query, LONGEST, &silent)?;
            Ok((List::Bindings(rows), more))
        }
        ListKind::Wanted => {
            let mut rows = Longest::default();
            let query = query.clone().of_wanted().unwrap_or_default();
            ops::wanted::list(browser.session()?, &query, &silent, &mut |wanted| rows.add(wanted))?;
            Ok((List::Wanted(rows.rows), rows.more))
        }
        ListKind::Trash => {
            let mut rows = Longest::default();
            ops::trash::list(browser.session()?, query, &silent, &mut |trashed| rows.add(trashed))?;
            Ok((List::Trash(rows.rows), rows.more))
        }
    }
}

/// The first rows of a list, and how many more there are.
struct Longest<T> {
    rows: Vec<T>,
    more: u64,
}

impl<T> Default for Longest<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), more: 0 }
    }
}

impl<T> Longest<T> {
    fn add(&mut self, row: T) -> bool {
        if self.rows.len() < LONGEST {
            self.rows.push(row);
        } else {
            self.more += 1;
        }
        true
    }
}
