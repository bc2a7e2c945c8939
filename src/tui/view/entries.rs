use ratatui::Frame;
use ratatui::layout::Constraint;
use ratatui::style::Style;

use super::table::{self, Cells, Column};
use super::text::{ago, label, size};
use crate::model::Verdict;
use crate::model::query::Field;
use crate::tui::layout::Areas;
use crate::tui::state::State;
use crate::tui::state::entries::{Loading, Slot};

/// Draws the table of entries.
pub fn draw(state: &State, frame: &mut Frame<'_>, areas: &Areas) {
    let entries = &state.entries;
    if entries.ids.is_empty() {
        return nothing(state, frame, areas);
    }
    let width = areas.rows.width;
    let columns = columns(state, width);
    table::draw(state, frame, areas, (&columns, entries.position), &|line| row(state, line, width));
}

fn nothing(state: &State, frame: &mut Frame<'_>, areas: &Areas) {
    let entries = &state.entries;
    if let Some(trouble) = &entries.trouble {
        let message = trouble.message.to_string();
        let lines: Vec<&str> =
            std::iter::once(message.as_str()).chain(trouble.hints.iter().map(String::as_str)).collect();
        return table::empty(state, frame, areas.rows, &lines);
    }
    let lines: &[&str] = match entries.loading {
        Loading::Not | Loading::Asked | Loading::Coming => &["reading the cache …"],
        Loading::Again(_) | Loading::Done if !entries.query.1.is_empty() => {
            &["Nothing matches the filter.", "", "Esc takes it away, / changes it."]
        }
        Loading::Again(_) | Loading::Done => &[
            "No signature is kept here yet.",
            "",
            "S signs a file, i takes in what somebody else exported;",
            "on the command line: signcache sign -k KEY FILE",
        ],
    };
    table::empty(state, frame, areas.rows, lines);
}

/// Which columns there is room for.
fn columns(state: &State, width: u16) -> Vec<Column> {
    let sort = state.entries.query.0.sort.or(state.sort);
    let head = |name: &str, field: Option<Field>| {
        let turned = sort.filter(|sort| Some(sort.field) == field);
        let arrow = turned.map_or("", |sort| state.glyphs.order[usize::from(sort.descending)]);
        format!("{name}{arrow}")
    };
    let mut columns = vec![(String::new(), Constraint::Length(3))];
    columns.push(if width < 60 {
        (String::new(), Constraint::Length(1))
    } else {
        (head("verdict", None), Constraint::Length(13))
    });
    columns.push((head("label", Some(Field::Name)), Constraint::Fill(1)));
    columns.push((head("digest", Some(Field::Digest)), Constraint::Length(if width < 76 { 8 } else { 12 })));
    if width >= 60 {
        columns.push((head("key", Some(Field::Key)), Constraint::Length(if width < 76 { 12 } else { 16 })));
    }
    if width >= 76 {
        columns.push((head("size", Some(Field::Size)), Constraint::Length(6)));
    }
    columns.push((head("signed", Some(Field::Signed)), Constraint::Length(7)));
    if width >= 100 {
        columns.push((head("used", Some(Field::Used)), Constraint::Length(5)));
    }
    columns
}

fn row(state: &State, line: usize, width: u16) -> Option<Cells> {
    let (entries, theme, glyphs) = (&state.entries, &state.theme, &state.glyphs);
    let id = entries.ids.get(line)?;
    let known = match entries.window.get(id) {
        Some(Slot::Known(row)) => row,
        Some(Slot::Gone) => {
            let cells =
                vec![(String::new(), theme.dim), (String::new(), theme.dim), ("(gone)".into(), theme.dim)];
            return Some(Cells { cells, marked: false });
        }
        Some(Slot::Asked) | None => {
            return Some(Cells { cells: vec![(glyphs.ellipsis.into(), theme.dim)], marked: false });
        }
    };
    let entry = &known.entry;
    let in_range = entries.range.is_some_and(|begun| {
        let at = entries.position.cursor;
        (begun.min(at)..=begun.max(at)).contains(&line)
    });
    let marked = entries.marks.has(&entry.pair) || in_range;
    let sign = |is: bool, glyph: &'static str| if is { glyph } else { " " };
    let signs = format!(
        "{}{}{}",
        sign(marked, glyphs.mark),
        sign(entry.pinned, glyphs.pin),
        sign(known.bound, glyphs.bound)
    );
    let glyph = glyphs.verdict(entry.verdict);
    let word = entry.verdict.map_or("unproven", Verdict::word);
    let verdict = if width < 60 { glyph.to_owned() } else { format!("{glyph} {word}") };
    let plain = Style::new();
    let digest = entry.pair.content.to_string();
    let mut cells = vec![
        (signs, theme.accent),
        (verdict, theme.verdict(entry.verdict)),
        (label(entry.label.as_ref()), plain),
        (digest, theme.dim),
    ];
    if width >= 60 {
        cells.push((state.name(&entry.pair.key), plain));
    }
    if width >= 76 {
        cells.push((format!("{:>6}", size(entry.size)), plain));
    }
    cells.push((ago(entry.signed, state.now), plain));
    if width >= 100 {
        cells.push((ago(entry.used, state.now), plain));
    }
    Some(Cells { cells, marked })
}
