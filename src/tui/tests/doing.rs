use super::world::entries;
use super::*;
use crate::tui::job::Undo;
use crate::tui::state::dialog::Dialog;
use crate::tui::views::View;

fn state() -> State {
    with_entries((80, 24), entries(&["one", "two", "three"]))
}

fn done(state: &mut State, id: JobId, report: Report) -> Vec<Effect> {
    update(state, Msg::Ended(id, Box::new(Outcome::Done(report))))
}

#[test]
fn nothing_happens_before_a_plan_was_seen_and_agreed_to() {
    let mut state = state();
    let (id, _) = begun(press(&mut state, "jj<space>d"));
    assert!(press(&mut state, "y").is_empty(), "there is no plan yet");
    assert!(planned(&mut state, id, 3).is_empty());
    for key in ["d", "<enter>", "<space>", "j"] {
        assert!(press(&mut state, key).is_empty(), "{key} agrees to nothing");
    }
    let (_, job) = begun(press(&mut state, "y"));
    assert_eq!(job.title(), "doing it");
    assert!(state.dialogs.is_empty());
}

#[test]
fn a_plan_of_nothing_can_only_be_left_and_one_in_the_making_is_stopped() {
    let mut state = state();
    let (id, _) = begun(press(&mut state, "d"));
    drop(planned(&mut state, id, 0));
    assert!(press(&mut state, "y").is_empty());
    drop(press(&mut state, "<esc>"));
    assert!(state.dialogs.is_empty());
    let (id, _) = begun(press(&mut state, "d"));
    let effects = press(&mut state, "<esc>");
    assert!(matches!(effects[..], [Effect::Cancel(stopped)] if stopped == id));
}

#[test]
fn the_key_that_asked_never_agrees_be_it_remapped() {
    let mut preferences = crate::model::Preferences::default();
    preferences.keys.insert("delete".into(), vec!["y".into()]);
    let mut state = State::new(&world::interactive(preferences), (80, 24)).unwrap();
    let rows = entries(&["one"]);
    drop(begin(&mut state));
    let generation = state.entries.generation;
    drop(read(&mut state, Read::Ids { generation, ids: vec![0], done: true }));
    drop(read(&mut state, Read::Entries { ids: vec![0], rows: vec![(0, rows[0].clone())] }));
    let (id, _) = begun(press(&mut state, "y"));
    drop(planned(&mut state, id, 1));
    assert!(press(&mut state, "y").is_empty());
    drop(begun(press(&mut state, "Y")));
}

#[test]
fn a_policy_makes_its_plan_anew_with_every_key_and_the_last_one_is_what_one_agrees_to() {
    let mut state = state();
    let (first, _) = begun(press(&mut state, "c"));
    let effects = press(&mut state, "9");
    assert!(matches!(effects[..], [Effect::Cancel(id)] if id == first), "`9` is no length of time yet");
    assert!(text(&state).contains("not a length of time"), "{}", text(&state));
    let (id, _) = begun(press(&mut state, "0d"));
    drop(update(&mut state, Msg::Ended(first, Box::new(Outcome::Interrupted))));
    drop(planned(&mut state, first, 99));
    assert!(!text(&state).contains("99 rows"), "a plan of before the last key is not shown");
    drop(planned(&mut state, id, 5));
    assert!(text(&state).contains("5 rows"), "{}", text(&state));
    drop(press(&mut state, "<enter>"));
    assert!(matches!(state.dialogs.last(), Some(Dialog::Plan(plan)) if plan.planned.is_some()));
    drop(begun(press(&mut state, "y")));
}

#[test]
fn what_was_deleted_is_brought_back_by_the_key_for_it_once() {
    let mut state = state();
    drop(press(&mut state, "u"));
    assert!(state.toasts.iter().any(|toast| toast.text.contains("nothing was deleted")));
    let (id, _) = begun(press(&mut state, "d"));
    drop(planned(&mut state, id, 1));
    let (id, _) = begun(press(&mut state, "y"));
    let undo = Undo { what: "the deletion of 1".into(), trashed: "00".parse().unwrap() };
    let effects = done(&mut state, id, Report { undo: Some(undo.clone()), ..Report::default() });
    assert!(asked(&effects).is_some(), "what changed is read again");
    let (id, job) = begun(press(&mut state, "u"));
    assert!(job.title().contains("the deletion of 1"), "{}", job.title());
    drop(planned(&mut state, id, 1));
    let (id, _) = begun(press(&mut state, "y"));
    drop(done(&mut state, id, Report { undid: Some(undo), ..Report::default() }));
    assert!(state.undo.is_empty());
}

#[test]
fn what_needs_a_passphrase_goes_on_where_the_terminal_is_free() {
    let mut state = state();
    let (id, _) = begun(press(&mut state, "d"));
    let effects = update(&mut state, Msg::Ended(id, Box::new(Outcome::Prompts(Box::new(Fake(1))))));
    assert!(matches!(effects[..], [Effect::Foreground(same, _)] if same == id));
    drop(planned(&mut state, id, 1));
    assert!(text(&state).contains("do it"), "its plan is shown in the same window");
}

#[test]
fn a_failure_says_what_can_be_done_and_the_screen_goes_on() {
    let mut state = state();
    let (id, _) = begun(press(&mut state, "d"));
    let trouble = super::super::state::rows::Trouble {
        message: Untrusted::new("no room left"),
        hints: vec!["make room".into()],
    };
    drop(update(&mut state, Msg::Ended(id, Box::new(Outcome::Failed(trouble)))));
    assert!(state.dialogs.is_empty());
    assert!(text(&state).contains("no room left"));
    drop(press(&mut state, "6<enter>"));
    assert!(text(&state).contains("hint: make room"), "{}", text(&state));
}

#[test]
fn quitting_while_something_runs_stops_that_first() {
    let mut state = state();
    let (id, _) = begun(press(&mut state, "d"));
    drop(planned(&mut state, id, 1));
    let (id, _) = begun(press(&mut state, "y"));
    let effects = press(&mut state, "q");
    assert!(matches!(effects[..], [Effect::Cancel(stopped)] if stopped == id));
    assert!(matches!(press(&mut state, "q")[..], [Effect::Quit(None)]));
}

#[test]
fn toasts_go_by_themselves_and_the_log_keeps_them() {
    let mut state = state();
    drop(press(&mut state, "u"));
    assert_eq!(state.toasts.len(), 1);
    let later = state.now + jiff::SignedDuration::from_secs(60);
    tick(&mut state, later);
    assert!(state.toasts.is_empty());
    drop(press(&mut state, "7"));
    assert_eq!(state.view, View::Log);
    assert!(text(&state).contains("nothing was deleted"));
}

#[test]
fn all_rows_can_be_marked_before_they_are_read() {
    let mut state = super::world::state((80, 24));
    drop(begin(&mut state));
    let generation = state.entries.generation;
    drop(read(&mut state, Read::Ids { generation, ids: vec![1, 2, 3], done: true }));
    drop(press(&mut state, "e"));
    assert!(text(&state).contains("this row is being read"), "{}", text(&state));
    drop(press(&mut state, "ae"));
    assert!(text(&state).contains("recipients"), "{}", text(&state));
}
