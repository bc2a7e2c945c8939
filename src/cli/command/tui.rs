use crate::cli::args::{self, Color, Global};
use crate::cli::clock;
use crate::cli::config;
use crate::cli::environment;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::cli::terminal;
use crate::model::query::Query;
use crate::model::{Preferences, ThemeName};
use crate::ops::{self, Ended, Interactive, Settings};

/// Runs an application on the whole terminal, and prints what was selected there.
pub fn run(
    args: &args::Tui,
    global: &Global,
    screen: fn(Interactive) -> Ended,
    work: &Work<'_>,
) -> Result<Exit, Error> {
    let (_, query) = work.query(&args.query)?;
    ops::expect_cache(&work.session)?;
    let ended = screen(Interactive {
        settings: settings(work),
        gc: super::gc::keeping(&work.gc),
        preferences: preferences(args, global, &work.tui),
        offline: work.offline,
        query,
        print: args.print,
        clock: clock::now,
        directory: environment::directory(),
        password: terminal::password,
        explain: Error::explained,
    });
    match ended {
        Ended::Left(Some(query)) => print(&query, work),
        Ended::Left(None) => Ok(Exit::Done),
        Ended::Interrupted => Err(ops::Error::Interrupted.into()),
        Ended::NoTerminal(what) => Err(Error::usage(format!("{what} is no terminal"))
            .hinted("the other commands work in scripts and pipes; `--print` allows stdout to be a pipe")),
        Ended::Setting(what) => {
            Err(Error::new(Exit::Failed, what).hinted("the manual page signcache(1) describes every setting"))
        }
        Ended::Failed(what) => Err(Error::new(Exit::Failed, format!("the terminal failed: {what}"))
            .hinted("what was done until then is kept")),
    }
}

/// The settings, with the cache that the query means as the one to look at. Keys of the configuration keep theirs.
fn settings(work: &Work<'_>) -> Settings {
    let mut settings = work.session.settings().clone();
    let shown = work.session.directory();
    if shown != settings.cache {
        let usual = std::mem::replace(&mut settings.cache, shown.to_owned());
        for key in settings.keys.values() {
            settings.caches.entry(key.fingerprint).or_insert_with(|| usual.clone());
        }
    }
    settings
}

fn preferences(args: &args::Tui, global: &Global, config: &config::Tui) -> Preferences {
    let colors = match global.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => !environment::no_color(),
    };
    let theme = config.theme.map_or(ThemeName::Dark, |theme| theme.0);
    Preferences {
        theme: if colors { theme } else { ThemeName::Mono },
        colors: config.colors.clone(),
        keys: config.keys.clone(),
        mouse: config.mouse.unwrap_or(true) && !args.no_mouse,
        ascii: args.ascii || config.ascii || !environment::is_utf8(),
    }
}

/// Prints the digests of the entries that a query selects, or all that is known of them to programs.
fn print(query: &Query, work: &Work<'_>) -> Result<Exit, Error> {
    let mut failed = None;
    ops::list(&work.session, query, &work.bars, &mut |entry, bound| {
        let printed = if work.output.json {
            work.output.object(&super::json::entry(&entry, bound))
        } else {
            work.output.line(&entry.pair.content.to_string())
        };
        printed.unwrap_or_else(|error| {
            failed = Some(error);
            false
        })
    })?;
    failed.map_or(Ok(Exit::Done), Err)
}
