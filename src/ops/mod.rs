//! What a user can do, one file a verb.
//!
//! The leaves are composed here and nowhere else. Nothing here prints, reads
//! the environment or knows the time: results are data, news goes to a
//! [`Progress`], and everything else comes in with the [`Session`].

mod adopt;
pub mod agent;
pub mod audit;
mod batch;
mod bind;
pub mod browse;
mod certificates;
mod content;
mod contents;
mod describe;
pub mod doctor;
mod edit;
mod error;
mod exec;
mod export;
mod find;
pub mod gc;
mod get;
mod import;
mod init;
mod interactive;
mod key;
mod list;
mod names;
mod neighbour;
mod notice;
mod obtain;
pub mod place;
pub mod private;
mod progress;
mod prove;
mod query_cache;
pub mod rotate;
mod secret;
mod session;
mod show;
mod sign;
mod signer;
mod signing;
mod stats;
mod stores;
pub mod trash;
mod upstream;
mod verify;
pub mod wanted;

pub use adopt::{Adopted, Adoption, Candidate, adopt};
pub use bind::{
    Bound, LEFT_FOR, Rebinding, Rebound, Unbinding, UnusedRoot, bind, bind_query, rebind, sweep_roots,
    unbind, unbinding, unroot_unused, unused_roots,
};
pub use certificates::check as check_certificates;
pub use content::{Content, hash_all, hash_one};
pub use contents::Contents;
pub use edit::{edit, selection};
pub use error::{Error, Recipients};
pub use exec::{Emit, exec};
pub use export::{Choice, Exported, expect_entries, export, keys};
pub use find::{Answer, find};
pub use get::get;
pub use import::{Class, Counts, ImportWish, Prefer, Source, Step, import, import_tree};
pub use init::init;
pub use interactive::{Ended, Interactive, Keeping};
pub use key::resolve;
pub use list::{expect_cache, list};
pub use names::Names;
pub use neighbour::Neighbours;
pub use notice::Notice;
pub use obtain::{Obtained, Wish, obtain};
pub use progress::Progress;
pub use prove::Outcome;
pub use session::{KeySettings, Session, Settings, UpstreamSettings};
pub use show::{Shown, show};
pub use sign::{How, Order, Results, Signed, sign};
pub use signing::{PasswordFrom, SignWith, Signing};
pub use stats::{Count, Stats, stats};
pub use stores::{Form, KnownStore};
pub use verify::{Verification, verify};
