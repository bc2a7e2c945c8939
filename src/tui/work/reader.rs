use std::sync::mpsc::Receiver;

use super::Desk;
use super::meter::Meter;
use crate::ops::Error;
use crate::ops::browse::Browser;
use crate::tui::msg::{Read, Request};
use crate::tui::state::rows::EntryRow;

/// Answers questions about what is in sight.
pub fn serve(desk: &Desk, asked: &Receiver<Request>) {
    let mut browser = desk.browser();
    while let Ok(first) = asked.recv() {
        let mut requests = vec![first];
        requests.extend(asked.try_iter());
        for request in worth_answering(requests) {
            if let Err(error) = answer(desk, &mut browser, request) {
                desk.read(Read::Trouble(desk.trouble(&error)));
            }
        }
    }
}

/// Of questions of a kind that only the last one of matters, the last one.
fn worth_answering(requests: Vec<Request>) -> Vec<Request> {
    let describes = requests.iter().rposition(|request| matches!(request, Request::Describe(_)));
    let keep = |(at, request): (usize, Request)| match request {
        Request::Describe(_) => (Some(at) == describes).then_some(request),
        request => Some(request),
    };
    requests.into_iter().enumerate().filter_map(keep).collect()
}

fn answer(desk: &Desk, browser: &mut Browser, request: Request) -> Result<(), Error> {
    match request {
        Request::Entries(ids) => {
            let rows = browser.entries(&ids)?;
            let rows = rows.into_iter().map(|(id, entry, bound)| (id, EntryRow { entry, bound })).collect();
            desk.read(Read::Entries { ids, rows });
        }
        Request::Pairs(ids) => desk.read(Read::Pairs(browser.pairs(&ids)?)),
        Request::Describe(entry) => {
            let shown = browser.describe(*entry, &Meter::silent())?;
            desk.read(Read::Described(Box::new(shown)));
        }
        Request::Ids { .. }
        | Request::Directory(_)
        | Request::History
        | Request::Remember(_)
        | Request::List(..) => {}
    }
    Ok(())
}
