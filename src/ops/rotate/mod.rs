//! Another key takes over: what the old one signed, the new one signs as well, and both signatures stay.

mod apply;
mod plan;

pub use apply::{Rotated, apply};
pub use plan::{Left, Plan, Why, plan};
