//! What the screens look like, with their styles; `cargo insta review` shows what a change does to them.

use std::fmt::Write;

use insta::assert_snapshot;
use ratatui::style::Style;

use super::world::entries;
use super::*;
use crate::model::{Preferences, ThemeName, Wanted};

const SIZES: [(u16, u16); 3] = [(40, 10), (80, 24), (120, 40)];

fn rows() -> Vec<EntryRow> {
    entries(&["hello.tar.gz", "\u{1b}[31mred\u{202e}", "文字列.zip", "e\u{301}clair"])
}

/// The text of a screen, and below it, line by line, which columns look how.
fn styled(state: &State) -> String {
    let buffer = draw(state);
    let mut out = text(state);
    out.push_str("\n\n");
    for y in 0..buffer.area.height {
        let mut runs: Vec<(u16, u16, Style)> = Vec::new();
        for x in 0..buffer.area.width {
            let style = buffer[(x, y)].style();
            match runs.last_mut() {
                Some((_, last, same)) if *same == style => *last = x,
                _ => runs.push((x, x, style)),
            }
        }
        let plain = draw_nothing(state, y);
        for (first, last, style) in runs.into_iter().filter(|(.., style)| *style != plain) {
            let colour = style.fg.map(|colour| colour.to_string()).unwrap_or_default();
            writeln!(out, "{y}: {first}-{last} {colour} {:?}", style.add_modifier).unwrap();
        }
    }
    out
}

/// What a cell looks like that nothing was drawn in.
fn draw_nothing(state: &State, _: u16) -> Style {
    let area = ratatui::layout::Rect::new(0, 0, state.size.0, 1);
    Buffer::empty(area)[(0, 0)].style()
}

fn check(name: &str, state: &mut State) {
    for (columns, rows) in SIZES {
        drop(update(state, Msg::Resize(columns, rows)));
        assert_snapshot!(format!("{name}_{columns}x{rows}"), styled(state));
    }
}

#[test]
fn entries_with_hostile_wide_and_combining_labels() {
    let mut state = with_entries((80, 24), rows());
    drop(press(&mut state, "j<space>"));
    check("entries", &mut state);
}

#[test]
fn an_empty_cache_names_the_next_command() {
    let mut state = with_entries((80, 24), Vec::new());
    check("empty", &mut state);
}

#[test]
fn a_plan_to_be_agreed_to() {
    let mut state = with_entries((80, 24), rows());
    let (id, _) = begun(press(&mut state, "d"));
    drop(planned(&mut state, id, 3));
    check("plan", &mut state);
}

#[test]
fn a_policy_while_it_is_edited() {
    let mut state = with_entries((80, 24), rows());
    let (id, _) = begun(press(&mut state, "c"));
    drop(planned(&mut state, id, 3));
    check("policy", &mut state);
}

#[test]
fn a_filter_while_it_is_typed() {
    let mut state = with_entries((80, 24), rows());
    drop(press(&mut state, "/verdict:b"));
    check("filter", &mut state);
}

#[test]
fn help_and_palette() {
    let mut state = with_entries((80, 24), rows());
    drop(press(&mut state, "?"));
    check("help", &mut state);
    drop(press(&mut state, "<esc>:ex"));
    check("palette", &mut state);
}

#[test]
fn what_is_wanted() {
    let mut state = with_entries((80, 24), rows());
    drop(press(&mut state, "4"));
    let wanted = |row: &EntryRow| Wanted {
        pair: row.entry.pair,
        proof: None,
        label: row.entry.label.clone(),
        asked: row.entry.signed,
    };
    list(&mut state, List::Wanted(rows().iter().map(wanted).collect()));
    check("wanted", &mut state);
}

#[test]
fn ascii_and_no_colours() {
    let preferences = Preferences { ascii: true, theme: ThemeName::Mono, ..Preferences::default() };
    let mut state = State::new(&world::interactive(preferences), (80, 24)).unwrap();
    drop(press(&mut state, "d"));
    drop(press(&mut state, "c"));
    let screen = styled(&state);
    assert!(screen.is_ascii(), "{screen}");
    for colour in ["Red", "Green", "Yellow", "Cyan", "Blue", "Magenta"] {
        assert!(!screen.contains(colour), "{screen}");
    }
}

#[test]
fn too_small() {
    let mut state = with_entries((39, 9), rows());
    assert!(text(&state).contains("too small"));
    drop(press(&mut state, "d"));
    assert!(state.jobs.list.is_empty(), "what can't be seen can't be asked for");
    assert!(matches!(press(&mut state, "q")[..], [Effect::Quit(None)]));
}
