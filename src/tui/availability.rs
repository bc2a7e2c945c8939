use crate::tui::keymap::Action;
use crate::tui::state::State;
use crate::tui::views::View;

const NOTHING: &str = "there is nothing here to do it with";

/// Where rows can be marked.
const MARKED: [View; 4] = [View::Entries, View::Bindings, View::Wanted, View::Trash];

/// Why something can't be done now; none if it can.
#[must_use]
pub fn unavailable(state: &State, action: Action) -> Option<&'static str> {
    let only = |views: &[View], why| (!views.contains(&state.view)).then_some(why);
    let any = || (state.rows() == 0).then_some(NOTHING);
    // The numbers of the rows are there before what is in them.
    let of_rows = || any().or_else(|| state.chosen().is_none().then_some("this row is being read"));
    let of_entries = || only(&[View::Entries], "this is for entries (1)").or_else(of_rows);
    let of_pairs =
        || only(&[View::Entries, View::Bindings], "this is for entries (1) and copies (3)").or_else(of_rows);
    match action {
        Action::Filter => only(
            &[View::Entries, View::Keys, View::Bindings, View::Wanted, View::Trash],
            "there is nothing to filter here",
        ),
        Action::Mark => only(&MARKED, "there is nothing to mark here").or_else(of_rows),
        Action::MarkAll | Action::Range => only(&MARKED, "there is nothing to mark here").or_else(any),
        Action::Sort => (matches!(state.view, View::Jobs | View::Log)).then_some("these come as they happen"),
        Action::NextMatch | Action::PreviousMatch => only(&[View::Entries], "this is for entries (1)")
            .or_else(|| state.entries.matches.0.is_empty().then_some("nothing was filtered yet (/)")),
        Action::Open => {
            only(&[View::Entries, View::Keys, View::Bindings, View::Jobs], "there is no more to say of it")
                .or_else(|| (state.rows() == 0).then_some("there is nothing to be opened"))
        }
        Action::Copy => {
            (state.pair().is_none() && state.view != View::Keys).then_some("there is nothing to copy here")
        }
        Action::Audit | Action::Export | Action::Pin | Action::Label => of_entries(),
        Action::Bind | Action::Unbind | Action::Rebind => of_pairs(),
        Action::Delete => {
            only(&[View::Entries, View::Wanted, View::Trash], "there is nothing to delete here")
                .or_else(of_rows)
        }
        Action::Restore => only(&[View::Trash], "this is for the trash (5)").or_else(of_rows),
        Action::SignWanted if state.offline => Some("nothing is signed while offline"),
        Action::SignWanted => only(&[View::Wanted], "this is for what is wanted (4)").or_else(of_rows),
        Action::Undo => state.undo.is_empty().then_some("nothing was deleted since signcache was started"),
        Action::Cancel => state.jobs.running().next().is_none().then_some("nothing runs"),
        _ => None,
    }
}
