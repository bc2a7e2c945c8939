//! One file a command: arguments in, results out, an exit code at the end.

pub mod agent;
pub mod audit;
pub mod bind;
pub mod completions;
pub mod delete;
pub mod demo;
pub mod doctor;
pub mod edit;
pub mod exec;
pub mod export;
pub mod gc;
pub mod get;
pub mod import;
pub mod init;
pub mod list;
pub mod man;
pub mod provide;
pub mod rebind;
pub mod restore;
pub mod rotate;
pub mod show;
pub mod sign;
pub mod stats;
pub mod trash;
pub mod tui;
pub mod unbind;
pub mod verify;
pub mod wanted;

mod json;
mod place;
mod rows;
