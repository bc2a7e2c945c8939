//! Taking in what was read.

use super::{asking, dialog, height};
use crate::tui::msg::{Effect, List, Read};
use crate::tui::state::State;
use crate::tui::state::entries::{Loading, Slot};
use crate::tui::state::jobs::Standing;

/// Takes in what was read.
pub fn take(state: &mut State, read: Read) -> Vec<Effect> {
    let height = height(state);
    match read {
        // Answers to a question that nobody asks any more are dropped.
        Read::Ids { generation, ids, done } if generation == state.entries.generation => {
            state.entries.trouble = None;
            state.entries.take(ids, done, height);
        }
        Read::Glimpse { generation, ids } if generation == state.entries.generation => {
            state.entries.glimpse(ids, height);
        }
        Read::NoIds { generation, trouble } if generation == state.entries.generation => {
            state.entries.loading = Loading::Done;
            state.complain(&trouble);
            state.entries.trouble = Some(trouble);
        }
        Read::Ids { .. } | Read::Glimpse { .. } | Read::NoIds { .. } => {}
        Read::Entries { ids, rows } => {
            let window = &mut state.entries.window;
            window.extend(ids.into_iter().map(|id| (id, Slot::Gone)));
            window.extend(rows.into_iter().map(|(id, row)| (id, Slot::Known(Box::new(row)))));
        }
        Read::Pairs(pairs) => state.entries.marks.add(pairs),
        Read::Described(shown) => {
            state.entries.shown = Some(shown);
        }
        Read::List(List::Keys(rows), more) => state.keys.take(rows, more, height),
        Read::List(List::Bindings(rows), more) => state.bindings.take(rows, more, height),
        Read::List(List::Wanted(rows), more) => state.wanted.take(rows, more, height),
        Read::List(List::Trash(rows), more) => state.trash.take(rows, more, height),
        Read::History(filters) => state.history.splice(0..0, filters).for_each(drop),
        Read::Directory(directory, files) => dialog::browser::found(state, &directory, files),
        Read::Changed => return asking::again(state),
        Read::Trouble(trouble) => {
            // The same one again and again, while somebody else repairs what is wrong, is said once.
            let said = trouble.message.to_string();
            if state.log.lines.iter().rev().take(1 + trouble.hints.len()).all(|line| line.text != said) {
                state.complain(&trouble);
            } else {
                state.log.say(state.now, Standing::Warning, "still so");
            }
        }
    }
    Vec::new()
}
