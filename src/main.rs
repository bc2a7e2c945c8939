//! The `signcache` program; all of it is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    signcache::cli::main(signcache::tui::run)
}
