use super::dialog::{browser, filter, form};
use super::{asking, choosing, jobs, moving};
use crate::cache::Edit;
use crate::tui::availability::unavailable;
use crate::tui::job::Job;
use crate::tui::keymap::{Action, Chord};
use crate::tui::layout;
use crate::tui::msg::Effect;
use crate::tui::state::State;
use crate::tui::state::dialog::{Dialog, Palette, Purpose, Text};
use crate::tui::state::jobs::Standing;
use crate::tui::verbs::{self, Chosen};
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
        Action::Open if state.view == View::Jobs => open_job(state),
        Action::Open if matches!(state.view, View::Keys | View::Bindings) => return choosing::open(state),
        Action::Open if layout::areas(state).details.is_none() => state.dialogs.push(Dialog::Details),
        Action::Open => {}
        Action::Back => return choosing::back(state),
        Action::Filter => {
            filter::open(state);
        }
        Action::NextMatch => choosing::next_match(state, true),
        Action::PreviousMatch => choosing::next_match(state, false),
        Action::Sort => choosing::offer_orders(state),
        Action::Copy => choosing::offer_texts(state),
        Action::Mark => choosing::mark(state),
        Action::Range => return choosing::range(state),
        Action::MarkAll => choosing::mark_all(state),
        Action::Import => return browser::open(state, Purpose::Import, chord),
        Action::Sign => return browser::open(state, Purpose::Sign, chord),
        Action::Collect => {
            let asked = verbs::collect(&state.gc);
            return form::open(state, asked, chord);
        }
        Action::Undo => return undo(state, chord),
        Action::Cancel => return jobs::cancel(state),
        Action::Refresh => return asking::everything(state),
        Action::Help => state.dialogs.push(Dialog::Help(0)),
        Action::Palette => state.dialogs.push(Dialog::Palette(Palette::default())),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return jobs::quit(state),
        Action::Audit
        | Action::Export
        | Action::Bind
        | Action::Unbind
        | Action::Rebind
        | Action::Delete
        | Action::Restore
        | Action::SignWanted
        | Action::Label
        | Action::Pin => {
            return state.chosen().map_or_else(Vec::new, |chosen| with(state, action, chosen, chord));
        }
    }
    Vec::new()
}

/// Plans to do something with what is chosen, or asks something before.
fn with(state: &mut State, action: Action, chosen: Chosen, chord: Chord) -> Vec<Effect> {
    let text = chosen.text.clone();
    let (title, job): (_, Box<dyn Job>) = match action {
        Action::Audit => return form::open(state, verbs::audit(chosen), chord),
        Action::Export => return form::open(state, verbs::export(chosen), chord),
        Action::SignWanted => return form::open(state, verbs::sign_wanted(chosen), chord),
        Action::Label => {
            let row = state.entries.row().filter(|_| chosen.count == 1);
            let now = row.and_then(|row| row.entry.label.as_ref()).map(|label| label.raw().to_owned());
            return form::open(state, verbs::label(chosen, &now.unwrap_or_default()), chord);
        }
        Action::Pin => {
            let pinned = state.entries.row().is_some_and(|row| row.entry.pinned);
            let verb = if pinned { "Unpin" } else { "Pin" };
            (verb, Box::new(verbs::Change { chosen, edit: Edit::Pin(!pinned) }))
        }
        Action::Delete if state.view == View::Trash => ("Delete for good", Box::new(verbs::Empty(chosen))),
        Action::Delete if state.view == View::Wanted => ("Forget", Box::new(verbs::Forget(chosen))),
        Action::Delete => ("Delete", Box::new(verbs::Delete(chosen))),
        Action::Restore => ("Restore", Box::new(verbs::Restore { chosen, undo: None })),
        Action::Bind => ("Bind", Box::new(verbs::Bind(chosen))),
        Action::Unbind => ("Unbind", Box::new(verbs::Unbind(chosen))),
        Action::Rebind => ("Rebind", Box::new(verbs::Rebind(chosen))),
        _ => return Vec::new(),
    };
    jobs::plan(state, format!("{title} {text}"), job, chord)
}

/// Shows what the job that the cursor is on had to say.
fn open_job(state: &mut State) {
    if let Some(job) = state.jobs.list.get(state.jobs.position.cursor) {
        let result = job.result.iter().map(|(_, text)| text.clone());
        let lines = result.chain(job.lines.iter().cloned()).collect();
        state.dialogs.push(Dialog::Text(Text { title: job.title.clone(), lines, scroll: 0 }));
    }
}

/// Plans to bring back what was deleted last.
fn undo(state: &mut State, chord: Chord) -> Vec<Effect> {
    let Some(undo) = state.undo.last().cloned() else { return Vec::new() };
    let title = format!("Undo {}", undo.what);
    let chosen = Chosen { query: undo.trashed.clone(), text: undo.what.clone(), count: 0 };
    jobs::plan(state, title, Box::new(verbs::Restore { chosen, undo: Some(undo) }), chord)
}

fn show(state: &mut State, view: View) -> Vec<Effect> {
    state.view = view;
    state.scroll = 0;
    moving::settle(state);
    asking::list_of(view).map(|kind| asking::list(state, kind)).into_iter().collect()
}
