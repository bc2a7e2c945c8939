//! Where everything is on the screen: `view` draws there, and `update` counts pages and finds what was clicked.

use ratatui::layout::{Constraint, Layout, Rect};
use unicode_width::UnicodeWidthStr;

use super::job::Plan;
use super::state::State;
use super::state::dialog::Dialog;
use super::views::View;

/// The smallest screen that anything is drawn on: columns and rows.
pub const SMALLEST: (u16, u16) = (40, 10);

/// From so many columns on, the details of an entry are beside the table.
const WIDE: u16 = 110;

/// The parts of the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Areas {
    /// The names of the views.
    pub tabs: Rect,
    /// Which cache, filter and order, and how many rows.
    pub path: Rect,
    /// The heads of the columns.
    pub head: Rect,
    /// The rows.
    pub rows: Rect,
    /// How many rows there are that are not read, below the others; none where all are.
    pub more: Option<Rect>,
    /// The details of a row, where there is room for them.
    pub details: Option<Rect>,
    /// The filter that is typed, what is wrong with it, and what could be typed next.
    pub field: Option<Rect>,
    /// The keys.
    pub footer: Rect,
}

/// Whether there is room for anything at all.
#[must_use]
pub const fn is_large_enough((columns, rows): (u16, u16)) -> bool {
    columns >= SMALLEST.0 && rows >= SMALLEST.1
}

/// Where everything is.
#[must_use]
pub fn areas(state: &State) -> Areas {
    let (columns, rows) = state.size;
    let screen = Rect::new(0, 0, columns, rows);
    let field = u16::from(state.dialogs.iter().any(|dialog| matches!(dialog, Dialog::Filter(_)))) * 2;
    let [tabs, path, body, field_area, footer] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(field),
        Constraint::Length(1),
    ])
    .areas(screen);
    let (table, details) = if has_details(state) && columns >= WIDE {
        let [table, details] = Layout::horizontal([Constraint::Fill(3), Constraint::Fill(2)]).areas(body);
        (table, Some(details))
    } else {
        (body, None)
    };
    let more = u16::from(state.more() > 0);
    let [head, rows, more_area] =
        Layout::vertical([Constraint::Length(1), Constraint::Min(0), Constraint::Length(more)]).areas(table);
    let more = (more > 0).then_some(more_area);
    Areas { tabs, path, head, rows, more, details, field: (field > 0).then_some(field_area), footer }
}

/// Whether rows of the view have details.
#[must_use]
pub const fn has_details(state: &State) -> bool {
    matches!(state.view, View::Entries)
}

/// How many rows of a list are in sight.
#[must_use]
pub fn height(state: &State) -> usize {
    areas(state).rows.height.into()
}

/// A window in the middle of the screen, as large as this where there is room.
#[must_use]
pub fn middle((columns, rows): (u16, u16), width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(columns), height.min(rows));
    Rect::new((columns - width) / 2, (rows - height) / 2, width, height)
}

/// The names of the views, each with its first and its last column.
#[must_use]
pub fn tabs(state: &State) -> Vec<(View, String, u16, u16)> {
    let long: usize = View::ALL.iter().map(|view| view.title().len() + 4).sum();
    let room = usize::from(state.size.0);
    let mut at = 0_u16;
    View::ALL
        .into_iter()
        .enumerate()
        .map(|(index, view)| {
            let number = index + 1;
            let text = if long <= room || view == state.view {
                format!(" {number} {} ", view.title())
            } else {
                format!(" {number} ")
            };
            let width = u16::try_from(text.width()).unwrap_or(u16::MAX);
            let first = at;
            at = at.saturating_add(width);
            (view, text, first, at)
        })
        .collect()
}

/// The view whose name is in a column of the first line.
#[must_use]
pub fn tab_at(state: &State, column: u16) -> Option<View> {
    let tabs = tabs(state);
    tabs.iter().find(|(_, _, first, last)| (*first..*last).contains(&column)).map(|(view, ..)| *view)
}

/// How large a window with lines to be read, or with files, is.
#[must_use]
pub fn text_window((columns, rows): (u16, u16)) -> (u16, u16) {
    (columns.saturating_sub(2).min(110), rows.saturating_sub(2))
}

/// How many lines of a text are in sight on a screen.
#[must_use]
pub fn text_rows(size: (u16, u16)) -> usize {
    text_window(size).1.saturating_sub(2).max(1).into()
}

/// How many files are in sight on a screen: a line tells the directory, and one the keys.
#[must_use]
pub fn browser_rows(size: (u16, u16)) -> usize {
    text_rows(size).saturating_sub(2).max(1)
}

/// The most rows that the summary of a plan has.
const LONGEST_SUMMARY: u16 = 5;

/// How large a plan's window is at most.
#[must_use]
pub fn plan_window((columns, rows): (u16, u16)) -> (u16, u16) {
    (columns.saturating_sub(2).min(110), rows.saturating_sub(1))
}

/// How many rows the summary of a plan needs.
#[must_use]
pub fn summary_rows(size: (u16, u16), planned: &dyn Plan) -> u16 {
    let width = usize::from(plan_window(size).0.saturating_sub(2)).max(1);
    let rows = planned.summary().iter().map(|line| line.width().div_ceil(width).max(1)).sum::<usize>();
    u16::try_from(rows).unwrap_or(u16::MAX).clamp(1, LONGEST_SUMMARY)
}

/// Rows of a plan's window that are no rows of the plan: its border, its summary, and the keys.
#[must_use]
pub fn around_plan(size: (u16, u16), planned: &dyn Plan) -> u16 {
    summary_rows(size, planned) + 3
}

/// How many rows of a plan are in sight on a screen.
#[must_use]
pub fn plan_rows(size: (u16, u16), planned: &dyn Plan) -> usize {
    plan_window(size).1.saturating_sub(around_plan(size, planned)).max(1).into()
}
