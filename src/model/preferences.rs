use std::collections::BTreeMap;

/// How a person wants the terminal application to look and to be operated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preferences {
    /// Which theme.
    pub theme: ThemeName,
    /// Colours by their semantic names, instead of the theme's.
    pub colors: BTreeMap<String, String>,
    /// Keys by the names of actions, instead of the usual ones.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Whether nothing but ASCII is drawn, texts of others aside.
    pub ascii: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: ThemeName::Dark,
            colors: BTreeMap::new(),
            keys: BTreeMap::new(),
            mouse: true,
            ascii: false,
        }
    }
}

/// A theme by its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ThemeName {
    /// For light text on a dark ground.
    Dark,
    /// For dark text on a light ground.
    Light,
    /// Without colours.
    Mono,
}

impl ThemeName {
    /// All themes with their names.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Dark, "dark"), (Self::Light, "light"), (Self::Mono, "mono")];
}
