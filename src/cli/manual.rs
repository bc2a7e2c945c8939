//! Manual pages and completions, from the same definitions as the help.
//!
//! Each text is written once: options and examples beside clap's types, the
//! settings in the sample configuration. Here they only get the form of a page.

use std::collections::BTreeMap;
use std::{io, iter};

use clap::builder::StyledStr;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::definition;

/// What the manual says of the configuration: the sample, which explains itself.
const CONFIGURATION: &str = include_str!("../../assets/config.toml");

/// What lines begin with that go on with the explanation of a term.
const DEEP: &str = "        ";

/// All manual pages: file names such as `signcache-sign.1`, and their troff.
///
/// # Errors
/// When a page can't be rendered.
pub fn manual_pages() -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut main = definition().disable_help_subcommand(true);
    main.build();
    let mut pages = BTreeMap::new();
    pages_below(&main, &mut pages)?;
    let page = page(main, |roff| {
        roff.control("SH", ["CONFIGURATION"]);
        verbatim(roff, CONFIGURATION.lines()).control("SH", ["SEE ALSO"]);
        roff.text([bold("gpg"), roman("(1), "), bold("gpg-agent"), roman("(1), ")]);
        roff.text([bold("gnupg-pkcs11-scd"), roman("(1), ")]);
        roff.text([bold("nix-store"), roman("(1), "), bold("nix.conf"), roman("(5)")]);
    })?;
    pages.insert("signcache.1".to_owned(), page);
    Ok(pages)
}

/// The pages of a command's subcommands, and of theirs.
fn pages_below(command: &clap::Command, pages: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for command in command.get_subcommands() {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let page = page(without_common_options(command.clone()), |roff| {
            roff.control("SH", ["SEE ALSO"]);
            let more = ", for the options that hold for every command, files and exit status";
            roff.text([bold("signcache"), roman(format!("(1){more}"))]);
        })?;
        pages.insert(format!("{name}.1"), page);
        pages_below(command, pages)?;
    }
    Ok(())
}

/// A completion script for a shell.
#[must_use]
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut definition(), "signcache", &mut script);
    script
}

/// A command whose page leaves to the main page what holds for every command.
fn without_common_options(mut command: clap::Command) -> clap::Command {
    let common = |option: &&clap::Arg| {
        option.is_global_set() || ["help", "version"].contains(&option.get_id().as_str())
    };
    let common: Vec<_> =
        command.get_arguments().filter(common).map(|option| option.get_id().clone()).collect();
    for option in common {
        command = command.mut_arg(option, |option| option.hide(true));
    }
    command
}

fn page(mut command: clap::Command, end: impl FnOnce(&mut Roff)) -> io::Result<Vec<u8>> {
    let usage = command.render_usage().to_string();
    let command = command.override_usage(usage.trim_start_matches("Usage: ").to_owned());
    let text = |text: Option<&StyledStr>| text.map(ToString::to_string).unwrap_or_default();
    let description = text(command.get_long_about().or_else(|| command.get_about()));
    let help = text(command.get_after_long_help().or_else(|| command.get_after_help()));
    let source = format!("signcache {}", command.get_version().unwrap_or_default());
    let has_subcommands = command.has_subcommands();
    let man = Man::new(command).source(source).manual("signcache manual");

    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    let mut roff = Roff::new();
    roff.control("SH", ["DESCRIPTION"]);
    for paragraph in paragraphs(&description) {
        roff.control("PP", []).text([roman(paragraph)]);
    }
    roff.to_writer(&mut page)?;
    man.render_options_section(&mut page)?;
    if has_subcommands {
        man.render_subcommands_section(&mut page)?;
    }
    let mut roff = Roff::new();
    sections(&mut roff, &help);
    end(&mut roff);
    roff.to_writer(&mut page)?;
    Ok(page)
}

/// The paragraphs of a description, without the summary that is in the page's first line already.
fn paragraphs(description: &str) -> impl Iterator<Item = &str> {
    let summary = usize::from(description.contains("\n\n"));
    description.split("\n\n").skip(summary)
}

/// The sections of a help text, in its own small layout.
///
/// What begins at the margin heads a section. In it, two blanks begin a
/// paragraph or, when more blanks follow, a term with its explanation; deeper
/// lines go on with an explanation, and those after `$` are to be typed.
fn sections(roff: &mut Roff, help: &str) {
    let mut lines = help.lines().peekable();
    while let Some(line) = lines.next() {
        let text = line.trim_start();
        match line.len() - text.len() {
            _ if text.is_empty() => roff.control("PP", []),
            0 => roff.control("SH", [text.trim_end_matches(':').to_uppercase().as_str()]),
            2 => match text.split_once("  ") {
                Some((term, explanation)) => {
                    roff.control("TP", []).text([bold(term)]).text([roman(explanation.trim_start())])
                }
                None if lines.peek().is_some_and(|next| next.starts_with(DEEP)) => {
                    roff.control("TP", []).text([bold(text)])
                }
                None => roff.text([roman(text)]),
            },
            _ if text.starts_with("$ ") => {
                let more = iter::from_fn(|| lines.next_if(|next| next.trim_start().starts_with("$ ")));
                verbatim(roff, iter::once(text).chain(more.map(str::trim_start)))
            }
            _ => roff.text([roman(text)]),
        };
    }
}

/// Lines as they are, set off from the text.
fn verbatim<'a>(roff: &'a mut Roff, lines: impl Iterator<Item = &'a str>) -> &'a mut Roff {
    roff.control("PP", []).control("RS", ["4"]).control("nf", []);
    for line in lines {
        roff.text([roman(line)]);
    }
    roff.control("fi", []).control("RE", [])
}
