//! What can be done, one file a verb: what is asked before, how the plan is made, what it says, and how it is carried
//! out, by the same operations as on the command line.

mod audit;
mod bind;
mod collect;
mod delete;
mod edit;
mod empty;
mod export;
mod import;
mod rebind;
mod restore;
mod sample;
mod sign;
mod unbind;
mod wanted;

use crate::model::Untrusted;
use crate::model::query::Query;
use crate::ops::Error;

pub use audit::audit;
pub use bind::Bind;
pub use collect::collect;
pub use delete::Delete;
pub use edit::{Change, label};
pub use empty::Empty;
pub use export::export;
pub use import::import;
pub use rebind::Rebind;
pub use restore::Restore;
pub use sign::sign;
pub use unbind::Unbind;
pub use wanted::{Forget, sign_wanted};

/// What something is done with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// What selects it.
    pub query: Query,
    /// The same in words.
    pub text: String,
    /// How many there are, as far as is known.
    pub count: usize,
}

/// What went wrong, fit for a terminal.
fn told(error: &Error) -> String {
    Untrusted::new(error.to_string()).to_string()
}

/// So many of something, in words.
fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// So many entries, in words.
fn entries(count: u64) -> String {
    counted(count, "entry", "entries")
}
