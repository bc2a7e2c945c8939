//! The state, scripted: keys go in, effects and screens come out, and nothing touches the world.

mod doing;
mod finding;
mod monkey;
mod moving;
mod screens;
mod world;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use super::job::{At, Job, JobId, Outcome, Plan, Report, Row};
use super::msg::{Effect, List, Msg, Read, Request};
use super::state::State;
use super::state::rows::EntryRow;
use super::update::{begin, update};
use super::view::view;
use crate::model::query::Query;
use crate::model::{Pair, Untrusted};
use crate::ops::Error;

/// The keys that a text names: `jj<space>d<ctrl-d>`.
fn keys(text: &str) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (name, after) = match rest.strip_prefix('<').and_then(|named| named.split_once('>')) {
            Some((name, after)) => (name.to_owned(), after),
            None => (first.to_string(), &rest[first.len_utf8()..]),
        };
        let (modifiers, name) = match name.strip_prefix("ctrl-") {
            Some(name) => (KeyModifiers::CONTROL, name.to_owned()),
            None => (KeyModifiers::NONE, name),
        };
        let code = match name.as_str() {
            "space" => KeyCode::Char(' '),
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "backspace" => KeyCode::Backspace,
            other => KeyCode::Char(other.chars().next().unwrap()),
        };
        keys.push(KeyEvent::new(code, modifiers));
        rest = after;
    }
    keys
}

/// Presses keys; gives all effects.
fn press(state: &mut State, text: &str) -> Vec<Effect> {
    keys(text).into_iter().flat_map(|key| update(state, Msg::Key(key))).collect()
}

/// Tells of something that was read.
fn read(state: &mut State, read: Read) -> Vec<Effect> {
    update(state, Msg::Read(Box::new(read)))
}

/// A state that has read some entries, as the application would.
fn with_entries(size: (u16, u16), rows: Vec<EntryRow>) -> State {
    let mut state = world::state(size);
    drop(begin(&mut state));
    let ids: Vec<i64> = (0_i64..).take(rows.len()).collect();
    let generation = state.entries.generation;
    let ids = ids.into_iter().map(world::row_id).collect::<Vec<_>>();
    drop(read(&mut state, Read::Ids { generation, ids: ids.clone(), done: true }));
    let known = ids.iter().copied().zip(rows).collect();
    drop(read(&mut state, Read::Entries { ids, rows: known }));
    state
}

/// What the screen shows.
fn draw(state: &State) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(state.size.0, state.size.1)).unwrap();
    terminal.draw(|frame| view(state, frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// The lines on the screen, without what they look like.
fn text(state: &State) -> String {
    let buffer = draw(state);
    let lines = (0..buffer.area.height).map(|y| {
        let line: String = (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect();
        line.trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The job that an effect begins.
fn begun(effects: Vec<Effect>) -> (JobId, Box<dyn Job>) {
    let begun = effects.into_iter().find_map(|effect| match effect {
        Effect::Start(id, job) | Effect::Foreground(id, job) => Some((id, job)),
        _ => None,
    });
    begun.expect("a job begins")
}

/// The query whose rows are asked for.
fn asked(effects: &[Effect]) -> Option<&Query> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::Ask(Request::Ids { query, .. }) => Some(query),
        _ => None,
    })
}

/// A plan of so many rows.
struct Fake(usize);

impl Plan for Fake {
    fn verb(&self) -> &'static str {
        "do it"
    }

    fn summary(&self) -> Vec<String> {
        vec![format!("{} rows.", self.0)]
    }

    fn len(&self) -> usize {
        self.0
    }

    fn is_empty(&self) -> bool {
        self.0 == 0
    }

    fn row(&self, index: usize) -> Option<Row> {
        let text = Some(Untrusted::new("a label"));
        (index < self.0).then(|| Row { word: "new".into(), pair: None, text })
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }
}

impl Job for Fake {
    fn title(&self) -> String {
        "doing it".into()
    }

    fn run(self: Box<Self>, _: &At<'_>) -> Result<Outcome, Error> {
        Ok(Outcome::Done(Report::default()))
    }
}

/// A plan of so many rows is made.
fn planned(state: &mut State, id: JobId, rows: usize) -> Vec<Effect> {
    update(state, Msg::Ended(id, Box::new(Outcome::Planned(Box::new(Fake(rows))))))
}

fn tick(state: &mut State, now: Timestamp) {
    drop(update(state, Msg::Tick(now, Vec::new())));
}

/// The list of what is wanted comes.
fn list(state: &mut State, list: List) {
    drop(read(state, Read::List(list, 0)));
}

fn pairs(rows: &[EntryRow], which: &[usize]) -> Vec<Pair> {
    which.iter().map(|at| rows[*at].entry.pair).collect()
}
