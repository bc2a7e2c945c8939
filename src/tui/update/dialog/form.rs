use crossterm::event::{KeyCode, KeyEvent};

use crate::tui::keymap::Action;
use crate::tui::msg::Effect;
use crate::tui::state::State;
use crate::tui::state::dialog::{Answer, Answers, Dialog, Form, Submitted};
use crate::tui::update::jobs;

/// Fills a form in, submits it, or leaves it.
pub fn press(state: &mut State, event: KeyEvent, action: Option<Action>) -> Vec<Effect> {
    let Some(Dialog::Form(form)) = state.dialogs.last_mut() else { return Vec::new() };
    let last = form.questions.len().saturating_sub(1);
    match (event.code, action) {
        (KeyCode::Enter, _) => return submit(state),
        (KeyCode::Esc, _) | (_, Some(Action::Quit)) => drop(state.dialogs.pop()),
        (KeyCode::Down | KeyCode::Tab, _) => form.cursor = (form.cursor + 1).min(last),
        (KeyCode::Up | KeyCode::BackTab, _) => form.cursor = form.cursor.saturating_sub(1),
        (code, _) => {
            form.error = None;
            match form.questions.get_mut(form.cursor).map(|question| &mut question.answer) {
                Some(Answer::Text(field)) => drop(field.press(event)),
                Some(Answer::Switch(yes)) if code == KeyCode::Char(' ') => *yes = !*yes,
                Some(Answer::Choice(words, at)) => match code {
                    KeyCode::Left => *at = at.checked_sub(1).unwrap_or(words.len().saturating_sub(1)),
                    KeyCode::Right | KeyCode::Char(' ') => *at = (*at + 1) % words.len().max(1),
                    _ => {}
                },
                Some(Answer::Switch(_)) | None => {}
            }
        }
    }
    Vec::new()
}

fn submit(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Form(form)) = state.dialogs.pop() else { return Vec::new() };
    match form.submit.submit(&Answers(&form.questions), state) {
        Ok(Submitted::Plan(title, job)) => jobs::plan(state, title, job, form.asked),
        Ok(Submitted::Start(job)) => jobs::start(state, job),
        Ok(Submitted::Foreground(job)) => jobs::foreground(state, job),
        Err((question, error)) => {
            state.dialogs.push(Dialog::Form(Form { cursor: question, error: Some(error), ..form }));
            Vec::new()
        }
    }
}
