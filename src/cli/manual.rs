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
    let mut commands = vec![main.clone()];
    commands.extend(main.get_subcommands().filter(|command| command.get_name() != "help").map(|command| {
        let name = format!("signcache-{}", command.get_name());
        command.clone().name(name.clone()).display_name(name)
    }));
    for command in commands {
        let name = command.get_name().to_owned();
        let mut page = Vec::new();
        Man::new(command).manual("signcache manual").render(&mut page)?;
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
