use super::Field;
use crate::tui::keymap::{SPECS, Spec};

/// All actions by their names.
#[derive(Default)]
pub struct Palette {
    /// What is typed.
    pub field: Field,
    /// The one that the cursor is on, among those that match.
    pub cursor: usize,
}

impl Palette {
    /// The actions that match what is typed: its letters come in their name or help, in this order.
    #[must_use]
    pub fn matching(&self) -> Vec<&'static Spec> {
        let typed = self.field.text().to_lowercase();
        let mut matching: Vec<_> = SPECS
            .iter()
            .filter_map(|spec| {
                Some((
                    rank(&typed, spec.name).or_else(|| rank(&typed, spec.help).map(|rank| rank + 100))?,
                    spec,
                ))
            })
            .collect();
        matching.sort_by_key(|(rank, _)| *rank);
        matching.into_iter().map(|(_, spec)| spec).collect()
    }
}

/// How well a text matches what is typed: 0 if it begins with it, more for worse, none if not at all.
fn rank(typed: &str, text: &str) -> Option<usize> {
    if let Some(at) = text.find(typed) {
        return Some(at);
    }
    let mut letters = text.chars();
    typed.chars().all(|wanted| letters.any(|letter| letter == wanted)).then_some(50)
}
