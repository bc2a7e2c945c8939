use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};

use crate::model::{Preferences, ThemeName, Verdict};

/// What every part of the screen looks like, by what it means.
///
/// The ground and the common text are the terminal's own, and colours are its sixteen: so nothing is ever white on
/// white. What a colour says, a glyph, a word or an attribute says as well.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Theme {
    /// Common text.
    pub text: Style,
    /// What matters less.
    pub dim: Style,
    /// Titles, and the keys in help and footer.
    pub accent: Style,
    /// The heads of columns.
    pub head: Style,
    /// The row that the cursor is on.
    pub cursor: Style,
    /// Rows that are marked.
    pub marked: Style,
    /// As it should be.
    pub good: Style,
    /// Deserves a look.
    pub warning: Style,
    /// Wrong.
    pub bad: Style,
    /// Lines around things.
    pub border: Style,
    /// What a filter matches, and bars.
    pub highlight: Style,
}

/// A name in `tui.colors` and the place of its style.
type Named = (&'static str, fn(&mut Theme) -> &mut Style);

const NAMES: [Named; 11] = [
    ("text", |theme| &mut theme.text),
    ("dim", |theme| &mut theme.dim),
    ("accent", |theme| &mut theme.accent),
    ("head", |theme| &mut theme.head),
    ("cursor", |theme| &mut theme.cursor),
    ("marked", |theme| &mut theme.marked),
    ("good", |theme| &mut theme.good),
    ("warning", |theme| &mut theme.warning),
    ("bad", |theme| &mut theme.bad),
    ("border", |theme| &mut theme.border),
    ("highlight", |theme| &mut theme.highlight),
];

impl Theme {
    /// The theme that a person prefers.
    ///
    /// # Errors
    /// When a colour's name, or what it is to look like, is none; says which.
    pub fn new(preferences: &Preferences) -> Result<Self, String> {
        let mut theme = match preferences.theme {
            ThemeName::Mono => Self::mono(),
            ThemeName::Dark => Self::colored(Color::Cyan, Color::Yellow),
            ThemeName::Light => Self::colored(Color::Blue, Color::Magenta),
        };
        theme.change(&preferences.colors, preferences.theme == ThemeName::Mono)?;
        Ok(theme)
    }

    fn change(&mut self, colors: &BTreeMap<String, String>, mono: bool) -> Result<(), String> {
        for (name, color) in colors {
            let Some((_, place)) = NAMES.into_iter().find(|(known, _)| known == name) else {
                return Err(format!("`tui.colors` has no `{}`", name.escape_debug()));
            };
            let color: Color = color.parse().map_err(|_| {
                format!(
                    "`tui.colors.{name}`: `{}` is no colour (such as `red`, `light-blue`, `42`, `#ff8000`)",
                    color.escape_debug()
                )
            })?;
            if !mono {
                let style = place(self);
                *style = style.fg(color);
            }
        }
        Ok(())
    }

    const fn mono() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        Self {
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            accent: bold,
            head: plain.add_modifier(Modifier::UNDERLINED),
            cursor: plain.add_modifier(Modifier::REVERSED),
            marked: bold,
            good: plain,
            warning: bold,
            bad: plain.add_modifier(Modifier::BOLD.union(Modifier::REVERSED)),
            border: plain.add_modifier(Modifier::DIM),
            highlight: bold,
        }
    }

    const fn colored(accent: Color, warning: Color) -> Self {
        let mono = Self::mono();
        Self {
            accent: mono.accent.fg(accent),
            marked: mono.marked.fg(warning),
            good: mono.good.fg(Color::Green),
            warning: Style::new().fg(warning),
            bad: Style::new().add_modifier(Modifier::BOLD).fg(Color::Red),
            highlight: mono.highlight.fg(accent),
            ..mono
        }
    }

    /// What a verdict looks like.
    #[must_use]
    pub const fn verdict(&self, verdict: Option<Verdict>) -> Style {
        match verdict {
            Some(Verdict::Good) => self.good,
            Some(Verdict::Bad) => self.bad,
            Some(Verdict::Expired | Verdict::Revoked | Verdict::Weak) => self.warning,
            Some(Verdict::Unproven | Verdict::UnknownKey) | None => self.dim,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(theme: ThemeName, name: &str, color: &str) -> Result<Theme, String> {
        let colors = [(name.to_owned(), color.to_owned())].into();
        Theme::new(&Preferences { theme, colors, ..Preferences::default() })
    }

    #[test]
    fn colours_have_semantic_names_and_mistakes_are_named() {
        assert_eq!(with(ThemeName::Dark, "good", "light-blue").unwrap().good.fg, Some(Color::LightBlue));
        assert_eq!(with(ThemeName::Mono, "good", "red").unwrap(), Theme::mono());
        assert!(with(ThemeName::Dark, "god", "red").unwrap_err().contains("`god`"));
        assert!(with(ThemeName::Dark, "good", "rot").unwrap_err().contains("`rot`"));
    }
}
