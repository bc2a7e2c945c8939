//! One file a command: arguments in, results out, an exit code at the end.

pub mod bind;
pub mod completions;
pub mod delete;
pub mod demo;
pub mod exec;
pub mod export;
pub mod gc;
pub mod get;
pub mod import;
pub mod init;
pub mod list;
pub mod man;
pub mod rebind;
pub mod restore;
pub mod show;
pub mod sign;
pub mod trash;
pub mod unbind;
pub mod verify;
pub mod wanted;

mod confirm;
mod file;
mod json;
mod source;
mod target;
