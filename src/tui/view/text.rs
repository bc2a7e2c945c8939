//! Facts in the few letters that a table has room for.

use std::time::Duration;

use jiff::Timestamp;
use unicode_width::UnicodeWidthStr;

use crate::model::{Age, Untrusted};
use crate::tui::state::State;

/// How long ago something was.
pub fn ago(time: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second().saturating_sub(time.as_second());
    Age::from(Duration::from_secs(seconds.try_into().unwrap_or(0))).to_string()
}

/// So many bytes, in three digits and a unit.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 7] = ["B", "K", "M", "G", "T", "P", "E"];
    let mut unit = 0;
    let mut rest = bytes;
    while rest >= 10_000 && unit + 1 < UNITS.len() {
        rest /= 1024;
        unit += 1;
    }
    format!("{rest} {}", UNITS[unit])
}

/// A number with its thousands apart.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    text
}

/// A number with its thousands apart, for this terminal.
pub fn count(state: &State, count: usize) -> String {
    let text = number(count as u64);
    if state.glyphs.ascii { text.replace('\u{2009}', ",") } else { text }
}

/// A time as people write it, in UTC.
pub fn time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// As much of a text as there is room for, with a sign where something is left out.
pub fn fit(text: &str, width: usize, ellipsis: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(ellipsis.width());
    let mut fitting = String::new();
    let mut used = 0;
    for character in text.chars() {
        // The width of a text, and not the sum of its characters': a sign may widen the one before.
        let mut longer = fitting.clone();
        longer.push(character);
        used = longer.width();
        if used > room {
            break;
        }
        fitting = longer;
    }
    if used == 0 || width < ellipsis.width() {
        return String::new();
    }
    fitting.push_str(ellipsis);
    fitting
}

/// A label, or nothing.
pub fn label(label: Option<&Untrusted>) -> String {
    label.map(Untrusted::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_whatever_their_characters_are() {
        let check = |text: &str, width, fitting: &str| assert_eq!(fit(text, width, "…"), fitting, "{text}");
        check("abc", 3, "abc");
        check("abcd", 3, "ab…");
        check("文字文", 6, "文字文");
        check("文字文", 5, "文字…");
        check("文字文", 4, "文…");
        check("e\u{301}e\u{301}e", 2, "e\u{301}…");
        check("abc", 0, "");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!((size(0), size(9_999), size(10_240)), ("0 B".into(), "9999 B".into(), "10 K".into()));
        assert_eq!(size(u64::MAX), "15 E");
        assert_eq!(number(1_234_567), "1\u{2009}234\u{2009}567");
    }
}
