//! What happens to the state when something happens, and what is to be done about it. Nothing here touches the world.

mod act;
mod asking;
mod choosing;
mod dialog;
mod jobs;
mod keys;
mod mouse;
mod moving;
mod reading;

use super::layout;
use super::msg::{Effect, Msg, Request};
use super::state::State;

/// What is to be done at the beginning.
pub fn begin(state: &mut State) -> Vec<Effect> {
    let mut effects = asking::everything(state);
    effects.push(Effect::Ask(Request::History));
    effects
}

/// Takes in what happened, and tells what is to be done about it.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let mut effects = match msg {
        Msg::Key(event) => keys::press(state, event),
        Msg::Mouse(event) => mouse::mouse(state, event),
        Msg::Paste(text) => dialog::paste(state, &text),
        Msg::Resize(columns, rows) => {
            state.size = (columns, rows);
            moving::settle(state);
            Vec::new()
        }
        Msg::Tick(now, readings) => {
            state.now = now;
            state.ticks = state.ticks.wrapping_add(1);
            state.toasts.retain(|toast| toast.until > now);
            jobs::readings(state, readings);
            Vec::new()
        }
        Msg::Read(read) => reading::take(state, *read),
        Msg::Said(job, text) => {
            jobs::said(state, job, &text);
            Vec::new()
        }
        Msg::Ended(job, outcome) => jobs::ended(state, job, *outcome),
        Msg::Terminate => vec![Effect::End],
    };
    effects.extend(asking::in_sight(state));
    effects
}

/// How many rows of a list are in sight.
fn height(state: &State) -> usize {
    layout::height(state)
}
