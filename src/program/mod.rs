//! Programs of the user's that do a part of the work: run without a shell, and within limits.
//!
//! What such a program prints is not believed here, and not even understood:
//! it is bytes, and few enough.

mod error;
mod run;
mod template;

pub use error::Error;
pub use run::{MOST_OUTPUT, run};
pub use template::{Template, Values};
