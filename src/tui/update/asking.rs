//! Asking for what is to be shown.

use super::height;
use crate::model::query::Query;
use crate::tui::msg::{Effect, ListKind, Request};
use crate::tui::state::State;
use crate::tui::state::entries::Loading;
use crate::tui::views::View;

/// Asks for everything that the views show.
pub fn everything(state: &mut State) -> Vec<Effect> {
    let mut effects = vec![rows(state)];
    effects.extend(list_of(state.view).map(|kind| list(state, kind)));
    effects
}

/// Asks again, for something has changed: what is shown stays until the answers are there.
pub fn again(state: &mut State) -> Vec<Effect> {
    let ids: Vec<_> = state.entries.window.keys().copied().collect();
    let mut effects = vec![Effect::Ask(Request::Entries(ids))];
    if state.entries.is_complete() {
        state.entries.generation += 1;
        state.entries.loading = Loading::Again(Vec::new());
        effects.push(ids_request(state));
    }
    effects.extend(list_of(state.view).map(|kind| list(state, kind)));
    effects.extend(describe(state));
    effects
}

/// Asks for the rows that the filter selects.
pub fn rows(state: &mut State) -> Effect {
    state.entries.generation += 1;
    state.entries.loading = Loading::Asked;
    ids_request(state)
}

fn ids_request(state: &State) -> Effect {
    let query = &state.entries.query.0;
    let query = Query { sort: query.sort.or(state.sort), ..query.clone() };
    Effect::Ask(Request::Ids { generation: state.entries.generation, query })
}

/// Which list a view shows.
pub const fn list_of(view: View) -> Option<ListKind> {
    match view {
        View::Keys => Some(ListKind::Keys),
        View::Bindings => Some(ListKind::Bindings),
        View::Wanted => Some(ListKind::Wanted),
        View::Trash => Some(ListKind::Trash),
        View::Entries | View::Jobs | View::Log => None,
    }
}

/// Asks for one of the shorter lists.
pub fn list(state: &State, kind: ListKind) -> Effect {
    let query = match kind {
        ListKind::Keys => &state.keys.query,
        ListKind::Bindings => &state.bindings.query,
        ListKind::Wanted => &state.wanted.query,
        ListKind::Trash => &state.trash.query,
    };
    Effect::Ask(Request::List(kind, query.0.clone()))
}

/// Asks for the entries that are in sight and not known, and for the details of the one that the cursor is on.
pub fn in_sight(state: &mut State) -> Vec<Effect> {
    if state.view != View::Entries {
        return Vec::new();
    }
    let height = height(state);
    let unknown = state.entries.unknown(height);
    let mut effects = Vec::new();
    if !unknown.is_empty() {
        effects.push(Effect::Ask(Request::Entries(unknown)));
    }
    let shown = state.entries.shown.as_ref().map(|shown| shown.entry.pair);
    if state.entries.row().is_some_and(|row| Some(row.entry.pair) != shown) {
        effects.extend(describe(state));
    }
    effects
}

/// Asks for the details of the entry that the cursor is on, once.
fn describe(state: &mut State) -> Option<Effect> {
    let entry = state.entries.row()?.entry.clone();
    if state.entries.asked == Some(entry.pair)
        && state.entries.shown.as_ref().is_none_or(|shown| shown.entry.pair != entry.pair)
    {
        return None;
    }
    state.entries.asked = Some(entry.pair);
    Some(Effect::Ask(Request::Describe(Box::new(entry))))
}
