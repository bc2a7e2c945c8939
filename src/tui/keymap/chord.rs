use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with what is held down with it, as people write it: `a`, `A`, `/`, `space`, `ctrl-d`, `f5`, `shift-tab`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Debug)]
pub struct Chord {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// A text that names no key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key (such as `a`, `A`, `ctrl-d`, `alt-x`, `space`, `enter`, `f5`)")]
pub struct InvalidChord;

const NAMED: [(KeyCode, &str); 17] = [
    (KeyCode::Char(' '), "space"),
    (KeyCode::Enter, "enter"),
    (KeyCode::Esc, "esc"),
    (KeyCode::Tab, "tab"),
    (KeyCode::BackTab, "shift-tab"),
    (KeyCode::Backspace, "backspace"),
    (KeyCode::Delete, "delete"),
    (KeyCode::Insert, "insert"),
    (KeyCode::Up, "up"),
    (KeyCode::Down, "down"),
    (KeyCode::Left, "left"),
    (KeyCode::Right, "right"),
    (KeyCode::Home, "home"),
    (KeyCode::End, "end"),
    (KeyCode::PageUp, "pgup"),
    (KeyCode::PageDown, "pgdn"),
    (KeyCode::Char('-'), "minus"),
];

impl From<KeyEvent> for Chord {
    fn from(event: KeyEvent) -> Self {
        let mut modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
        let code = match event.code {
            // A control character has no case, and some terminals say more of it than others.
            KeyCode::Char(letter) if modifiers.contains(KeyModifiers::CONTROL) => {
                KeyCode::Char(letter.to_ascii_lowercase())
            }
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            code => code,
        };
        if code == KeyCode::BackTab {
            modifiers = KeyModifiers::NONE;
        }
        Self { code, modifiers }
    }
}

impl FromStr for Chord {
    type Err = InvalidChord;

    fn from_str(text: &str) -> Result<Self, InvalidChord> {
        let mut rest = text;
        let mut modifiers = KeyModifiers::NONE;
        loop {
            if let Some((code, _)) = NAMED.into_iter().find(|(_, name)| *name == rest) {
                return Ok(Self { code, modifiers });
            }
            let held = [("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT)];
            match held.into_iter().find_map(|(name, held)| Some((rest.strip_prefix(name)?, held))) {
                Some((shorter, held)) => {
                    rest = shorter;
                    modifiers |= held;
                }
                None => break,
            }
        }
        let number = rest.strip_prefix('f').and_then(|number| number.parse().ok());
        if let Some(number) = number.filter(|number| (1..=24).contains(number)) {
            return Ok(Self { code: KeyCode::F(number), modifiers });
        }
        let mut letters = rest.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) if !letter.is_control() && letter != ' ' => {
                Ok(KeyEvent::new(KeyCode::Char(letter), modifiers).into())
            }
            _ => Err(InvalidChord),
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            text.push_str("ctrl-");
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            text.push_str("alt-");
        }
        match (NAMED.into_iter().find(|(code, _)| *code == self.code), self.code) {
            (Some((_, name)), _) => text.push_str(name),
            (None, KeyCode::Char(letter)) => text.push(letter),
            (None, KeyCode::F(number)) => text.push_str(&format!("f{number}")),
            // No other key can be written, so none is in a keymap.
            (None, _) => text.push('?'),
        }
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_they_are_read() {
        for text in ["a", "A", "/", "space", "ctrl-d", "alt-x", "ctrl-alt-x", "f5", "shift-tab", "minus", "ß"]
        {
            assert_eq!(text.parse::<Chord>().unwrap().to_string(), text);
        }
        for text in ["", "ab", "ctrl-", "f25", "f0", " ", "\u{1b}", "hyper-x"] {
            assert_eq!(text.parse::<Chord>(), Err(InvalidChord), "{text:?}");
        }
    }

    #[test]
    fn terminals_differ_in_what_they_say_of_shift() {
        let event = |code, modifiers| Chord::from(KeyEvent::new(code, modifiers)).to_string();
        assert_eq!(event(KeyCode::Char('A'), KeyModifiers::SHIFT), "A");
        assert_eq!(event(KeyCode::Char('D'), KeyModifiers::CONTROL | KeyModifiers::SHIFT), "ctrl-d");
        assert_eq!(event(KeyCode::Tab, KeyModifiers::SHIFT), "shift-tab");
        assert_eq!(event(KeyCode::BackTab, KeyModifiers::SHIFT), "shift-tab");
    }
}
