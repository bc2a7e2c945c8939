//! Filters, orders and marks.

use super::{asking, height, moving};
use crate::model::Pair;
use crate::model::query::{Field, Query, Sort};
use crate::tui::msg::{Effect, Request};
use crate::tui::state::State;
use crate::tui::state::dialog::{Choice, Dialog, Menu};
use crate::tui::state::jobs::Standing;
use crate::tui::state::rows::Sortable;
use crate::tui::state::table::Table;
use crate::tui::views::View;

/// More rows than this are marked by a filter, not one by one.
const LONGEST_RANGE: usize = 50_000;

/// The filter of the view.
pub fn filter(state: &State) -> (Query, String) {
    match state.view {
        View::Keys => state.keys.query.clone(),
        View::Bindings => state.bindings.query.clone(),
        View::Wanted => state.wanted.query.clone(),
        View::Trash => state.trash.query.clone(),
        View::Entries | View::Jobs | View::Log => state.entries.query.clone(),
    }
}

/// Sets the filter of the view, and asks for what it selects.
pub fn set_filter(state: &mut State, filter: (Query, String)) -> Vec<Effect> {
    match state.view {
        View::Keys => state.keys.query = filter,
        View::Bindings => state.bindings.query = filter,
        View::Wanted => state.wanted.query = filter,
        View::Trash => state.trash.query = filter,
        View::Entries | View::Jobs | View::Log => {
            state.entries.query = filter;
            return vec![asking::rows(state)];
        }
    }
    asking::list_of(state.view).map(|kind| asking::list(state, kind)).into_iter().collect()
}

/// The query that a text makes for the view, with the names of keys resolved.
///
/// # Errors
/// When it makes none; says why.
pub fn parse(state: &State, text: &str) -> Result<Query, String> {
    let mut query: Query =
        text.parse().map_err(|error: crate::model::query::InvalidQuery| error.to_string())?;
    query.resolve_aliases(|alias| state.names.key(alias)).map_err(|error| error.to_string())?;
    let of_less = matches!(state.view, View::Wanted | View::Trash);
    if state.view == View::Keys
        && let Some(term) = query.not_of_keys()
    {
        return Err(format!("`{term}` asks for what keys don't have; `key:` and `name:` find keys"));
    }
    match query.only_of_entries().filter(|_| of_less) {
        Some(term) => Err(format!("`{term}` asks for what only entries have")),
        None => Ok(query),
    }
}

/// Goes to the entries of the key, or of the content, that the cursor is on.
pub fn open(state: &mut State) -> Vec<Effect> {
    let text = match state.view {
        View::Keys => state.keys.row().map(|row| format!("key:{}", row.key.fingerprint())),
        _ => state.pair().map(|pair| pair.content.to_string()),
    };
    let Some(text) = text else { return Vec::new() };
    state.view = View::Entries;
    state.scroll = 0;
    match parse(state, &text) {
        Ok(query) => {
            let effects = set_filter(state, (query, text));
            from_the_top(state);
            effects
        }
        Err(why) => {
            state.say(Standing::Bad, why);
            Vec::new()
        }
    }
}

/// One level back: a range, then marks, then the filter.
pub fn back(state: &mut State) -> Vec<Effect> {
    if state.entries.range.take().is_some() {
        return Vec::new();
    }
    if let Some(marks) = marks(state).filter(|marks| !marks.is_empty()) {
        *marks = super::super::state::Marks::default();
        return Vec::new();
    }
    let (_, text) = filter(state);
    if text.is_empty() {
        return Vec::new();
    }
    if state.view == View::Entries {
        let mut ids = state.entries.ids.clone();
        ids.sort_unstable();
        state.entries.matches = (ids, text);
    }
    set_filter(state, (Query::default(), String::new()))
}

/// Goes to the next or the previous row that the last filter matched.
pub fn next_match(state: &mut State, forward: bool) {
    let entries = &state.entries;
    let is_match = |line: &usize| entries.matches.0.binary_search(&entries.ids[*line]).is_ok();
    let at = entries.position.cursor;
    let found = if forward {
        (at + 1..entries.ids.len()).find(is_match)
    } else {
        (0..at.min(entries.ids.len())).rev().find(is_match)
    };
    match found {
        Some(line) => moving::go(state, line),
        None => {
            let text =
                format!("`{}` matches no row further on", crate::model::Untrusted::new(&*entries.matches.1));
            state.say(Standing::Warning, text);
        }
    }
}

fn marks(state: &mut State) -> Option<&mut super::super::state::Marks> {
    match state.view {
        View::Entries => Some(&mut state.entries.marks),
        View::Bindings => Some(&mut state.bindings.marks),
        View::Wanted => Some(&mut state.wanted.marks),
        View::Trash => Some(&mut state.trash.marks),
        View::Keys | View::Jobs | View::Log => None,
    }
}

/// Marks the row that the cursor is on, or takes its mark away, and goes on to the next one.
pub fn mark(state: &mut State) {
    let pair = state.pair();
    if let (Some(pair), Some(marks)) = (pair, marks(state)) {
        marks.toggle(pair);
        moving::step(state, 1);
    }
}

/// Marks all that match, or nothing if something is marked.
pub fn mark_all(state: &mut State) {
    if let Some(marks) = marks(state) {
        marks.toggle_all();
    }
}

