//! The terminal application: everything of the cache to be looked at, and to be done by plans.
//!
//! Elm's architecture. What happens becomes a `Msg`; `update` takes it into the state and tells what is to
//! be done outside, as an `Effect`, without doing any of it; `view` draws the state and does nothing else.
//! What takes time is done by threads of their own (`work`), and only `terminal` touches the terminal.

mod availability;
mod event;
mod glyphs;
mod job;
mod keymap;
mod layout;
mod msg;
mod run;
mod state;
mod terminal;
#[cfg(test)]
mod tests;
mod theme;
mod update;
mod verbs;
mod view;
mod views;
mod work;

pub use run::run;
