//! Moving the cursor.

use super::height;
use crate::tui::state::{Position, State};
use crate::tui::views::View;

/// The position in the list that is shown, and how long the list is.
pub fn list(state: &mut State) -> (&mut Position, usize) {
    match state.view {
        View::Entries => (&mut state.entries.position, state.entries.ids.len()),
        View::Keys => (&mut state.keys.position, state.keys.rows.len()),
        View::Bindings => (&mut state.bindings.position, state.bindings.rows.len()),
        View::Wanted => (&mut state.wanted.position, state.wanted.rows.len()),
        View::Trash => (&mut state.trash.position, state.trash.rows.len()),
        View::Jobs => (&mut state.jobs.position, state.jobs.list.len()),
        View::Log => (&mut state.log.position, state.log.lines.len()),
    }
}

/// Moves the cursor by some rows.
pub fn step(state: &mut State, rows: isize) {
    let height = height(state);
    let (position, length) = list(state);
    position.step(rows, length, height);
    state.scroll = 0;
}

/// Moves the cursor to a row.
pub fn go(state: &mut State, row: usize) {
    let height = height(state);
    let (position, length) = list(state);
    position.go(row, length, height);
    state.scroll = 0;
}

/// Keeps the cursor in sight, after something else than it has changed.
pub fn settle(state: &mut State) {
    step(state, 0);
}
