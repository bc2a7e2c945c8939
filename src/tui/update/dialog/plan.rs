use crossterm::event::KeyEvent;

use crate::tui::keymap::{Action, Chord};
use crate::tui::layout;
use crate::tui::msg::Effect;
use crate::tui::state::State;
use crate::tui::state::dialog::Dialog;
use crate::tui::update::jobs;

/// Scrolls a plan, agrees to it, or leaves it.
pub fn press(state: &mut State, _: KeyEvent, action: Option<Action>, chord: Chord) -> Vec<Effect> {
    let size = state.size;
    let Some(Dialog::Plan(dialog)) = state.dialogs.last_mut() else { return Vec::new() };
    let planned = dialog.planned.as_deref();
    let (length, height) = planned.map_or((0, 1), |plan| (plan.len(), layout::plan_rows(size, plan)));
    let page = isize::try_from(height).unwrap_or(1);
    if chord == dialog.agree && dialog.planned.as_ref().is_some_and(|planned| !planned.is_empty()) {
        // A plan is only agreed to where it can be read.
        if !layout::is_large_enough(state.size) {
            return Vec::new();
        }
        let planned = dialog.planned.take();
        state.dialogs.pop();
        return planned.map_or_else(Vec::new, |planned| jobs::carry_out(state, planned));
    }
    match action {
        Some(Action::Down) => dialog.position.step(1, length, height),
        Some(Action::Up) => dialog.position.step(-1, length, height),
        Some(Action::HalfPageDown | Action::PageDown) => dialog.position.step(page, length, height),
        Some(Action::HalfPageUp | Action::PageUp) => dialog.position.step(-page, length, height),
        Some(Action::Top) => dialog.position.go(0, length, height),
        Some(Action::Bottom) => dialog.position.go(usize::MAX, length, height),
        Some(Action::Back | Action::Quit) => {
            let (job, waits) = (dialog.job, dialog.planned.is_none());
            state.dialogs.pop();
            if waits {
                return jobs::stop(state, job);
            }
        }
        _ => {}
    }
    Vec::new()
}
