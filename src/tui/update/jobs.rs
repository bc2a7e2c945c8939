use super::asking;
use crate::model::Untrusted;
use crate::tui::job::{Job, JobId, Outcome, Plan, Reading};
use crate::tui::keymap::Chord;
use crate::tui::msg::Effect;
use crate::tui::state::dialog::{Dialog, PlanDialog};
use crate::tui::state::jobs::Standing;
use crate::tui::state::{Position, State};
use crate::tui::views::View;

/// Makes a plan, and shows it once it is made.
pub fn plan(state: &mut State, title: String, job: Box<dyn Job>, asked: Chord) -> Vec<Effect> {
    let id = state.jobs.begin(job.title(), state.now);
    // Whoever presses the same key twice has not read anything yet.
    let agree = ["y", "Y"].into_iter().filter_map(|key| key.parse().ok()).find(|key| *key != asked);
    let agree = agree.unwrap_or(asked);
    let position = Position::default();
    state.dialogs.push(Dialog::Plan(PlanDialog { job: id, title, planned: None, agree, position }));
    vec![Effect::Start(id, job)]
}

/// Begins a job in the background.
pub fn start(state: &mut State, job: Box<dyn Job>) -> Vec<Effect> {
    let id = state.jobs.begin(job.title(), state.now);
    vec![Effect::Start(id, job)]
}

/// Does a job while the terminal is free, for somebody may have to type a passphrase.
pub fn foreground(state: &mut State, job: Box<dyn Job>) -> Vec<Effect> {
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
        }
    }
}

/// Takes in what a job says.
pub fn said(state: &mut State, _: JobId, text: &Untrusted) {
    state.log.say(state.now, Standing::Warning, text.to_string());
}

/// Takes in how a job ended.
pub fn ended(state: &mut State, id: JobId, outcome: Outcome) -> Vec<Effect> {
    let now = state.now;
    let (standing, text) = match &outcome {
        Outcome::Planned(planned) => (Standing::Good, format!("{} rows", planned.len())),
        Outcome::Done(report) if report.bad => (Standing::Warning, report.text.clone()),
        Outcome::Done(report) => (Standing::Good, report.text.clone()),
        Outcome::Interrupted => (Standing::Warning, "stopped; what was done until then is kept".into()),
        Outcome::Failed(trouble) => (Standing::Bad, trouble.message.to_string()),
    };
    if let Some(job) = state.jobs.get_mut(id) {
        job.ended = Some(now);
        job.result = Some((standing, text.clone()));
    }
    let mut waiting = state.dialogs.iter_mut().filter_map(|dialog| match dialog {
        Dialog::Plan(plan) if plan.job == id => Some(plan),
        _ => None,
    });
    let waits = waiting.next();
    match (outcome, waits) {
        (Outcome::Planned(planned), Some(plan)) => plan.planned = Some(planned),
        // Nobody waits for it any more.
        (Outcome::Planned(_), None) => {}
        (Outcome::Done(report), _) => {
            state.say(standing, text);
            for line in report.lines {
                state.log.say(now, standing, line);
            }
            state.undo.extend(report.undo);
            return asking::again(state);
        }
        (Outcome::Interrupted, _) => {
            drop_plan(state, id);
            return asking::again(state);
        }
        (Outcome::Failed(trouble), _) => {
            drop_plan(state, id);
            state.complain(&trouble);
            return asking::again(state);
        }
    }
    Vec::new()
}

fn drop_plan(state: &mut State, id: JobId) {
    state.dialogs.retain(|dialog| !matches!(dialog, Dialog::Plan(plan) if plan.job == id));
}
