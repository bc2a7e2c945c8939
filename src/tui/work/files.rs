use std::sync::mpsc::Receiver;

use super::Desk;
use crate::ops::browse::History;
use crate::ops::place::look;
use crate::tui::msg::{Read, Request};

/// Looks into directories, and after the filters of before.
pub fn serve(desk: &Desk, asked: &Receiver<Request>) {
    let history = History::beside(&desk.start.settings.ledger);
    while let Ok(request) = asked.recv() {
        match request {
            Request::Directory(directory) => {
                let files = look(&directory).map_err(|error| desk.trouble(&error).message.to_string());
                desk.read(Read::Directory(directory, files));
            }
            Request::History => desk.read(Read::History(history.read())),
            Request::Remember(filters) => history.write(&filters),
            Request::Ids { .. }
            | Request::Entries(_)
            | Request::Pairs(_)
            | Request::Describe(_)
            | Request::List(..) => {}
        }
    }
}
