//! Tables: only the rows in sight are ever made.

use ratatui::Frame;
use ratatui::layout::{Constraint, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Cell, Paragraph, Row, Table, Wrap};

use crate::tui::layout::Areas;
use crate::tui::state::{Position, State};

/// A column: its head, and how wide it is.
pub type Column = (String, Constraint);

/// A row: its cells, and what all of them look like.
pub struct Cells {
    /// The cells, each with what it looks like.
    pub cells: Vec<(String, Style)>,
    /// Whether it is marked.
    pub marked: bool,
}

/// Draws the rows in sight below their heads.
pub fn draw(
    state: &State,
    frame: &mut Frame<'_>,
    areas: &Areas,
    (columns, position): (&[Column], Position),
    row: &dyn Fn(usize) -> Option<Cells>,
) {
    let theme = &state.theme;
    let widths: Vec<Constraint> = columns.iter().map(|(_, width)| *width).collect();
    let head = Row::new(columns.iter().map(|(head, _)| Cell::from(head.clone()))).style(theme.head);
    frame.render_widget(Table::new([head], &widths), areas.head);
    let lines = position.offset..position.offset + usize::from(areas.rows.height);
    let rows = lines.map_while(|line| row(line).map(|row| (line, row))).map(|(line, row)| {
        let cells = row.cells.into_iter().map(|(text, style)| Cell::from(Line::styled(text, style)));
        let style = if row.marked { theme.marked } else { theme.text };
        Row::new(cells).style(if line == position.cursor { style.patch(theme.cursor) } else { style })
    });
    frame.render_widget(Table::new(rows, &widths), areas.rows);
}

/// Says what to do where there is nothing to be seen.
pub fn empty(state: &State, frame: &mut Frame<'_>, area: Rect, lines: &[&str]) {
    let lines: Vec<Line<'_>> = lines.iter().map(|line| Line::styled(*line, state.theme.dim)).collect();
    let inner = Rect { x: area.x + 2.min(area.width), width: area.width.saturating_sub(4), ..area };
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), inner);
}
