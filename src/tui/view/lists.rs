//! The shorter lists of pairs: copies in stores, what is wanted, the trash.

use ratatui::Frame;
use ratatui::layout::{Constraint, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use super::table::{self, Cells, Column};
use super::text::{ago, count, label, size};
use crate::model::Untrusted;
use crate::tui::layout::Areas;
use crate::tui::state::State;
use crate::tui::state::rows::Live;

fn column(head: &str, width: u16) -> Column {
    (head.to_owned(), Constraint::Length(width))
}

fn wide(head: &str) -> Column {
    (head.to_owned(), Constraint::Fill(1))
}

/// What there is room for, of columns or cells that each need a screen of some width.
fn fitting<T, const N: usize>(width: u16, all: [(u16, T); N]) -> Vec<T> {
    all.into_iter().filter(|(needed, _)| width >= *needed).map(|(_, shown)| shown).collect()
}

fn mark(state: &State, marked: bool) -> (String, Style) {
    ((if marked { state.glyphs.mark } else { "" }).to_owned(), state.theme.accent)
}

/// Says how many more rows a list has than are read.
pub fn more(state: &State, frame: &mut Frame<'_>, area: Rect) {
    let more = usize::try_from(state.more()).unwrap_or(usize::MAX);
    let text = format!("{} and {} more; a filter (/) finds them", state.glyphs.ellipsis, count(state, more));
    frame.render_widget(Line::styled(text, state.theme.dim), area);
}

/// Draws copies in Nix stores.
pub fn bindings(state: &State, frame: &mut Frame<'_>, areas: &Areas) {
    let bindings = &state.bindings;
    if bindings.rows.is_empty() {
        let lines: &[&str] = if bindings.known {
            &["No signature has a copy in a Nix store.", "", "b copies the selected entries there (view 1)."]
        } else {
            &["reading …"]
        };
        return table::empty(state, frame, areas.rows, lines);
    }
    let width = areas.rows.width;
    let mut columns = vec![column("", 1), column("state", 11)];
    if width < 60 {
        columns.push(wide("label"));
    } else {
        columns.push(column("label", 20));
    }
    columns.push(column("bound", 6));
    if width >= 60 {
        columns.push(wide("path"));
    }
    table::draw(state, frame, areas, (&columns, bindings.position), &|line| {
        let row = bindings.rows.get(line)?;
        let plain = Style::new();
        let (glyph, style) = match row.live {
            Live::Rooted => (state.glyphs.good, state.theme.good),
            Live::Unrooted => (state.glyphs.warning, state.theme.warning),
            Live::Collected => (state.glyphs.bad, state.theme.bad),
            Live::Elsewhere => ("?", state.theme.dim),
        };
        let marked = bindings.marks.has(&row.pair);
        // All rows begin with the same directory.
        let name = row.path.raw().rsplit('/').next().map(Untrusted::new).unwrap_or_default().to_string();
        let called = match &row.label {
            None if width < 60 => name.clone(),
            called => label(called.as_ref()),
        };
        let mut cells = vec![
            mark(state, marked),
            (format!("{glyph} {}", row.live.word()), style),
            (called, plain),
            (ago(row.bound, state.now), plain),
        ];
        if width >= 60 {
            cells.push((name, state.theme.dim));
        }
        Some(Cells { cells, marked })
    });
}

/// Draws what somebody wants signed.
pub fn wanted(state: &State, frame: &mut Frame<'_>, areas: &Areas) {
    let wanted = &state.wanted;
    if wanted.rows.is_empty() {
        let lines: &[&str] = if wanted.known {
            &[
                "Nobody waits for a signature.",
                "",
                "What nobody could sign for `signcache exec`, `signcache sign` or a build is listed here.",
            ]
        } else {
            &["reading …"]
        };
        return table::empty(state, frame, areas.rows, lines);
    }
    let width = areas.rows.width;
    let columns = fitting(
        width,
        [
            (0, column("", 1)),
            (0, column("digest", if width < 60 { 8 } else { 12 })),
            (60, column("key", 16)),
            (70, column("size", 6)),
            (0, column("asked", 6)),
            (0, wide("label")),
        ],
    );
    table::draw(state, frame, areas, (&columns, wanted.position), &|line| {
        let row = wanted.rows.get(line)?;
        let plain = Style::new();
        let marked = wanted.marks.has(&row.pair);
        let cells = [
            (0, mark(state, marked)),
            (0, (row.pair.content.to_string(), state.theme.dim)),
            (60, (state.name(&row.pair.key), plain)),
            (70, (row.size().map_or_else(|| "?".into(), size), plain)),
            (0, (ago(row.asked, state.now), plain)),
            (0, (label(row.label.as_ref()), plain)),
        ];
        let cells = fitting(width, cells);
        Some(Cells { cells, marked })
    });
}

/// Draws what was deleted.
pub fn trash(state: &State, frame: &mut Frame<'_>, areas: &Areas) {
    let trash = &state.trash;
    if trash.rows.is_empty() {
        let lines: &[&str] = if trash.known { &["The trash is empty."] } else { &["reading …"] };
        return table::empty(state, frame, areas.rows, lines);
    }
    let width = areas.rows.width;
    let columns = fitting(
        width,
        [
            (0, column("", 1)),
            (0, column("digest", if width < 60 { 8 } else { 12 })),
            (90, column("key", 16)),
            (0, column("deleted", 7)),
            (60, column("reason", 20)),
            (0, wide("label")),
        ],
    );
    table::draw(state, frame, areas, (&columns, trash.position), &|line| {
        let row = trash.rows.get(line)?;
        let plain = Style::new();
        let marked = trash.marks.has(&row.entry.pair);
        let cells = [
            (0, mark(state, marked)),
            (0, (row.entry.pair.content.to_string(), state.theme.dim)),
            (90, (state.name(&row.entry.pair.key), plain)),
            (0, (ago(row.deleted, state.now), plain)),
            (60, (row.reason.to_string(), plain)),
            (0, (label(row.entry.label.as_ref()), plain)),
        ];
        let cells = fitting(width, cells);
        Some(Cells { cells, marked })
    });
}
