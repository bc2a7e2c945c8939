use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::field;
use crate::tui::availability::unavailable;
use crate::tui::state::State;
use crate::tui::state::dialog::Palette;

/// Draws the actions that match what is typed.
pub fn draw(state: &State, frame: &mut Frame<'_>, palette: &Palette) {
    let (columns, rows) = state.size;
    let inner = super::window(
        state,
        frame,
        "Actions",
        (columns.saturating_sub(4).min(90), rows.saturating_sub(4).min(24)),
    );
    let [typed, list] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(inner);
    field::draw(state, frame, typed, ":", &palette.field);
    let height = usize::from(list.height).max(1);
    let first = (palette.cursor + 1).saturating_sub(height);
    let lines: Vec<Line<'_>> = palette
        .matching()
        .into_iter()
        .enumerate()
        .skip(first)
        .take(height)
        .map(|(index, spec)| {
            let key = state.keymap.key(spec.action).unwrap_or_default();
            let mut spans = vec![
                Span::styled(format!("{:<16} ", spec.name), state.theme.accent),
                Span::styled(format!("{key:<10} "), state.theme.dim),
                Span::raw(spec.help),
            ];
            if let Some(why) = unavailable(state, spec.action) {
                spans = vec![Span::styled(
                    format!("{:<16} {key:<10} {} (not now: {why})", spec.name, spec.help),
                    state.theme.dim,
                )];
            }
            let line = Line::from(spans);
            if index == palette.cursor { line.style(state.theme.cursor) } else { line }
        })
        .collect();
    frame.render_widget(Paragraph::new(lines), list);
}
