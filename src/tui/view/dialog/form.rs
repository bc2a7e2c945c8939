use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::{field, keys, plan};
use crate::model::Untrusted;
use crate::tui::layout;
use crate::tui::state::State;
use crate::tui::state::dialog::{Answer, Form, Preview, Question};
use crate::tui::view::jobs;

/// Lines below the questions: what an answer means or what is wrong with it, a gap, and the keys.
const BELOW: u16 = 4;

/// Draws a form, and the plan that its answers come to if there is to be one.
pub fn draw(state: &State, frame: &mut Frame<'_>, form: &Form) {
    let questions = u16::try_from(form.questions.len()).unwrap_or(u16::MAX);
    let (columns, most) = layout::text_window(state.size);
    let height = if form.preview.is_some() { most } else { questions.saturating_add(BELOW + 2).min(most) };
    let inner = super::window(state, frame, &form.title, (columns, height));
    // At least a question, and where a plan is shown, some of it.
    let share = if form.preview.is_some() { inner.height / 2 } else { inner.height.saturating_sub(BELOW) };
    let [asked, help, planned, below] = Layout::vertical([
        Constraint::Length(questions.min(share).max(1)),
        Constraint::Length(if form.preview.is_some() { 1 } else { BELOW - 1 }),
        Constraint::Fill(1),
        Constraint::Length(1),
    ])
    .areas(inner);
    let rows = usize::from(asked.height.max(1));
    let first = (form.cursor + 1).saturating_sub(rows);
    for (line, (index, question)) in form.questions.iter().enumerate().skip(first).take(rows).enumerate() {
        let area = Rect { y: asked.y + u16::try_from(line).unwrap_or_default(), height: 1, ..asked };
        self::question(state, frame, area, question, index == form.cursor);
    }
    let line = match (&form.error, form.questions.get(form.cursor)) {
        (Some(error), _) => Line::styled(Untrusted::new(error.as_str()).to_string(), state.theme.bad),
        (None, question) => {
            Line::styled(question.map_or("", |question| question.help.as_str()), state.theme.dim)
        }
    };
    frame.render_widget(Paragraph::new(line).wrap(Wrap { trim: false }), help);
    if let Some(preview) = &form.preview {
        self::preview(state, frame, planned, preview);
    }
    let known = [("Enter", "go on"), ("Tab", "next"), ("Space", "change"), ("Esc", "leave")];
    frame.render_widget(keys(state, &known), below);
}

fn question(state: &State, frame: &mut Frame<'_>, area: Rect, question: &Question, active: bool) {
    let prompt = format!("{} {:<16}", if active { ">" } else { " " }, question.name);
    let value = match &question.answer {
        Answer::Text(text) if active => return field::draw(state, frame, area, &prompt, text),
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

fn preview(state: &State, frame: &mut Frame<'_>, area: Rect, preview: &Preview) {
    match (&preview.planned, preview.job) {
        (Some(planned), job) => {
            let lines = layout::summary_rows(state.size, &**planned);
            let [summary, rows] =
                Layout::vertical([Constraint::Length(lines), Constraint::Fill(1)]).areas(area);
            plan::summary(frame, summary, &**planned);
            plan::sample(state, frame, rows, (0, None), &**planned);
            if job.is_some() {
                // What is shown is of before the last key.
                frame.buffer_mut().set_style(area, state.theme.dim);
            }
        }
        (None, Some(_)) => {
            let text = format!("planning {}", jobs::reading(state, &preview.reading));
            frame.render_widget(Line::styled(text, state.theme.dim), area);
        }
        (None, None) => {
            let trouble = preview.trouble.as_deref().unwrap_or_default();
            let line = Line::styled(trouble, state.theme.bad);
            frame.render_widget(Paragraph::new(line).wrap(Wrap { trim: false }), area);
        }
    }
}
