use ratatui::Frame;
use ratatui::layout::Constraint;

use super::table::{self, Cells, Column};
use crate::tui::layout::Areas;
use crate::tui::state::State;
use crate::tui::state::jobs::Standing;

/// Draws what was said.
pub fn draw(state: &State, frame: &mut Frame<'_>, areas: &Areas) {
    let log = &state.log;
    if log.lines.is_empty() {
        return table::empty(state, frame, areas.rows, &["Nothing was said."]);
    }
    let columns: [Column; 2] =
        [("when (UTC)".into(), Constraint::Length(10)), ("what".into(), Constraint::Fill(1))];
    table::draw(state, frame, areas, (&columns, log.position), &|line| {
        let line = log.lines.get(line)?;
        let (glyph, style) = match line.standing {
            Standing::Good => (state.glyphs.good, state.theme.good),
            Standing::Warning => (state.glyphs.warning, state.theme.warning),
            Standing::Bad => (state.glyphs.bad, state.theme.bad),
        };
        let at = line.at.strftime("%H:%M:%S").to_string();
        Some(Cells {
            cells: vec![(at, state.theme.dim), (format!("{glyph} {}", line.text), style)],
            marked: false,
        })
    });
}
