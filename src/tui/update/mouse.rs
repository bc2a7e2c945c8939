use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position as Cell;

use super::{asking, choosing, moving};
use crate::tui::availability::unavailable;
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::msg::Effect;
use crate::tui::state::State;
use crate::tui::views::View;

/// Rows that one notch of the wheel moves.
const NOTCH: isize = 3;

/// Does what the mouse asks for: the wheel moves, a click goes to a row or to a view. Over a dialog it does nothing,
/// so that nothing is agreed to by a slip.
pub fn mouse(state: &mut State, event: MouseEvent) -> Vec<Effect> {
    if !state.dialogs.is_empty() || !layout::is_large_enough(state.size) {
        return Vec::new();
    }
    let at = Cell::new(event.column, event.row);
    let areas = layout::areas(state);
    let over_details = areas.details.is_some_and(|details| details.contains(at));
    match event.kind {
        MouseEventKind::ScrollDown if over_details => state.scroll = state.scroll.saturating_add(3),
        MouseEventKind::ScrollUp if over_details => state.scroll = state.scroll.saturating_sub(3),
        MouseEventKind::ScrollDown => moving::step(state, NOTCH),
        MouseEventKind::ScrollUp => moving::step(state, -NOTCH),
        MouseEventKind::Down(MouseButton::Left) if areas.rows.contains(at) => {
            let line = moving::list(state).0.offset + usize::from(at.y - areas.rows.y);
            if line < moving::list(state).1 {
                moving::go(state, line);
            }
        }
        MouseEventKind::Down(MouseButton::Left) if areas.tabs.contains(at) => {
            if let Some(view) = layout::tab_at(state, at.x) {
                return show(state, view);
            }
        }
        MouseEventKind::Down(MouseButton::Left)
            if areas.head.contains(at) && unavailable(state, Action::Sort).is_none() =>
        {
            choosing::offer_orders(state);
        }
        _ => {}
    }
    Vec::new()
}

fn show(state: &mut State, view: View) -> Vec<Effect> {
    state.view = view;
    moving::settle(state);
    asking::list_of(view).map(|kind| asking::list(state, kind)).into_iter().collect()
}
