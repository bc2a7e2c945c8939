//! What lies above the view.

mod browser;
mod field;
mod form;
mod help;
mod menu;
mod palette;
mod plan;
mod text;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear};

use super::{border, details};
use crate::tui::layout::{Areas, middle};
use crate::tui::state::State;
use crate::tui::state::dialog::Dialog;

/// Draws what lies above the view, the topmost last.
pub fn draw(state: &State, frame: &mut Frame<'_>, areas: &Areas) {
    for dialog in &state.dialogs {
        match dialog {
            Dialog::Help(scroll) => help::draw(state, frame, *scroll),
            Dialog::Palette(palette) => palette::draw(state, frame, palette),
            Dialog::Filter(filter) => {
                if let Some(area) = areas.field {
                    field::filter(state, frame, area, filter);
                }
            }
            Dialog::Menu(menu) => menu::draw(state, frame, menu),
            Dialog::Details => {
                let (columns, rows) = state.size;
                let inner =
                    window(state, frame, "Details", (columns.saturating_sub(2), rows.saturating_sub(2)));
                details::draw(state, frame, inner);
            }
            Dialog::Form(form) => form::draw(state, frame, form),
            Dialog::Browser(browser) => browser::draw(state, frame, browser),
            Dialog::Text(text) => text::draw(state, frame, text),
            Dialog::Plan(plan) => plan::draw(state, frame, plan),
        }
    }
}

/// A line with keys and what they do here.
fn keys(state: &State, keys: &[(&str, &str)]) -> Line<'static> {
    let spans = keys.iter().flat_map(|(key, what)| {
        [Span::styled((*key).to_owned(), state.theme.accent), Span::raw(format!(" {what}   "))]
    });
    Line::from(spans.collect::<Vec<_>>())
}

/// Draws an empty window in the middle of the screen; gives what is inside.
fn window(state: &State, frame: &mut Frame<'_>, title: &str, (width, height): (u16, u16)) -> Rect {
    let area = middle(state.size, width, height);
    let mut block = Block::bordered().title(format!(" {title} ")).title_style(state.theme.accent);
    block = block.border_style(state.theme.border);
    if state.glyphs.ascii {
        block = block.border_set(border::ASCII);
    }
    let inner = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    inner
}
