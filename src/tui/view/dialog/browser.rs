use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::keys;
use crate::model::Untrusted;
use crate::ops::place::Kind;
use crate::tui::layout;
use crate::tui::state::State;
use crate::tui::state::dialog::{Browser, Purpose};
use crate::tui::view::text::size;

/// Draws the files in a directory.
pub fn draw(state: &State, frame: &mut Frame<'_>, browser: &Browser) {
    let inner = super::window(state, frame, browser.purpose.title(), layout::text_window(state.size));
    let [place, rows, below] =
        Layout::vertical([Constraint::Length(1), Constraint::Min(1), Constraint::Length(1)]).areas(inner);
    let directory = Untrusted::from_bytes(browser.directory.as_os_str().as_encoded_bytes()).to_string();
    frame.render_widget(Line::styled(directory, state.theme.accent), place);
    let position = browser.position;
    let shown = browser.shown();
    let lines: Vec<Line<'_>> = match &browser.files {
        None => vec![Line::styled("reading …", state.theme.dim)],
        Some(Err(error)) => vec![Line::styled(error.as_str(), state.theme.bad)],
        Some(Ok(_)) if shown.is_empty() => vec![Line::styled("There is nothing here.", state.theme.dim)],
        Some(Ok(_)) => shown
            .iter()
            .enumerate()
            .skip(position.offset)
            .take(rows.height.into())
            .map(|(index, found)| {
                let (sign, style) = match found.kind {
                    Kind::Directory => ("/", state.theme.accent),
                    Kind::Bundle => ("  (bundle)", state.theme.good),
                    Kind::File => ("", state.theme.text),
                    Kind::Other => ("", state.theme.dim),
                };
                let size = if found.kind == Kind::File { size(found.size) } else { String::new() };
                let line = Line::from(vec![
                    Span::styled(format!("{size:>8}  "), state.theme.dim),
                    Span::styled(format!("{}{sign}", found.name), style),
                ]);
                if index == position.cursor { line.style(state.theme.cursor) } else { line }
            })
            .collect(),
    };
    frame.render_widget(Paragraph::new(lines), rows);
    let mut known = vec![("Enter", "choose"), ("h", "up"), ("t", "type a path"), ("H", "hidden")];
    if browser.purpose == Purpose::Import {
        known.insert(1, (".", "this directory"));
    }
    frame.render_widget(keys(state, &known), below);
}
