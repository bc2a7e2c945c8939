//! How far long work is: bars on a terminal, lines at either end of a pipe.

mod lines;

use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{HumanCount, MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::output::Output;
use super::{question, terminal};
use crate::files::Stop;
use crate::openpgp::Password;
use crate::ops::{Notice, Progress};
use crate::threads;
use lines::Lines;

/// What takes less than this shows no bar.
const WORTH_A_BAR: u64 = 64 << 20;

/// Fewer entries than this show no bar.
const MANY_ENTRIES: u64 = 10_000;

/// Progress bars on a terminal, notices on stderr, and the wish to stop from signals.
pub struct Bars<'a> {
    output: &'a Output,
    stop: &'a Stop,
    quiet: bool,
    all: MultiProgress,
    bytes: ProgressBar,
    signatures: ProgressBar,
    entries: ProgressBar,
    step: ProgressBar,
    expected: AtomicU64,
    lines: OnceLock<Lines>,
}

impl<'a> Bars<'a> {
    /// Bars that appear when there is enough to do.
    pub fn new(output: &'a Output, stop: &'a Stop, quiet: bool) -> Self {
        let target = if !quiet && std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        Self {
            output,
            stop,
            quiet,
            all: MultiProgress::with_draw_target(target),
            bytes: ProgressBar::hidden(),
            signatures: ProgressBar::hidden(),
            entries: ProgressBar::hidden(),
            step: ProgressBar::hidden(),
            expected: AtomicU64::new(0),
            lines: OnceLock::new(),
        }
    }

    /// Shows lines instead of bars from here on: how many entries were `verb`.
    pub fn in_a_pipe(&self, verb: &'static str) {
        self.all.set_draw_target(ProgressDrawTarget::hidden());
        if !self.quiet {
            self.lines.get_or_init(|| Lines::new(verb));
        }
    }

    /// What says whether somebody wants to stop.
    pub const fn stop(&self) -> &Stop {
        self.stop
    }

    /// Takes the bars away, for there is nothing more to wait for.
    pub fn clear(&self) {
        for bar in [&self.bytes, &self.signatures, &self.entries, &self.step] {
            bar.finish_and_clear();
        }
    }

    /// Does something while no bar is shown.
    pub fn aside<T>(&self, act: impl FnOnce() -> T) -> T {
        self.all.suspend(act)
    }

    /// Asks a person at the terminal; none where nobody can be asked, or who is asked wants to stop.
    pub fn ask(&self, question: &str) -> Option<String> {
        self.aside(|| question::ask(question, self.stop))
    }

    fn show(&self, bar: &ProgressBar, total: Option<u64>, template: &str) {
        if let Some(total) = total {
            bar.set_length(total);
        }
        if !self.all.is_hidden() && bar.is_hidden() {
            // A template of ours; were it wrong, the default one would do.
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.with_key("rate", rate));
            }
            self.all.add(bar.clone());
            // It starts a thread without asking whether there is one.
            if threads::has_another() {
                bar.enable_steady_tick(Duration::from_millis(120));
            }
        }
    }
}

/// How fast it goes, in whole steps a second.
fn rate(state: &ProgressState, out: &mut dyn Write) {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is small, and not negative"
    )]
    let rate = state.per_sec() as u64;
    // A bar that can't be drawn is none.
    let _ = write!(out, "{}/s", HumanCount(rate));
}

impl Progress for Bars<'_> {
    fn expect_bytes(&self, bytes: u64) {
        let total = self.expected.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if total >= WORTH_A_BAR {
            self.show(
                &self.bytes,
                Some(total),
                "hashing {bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
            );
        }
    }

    fn read_bytes(&self, bytes: u64) {
        self.bytes.inc(bytes);
    }

    fn expect_signatures(&self, count: usize) {
        self.bytes.finish_and_clear();
        if count > 10 {
            self.show(&self.signatures, Some(count as u64), "signing {bar:30} {pos}/{len} {rate} {eta}");
        }
    }

    fn signed(&self) {
        self.signatures.inc(1);
    }

    fn begins(&self, what: &'static str) {
        self.step.set_message(what);
        self.show(&self.step, None, "{spinner} {msg} {elapsed}");
    }

    fn expect_entries(&self, count: Option<u64>) {
        self.step.finish_and_clear();
        if count.is_none_or(|count| count >= MANY_ENTRIES) {
            let template = match count {
                Some(_) => "{bar:30} {human_pos}/{human_len} entries {rate} {eta}",
                None => "{spinner} {human_pos} entries {rate}",
            };
            self.show(&self.entries, count, template);
        }
    }

    fn did_entries(&self, count: u64) {
        self.entries.inc(count);
        if let Some(line) = self.lines.get().and_then(|lines| lines.did(count)) {
            self.output.say(&line);
        }
    }

    fn notice(&self, notice: Notice) {
        self.aside(|| self.output.notice(&notice));
    }

    fn cancelled(&self) -> bool {
        self.stop.is_asked()
    }

    fn password(&self, question: &str) -> Option<Password> {
        self.aside(|| terminal::password(question, self.stop))
    }
}

impl Drop for Bars<'_> {
    fn drop(&mut self) {
        self.clear();
    }
}
