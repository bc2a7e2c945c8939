//! Collecting garbage: a plan that can be read first, and what applies it, row by row, to the trash.
//!
//! The plan costs one pass over the table. Verifying, asking Nix and looking
//! into upstreams happens only for entries that have a reason to go. What is
//! applied is checked again in the transaction that moves it: an entry that was
//! used, pinned or changed since the plan was made stays.

mod apply;
mod archive;
mod deadline;
mod delete;
mod inspect;
mod live;
mod plan;
mod summary;
mod sweep;

pub use apply::{Applied, apply, empty_over, over};
pub use archive::archive;
pub use deadline::Deadline;
pub use delete::plan_deletion;
pub use plan::{GcWish, Item, Plan, Spared, plan};
pub use summary::{kept, summary};
pub use sweep::{begin, sweep};
