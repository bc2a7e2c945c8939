use crate::tui::keymap::Action;
use crate::tui::state::dialog::Text;

/// Scrolls some lines.
pub fn press(text: &mut Text, action: Option<Action>, height: usize) {
    let last = text.lines.len().saturating_sub(height);
    let to = match action {
        Some(Action::Down | Action::Right) => text.scroll.saturating_add(1),
        Some(Action::Up | Action::Left) => text.scroll.saturating_sub(1),
        Some(Action::HalfPageDown | Action::PageDown) => text.scroll.saturating_add(height),
        Some(Action::HalfPageUp | Action::PageUp) => text.scroll.saturating_sub(height),
        Some(Action::Top) => 0,
        Some(Action::Bottom) => last,
        _ => text.scroll,
    };
    text.scroll = to.min(last);
}
