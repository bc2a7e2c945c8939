//! Which key does what: one table, from which help, footer and palette come, and which the configuration can change.

mod action;
mod chord;

use std::collections::{BTreeMap, HashMap};

pub use action::{Action, SPECS, Spec};
pub use chord::Chord;

/// The keys of all actions.
#[derive(Clone, Debug)]
pub struct Keymap {
    actions: HashMap<Chord, Action>,
    chords: BTreeMap<Action, Vec<Chord>>,
}

impl Keymap {
    /// The usual keys, but for the actions that the configuration names.
    ///
    /// # Errors
    /// When a name is none of an action, a text is no key, or a key would do two things; says which.
    pub fn new(changed: &BTreeMap<String, Vec<String>>) -> Result<Self, String> {
        if let Some(name) = changed.keys().find(|name| SPECS.iter().all(|spec| spec.name != name.as_str())) {
            return Err(format!("`tui.keys` has no action `{}`", name.escape_debug()));
        }
        let mut keymap = Self { actions: HashMap::new(), chords: BTreeMap::new() };
        let is_changed = |spec: &&Spec| changed.contains_key(spec.name);
        // What a person chose comes first; usual keys that are taken by then are given up.
        for spec in SPECS.iter().filter(is_changed) {
            for text in &changed[spec.name] {
                let chord = text.parse().map_err(|error| {
                    format!("`tui.keys.{}`: `{}` is {error}", spec.name, text.escape_debug())
                })?;
                if keymap.actions.contains_key(&chord) {
                    return Err(format!("`tui.keys.{}`: `{chord}` does something else already", spec.name));
                }
                keymap.add(spec.action, chord);
            }
        }
        for spec in SPECS.iter().filter(|spec| !is_changed(spec)) {
            for chord in spec.keys.iter().filter_map(|text| text.parse().ok()) {
                if !keymap.actions.contains_key(&chord) {
                    keymap.add(spec.action, chord);
                }
            }
        }
        // Whoever can't leave would have to kill it.
        for action in [Action::Quit, Action::Back] {
            if !keymap.chords.contains_key(&action) {
                let name = SPECS.iter().find(|spec| spec.action == action).map_or("", |spec| spec.name);
                return Err(format!("`tui.keys`: no key is left for `{name}`"));
            }
        }
        Ok(keymap)
    }

    /// What a key does.
    #[must_use]
    pub fn action(&self, chord: Chord) -> Option<Action> {
        self.actions.get(&chord).copied()
    }

    /// The keys of an action, as people write them.
    #[must_use]
    pub fn keys(&self, action: Action) -> Vec<String> {
        self.chords.get(&action).into_iter().flatten().map(ToString::to_string).collect()
    }

    /// The first key of an action, as people write it.
    #[must_use]
    pub fn key(&self, action: Action) -> Option<String> {
        self.chords.get(&action)?.first().map(ToString::to_string)
    }

    fn add(&mut self, action: Action, chord: Chord) {
        self.actions.insert(chord, action);
        self.chords.entry(action).or_default().push(chord);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, keys: &[&str]) -> Result<Keymap, String> {
        Keymap::new(&[(name.to_owned(), keys.iter().map(|key| (*key).to_owned()).collect())].into())
    }

    #[test]
    fn every_usual_key_is_one_and_does_one_thing() {
        let keymap = Keymap::new(&BTreeMap::new()).unwrap();
        for spec in SPECS {
            let keys: Vec<_> = spec.keys.iter().map(|key| (*key).to_owned()).collect();
            assert_eq!(keymap.keys(spec.action), keys, "{}", spec.name);
        }
    }

    #[test]
    fn keys_can_be_changed_and_mistakes_are_named() {
        let keymap = with("delete", &["X", "q"]).unwrap();
        assert_eq!(keymap.action("X".parse().unwrap()), Some(Action::Delete));
        assert_eq!(keymap.action("d".parse().unwrap()), None);
        assert_eq!(keymap.keys(Action::Quit), ["ctrl-c"], "a key that was chosen is nothing else");
        let check = |name: &str, keys: &[&str], said: &str| {
            let error = with(name, keys).unwrap_err();
            assert!(error.contains(said), "{error}");
        };
        check("destroy", &["d"], "no action `destroy`");
        check("delete", &["dd"], "`dd` is not a key");
        check("delete", &["x", "x"], "something else already");
        check("delete", &["q", "ctrl-c"], "no key is left for `quit`");
    }
}
