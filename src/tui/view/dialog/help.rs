use ratatui::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::tui::availability::unavailable;
use crate::tui::keymap::SPECS;
use crate::tui::state::State;

/// Draws what can be done, with which keys, and why not where it can't.
pub fn draw(state: &State, frame: &mut Frame<'_>, scroll: u16) {
    let (columns, rows) = state.size;
    let inner =
        super::window(state, frame, "Help", (columns.saturating_sub(4).min(100), rows.saturating_sub(2)));
    let lines: Vec<Line<'_>> = SPECS
        .iter()
        .map(|spec| {
            let keys = state.keymap.keys(spec.action).join(" ");
            let why = unavailable(state, spec.action);
            let (first, second) = if why.is_some() {
                (state.theme.dim, state.theme.dim)
            } else {
                (state.theme.accent, state.theme.text)
            };
            let mut spans =
                vec![Span::styled(format!("{keys:<13} "), first), Span::styled(spec.help, second)];
            if let Some(why) = why {
                spans.push(Span::styled(format!(" (not now: {why})"), state.theme.dim));
            }
            Line::from(spans)
        })
        .collect();
    let last = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_sub(inner.height);
    frame.render_widget(Paragraph::new(lines).scroll((scroll.min(last), 0)), inner);
}
