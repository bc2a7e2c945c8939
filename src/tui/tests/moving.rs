use super::world::entries;
use super::*;
use crate::tui::keymap::SPECS;
use crate::tui::views::View;

fn many() -> Vec<EntryRow> {
    entries(&["one", "two", "three", "four", "five", "six", "seven", "eight"])
}

#[test]
fn the_cursor_goes_where_the_fingers_of_vi_expect_it() {
    let mut state = with_entries((80, 24), many());
    let mut check = |keys: &str, row: usize| {
        drop(press(&mut state, keys));
        assert_eq!(state.entries.position.cursor, row, "{keys}");
    };
    check("jj", 2);
    check("k", 1);
    check("G", 7);
    check("j", 7);
    check("g", 0);
    check("<ctrl-d>", 7);
    check("<up><up>", 5);
}

#[test]
fn views_have_numbers_and_ask_for_what_they_show() {
    let mut state = with_entries((80, 24), many());
    for (number, view) in View::ALL.into_iter().enumerate() {
        drop(press(&mut state, &(number + 1).to_string()));
        assert_eq!(state.view, view);
    }
    drop(press(&mut state, "1"));
    let effects = press(&mut state, "<tab>");
    assert_eq!(state.view, View::Keys);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Ask(Request::List(..)))));
}

#[test]
fn marks_ranges_and_everything_are_what_is_chosen() {
    let rows = many();
    let mut state = with_entries((80, 24), rows.clone());
    let chosen = |state: &State| state.chosen().unwrap();
    assert_eq!((chosen(&state).count, chosen(&state).text.as_str()), (1, "one"));
    drop(press(&mut state, "<space>j<space>"));
    let expected = pairs(&rows, &[0, 2]);
    assert!(expected.iter().all(|pair| state.entries.marks.has(pair)));
    assert_eq!(chosen(&state).count, 2);
    drop(press(&mut state, "<esc>v"));
    let effects = press(&mut state, "jjv");
    assert!(
        matches!(effects.last(), Some(Effect::Ask(Request::Pairs(ids))) if ids.len() == 3),
        "the pairs of a range are read, for most are not in sight"
    );
    drop(read(&mut state, Read::Pairs(pairs(&rows, &[3, 4, 5]))));
    assert_eq!(chosen(&state).count, 3);
    drop(press(&mut state, "<esc>a"));
    let all = chosen(&state);
    assert_eq!((all.count, all.text.as_str()), (8, "everything"));
    assert!(all.query.terms.is_empty(), "everything is a predicate, and not a million marks");
    drop(press(&mut state, "g<space>"));
    assert_eq!(chosen(&state).count, 7, "but for what is taken out of it");
}

#[test]
fn help_tells_of_every_key() {
    for size in [(40, 10), (120, 40)] {
        let mut state = with_entries(size, many());
        drop(press(&mut state, "?"));
        let mut seen = String::new();
        for _ in 0..3 * SPECS.len() {
            seen.push_str(&text(&state));
            drop(press(&mut state, "j"));
        }
        for spec in SPECS {
            let beginning: String = spec.help.chars().take(24).collect();
            assert!(seen.contains(&beginning), "{} on {size:?}", spec.name);
            let keys = state.keymap.keys(spec.action).join(" ");
            assert!(seen.contains(&keys), "{keys} on {size:?}");
        }
    }
}

#[test]
fn the_palette_does_what_a_key_does_and_says_why_it_can_not() {
    let mut state = with_entries((100, 30), many());
    drop(press(&mut state, ":view-tr<enter>"));
    assert_eq!(state.view, View::Trash);
    drop(press(&mut state, ":audit"));
    assert!(text(&state).contains("not now"));
    drop(press(&mut state, "<enter>"));
    assert!(state.toasts.iter().any(|toast| toast.text.contains("this is for entries")));
}
