use ratatui::Frame;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use crate::tui::layout;
use crate::tui::state::State;
use crate::tui::state::dialog::Text;

/// Draws some lines to be read.
pub fn draw(state: &State, frame: &mut Frame<'_>, text: &Text) {
    let (width, height) = layout::text_window(state.size);
    let lines = u16::try_from(text.lines.len()).unwrap_or(u16::MAX);
    let inner = super::window(state, frame, &text.title, (width, height.min(lines.saturating_add(2)).max(4)));
    let lines = text.lines.iter().skip(text.scroll).take(inner.height.into());
    let lines: Vec<Line<'_>> = lines.map(|line| Line::from(line.as_str())).collect();
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), inner);
}
