use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::model::Untrusted;
use crate::tui::state::State;
use crate::tui::state::dialog::{Field, Filter};

/// Draws a field that is typed in, and puts the terminal's cursor there.
pub fn draw(state: &State, frame: &mut Frame<'_>, area: Rect, prompt: &str, field: &Field) {
    let prompt_width = prompt.width() + 1;
    let room = usize::from(area.width).saturating_sub(prompt_width + 1);
    let hidden = field.hidden(room);
    let text = Untrusted::new(field.text()).to_string();
    let text = if hidden == 0 { text } else { after(&text, hidden) };
    frame.render_widget(
        Line::from(vec![Span::styled(format!("{prompt} "), state.theme.accent), Span::raw(text)]),
        area,
    );
    let column = prompt_width + field.column().saturating_sub(hidden);
    let x =
        area.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX)).min(area.right().saturating_sub(1));
    frame.set_cursor_position(Position::new(x, area.y));
}

/// A text without its first columns.
fn after(text: &str, columns: usize) -> String {
    let mut rest = text;
    while text.width() - rest.width() < columns {
        let mut characters = rest.chars();
        if characters.next().is_none() {
            break;
        }
        rest = characters.as_str();
    }
    rest.to_owned()
}

/// Draws the filter, and below it what is wrong with it.
pub fn filter(state: &State, frame: &mut Frame<'_>, area: Rect, filter: &Filter) {
    let line = Rect { height: 1.min(area.height), ..area };
    draw(state, frame, line, "/", &filter.field);
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let words = &filter.completions.words;
    let line = match &filter.error {
        // A word that can still become one is no mistake.
        Some(error) if words.is_empty() => {
            Line::styled(format!("  {}", Untrusted::new(error.as_str())), state.theme.bad)
        }
        _ if words.is_empty() => {
            let keys = "  Enter takes it, Esc goes back, Up and Down show former ones";
            Line::styled(keys, state.theme.dim)
        }
        _ => {
            let mut spans = vec![Span::styled("  Tab ", state.theme.accent)];
            spans.extend(words.iter().enumerate().map(|(index, word)| {
                let style = if filter.taken == Some(index) { state.theme.cursor } else { state.theme.dim };
                Span::styled(format!(" {} ", Untrusted::new(word.as_str())), style)
            }));
            Line::from(spans)
        }
    };
    frame.render_widget(line, below);
}
