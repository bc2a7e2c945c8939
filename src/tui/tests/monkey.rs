use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;

use super::world::entries;
use super::*;
use crate::model::Wanted;
use crate::tui::job::Reading;
use crate::tui::state::rows::Trouble;

/// Texts that make trouble elsewhere.
const LABELS: &[&str] = &[
    "plain",
    "文字文字文字文字文字文字文字文字文字文字文字文字文字文字文字",
    "\u{1b}[2J\u{202e}\n\t\0",
    "e\u{301}\u{301}\u{301}👩‍👩‍👧‍👦\u{200d}",
    "",
];

#[derive(Clone, Debug)]
enum Doing {
    Keys(&'static str),
    Paste(&'static str),
    Size(u16, u16),
    Click(u16, u16, bool),
    Ids(usize),
    Rows,
    Ends(u8),
    Ticks,
    Changed,
}

fn doing() -> impl Strategy<Value = Doing> {
    let keys = [
        "j",
        "k",
        "G",
        "g",
        "<ctrl-d>",
        "<ctrl-u>",
        "<space>",
        "v",
        "a",
        "/",
        ":",
        "?",
        "<esc>",
        "<enter>",
        "<tab>",
        "<up>",
        "<down>",
        "<backspace>",
        "d",
        "y",
        "Y",
        "c",
        "A",
        "e",
        "i",
        "S",
        "w",
        "b",
        "B",
        "R",
        "r",
        "p",
        "t",
        "u",
        "x",
        "s",
        "n",
        "N",
        "h",
        "l",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        ".",
        "H",
        "q",
        "<ctrl-r>",
        "name:x",
        "9",
        "0",
        "-",
    ];
    prop_oneof![
        8 => proptest::sample::select(keys.to_vec()).prop_map(Doing::Keys),
        1 => proptest::sample::select(LABELS.to_vec()).prop_map(Doing::Paste),
        1 => (0_u16..160, 0_u16..60).prop_map(|(columns, rows)| Doing::Size(columns, rows)),
        1 => (0_u16..160, 0_u16..60, any::<bool>()).prop_map(|(x, y, press)| Doing::Click(x, y, press)),
        1 => (0_usize..300).prop_map(Doing::Ids),
        2 => Just(Doing::Rows),
        2 => (0_u8..6).prop_map(Doing::Ends),
        1 => Just(Doing::Ticks),
        1 => Just(Doing::Changed),
    ]
}

/// What was asked for and not answered yet.
#[derive(Default)]
struct Open {
    jobs: Vec<JobId>,
    rows: Vec<i64>,
}

impl Open {
    fn note(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Start(id, _) | Effect::Foreground(id, _) => self.jobs.push(id),
                Effect::Ask(Request::Entries(ids)) => self.rows = ids,
                _ => {}
            }
        }
    }
}

fn step(state: &mut State, open: &mut Open, doing: Doing) -> Vec<Effect> {
    let rows = entries(LABELS);
    match doing {
        Doing::Keys(text) => press(state, text),
        Doing::Paste(text) => update(state, Msg::Paste(text.into())),
        Doing::Size(columns, rows) => update(state, Msg::Resize(columns, rows)),
        Doing::Click(column, row, press) => {
            let kind =
                if press { MouseEventKind::Down(MouseButton::Left) } else { MouseEventKind::ScrollDown };
            update(state, Msg::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
        }
        Doing::Ids(count) => {
            let generation = state.entries.generation;
            read(state, Read::Ids { generation, ids: (0_i64..).take(count).collect(), done: count % 2 == 0 })
        }
        Doing::Rows => {
            let ids = std::mem::take(&mut open.rows);
            let known = ids.iter().zip(rows.iter().cycle()).filter(|(id, _)| *id % 7 != 6);
            let known = known.map(|(id, row)| (*id, row.clone())).collect();
            read(state, Read::Entries { ids, rows: known })
        }
        Doing::Ends(how) => {
            let Some(id) = open.jobs.pop() else { return Vec::new() };
            let trouble = Trouble { message: Untrusted::new(LABELS[2]), hints: vec![LABELS[1].into()] };
            let outcome = match how {
                0 => Outcome::Interrupted,
                1 => Outcome::Failed(trouble),
                2 => Outcome::Done(Report { lines: vec!["line".into(); 50], ..Report::default() }),
                3 => Outcome::Prompts(Box::new(Fake(1))),
                rows => Outcome::Planned(Box::new(Fake(usize::from(rows - 4) * 1000))),
            };
            update(state, Msg::Ended(id, Box::new(outcome)))
        }
        Doing::Ticks => {
            let reading = Reading { done: 7, total: Some(9), ..Reading::default() };
            let readings = open.jobs.iter().map(|id| (*id, reading)).collect();
            let later = state.now + jiff::SignedDuration::from_secs(2);
            update(state, Msg::Tick(later, readings))
        }
        Doing::Changed => {
            let wanted = |row: &EntryRow| Wanted {
                pair: row.entry.pair,
                proof: None,
                label: row.entry.label.clone(),
                asked: row.entry.signed,
            };
            list(state, List::Wanted(rows.iter().map(wanted).collect()));
            read(state, Read::Changed)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_that_happens_makes_it_panic_and_no_text_of_others_reaches_the_screen_as_it_is(
        all in proptest::collection::vec(doing(), 1..120)
    ) {
        let mut state = with_entries((80, 24), entries(LABELS));
        let mut open = Open::default();
        for doing in all {
            let effects = step(&mut state, &mut open, doing);
            open.note(effects);
            let buffer = draw(&state);
            let raw = buffer.content().iter().any(|cell| {
                cell.symbol().chars().any(|sign| sign.is_control() || sign == '\u{202e}')
            });
            prop_assert!(!raw);
        }
    }
}
