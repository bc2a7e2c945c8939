use std::fs;
use std::path::Path;

use serde_json::json;

use crate::cli::args::{self, Global};
use crate::cli::config::Unread;
use crate::cli::confirm::Consent;
use crate::cli::environment::{self, Environment};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::{Output, Style};
use crate::cli::resolve::Work;
use crate::files::Stop;
use crate::model::Untrusted;
use crate::ops::doctor::{self, Finding, Fix, Level, Surroundings, without_home};

/// Looks at everything, and puts right what is safe to put right if that is asked for.
pub fn run(args: &args::Doctor, global: &Global, output: &Output, stop: &Stop) -> Result<Exit, Error> {
    let (work, unread) = Work::in_any_case(global, &[], output, stop)?;
    let environment = Environment::read()?;
    let consent = Consent::expected(!args.fix || args.yes || args.dry_run)?;
    let mut findings = vec![program(), configuration(unread)];
    findings.extend(doctor::doctor(&work.session, &surroundings(&environment), &work.bars)?);
    let page = Page { work: &work, home: environment.home() };
    let mut reads = true;
    for finding in &findings {
        reads = reads && page.finding(finding)?;
    }
    let wrong = |finding: &&Finding| finding.level == Level::Error;
    let put_right = if args.fix { page.fix(&findings, args.dry_run, consent)? } else { Vec::new() };
    let is_right = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| put_right.contains(&fix));
    let left = findings.iter().filter(wrong).filter(|finding| !is_right(finding)).count();
    let warnings = findings.iter().filter(|finding| finding.level == Level::Warning).count();
    output.say(&match (left, warnings) {
        (0, 0) => "nothing is wrong".to_owned(),
        (left, warnings) => format!("wrong: {left}; worth a look: {warnings}"),
    });
    let away = findings.iter().filter(wrong).filter_map(|finding| finding.cause.as_ref());
    let away = away.map(Error::exit_of).any(|exit| exit == Exit::Busy);
    work.session.end();
    Ok(match (left, away) {
        (0, _) => Exit::Done,
        (_, true) => Exit::Busy,
        (_, false) => Exit::Failed,
    })
}

/// Which program this is, for who reads a report.
fn program() -> Finding {
    let (version, system) = (env!("CARGO_PKG_VERSION"), rustix::system::uname());
    let [name, release, machine] =
        [system.sysname(), system.release(), system.machine()].map(|text| text.to_string_lossy());
    Finding::ok("program", format!("signcache {version} on {name} {release}, {machine}"))
}

fn configuration(unread: Option<Unread>) -> Finding {
    let Some(Unread { place, error }) = unread else {
        return Finding::ok("configuration", "the configuration can be read");
    };
    let text = format!("the configuration can't be read, so defaults are looked at: {place}");
    let advice = format!(
        "every other command, such as `signcache list`, says what is wrong; {}",
        error.hints().join("; ")
    );
    Finding::error("configuration", text, advice)
}

fn surroundings(environment: &Environment) -> Surroundings {
    let user = environment::text("USER");
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let umask = status.lines().find_map(|line| line.strip_prefix("Umask:"));
    Surroundings {
        lingers: user.as_deref().and_then(lingers),
        user,
        umask: umask.and_then(|digits| u32::from_str_radix(digits.trim(), 8).ok()),
        search_path: environment::search_path(),
        unit_directories: environment.unit_directories(),
    }
}

/// Whether systemd keeps a user's manager at work when the user is not logged in; unknown where it does not run the machine.
fn lingers(user: &str) -> Option<bool> {
    let runs = Path::new("/run/systemd/system").is_dir() && !user.contains('/');
    runs.then(|| Path::new("/var/lib/systemd/linger").join(user).exists())
}

/// Where findings are printed.
struct Page<'a> {
    work: &'a Work<'a>,
    home: &'a Path,
}

impl Page<'_> {
    /// Prints a finding; false when nobody reads any more.
    fn finding(&self, finding: &Finding) -> Result<bool, Error> {
        let (text, advice) = self.words(finding);
        if self.work.output.json {
            return self.work.output.object(&json!({
                "check": finding.check,
                "level": finding.level.word(),
                "text": text.raw(),
                "advice": advice.as_ref().map(Untrusted::raw),
                "fix": finding.fix.as_ref().map(|fix| self.hidden(fix.to_string()).raw().to_owned()),
            }));
        }
        let style = match finding.level {
            Level::Ok => Style::Good,
            Level::Note => Style::Dim,
            Level::Warning => Style::Warning,
            Level::Error => Style::Error,
        };
        let level = self.work.output.paint(style, &format!("{:<7}", finding.level.word()));
        let mut reads = self.work.output.line(&format!("{level}  {:<13}  {text}", finding.check))?;
        if let Some(advice) = advice {
            reads = reads && self.work.output.line(&format!("{:24}{advice}", ""))?;
        }
        Ok(reads)
    }

    /// What a finding says, and what to do.
    fn words(&self, finding: &Finding) -> (Untrusted, Option<Untrusted>) {
        let (mut text, mut advice) = (finding.text.clone(), finding.advice.clone());
        if let Some(cause) = &finding.cause {
            let (message, hints) = Error::explained(cause);
            text = Untrusted::new(message);
            advice = advice.or_else(|| Some(Untrusted::new(hints.join("; "))));
        }
        (without_home(&text, self.home), advice.map(|advice| without_home(&advice, self.home)))
    }

    fn hidden(&self, text: String) -> Untrusted {
        without_home(&Untrusted::new(text), self.home)
    }

    /// Shows what is to be done, asks, and does it; gives what was done.
    fn fix<'f>(
        &self,
        findings: &'f [Finding],
        dry_run: bool,
        consent: Consent,
    ) -> Result<Vec<&'f Fix>, Error> {
        let output = self.work.output;
        let mut fixes: Vec<&Fix> = Vec::new();
        for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
            if !fixes.contains(&fix) {
                fixes.push(fix);
            }
        }
        if fixes.is_empty() {
            output.say("there is nothing that is safe to put right");
            return Ok(Vec::new());
        }
        for fix in &fixes {
            output.say(&format!("to do: {}", self.hidden(fix.to_string())));
        }
        if dry_run || !consent.to(&format!("Do these {} things?", fixes.len()), self.work)? {
            return Ok(Vec::new());
        }
        let done = |fix: &&Fix| match doctor::fix(&self.work.session, fix, &self.work.bars) {
            Ok(()) => true,
            Err(error) => {
                output.error(&error.into());
                false
            }
        };
        let done: Vec<&Fix> = fixes.into_iter().filter(done).collect();
        for fix in &done {
            let text = self.hidden(fix.to_string());
            if output.json {
                output.object(&json!({ "done": text.raw() }))?;
            } else {
                output.say(&format!("done: {text}"));
            }
        }
        Ok(done)
    }
}
