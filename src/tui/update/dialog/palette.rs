use crossterm::event::{KeyCode, KeyEvent};

use crate::tui::keymap::{Action, Chord};
use crate::tui::msg::Effect;
use crate::tui::state::State;
use crate::tui::state::dialog::Dialog;
use crate::tui::update::act;

/// Types into the palette, or does what is chosen there.
pub fn press(state: &mut State, event: KeyEvent, action: Option<Action>, chord: Chord) -> Vec<Effect> {
    let Some(Dialog::Palette(palette)) = state.dialogs.last_mut() else { return Vec::new() };
    match (event.code, action) {
        (KeyCode::Enter, _) => {
            let chosen = palette.matching().get(palette.cursor).map(|spec| spec.action);
            state.dialogs.pop();
            return chosen.map_or_else(Vec::new, |action| act::act(state, action, chord));
        }
        (KeyCode::Esc, _) | (_, Some(Action::Quit)) => drop(state.dialogs.pop()),
        (KeyCode::Up, _) => palette.cursor = palette.cursor.saturating_sub(1),
        (KeyCode::Down, _) => {
            palette.cursor = (palette.cursor + 1).min(palette.matching().len().saturating_sub(1))
        }
        _ => {
            if palette.field.press(event) {
                palette.cursor = 0;
            }
        }
    }
    Vec::new()
}
