use ratatui::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::tui::availability::unavailable;
use crate::tui::keymap::SPECS;
use crate::tui::state::State;

/// From so many columns on, what a key does is beside it.
const WIDE: u16 = 70;

/// Draws what can be done, with which keys, and why not where it can't.
pub fn draw(state: &State, frame: &mut Frame<'_>, scroll: u16) {
    let (columns, rows) = state.size;
    let inner =
        super::window(state, frame, "Help", (columns.saturating_sub(4).min(100), rows.saturating_sub(2)));
    let wide = inner.width >= WIDE;
    let lines: Vec<Line<'_>> = SPECS
        .iter()
        .flat_map(|spec| {
            let why = unavailable(state, spec.action);
            let [keys, help] =
                if why.is_some() { [state.theme.dim; 2] } else { [state.theme.accent, state.theme.text] };
            let keys = Span::styled(format!("{:<13} ", state.keymap.keys(spec.action).join(" ")), keys);
            let mut spans = vec![Span::styled(spec.help, help)];
            if let Some(why) = why {
                spans.push(Span::styled(format!(" (not now: {why})"), state.theme.dim));
            }
            if wide {
                spans.insert(0, keys);
                vec![Line::from(spans)]
            } else {
                spans.insert(0, Span::raw("  "));
                vec![Line::from(keys), Line::from(spans)]
            }
        })
        .collect();
    let last = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_sub(inner.height);
    frame.render_widget(Paragraph::new(lines).scroll((scroll.min(last), 0)), inner);
}
