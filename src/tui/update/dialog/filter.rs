use crossterm::event::{KeyCode, KeyEvent};

use crate::model::query::{self, Completions};
use crate::tui::keymap::Action;
use crate::tui::msg::{Effect, Request};
use crate::tui::state::State;
use crate::tui::state::dialog::{Dialog, Field, Filter};
use crate::tui::update::{choosing, moving};

/// Opens the filter of the view.
pub fn open(state: &mut State) {
    let before = choosing::filter(state);
    let field = Field::new(&before.1);
    let completions = query::complete(field.text(), state.names.all());
    state.dialogs.push(Dialog::Filter(Filter {
        field,
        before,
        error: None,
        completions,
        taken: None,
        recalled: None,
    }));
    moving::settle(state);
}

/// Types into the filter, takes it, or goes back to what it was before.
pub fn press(state: &mut State, event: KeyEvent, action: Option<Action>) -> Vec<Effect> {
    match (event.code, action) {
        (KeyCode::Enter, _) => take(state),
        (KeyCode::Esc, _) | (_, Some(Action::Quit)) => {
            let before = field(state).map(|filter| filter.before.clone());
            state.dialogs.pop();
            moving::settle(state);
            match before.filter(|before| *before != choosing::filter(state)) {
                Some(before) => choosing::set_filter(state, before),
                None => Vec::new(),
            }
        }
        (KeyCode::Tab, _) => take_word(state, 1),
        (KeyCode::BackTab, _) => take_word(state, -1),
        (KeyCode::Up, _) => recall(state, 1),
        (KeyCode::Down, _) => recall(state, -1),
        _ => {
            let Some(filter) = field(state) else { return Vec::new() };
            if !filter.field.press(event) {
                return Vec::new();
            }
            filter.recalled = None;
            offer(state);
            typed(state)
        }
    }
}

/// Filters by what is typed, as far as it is a query.
pub fn typed(state: &mut State) -> Vec<Effect> {
    let Some(text) = field(state).map(|filter| filter.field.text().trim().to_owned()) else {
        return Vec::new();
    };
    let parsed = choosing::parse(state, &text);
    let Some(filter) = field(state) else { return Vec::new() };
    match parsed {
        Ok(query) => {
            filter.error = None;
            choosing::from_the_top(state);
            choosing::set_filter(state, (query, text))
        }
        Err(error) => {
            filter.error = Some(error);
            Vec::new()
        }
    }
}

fn take(state: &mut State) -> Vec<Effect> {
    let Some(filter) = field(state) else { return Vec::new() };
    if filter.error.is_some() {
        return Vec::new();
    }
    let text = filter.field.text().trim().to_owned();
    state.dialogs.pop();
    moving::settle(state);
    if text.is_empty() {
        return Vec::new();
    }
    state.history.retain(|former| *former != text);
    state.history.push(text);
    vec![Effect::Ask(Request::Remember(state.history.clone()))]
}

/// Puts the next of the words in that the last one could become, or the one before.
fn take_word(state: &mut State, steps: isize) -> Vec<Effect> {
    let Some(filter) = field(state) else { return Vec::new() };
    let Completions { start, words } = &filter.completions;
    if words.is_empty() {
        return Vec::new();
    }
    let count = words.len();
    let at = match filter.taken {
        None if steps > 0 => 0,
        None => count - 1,
        Some(at) => (at + count).saturating_add_signed(steps) % count,
    };
    let before = filter.field.text().get(..*start).unwrap_or_default().to_owned();
    filter.field.set(&(before + &words[at]));
    filter.taken = Some(at);
    // With the only one there is, one goes on to what can follow it.
    if count == 1 {
        offer(state);
    }
    typed(state)
}

/// Finds what the last word could become.
pub fn offer(state: &mut State) {
    let names: Vec<String> = state.names.all().map(str::to_owned).collect();
    if let Some(filter) = field(state) {
        filter.completions = query::complete(filter.field.text(), names.iter().map(String::as_str));
        filter.taken = None;
    }
}

/// Shows a former filter, further back if positive.
fn recall(state: &mut State, steps: isize) -> Vec<Effect> {
    let history = state.history.clone();
    let Some(filter) = field(state) else { return Vec::new() };
    let (at, typed_before) = match filter.recalled.take() {
        Some((at, typed)) => (at.checked_add_signed(steps), typed),
        None if steps > 0 => (Some(0), filter.field.text().to_owned()),
        None => return Vec::new(),
    };
    match at {
        None => filter.field.set(&typed_before),
        Some(at) => {
            let at = at.min(history.len().saturating_sub(1));
            let Some(former) = history.iter().rev().nth(at) else { return Vec::new() };
            filter.field.set(former);
            filter.recalled = Some((at, typed_before));
        }
    }
    offer(state);
    typed(state)
}

fn field(state: &mut State) -> Option<&mut Filter> {
    match state.dialogs.last_mut() {
        Some(Dialog::Filter(filter)) => Some(filter),
        _ => None,
    }
}
