use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::field;
use crate::model::Untrusted;
use crate::tui::state::State;
use crate::tui::state::dialog::{Answer, Form};

/// Draws a form.
pub fn draw(state: &State, frame: &mut Frame<'_>, form: &Form) {
    let questions = u16::try_from(form.questions.len()).unwrap_or(u16::MAX);
    let columns = state.size.0.saturating_sub(2).min(90);
    let inner = super::window(state, frame, &form.title, (columns, questions.saturating_add(6)));
    let rows = usize::from(inner.height.saturating_sub(4).max(1));
    let first = (form.cursor + 1).saturating_sub(rows);
    for (line, (index, question)) in form.questions.iter().enumerate().skip(first).take(rows).enumerate() {
        let area = Rect { y: inner.y + u16::try_from(line).unwrap_or_default(), height: 1, ..inner };
        let active = index == form.cursor;
        let prompt = format!("{} {:<16}", if active { ">" } else { " " }, question.name);
        match &question.answer {
            Answer::Text(text) if active => field::draw(state, frame, area, &prompt, text),
            answer => {
                let value = match answer {
                    Answer::Text(text) => Untrusted::new(text.text()).to_string(),
                    Answer::Switch(yes) => (if *yes { "[x]" } else { "[ ]" }).to_owned(),
                    Answer::Choice(words, at) => {
                        format!("< {} >", Untrusted::new(words.get(*at).map_or("", String::as_str)))
                    }
                };
                let style = if active { state.theme.accent } else { state.theme.dim };
                let line = Line::from(vec![Span::styled(format!("{prompt} "), style), Span::raw(value)]);
                frame.render_widget(line, area);
            }
        }
    }
    let below =
        Rect { y: inner.bottom().saturating_sub(3).max(inner.y), height: 3.min(inner.height), ..inner };
    let help = form.questions.get(form.cursor).map_or("", |question| question.help);
    let first = match &form.error {
        Some(error) => Line::styled(Untrusted::new(error.as_str()).to_string(), state.theme.bad),
        None => Line::styled(help, state.theme.dim),
    };
    let keys = Line::from(vec![
        Span::styled("Enter", state.theme.accent),
        Span::raw(" go on  "),
        Span::styled("Tab", state.theme.accent),
        Span::raw(" next  "),
        Span::styled("Space", state.theme.accent),
        Span::raw(" change  "),
        Span::styled("Esc", state.theme.accent),
        Span::raw(" leave"),
    ]);
    frame.render_widget(Paragraph::new(vec![first, Line::default(), keys]).wrap(Wrap { trim: false }), below);
}
