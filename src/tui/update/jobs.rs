use super::asking;
use crate::model::Untrusted;
use crate::tui::job::{Job, JobId, Outcome, Plan, Reading};
use crate::tui::keymap::Chord;
use crate::tui::msg::Effect;
use crate::tui::state::dialog::{Dialog, PlanDialog, Preview};
use crate::tui::state::jobs::Standing;
use crate::tui::state::{Position, State};
use crate::tui::views::View;

/// Makes a plan, and shows it once it is made.
pub fn plan(state: &mut State, title: String, job: Box<dyn Job>, asked: Chord) -> Vec<Effect> {
    let id = state.jobs.begin(job.title(), state.now);
    show(state, title, id, None, asked);
    vec![Effect::Start(id, job)]
}

/// Shows a plan, or that it is being made.
pub fn show(state: &mut State, title: String, job: JobId, planned: Option<Box<dyn Plan>>, asked: Chord) {
    // Whoever presses the same key twice has not read anything yet.
    let agree = ["y", "Y"].into_iter().filter_map(|key| key.parse().ok()).find(|key| *key != asked);
    let agree = agree.unwrap_or(asked);
    state.dialogs.push(Dialog::Plan(PlanDialog {
        job,
        title,
        planned,
        agree,
        position: Position::default(),
    }));
}

/// Begins a job in the background.
fn start(state: &mut State, job: Box<dyn Job>) -> Vec<Effect> {
    let id = state.jobs.begin(job.title(), state.now);
    vec![Effect::Start(id, job)]
}

/// Does a job while the terminal is free, for somebody may have to type a passphrase.
fn foreground(state: &mut State, job: Box<dyn Job>) -> Vec<Effect> {
    let id = state.jobs.begin(job.title(), state.now);
    vec![Effect::Foreground(id, job)]
}

/// Carries out a plan that a person has agreed to: in the background, unless somebody may have to type a passphrase.
pub fn carry_out(state: &mut State, plan: Box<dyn Plan>) -> Vec<Effect> {
    let prompts = plan.prompts();
    let job = plan.agreed();
    if prompts { foreground(state, job) } else { start(state, job) }
}

/// Has the job that the cursor is on stop, or the one that runs.
pub fn cancel(state: &mut State) -> Vec<Effect> {
    let at = state.jobs.position.cursor;
    let under = state.jobs.list.get(at).filter(|job| job.ended.is_none() && state.view == View::Jobs);
    let Some(id) = under.or_else(|| state.jobs.running().last()).map(|job| job.id) else { return Vec::new() };
    stop(state, id)
}

/// Has a job stop.
pub fn stop(state: &mut State, id: JobId) -> Vec<Effect> {
    if let Some(job) = state.jobs.get_mut(id) {
        job.cancelled = true;
    }
    vec![Effect::Cancel(id)]
}

/// Leaves, unless something runs that a person should know of.
pub fn quit(state: &mut State) -> Vec<Effect> {
    let running: Vec<_> = state.jobs.running().filter(|job| !job.cancelled).map(|job| job.id).collect();
    if running.is_empty() {
        let chosen = state.chosen().filter(|_| state.print && state.view == View::Entries);
        return vec![Effect::Quit(chosen.map(|chosen| chosen.query))];
    }
    let text = "something still runs and was told to stop; what is done by now is kept. Once more to leave";
    state.say(Standing::Warning, text);
    running.into_iter().flat_map(|id| stop(state, id)).collect()
}

/// Takes in how far jobs are.
pub fn readings(state: &mut State, readings: Vec<(JobId, Reading)>) {
    for (id, reading) in readings {
        if let Some(job) = state.jobs.get_mut(id) {
            job.reading = reading;
        } else if let Some(preview) = preview(&mut state.dialogs, id) {
            preview.reading = reading;
        }
    }
}

/// Takes in what a job says.
pub fn said(state: &mut State, id: JobId, text: &Untrusted) {
    state.log.say(state.now, Standing::Warning, text.to_string());
    if let Some(job) = state.jobs.get_mut(id) {
        job.lines.push(text.to_string());
    }
}

/// Takes in how a job ended.
pub fn ended(state: &mut State, id: JobId, outcome: Outcome) -> Vec<Effect> {
    let outcome = match previewed(state, id, outcome) {
        Some(outcome) => outcome,
        None => return Vec::new(),
    };
    if let Outcome::Prompts(job) = outcome {
        return vec![Effect::Foreground(id, job)];
    }
    let now = state.now;
    let (standing, text) = match &outcome {
        Outcome::Done(report) if report.bad => (Standing::Warning, report.text.clone()),
        Outcome::Done(report) => (Standing::Good, report.text.clone()),
        Outcome::Interrupted => (Standing::Warning, "stopped; what was done until then is kept".into()),
        Outcome::Failed(trouble) => (Standing::Bad, trouble.message.to_string()),
        Outcome::Planned(_) | Outcome::Prompts(_) => (Standing::Good, "planned".into()),
    };
    if let Some(job) = state.jobs.get_mut(id) {
        job.ended = Some(now);
        job.result = Some((standing, text.clone()));
        match &outcome {
            Outcome::Done(report) => job.lines.extend(report.lines.iter().cloned()),
            Outcome::Failed(trouble) => job.lines.extend(trouble.lines()),
            Outcome::Planned(_) | Outcome::Prompts(_) | Outcome::Interrupted => {}
        }
    }
    match outcome {
        Outcome::Planned(planned) => {
            // What comes of it is what people care for.
            state.jobs.forget(id);
            let mut plans = state.dialogs.iter_mut().filter_map(|dialog| match dialog {
                Dialog::Plan(plan) if plan.job == id => Some(plan),
                _ => None,
            });
            // Nobody may wait for it any more.
            if let Some(plan) = plans.next() {
                plan.planned = Some(planned);
            }
            return Vec::new();
        }
        Outcome::Done(report) => {
            state.say(standing, text);
            for line in report.lines {
                state.log.say(now, standing, line);
            }
            if let Some(undone) = report.undid {
                state.undo.retain(|undo| *undo != undone);
            }
            state.undo.extend(report.undo);
        }
        Outcome::Failed(trouble) => {
            drop_plan(state, id);
            state.complain(&trouble);
        }
        Outcome::Interrupted | Outcome::Prompts(_) => drop_plan(state, id),
    }
    asking::again(state)
}

/// Takes a plan that is shown while a form is filled in, or why there is none; gives what is for somebody else.
fn previewed(state: &mut State, id: JobId, outcome: Outcome) -> Option<Outcome> {
    let Some(preview) = preview(&mut state.dialogs, id) else {
        // One that was asked for before the last key, and stopped by it, has no name.
        return state.jobs.get_mut(id).is_some().then_some(outcome);
    };
    *preview = Preview::default();
    match outcome {
        Outcome::Planned(planned) => preview.planned = Some(planned),
        Outcome::Failed(trouble) => preview.trouble = Some(trouble.lines().join(" ")),
        Outcome::Done(_) | Outcome::Interrupted | Outcome::Prompts(_) => {}
    }
    None
}

/// The plan below a form that a job makes.
fn preview(dialogs: &mut [Dialog], id: JobId) -> Option<&mut Preview> {
    dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Form(form) => form.preview.as_mut().filter(|preview| preview.job == Some(id)),
        _ => None,
    })
}

fn drop_plan(state: &mut State, id: JobId) {
    state.dialogs.retain(|dialog| !matches!(dialog, Dialog::Plan(plan) if plan.job == id));
}
