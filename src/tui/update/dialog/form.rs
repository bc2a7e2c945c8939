use crossterm::event::{KeyCode, KeyEvent};

use crate::tui::job::Reading;
use crate::tui::keymap::{Action, Chord};
use crate::tui::msg::Effect;
use crate::tui::state::State;
use crate::tui::state::dialog::{Answer, Answers, Asked, Dialog, Form, Preview, Submitted};
use crate::tui::update::jobs;

/// Opens a form.
pub fn open(state: &mut State, asked: Asked, chord: Chord) -> Vec<Effect> {
    let Asked { title, questions, submit } = asked;
    let shows = submit.preview(&Answers(&questions)).is_some();
    let preview = shows.then(Preview::default);
    let form = Form { title, questions, cursor: 0, preview, error: None, asked: chord, submit };
    state.dialogs.push(Dialog::Form(form));
    answered(state)
}

/// Fills a form in, submits it, or leaves it.
pub fn press(state: &mut State, event: KeyEvent, action: Option<Action>) -> Vec<Effect> {
    let Some(Dialog::Form(form)) = state.dialogs.last_mut() else { return Vec::new() };
    let last = form.questions.len().saturating_sub(1);
    match (event.code, action) {
        (KeyCode::Enter, _) => return submit(state),
        (KeyCode::Esc, _) | (_, Some(Action::Quit)) => {
            let job = form.preview.as_ref().and_then(|preview| preview.job);
            state.dialogs.pop();
            return job.map(Effect::Cancel).into_iter().collect();
        }
        (KeyCode::Down | KeyCode::Tab, _) => form.cursor = (form.cursor + 1).min(last),
        (KeyCode::Up | KeyCode::BackTab, _) => form.cursor = form.cursor.saturating_sub(1),
        (code, _) => {
            let changed = match form.questions.get_mut(form.cursor).map(|question| &mut question.answer) {
                Some(Answer::Text(field)) => field.press(event),
                Some(Answer::Switch(yes)) if code == KeyCode::Char(' ') => {
                    *yes = !*yes;
                    true
                }
                Some(Answer::Choice(words, at)) => {
                    let before = *at;
                    match code {
                        KeyCode::Left => *at = at.checked_sub(1).unwrap_or(words.len().saturating_sub(1)),
                        KeyCode::Right | KeyCode::Char(' ') => *at = (*at + 1) % words.len().max(1),
                        _ => {}
                    }
                    before != *at
                }
                Some(Answer::Switch(_)) | None => false,
            };
            if changed {
                return answered(state);
            }
        }
    }
    Vec::new()
}

/// Has the plan made anew that is shown below the answers, if one is.
pub fn answered(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Form(form)) = state.dialogs.last_mut() else { return Vec::new() };
    form.error = None;
    let Some(preview) = &mut form.preview else { return Vec::new() };
    let mut effects: Vec<_> = preview.job.take().map(Effect::Cancel).into_iter().collect();
    match form.submit.preview(&Answers(&form.questions)) {
        Some(Ok(job)) => {
            let id = state.jobs.number();
            preview.job = Some(id);
            preview.reading = Reading::default();
            effects.push(Effect::Start(id, job));
        }
        Some(Err((_, error))) => {
            form.error = Some(error);
        }
        None => {}
    }
    effects
}

fn submit(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Form(mut form)) = state.dialogs.pop() else { return Vec::new() };
    match form.submit.submit(&Answers(&form.questions), state) {
        Ok(Submitted(title, job)) => match form.preview.take() {
            // It is what one has just looked at.
            Some(Preview { job: None, planned: Some(planned), .. }) => {
                let id = state.jobs.number();
                jobs::show(state, title, id, Some(planned), form.asked);
                Vec::new()
            }
            preview => {
                let before = preview.and_then(|preview| preview.job).map(Effect::Cancel);
                before.into_iter().chain(jobs::plan(state, title, job, form.asked)).collect()
            }
        },
        Err((question, error)) => {
            state.dialogs.push(Dialog::Form(Form { cursor: question, error: Some(error), ..form }));
            Vec::new()
        }
    }
}
