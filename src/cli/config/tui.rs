use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::ThemeName;

/// How the terminal application looks, and how it is operated.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Tui {
    /// Which theme; `dark` without.
    pub theme: Option<Theme>,
    /// Whether the mouse is used; it is, unless this says otherwise.
    pub mouse: Option<bool>,
    /// Whether nothing but ASCII is drawn.
    pub ascii: bool,
    /// Colours by their semantic names.
    pub colors: BTreeMap<String, String>,
    /// Keys by the names of actions.
    pub keys: BTreeMap<String, Vec<String>>,
}

/// A theme.
#[derive(Clone, Copy, Debug)]
pub struct Theme(pub ThemeName);

impl<'de> Deserialize<'de> for Theme {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let found = ThemeName::ALL.into_iter().find(|(_, name)| *name == text);
        let names = ThemeName::ALL.map(|(_, name)| name).join(", ");
        let wrong = || serde::de::Error::custom(format!("`{text}` is no theme; there are {names}"));
        found.map(|(theme, _)| Self(theme)).ok_or_else(wrong)
    }
}
