//! What the state looks like. Pure: the same state gives the same screen.

mod border;
mod chrome;
mod details;
mod dialog;
mod entries;
mod jobs;
mod keys;
mod lists;
mod log;
mod table;
mod text;

use ratatui::Frame;
use ratatui::layout::Alignment;
use ratatui::text::{Line, Text};
use ratatui::widgets::Paragraph;

use super::layout::{self, SMALLEST};
use super::state::State;
use super::views::View;

/// Draws the state.
pub fn view(state: &State, frame: &mut Frame<'_>) {
    // The terminal may be larger or smaller than the state knows for as long as it takes to hear of it.
    if !layout::is_large_enough(state.size) || frame.area().as_size() != state.size.into() {
        let small = format!("too small: {} columns by {} rows are needed", SMALLEST.0, SMALLEST.1);
        let lines = textwrap(&small, frame.area().width.into());
        frame.render_widget(Paragraph::new(lines).alignment(Alignment::Left), frame.area());
        return;
    }
    let areas = layout::areas(state);
    chrome::tabs(state, frame, areas.tabs);
    chrome::path(state, frame, areas.path);
    match state.view {
        View::Entries => entries::draw(state, frame, &areas),
        View::Keys => keys::draw(state, frame, &areas),
        View::Bindings => lists::bindings(state, frame, &areas),
        View::Wanted => lists::wanted(state, frame, &areas),
        View::Trash => lists::trash(state, frame, &areas),
        View::Jobs => jobs::draw(state, frame, &areas),
        View::Log => log::draw(state, frame, &areas),
    }
    if let Some(more) = areas.more {
        lists::more(state, frame, more);
    }
    if let Some(details) = areas.details {
        details::beside(state, frame, details);
    }
    chrome::footer(state, frame, areas.footer);
    dialog::draw(state, frame, &areas);
    chrome::toasts(state, frame, &areas);
}

fn textwrap(text: &str, width: usize) -> Text<'static> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].len() + 1 + word.len() > width {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    Text::from(lines.into_iter().map(Line::from).collect::<Vec<_>>())
}
