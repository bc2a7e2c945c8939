//! Manual pages and completions, from the same definitions as the help.

use std::collections::BTreeMap;
use std::io;

use clap_complete::Shell;
use clap_mangen::Man;

use super::args::definition;

/// All manual pages: file names such as `signcache-sign.1`, and their troff.
///
/// # Errors
/// When a page can't be rendered.
pub fn manual_pages() -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut pages = BTreeMap::new();
    let mut main = definition();
    main.build();
    let commands = main.get_subcommands().filter(|command| command.get_name() != "help");
    for command in commands.chain([&main]) {
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        let mut page = Vec::new();
        Man::new(command.clone()).manual("signcache manual").render(&mut page)?;
        pages.insert(format!("{name}.1"), page);
    }
    Ok(pages)
}

/// A completion script for a shell.
#[must_use]
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut definition(), "signcache", &mut script);
    script
}
