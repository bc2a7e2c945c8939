//! What keys do while something lies above the view.

pub mod browser;
pub mod filter;
pub mod form;
mod palette;
mod plan;
mod text;

use crossterm::event::{KeyCode, KeyEvent};

use super::{act, choosing};
use crate::tui::keymap::{Action, Chord};
use crate::tui::layout;
use crate::tui::msg::Effect;
use crate::tui::state::State;
use crate::tui::state::dialog::{Answer, Dialog};

/// Does what a key asks for in the topmost dialog.
pub fn press(state: &mut State, event: KeyEvent, chord: Chord) -> Vec<Effect> {
    let action = state.keymap.action(chord);
    // What is typed into a field is text, whatever these keys do elsewhere.
    let typed = matches!(event.code, KeyCode::Char(_) if !event.modifiers.intersects(HELD));
    if action == Some(Action::Suspend) {
        return vec![Effect::Suspend];
    }
    match state.dialogs.last_mut() {
        Some(Dialog::Filter(_)) => filter::press(state, event, action.filter(|_| !typed)),
        Some(Dialog::Palette(_)) => palette::press(state, event, action.filter(|_| !typed), chord),
        Some(Dialog::Form(_)) => form::press(state, event, action.filter(|_| !typed)),
        Some(Dialog::Browser(_)) => browser::press(state, event, action),
        Some(Dialog::Text(text)) => {
            text::press(text, action, layout::text_rows(state.size));
            if matches!(action, Some(Action::Quit | Action::Back | Action::Open)) {
                state.dialogs.pop();
            }
            Vec::new()
        }
        Some(Dialog::Plan(_)) => plan::press(state, event, action, chord),
        Some(Dialog::Menu(menu)) => {
            let last = menu.items.len().saturating_sub(1);
            match (event.code, action) {
                (KeyCode::Enter, _) => {
                    let chosen = menu.items.get(menu.cursor).map(|(_, _, choice)| choice.clone());
                    state.dialogs.pop();
                    return chosen.map_or_else(Vec::new, |choice| choosing::choose(state, choice));
                }
                (KeyCode::Down, _) => menu.cursor = (menu.cursor + 1).min(last),
                (KeyCode::Up, _) => menu.cursor = menu.cursor.saturating_sub(1),
                (KeyCode::Char(letter), _) if typed => {
                    let chosen = menu
                        .items
                        .iter()
                        .find(|(key, ..)| *key == letter)
                        .map(|(_, _, choice)| choice.clone());
                    if let Some(choice) = chosen {
                        state.dialogs.pop();
                        return choosing::choose(state, choice);
                    }
                    match action {
                        Some(Action::Down) => menu.cursor = (menu.cursor + 1).min(last),
                        Some(Action::Up) => menu.cursor = menu.cursor.saturating_sub(1),
                        Some(Action::Quit | Action::Back) => drop(state.dialogs.pop()),
                        _ => {}
                    }
                }
                (_, Some(Action::Quit | Action::Back)) => drop(state.dialogs.pop()),
                _ => {}
            }
            Vec::new()
        }
        Some(Dialog::Help(scroll)) => {
            match action {
                Some(Action::Down) => *scroll = scroll.saturating_add(1),
                Some(Action::Up) => *scroll = scroll.saturating_sub(1),
                Some(Action::HalfPageDown | Action::PageDown) => *scroll = scroll.saturating_add(10),
                Some(Action::HalfPageUp | Action::PageUp) => *scroll = scroll.saturating_sub(10),
                Some(Action::Top) => *scroll = 0,
                Some(Action::Bottom) => *scroll = u16::MAX,
                Some(Action::Quit | Action::Back | Action::Help) => drop(state.dialogs.pop()),
                _ => {}
            }
            Vec::new()
        }
        Some(Dialog::Details) => match action {
            Some(Action::Down | Action::Right) => {
                state.scroll = state.scroll.saturating_add(1);
                Vec::new()
            }
            Some(Action::Up | Action::Left) => {
                state.scroll = state.scroll.saturating_sub(1);
                Vec::new()
            }
            Some(Action::Quit | Action::Back | Action::Open) => {
                state.dialogs.pop();
                Vec::new()
            }
            Some(action @ (Action::Copy | Action::Help)) => act::act(state, action, chord),
            _ => Vec::new(),
        },
        None => Vec::new(),
    }
}

/// Keys that make of a letter something else than text.
const HELD: crossterm::event::KeyModifiers =
    crossterm::event::KeyModifiers::CONTROL.union(crossterm::event::KeyModifiers::ALT);

/// Puts a text that was pasted into the field that is typed in, if there is one.
pub fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    match state.dialogs.last_mut() {
        Some(Dialog::Filter(filter)) => {
            filter.field.paste(text);
            filter::offer(state);
            filter::typed(state)
        }
        Some(Dialog::Form(form)) => {
            if let Some(Answer::Text(field)) =
                form.questions.get_mut(form.cursor).map(|asked| &mut asked.answer)
            {
                field.paste(text);
            }
            form::answered(state)
        }
        Some(Dialog::Palette(palette)) => {
            palette.field.paste(text);
            palette.cursor = 0;
            Vec::new()
        }
        _ => Vec::new(),
    }
}
