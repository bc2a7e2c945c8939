use std::path::{Path, PathBuf};

use crossterm::event::{KeyCode, KeyEvent};

use super::form;
use crate::ops::place::{Found, Kind};
use crate::tui::keymap::{Action, Chord};
use crate::tui::layout;
use crate::tui::msg::{Effect, Request};
use crate::tui::state::dialog::{Browser, Dialog, Purpose};
use crate::tui::state::{Position, State};
use crate::tui::verbs;

/// Shows the files in the directory where one was last.
pub fn open(state: &mut State, purpose: Purpose, asked: Chord) -> Vec<Effect> {
    let directory = state.directory.clone();
    state.dialogs.push(Dialog::Browser(Browser {
        purpose,
        directory: directory.clone(),
        files: None,
        hidden: false,
        position: Position::default(),
        from: None,
        asked,
    }));
    vec![Effect::Ask(Request::Directory(directory))]
}

/// Moves among the files, goes into a directory or out of it, chooses, or leaves.
pub fn press(state: &mut State, event: KeyEvent, action: Option<Action>) -> Vec<Effect> {
    let height = layout::browser_rows(state.size);
    let Some(Dialog::Browser(browser)) = state.dialogs.last_mut() else { return Vec::new() };
    let length = browser.shown().len();
    let page = isize::try_from(height).unwrap_or(1);
    match (event.code, action) {
        (KeyCode::Enter, _) | (_, Some(Action::Open | Action::Right)) => {
            let Some((kind, path)) = browser.row().map(|found| (found.kind, found.path.clone())) else {
                return Vec::new();
            };
            if browser.takes(kind) {
                return choose(state, &path);
            }
            if matches!(kind, Kind::Directory | Kind::Bundle) {
                return go(state, path, None);
            }
        }
        (KeyCode::Backspace, _) | (_, Some(Action::Left)) => {
            let from = browser.directory.clone();
            if let Some(above) = from.parent().map(Path::to_owned) {
                return go(state, above, Some(from));
            }
        }
        // The directory itself.
        (KeyCode::Char('.'), _) if browser.purpose == Purpose::Import => {
            let directory = browser.directory.clone();
            return choose(state, &directory);
        }
        (KeyCode::Char('t'), _) => {
            let directory = browser.directory.join("");
            return choose(state, &directory);
        }
        (KeyCode::Char('H'), _) => {
            browser.hidden = !browser.hidden;
            browser.position = Position::default();
        }
        (_, Some(Action::Down)) => browser.position.step(1, length, height),
        (_, Some(Action::Up)) => browser.position.step(-1, length, height),
        (_, Some(Action::HalfPageDown | Action::PageDown)) => browser.position.step(page, length, height),
        (_, Some(Action::HalfPageUp | Action::PageUp)) => browser.position.step(-page, length, height),
        (_, Some(Action::Top)) => browser.position.go(0, length, height),
        (_, Some(Action::Bottom)) => browser.position.go(usize::MAX, length, height),
        (_, Some(Action::Back | Action::Quit)) => drop(state.dialogs.pop()),
        _ => {}
    }
    Vec::new()
}

/// Takes in what is in a directory, if that is still the one that is shown.
pub fn found(state: &mut State, directory: &Path, files: Result<Vec<Found>, String>) {
    let height = layout::browser_rows(state.size);
    let browser = state.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Browser(browser) if browser.directory == directory => Some(browser),
        _ => None,
    });
    let Some(browser) = browser else { return };
    browser.files = Some(files);
    let from = browser.from.take();
    let shown = browser.shown();
    let at = shown.iter().position(|found| Some(&found.path) == from.as_ref()).unwrap_or_default();
    let length = shown.len();
    browser.position.go(at, length, height);
}

fn go(state: &mut State, directory: PathBuf, from: Option<PathBuf>) -> Vec<Effect> {
    let Some(Dialog::Browser(browser)) = state.dialogs.last_mut() else { return Vec::new() };
    browser.directory.clone_from(&directory);
    (browser.files, browser.from, browser.position) = (None, from, Position::default());
    vec![Effect::Ask(Request::Directory(directory))]
}

/// Asks what is to be done with a file.
fn choose(state: &mut State, path: &Path) -> Vec<Effect> {
    let Some(Dialog::Browser(browser)) = state.dialogs.pop() else { return Vec::new() };
    state.directory.clone_from(&browser.directory);
    let asked = match browser.purpose {
        Purpose::Import => verbs::import(path),
        Purpose::Sign => verbs::sign(path, state),
    };
    form::open(state, asked, browser.asked)
}
