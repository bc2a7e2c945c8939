//! How signatures get into a Nix store, stay there, and are told to an evaluation.
//!
//! - [`Store`] knows where the store is, computes the path that a signature
//!   will have there, and binds it: adds it and keeps it by a GC root.
//! - [`Expr`] is the only printer of Nix expressions in this program. Nothing
//!   else may write Nix: what `exec` prints is parsed and evaluated.
//! - [`signature_expr`], [`inline_expr`] and [`one_or_list`] are what an
//!   evaluation gets.
//! - [`Store::provided`] is the derivation that stands for a pair's signature, computed and not
//!   evaluated; its output is registered, not built. [`binary_cache`] carries such outputs to other machines.
//!
//! Absent on purpose: the daemon's protocol and Nix's database. `nix-store` is
//! the stable interface to both, and a hit asks neither.

mod archive;
pub mod binary_cache;
mod bind;
mod configuration;
mod error;
mod expr;
mod kept;
mod object;
mod process;
mod provided;
mod remote;
mod results;
mod rooted;
mod roots;
mod store;
mod substitute;
mod survey;
mod unroot;

pub use bind::BATCH;
pub use configuration::Configuration;
pub use error::Error;
pub use expr::Expr;
pub use object::object_name;
pub use provided::{Derivation, FEATURE, is_provided};
pub use results::{inline_expr, one_or_list, signature_expr};
pub use rooted::Rooted;
pub use store::{Settings, Store};
pub use survey::Roots;
pub use unroot::Unrooted;
