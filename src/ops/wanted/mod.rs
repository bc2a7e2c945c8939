//! What was asked for and could not be signed: noted, told to who has the key, signed there, and checked for.

mod check;
mod export;
mod forget;
mod from_drv;
mod list;
mod note;
mod own;
mod reply;
mod requests;
mod sign;

pub use check::{Checking, Lack, Lacking};
pub use export::export;
pub use forget::forget;
pub use from_drv::{from_derivation, provide_awaited};
pub use list::list;
pub use note::note;
pub use own::own;
pub use reply::reply;
pub use requests::Request;
pub use sign::{Decision, Holder, Signed, sign};
