use ratatui::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::tui::state::State;
use crate::tui::state::dialog::Menu;

/// Draws some things to choose from.
pub fn draw(state: &State, frame: &mut Frame<'_>, menu: &Menu) {
    let height = u16::try_from(menu.items.len()).unwrap_or(u16::MAX).saturating_add(2);
    let inner = super::window(state, frame, menu.title, (36, height));
    let lines: Vec<Line<'_>> = menu
        .items
        .iter()
        .enumerate()
        .map(|(index, (key, text, _))| {
            let line = Line::from(vec![
                Span::styled(format!(" {key}  "), state.theme.accent),
                Span::raw(text.clone()),
            ]);
            if index == menu.cursor { line.style(state.theme.cursor) } else { line }
        })
        .collect();
    frame.render_widget(Paragraph::new(lines), inner);
}
