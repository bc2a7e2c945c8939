//! Moving the cursor.

use super::height;
use crate::tui::state::{Position, State};
use crate::tui::views::View;

/// The position in the list that is shown, and how long the list is.
pub fn list(state: &mut State) -> (&mut Position, usize) {
    let length = state.rows();
    let position = match state.view {
        View::Entries => &mut state.entries.position,
        View::Keys => &mut state.keys.position,
        View::Bindings => &mut state.bindings.position,
        View::Wanted => &mut state.wanted.position,
        View::Trash => &mut state.trash.position,
        View::Jobs => &mut state.jobs.position,
        View::Log => &mut state.log.position,
    };
    (position, length)
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
