use super::{asking, choosing, jobs, moving};
use crate::cache::Edit;
use crate::tui::availability::unavailable;
use crate::tui::keymap::{Action, Chord};
use crate::tui::layout;
use crate::tui::msg::Effect;
use crate::tui::state::State;
use crate::tui::state::dialog::{Dialog, Field, Filter, Form, Palette, Question, Submit};
use crate::tui::state::jobs::Standing;
use crate::tui::verbs::{Change, Delete, Label};
use crate::tui::views::View;

/// Whether an action leaves the program, now or for a while.
pub const fn leaves(action: Action) -> bool {
    matches!(action, Action::Quit | Action::Suspend)
}

/// Does what somebody asked for with a key.
pub fn act(state: &mut State, action: Action, chord: Chord) -> Vec<Effect> {
    if let Some(why) = unavailable(state, action) {
        state.say(Standing::Warning, why);
        return Vec::new();
    }
    let page = isize::try_from(super::height(state)).unwrap_or(isize::MAX);
    match action {
        Action::Down => moving::step(state, 1),
        Action::Up => moving::step(state, -1),
        Action::HalfPageDown => moving::step(state, page / 2),
        Action::HalfPageUp => moving::step(state, -(page / 2)),
        Action::PageDown => moving::step(state, page),
        Action::PageUp => moving::step(state, -page),
        Action::Top => moving::go(state, 0),
        Action::Bottom => moving::go(state, usize::MAX),
        Action::Left => state.scroll = state.scroll.saturating_sub(1),
        Action::Right => state.scroll = state.scroll.saturating_add(1),
        Action::Show(view) => return show(state, view),
        Action::NextView => return show(state, state.view.further(1)),
        Action::PreviousView => return show(state, state.view.further(View::ALL.len() - 1)),
        Action::Open if matches!(state.view, View::Keys | View::Bindings) => return choosing::open(state),
        Action::Open if layout::areas(state).details.is_none() => state.dialogs.push(Dialog::Details),
        Action::Open => {}
        Action::Back => return choosing::back(state),
        Action::Filter => {
            let before = choosing::filter(state);
            let field = Field::new(&before.1);
            state.dialogs.push(Dialog::Filter(Filter { field, before, error: None, recalled: None }));
            moving::settle(state);
        }
        Action::NextMatch => choosing::next_match(state, true),
        Action::PreviousMatch => choosing::next_match(state, false),
        Action::Sort => choosing::offer_orders(state),
        Action::Copy => choosing::offer_texts(state),
        Action::Mark => choosing::mark(state),
        Action::Range => return choosing::range(state),
        Action::MarkAll => choosing::mark_all(state),
        Action::Delete => {
            if let Some(chosen) = state.chosen() {
                let title = format!("Delete {}", chosen.text);
                return jobs::plan(state, title, Box::new(Delete(chosen)), chord);
            }
        }
        Action::Label => {
            if let Some(chosen) = state.chosen() {
                let label =
                    state.entries.row().filter(|_| chosen.count == 1).and_then(|row| row.entry.label.clone());
                let text = label.map(|label| label.raw().to_owned()).unwrap_or_default();
                let question =
                    Question::text("label", "what people call the content; nothing takes it away", &text);
                let title = format!("Label {}", chosen.text);
                return ask(state, title, vec![question], Box::new(Label(chosen)), chord);
            }
        }
        Action::Pin => {
            if let Some(chosen) = state.chosen() {
                let pinned = state.entries.row().is_some_and(|row| row.entry.pinned);
                let title = format!("{} {}", if pinned { "Unpin" } else { "Pin" }, chosen.text);
                let job = Box::new(Change { chosen, edit: Edit::Pin(!pinned) });
                return jobs::plan(state, title, job, chord);
            }
        }
        Action::Cancel => return jobs::cancel(state),
        Action::Refresh => return asking::everything(state),
        Action::Help => state.dialogs.push(Dialog::Help(0)),
        Action::Palette => state.dialogs.push(Dialog::Palette(Palette::default())),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return jobs::quit(state),
        _ => {}
    }
    Vec::new()
}

fn ask(
    state: &mut State,
    title: String,
    questions: Vec<Question>,
    submit: Box<dyn Submit>,
    asked: Chord,
) -> Vec<Effect> {
    state.dialogs.push(Dialog::Form(Form { title, questions, cursor: 0, error: None, asked, submit }));
    Vec::new()
}

fn show(state: &mut State, view: View) -> Vec<Effect> {
    state.view = view;
    state.scroll = 0;
    moving::settle(state);
    asking::list_of(view).map(|kind| asking::list(state, kind)).into_iter().collect()
}
