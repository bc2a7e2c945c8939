use crossterm::event::{KeyEvent, KeyEventKind};

use super::{act, dialog};
use crate::tui::keymap::Chord;
use crate::tui::layout;
use crate::tui::msg::Effect;
use crate::tui::state::State;

/// Does what a key asks for: in the topmost dialog if there is one, else in the view.
pub fn press(state: &mut State, event: KeyEvent) -> Vec<Effect> {
    // Some terminals tell of keys that are let go.
    if event.kind == KeyEventKind::Release {
        return Vec::new();
    }
    let chord = Chord::from(event);
    let action = state.keymap.action(chord);
    // What can't be seen can't be agreed to: only leaving is possible.
    if !layout::is_large_enough(state.size) {
        return action
            .filter(|action| act::leaves(*action))
            .map_or_else(Vec::new, |action| act::act(state, action, chord));
    }
    if state.dialogs.is_empty() {
        action.map_or_else(Vec::new, |action| act::act(state, action, chord))
    } else {
        dialog::press(state, event, chord)
    }
}
