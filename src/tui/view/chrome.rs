//! What is around every view: the names of the views, where one is, the keys, and what was said of late.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};
use unicode_width::UnicodeWidthStr;

use super::jobs::progress;
use super::text::{count, fit};
use crate::tui::availability::unavailable;
use crate::tui::keymap::SPECS;
use crate::tui::layout::{self, Areas};
use crate::tui::state::State;
use crate::tui::state::entries::Loading;
use crate::tui::state::jobs::Standing;
use crate::tui::views::View;

/// Draws the names of the views.
pub fn tabs(state: &State, frame: &mut Frame<'_>, area: Rect) {
    let spans = layout::tabs(state).into_iter().map(|(view, text, ..)| {
        Span::styled(
            text,
            if view == state.view { state.theme.cursor.patch(state.theme.accent) } else { state.theme.text },
        )
    });
    frame.render_widget(Line::from(spans.collect::<Vec<_>>()), area);
}

/// Draws which cache, filter and order one looks at, and how many rows there are; and what runs.
pub fn path(state: &State, frame: &mut Frame<'_>, area: Rect) {
    let theme = &state.theme;
    let (rows, marked, filter) = numbers(state);
    let mut right = String::new();
    if let Some(job) = state.jobs.running().last() {
        right = format!("{} {}  ", job.title, progress(state, job));
    }
    if state.offline {
        right += "offline  ";
    }
    let numbers = if marked > 0 { format!("{} of {} marked", count(state, marked), rows) } else { rows };
    let width = usize::from(area.width);
    let right = fit(&format!("{right}{numbers}"), width, state.glyphs.ellipsis);
    let left_room = width.saturating_sub(right.width() + 1);
    let mut left = state.place.to_string();
    if !filter.is_empty() {
        left = format!("{left} {} {}", state.glyphs.step, crate::model::Untrusted::new(filter));
    }
    // The end of a path says more than its beginning.
    let left =
        if left.width() > left_room { from_the_end(&left, left_room, state.glyphs.ellipsis) } else { left };
    let gap = width.saturating_sub(left.width() + right.width());
    let line = Line::from(vec![
        Span::styled(left, theme.dim),
        Span::raw(" ".repeat(gap)),
        Span::styled(right, theme.highlight),
    ]);
    frame.render_widget(line, area);
}

fn from_the_end(text: &str, width: usize, ellipsis: &str) -> String {
    let mut rest = text;
    while rest.width() + ellipsis.width() > width {
        let mut characters = rest.chars();
        if characters.next().is_none() {
            return String::new();
        }
        rest = characters.as_str();
    }
    format!("{ellipsis}{rest}")
}

/// How many rows there are, how many of them are marked, and the filter.
fn numbers(state: &State) -> (String, usize, String) {
    let of = |total: usize, marks: &crate::tui::state::Marks, filter: &str| {
        (counted(state, total, "row"), marks.count(total), filter.to_owned())
    };
    match state.view {
        View::Entries => {
            let entries = &state.entries;
            let (rows, marked, filter) = of(entries.ids.len(), &entries.marks, &entries.query.1);
            let more = match entries.loading {
                Loading::Asked | Loading::Coming => state.glyphs.ellipsis,
                Loading::Not | Loading::Again(_) | Loading::Done => "",
            };
            (format!("{rows}{more}"), marked, filter)
        }
        View::Keys => (counted(state, state.keys.total(), "key"), 0, state.keys.query.1.clone()),
        View::Bindings => of(state.bindings.total(), &state.bindings.marks, &state.bindings.query.1),
        View::Wanted => of(state.wanted.total(), &state.wanted.marks, &state.wanted.query.1),
        View::Trash => of(state.trash.total(), &state.trash.marks, &state.trash.query.1),
        View::Jobs => (counted(state, state.jobs.list.len(), "job"), 0, String::new()),
        View::Log => (counted(state, state.log.lines.len(), "line"), 0, String::new()),
    }
}

/// So many of something: `one` with its number.
fn counted(state: &State, total: usize, one: &str) -> String {
    format!("{} {one}{}", count(state, total), if total == 1 { "" } else { "s" })
}

/// Draws the keys of the actions that are at hand.
pub fn footer(state: &State, frame: &mut Frame<'_>, area: Rect) {
    let mut spans = Vec::new();
    let mut room = usize::from(area.width);
    // A window tells its own keys.
    if !state.dialogs.is_empty() {
        return;
    }
    for spec in SPECS.iter().filter(|spec| unavailable(state, spec.action).is_none()) {
        let (Some(short), Some(key)) = (spec.short, state.keymap.key(spec.action)) else { continue };
        let width = key.width() + short.width() + 3;
        if width > room {
            continue;
        }
        room -= width;
        spans.push(Span::styled(key, state.theme.accent));
        spans.push(Span::styled(format!(" {short}  "), state.theme.dim));
    }
    frame.render_widget(Line::from(spans), area);
}

/// Draws what was said of late, above the footer.
pub fn toasts(state: &State, frame: &mut Frame<'_>, areas: &Areas) {
    let room = areas.rows.height.min(4);
    let shown = state.toasts.len().min(room.into());
    let bottom = areas.footer.y;
    for (index, toast) in state.toasts[state.toasts.len() - shown..].iter().enumerate() {
        let (glyph, style) = match toast.standing {
            Standing::Good => (state.glyphs.good, state.theme.good),
            Standing::Warning => (state.glyphs.warning, state.theme.warning),
            Standing::Bad => (state.glyphs.bad, state.theme.bad),
        };
        let text =
            fit(&format!(" {glyph} {} ", toast.text), usize::from(state.size.0), state.glyphs.ellipsis);
        let width = u16::try_from(text.width()).unwrap_or(state.size.0).min(state.size.0);
        let line = bottom.saturating_sub(u16::try_from(shown - index).unwrap_or(1));
        let area = Rect::new(state.size.0 - width, line, width, 1);
        frame.render_widget(Clear, area);
        frame.render_widget(
            Paragraph::new(Line::styled(text, style.patch(ratatui::style::Style::new().reversed()))),
            area,
        );
    }
}
