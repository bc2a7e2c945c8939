use ratatui::Frame;
use ratatui::layout::Constraint;
use ratatui::style::Style;

use super::table::{self, Cells, Column};
use super::text::{ago, count, label};
use crate::tui::layout::Areas;
use crate::tui::state::State;

/// Draws the keys.
pub fn draw(state: &State, frame: &mut Frame<'_>, areas: &Areas) {
    let keys = &state.keys;
    if keys.rows.is_empty() {
        let lines: &[&str] = if keys.known {
            &[
                "No key has signed anything here, and none can sign.",
                "",
                "gpg --quick-generate-key makes one.",
            ]
        } else {
            &["reading …"]
        };
        return table::empty(state, frame, areas.rows, lines);
    }
    let width = areas.rows.width;
    let mut columns: Vec<Column> =
        vec![("key".into(), Constraint::Length(16)), ("entries".into(), Constraint::Length(9))];
    if width >= 50 {
        columns.push(("signs".into(), Constraint::Length(5)));
    }
    if width >= 70 {
        columns.push(("verdicts".into(), Constraint::Length(20)));
        columns.push(("last".into(), Constraint::Length(5)));
    }
    columns.push(("whose".into(), Constraint::Fill(1)));
    table::draw(state, frame, areas, (&columns, keys.position), &|line| {
        let key = keys.rows.get(line)?;
        let plain = Style::new();
        let (signs, style) = match key.signs_here {
            Some(true) => ("yes", state.theme.good),
            Some(false) => ("no", state.theme.dim),
            None => ("?", state.theme.warning),
        };
        let mut cells = vec![
            (state.name(&key.key), state.theme.accent),
            (format!("{:>9}", count(state, usize::try_from(key.entries).unwrap_or(usize::MAX))), plain),
        ];
        if width >= 50 {
            cells.push((signs.to_owned(), style));
        }
        if width >= 70 {
            let verdicts = key
                .verdicts
                .iter()
                .map(|(verdict, count)| format!("{}{count}", state.glyphs.verdict(*verdict)));
            cells.push((verdicts.collect::<Vec<_>>().join(" "), plain));
            cells.push((key.last_signed.map_or_else(|| "-".into(), |at| ago(at, state.now)), plain));
        }
        let standing = key.standing.as_ref().map(|standing| format!("({standing}) ")).unwrap_or_default();
        let style = if key.usable { plain } else { state.theme.warning };
        cells.push((format!("{standing}{}", label(key.user_id.as_ref())), style));
        Some(Cells { cells, marked: false })
    });
}
