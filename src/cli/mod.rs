//! The command line: what the user typed, what that means, and how results are shown.
//!
//! Only here is the environment read, the clock asked and the terminal written to.

mod args;
mod clock;
mod command;
mod config;
mod confirm;
mod environment;
mod error;
mod exit;
mod explain;
mod group;
mod manual;
mod output;
mod progress;
mod question;
mod resolve;
mod signals;
mod stdout;
mod terminal;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use args::{Arguments, Command};
use error::Error;
use exit::Exit;
use output::Output;
use resolve::Work;

use crate::files::Stop;
use crate::ops::{Ended, Interactive};

pub use args::definition;
pub use manual::{completions, manual_pages};

/// Runs the program: arguments from the command line, everything else from the environment. What has the whole
/// terminal to itself is not of the command line: `screen` runs it.
#[must_use]
pub fn main(screen: fn(Interactive) -> Ended) -> ExitCode {
    let arguments = match Arguments::read(&environment::words()) {
        Ok(arguments) => arguments,
        Err(usage) => return usage_exit(&usage),
    };
    let output = Output::new(&arguments.global);
    match run(arguments, &output, screen) {
        Ok(exit) => exit,
        Err(error) => {
            output.error(&error);
            error.exit()
        }
    }
    .into()
}

fn run(arguments: Arguments, output: &Output, screen: fn(Interactive) -> Ended) -> Result<Exit, Error> {
    if prints(&arguments) {
        output.check()?;
    }
    // Who has the whole terminal must give it back first, whatever the signal.
    let on_screen = matches!(arguments.command, Command::Tui(_));
    let stop = if on_screen { Stop::default() } else { signals::watch()? };
    let with_work = |run: &dyn Fn(&Work<'_>) -> Result<Exit, Error>| {
        let more = match &arguments.command {
            Command::Import(import) => import.certificates.as_slice(),
            Command::Verify(verify) => verify.certificates.as_slice(),
            _ => &[],
        };
        let work = Work::new(&arguments.global, more, output, &stop)?;
        let exit = run(&work);
        work.session.end();
        exit
    };
    match arguments.command {
        Command::Sign(ref args) => with_work(&|work| command::sign::run(args, work)),
        Command::Verify(ref args) => with_work(&|work| command::verify::run(args, work)),
        Command::Get(ref args) => with_work(&|work| command::get::run(args, work)),
        Command::Exec(ref args) => with_work(&|work| command::exec::run(args, work)),
        Command::List(ref args) => with_work(&|work| command::list::run(args, work)),
        Command::Show(ref args) => with_work(&|work| command::show::run(args, work)),
        Command::Export(ref args) => with_work(&|work| command::export::run(args, work)),
        Command::Import(ref args) => with_work(&|work| command::import::run(args, work)),
        Command::Wanted(ref args) => with_work(&|work| command::wanted::run(args, work)),
        Command::Audit(ref args) => with_work(&|work| command::audit::run(args, work)),
        Command::Bind(ref args) => with_work(&|work| command::bind::run(args, work)),
        Command::Provide(ref args) => with_work(&|work| command::provide::run(args, work)),
        Command::Agent(ref args) => with_work(&|work| command::agent::run(args, work)),
        Command::Rotate(ref args) => with_work(&|work| command::rotate::run(args, work)),
        Command::Stats(ref args) => with_work(&|work| command::stats::run(args, work)),
        Command::Pin(ref args) => with_work(&|work| command::edit::pin(&args.chosen, true, work)),
        Command::Unpin(ref args) => with_work(&|work| command::edit::pin(&args.chosen, false, work)),
        Command::Label(ref args) => with_work(&|work| command::edit::label(args, work)),
        Command::Gc(ref args) => with_work(&|work| command::gc::run(args, work)),
        Command::Delete(ref args) => with_work(&|work| command::delete::run(args, work)),
        Command::Restore(ref args) => with_work(&|work| command::restore::run(args, work)),
        Command::Trash(ref args) => with_work(&|work| command::trash::run(args, work)),
        Command::Unbind(ref args) => with_work(&|work| command::unbind::run(args, work)),
        Command::Rebind(ref args) => with_work(&|work| command::rebind::run(args, work)),
        Command::Tui(ref args) => with_work(&|work| command::tui::run(args, &arguments.global, screen, work)),
        Command::Init(ref args) => with_work(&|work| command::init::run(args, work)),
        Command::Doctor(ref args) => command::doctor::run(args, &arguments.global, output, &stop),
        Command::Demo(ref args) => command::demo::run(args, &arguments.global, output, &stop),
        Command::Completions(ref args) => command::completions::run(args, output),
        Command::Man(ref args) => command::man::run(args, output),
    }
}

/// Whether a command prints its result: then stdout is looked at before anything is done.
fn prints(arguments: &Arguments) -> bool {
    let elsewhere = |output: &Option<PathBuf>| output.as_deref().is_some_and(|path| path != Path::new("-"));
    arguments.global.json
        || match &arguments.command {
            Command::Sign(args) => args.output.as_deref() == Some(Path::new("-")),
            Command::Get(args) => !elsewhere(&args.output),
            Command::Exec(_)
            | Command::Verify(_)
            | Command::List(_)
            | Command::Show(_)
            | Command::Audit(_)
            | Command::Stats(_)
            | Command::Doctor(_)
            | Command::Demo(_)
            | Command::Provide(_)
            | Command::Trash(_)
            | Command::Wanted(_)
            | Command::Completions(_) => true,
            _ => false,
        }
}

fn usage_exit(usage: &clap::Error) -> ExitCode {
    let printed = usage.print();
    if usage.use_stderr() {
        return Exit::Usage.into();
    }
    // Help and version are answers, not errors; a closed pipe changes nothing about either.
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => unprinted(&error.to_string()),
        _ if stdout::was_closed() => unprinted("it is closed"),
        _ => Exit::Done,
    }
    .into()
}

fn unprinted(why: &str) -> Exit {
    // There are no options yet that say how to show it.
    let _ = writeln!(io::stderr(), "signcache: error: can't write to stdout: {why}");
    Exit::Failed
}
