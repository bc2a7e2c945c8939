use super::world::entries;
use super::*;
use crate::tui::state::dialog::Dialog;

fn state() -> State {
    with_entries((80, 24), entries(&["one", "two", "three"]))
}

#[test]
fn a_filter_is_live_and_a_mistake_keeps_the_rows_of_before() {
    let mut state = state();
    let effects = press(&mut state, "/name:tw");
    assert_eq!(asked(&effects), Some(&"name:tw".parse().unwrap()));
    drop(press(&mut state, "<space>"));
    let before = state.entries.generation;
    drop(press(&mut state, "verdict:x"));
    assert_eq!(state.entries.generation, before, "what is no query is not asked for");
    assert!(text(&state).contains("verdict:x: "), "{}", text(&state));
    drop(press(&mut state, "<enter>"));
    assert!(!state.dialogs.is_empty(), "a mistake is not taken");
    let effects = press(&mut state, "<esc>");
    assert_eq!(asked(&effects), Some(&Query::default()), "Esc goes back to what was before");
}

#[test]
fn an_answer_to_a_former_question_is_dropped() {
    let mut state = state();
    drop(press(&mut state, "/name:one"));
    let old = state.entries.generation - 1;
    drop(read(&mut state, Read::Ids { generation: old, ids: vec![7], done: true }));
    assert_ne!(state.entries.ids, [7]);
}

#[test]
fn words_are_completed_and_filters_come_back() {
    let mut state = state();
    drop(press(&mut state, "/ver<tab>"));
    let typed = |state: &State| match state.dialogs.last() {
        Some(Dialog::Filter(filter)) => filter.field.text().to_owned(),
        _ => String::new(),
    };
    assert_eq!(typed(&state), "verdict:");
    drop(press(&mut state, "<tab>"));
    assert_eq!(typed(&state), "verdict:good");
    let effects = press(&mut state, "<enter>");
    let remembered = |effect: &Effect| matches!(effect, Effect::Ask(Request::Remember(filters)) if filters == &["verdict:good"]);
    assert!(effects.iter().any(remembered));
    drop(press(&mut state, "<esc>/<up>"));
    assert_eq!(typed(&state), "verdict:good");
    drop(press(&mut state, "<esc>/key:<tab>"));
    assert_eq!(typed(&state), "key:release");
}

#[test]
fn entries_are_sorted_by_what_is_chosen_and_turned_around() {
    let mut state = state();
    let effects = press(&mut state, "sz");
    assert_eq!(asked(&effects), Some(&"sort:-size".parse().unwrap()));
    let effects = press(&mut state, "sz");
    assert_eq!(asked(&effects), Some(&"sort:size".parse().unwrap()));
}

#[test]
fn what_others_change_is_read_again_without_a_key() {
    let mut state = state();
    let effects = read(&mut state, Read::Changed);
    assert!(asked(&effects).is_some());
    assert_eq!(state.entries.ids.len(), 3, "what was there is shown until the answer comes");
}

#[test]
fn what_is_copied_goes_to_the_terminal() {
    let mut state = state();
    let effects = press(&mut state, "yy");
    let digest = "00".repeat(32);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Copy(text) if *text == digest)));
}

#[test]
fn the_first_rows_of_a_filter_are_there_before_its_answer() {
    let mut state = state();
    drop(press(&mut state, "/name:t"));
    let generation = state.entries.generation;
    drop(read(&mut state, Read::Glimpse { generation, ids: vec![2] }));
    assert_eq!(state.entries.ids, [2]);
    assert!(text(&state).contains("1 row…"), "{}", text(&state));
    drop(read(&mut state, Read::Ids { generation, ids: vec![1, 2], done: true }));
    assert_eq!(state.entries.ids, [1, 2]);
    drop(read(&mut state, Read::Glimpse { generation, ids: vec![2] }));
    assert_eq!(state.entries.ids, [1, 2], "what is whole stays so");
}