/// Begins a range of marks, or ends it.
pub fn range(state: &mut State) -> Vec<Effect> {
    let at = moving::list(state).0.cursor;
    let Some(begun) = state.entries.range.take() else {
        state.entries.range = Some(at);
        return Vec::new();
    };
    let (first, last) = (begun.min(at), begun.max(at));
    if last - first >= LONGEST_RANGE {
        let text = format!("a range of more than {LONGEST_RANGE} rows: filter (/) and mark all (a) instead");
        state.say(Standing::Warning, text);
        return Vec::new();
    }
    let pairs: Vec<Pair> = match state.view {
        View::Entries => {
            let ids = state.entries.ids.get(first..=last).unwrap_or_default().to_vec();
            return vec![Effect::Ask(Request::Pairs(ids))];
        }
        View::Bindings => {
            state.bindings.rows.iter().map(|row| row.pair).skip(first).take(last - first + 1).collect()
        }
        View::Wanted => {
            state.wanted.rows.iter().map(|row| row.pair).skip(first).take(last - first + 1).collect()
        }
        View::Trash => {
            state.trash.rows.iter().map(|row| row.entry.pair).skip(first).take(last - first + 1).collect()
        }
        View::Keys | View::Jobs | View::Log => Vec::new(),
    };
    if let Some(marks) = marks(state) {
        marks.add(pairs);
    }
    Vec::new()
}

/// Offers the columns that the view can be sorted by. Where it is sorted by one already, that one turns it around.
pub fn offer_orders(state: &mut State) {
    let arrows = state.glyphs.order;
    let entry = |(key, name, descending, choice): (char, &str, bool, Choice)| {
        (key, format!("{} {name}", arrows[usize::from(descending)]), choice)
    };
    let items: Vec<_> = match state.view {
        View::Keys => orders(&state.keys),
        View::Bindings => orders(&state.bindings),
        View::Wanted => orders(&state.wanted),
        View::Trash => orders(&state.trash),
        View::Entries | View::Jobs | View::Log => of_entries(state),
    }
    .into_iter()
    .map(entry)
    .collect();
    state.dialogs.push(Dialog::Menu(Menu { title: "Sort by", items, cursor: 0 }));
}

fn of_entries(state: &State) -> Vec<(char, &'static str, bool, Choice)> {
    let now = state.entries.query.0.sort.or(state.sort);
    let order = |(field, key, name, descending)| {
        let turned = now == Some(Sort { field, descending });
        let sort = Sort { field, descending: descending != turned };
        (key, name, sort.descending, Choice::Sort(Some(sort)))
    };
    let fields = [
        (Field::Verdict, 'v', "verdict", false),
        (Field::Name, 'n', "label", false),
        (Field::Digest, 'd', "digest", false),
        (Field::Key, 'e', "key", false),
        (Field::Size, 'z', "size", true),
        (Field::Signed, 'g', "signed", true),
        (Field::Stored, 't', "stored", true),
        (Field::Used, 'u', "used", true),
        (Field::Bound, 'b', "copies", true),
    ];
    let latest = ('l', "latest first", true, Choice::Sort(None));
    std::iter::once(latest).chain(fields.map(order)).collect()
}

fn orders<T: Sortable>(table: &Table<T>) -> Vec<(char, &'static str, bool, Choice)> {
    let order = |(column, (key, name, descending)): (usize, &(char, &'static str, bool))| {
        let turned = table.sort == Some((column, *descending));
        let descending = *descending != turned;
        (*key, *name, descending, Choice::SortList(column, descending))
    };
    T::COLUMNS.iter().enumerate().map(order).collect()
}

/// Offers what can be copied of the row that the cursor is on.
pub fn offer_texts(state: &mut State) {
    let mut items = Vec::new();
    let key = match state.view {
        View::Keys => state.keys.row().map(|row| row.key),
        _ => state.pair().map(|pair| pair.key),
    };
    if let Some(pair) = state.pair() {
        items.push(('y', "digest".into(), Choice::Copy(pair.content.to_string(), "digest")));
    }
    if let Some(key) = key {
        let fingerprint = key.fingerprint().to_string();
        items.push(('f', "fingerprint of the key".into(), Choice::Copy(fingerprint, "fingerprint")));
    }
    let path = match state.view {
        View::Bindings => state.bindings.row().map(|row| row.path.raw().to_owned()),
        _ => {
            let shown = state.entries.shown.as_ref().filter(|shown| Some(shown.entry.pair) == state.pair());
            shown.and_then(|shown| shown.bindings.first()).map(|binding| binding.path.raw().to_owned())
        }
    };
    if let Some(path) = path {
        items.push(('p', "store path".into(), Choice::Copy(path, "store path")));
    }
    state.dialogs.push(Dialog::Menu(Menu { title: "Copy", items, cursor: 0 }));
}

/// Does what was chosen in a menu.
pub fn choose(state: &mut State, choice: Choice) -> Vec<Effect> {
    match choice {
        Choice::Sort(sort) => {
            state.sort = sort;
            state.entries.query.0.sort = None;
            vec![asking::rows(state)]
        }
        Choice::SortList(column, descending) => {
            let by = Some((column, descending));
            match state.view {
                View::Keys => state.keys.sort_by(by),
                View::Bindings => state.bindings.sort_by(by),
                View::Wanted => state.wanted.sort_by(by),
                View::Trash => state.trash.sort_by(by),
                View::Entries | View::Jobs | View::Log => {}
            }
            Vec::new()
        }
        Choice::Copy(text, what) => {
            state.say(Standing::Good, format!("the {what} was given to the terminal for its clipboard"));
            vec![Effect::Copy(text)]
        }
    }
}

/// Shows the rows from the beginning: the list is another one.
pub fn from_the_top(state: &mut State) {
    let height = height(state);
    let (position, length) = moving::list(state);
    position.go(0, length, height);
}
