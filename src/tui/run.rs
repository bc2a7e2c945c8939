use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::event::Event;
use super::job::{Job, JobId};
use super::msg::{Effect, Msg};
use super::state::State;
use super::terminal::{Input, Screen, Signals, stop};
use super::update::{begin, update};
use super::work::{Desk, Jobs, Readers, outcome};
use crate::files::Stop;
use crate::model::Untrusted;
use crate::openpgp::Password;
use crate::ops::{Ended, Interactive, Notice, Progress};

/// How often time passes while something runs, and while nothing does.
const TICKS: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(1));

/// So much that happened is taken in before the screen is drawn again.
const TOGETHER: usize = 500;

/// Runs the terminal application until somebody leaves it.
#[must_use]
pub fn run(start: Interactive) -> Ended {
    if !io::stdin().is_terminal() {
        return Ended::NoTerminal("stdin");
    }
    if !start.print && !io::stdout().is_terminal() {
        return Ended::NoTerminal("stdout");
    }
    // Mistakes in the configuration are told before the screen is taken.
    let mut state = match State::new(&start, (0, 0)) {
        Ok(state) => state,
        Err(setting) => return Ended::Setting(setting),
    };
    on_screen(start, &mut state).unwrap_or_else(|error| Ended::Failed(error.to_string()))
}

fn on_screen(start: Interactive, state: &mut State) -> io::Result<Ended> {
    let (events, happened) = channel();
    let signals = Signals::listen(events.clone())?;
    let mut screen = Screen::take(start.preferences.mouse, start.print)?;
    state.size = screen.size()?;
    // There is something to look at before anything is read.
    screen.draw(state)?;
    let desk = Desk::new(start, events.clone());
    let input = Input::listen(events)?;
    let readers = Readers::start(&desk);
    let jobs = Jobs::new(desk.clone());
    let mut outside = Outside { screen, input, signals, readers, jobs, desk };
    let mut effects = begin(state);
    let mut ticked = Instant::now();
    let ended = loop {
        if let Some(ended) = outside.carry_out(state, effects)? {
            break ended;
        }
        outside.screen.draw(state)?;
        effects = Vec::new();
        let tick =
            if outside.jobs.is_empty() && state.jobs.running().next().is_none() { TICKS.1 } else { TICKS.0 };
        for event in next(&happened, tick.saturating_sub(ticked.elapsed())) {
            match event {
                Event::Msg(msg @ Msg::Resize(..)) => {
                    // Another size and back is the same size, of a screen that was cut.
                    outside.screen.repaint()?;
                    effects.extend(update(state, msg));
                }
                Event::Msg(msg) => effects.extend(update(state, msg)),
                Event::Suspend => effects.push(Effect::Suspend),
                Event::Continued => outside.screen.enter()?,
            }
        }
        if ticked.elapsed() >= tick {
            ticked = Instant::now();
            let readings = outside.jobs.readings();
            effects.extend(update(state, Msg::Tick(outside.desk.now(), readings)));
        }
    };
    outside.screen.leave();
    outside.jobs.end();
    Ok(ended)
}

/// Waits until something happens, though no longer than that, and gives all that has happened by then.
fn next(happened: &Receiver<Event>, patience: Duration) -> Vec<Event> {
    let mut events = Vec::new();
    match happened.recv_timeout(patience) {
        Ok(event) => events.push(event),
        Err(RecvTimeoutError::Timeout) => return events,
        // Somebody always holds the other end; without, there would be nobody left to leave.
        Err(RecvTimeoutError::Disconnected) => return vec![Event::Msg(Msg::Terminate)],
    }
    events.extend(happened.try_iter().take(TOGETHER));
    events
}

/// Everything outside the state.
struct Outside {
    screen: Screen,
    input: Input,
    signals: Signals,
    readers: Readers,
    jobs: Jobs,
    desk: Desk,
}

impl Outside {
    /// Does what is to be done outside; tells how the program ends, if it does.
    fn carry_out(&mut self, state: &mut State, effects: Vec<Effect>) -> io::Result<Option<Ended>> {
        let mut effects = std::collections::VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Ask(request) => self.readers.ask(request),
                Effect::Start(id, job) => self.jobs.start(id, job),
                Effect::Foreground(id, job) => effects.extend(self.foreground(state, id, job)?),
                Effect::Cancel(id) => self.jobs.cancel(id),
                Effect::Copy(text) => self.screen.copy(&text)?,
                Effect::Suspend => self.suspend(state)?,
                Effect::Quit(query) => return Ok(Some(Ended::Left(query))),
                Effect::End => return Ok(Some(Ended::Interrupted)),
            }
        }
        Ok(None)
    }

    /// Gives the terminal to whoever asks for a passphrase, does the job, and takes the terminal back.
    fn foreground(&mut self, state: &mut State, id: JobId, job: Box<dyn Job>) -> io::Result<Vec<Effect>> {
        self.input.pause();
        self.screen.leave();
        let outcome = self.signals.in_foreground(|stop| {
            let plain = Plain { stop, password: self.desk.password() };
            outcome(&self.desk, job, &plain, stop)
        });
        self.screen.enter()?;
        self.input.resume();
        state.size = self.screen.size()?;
        Ok(update(state, Msg::Ended(id, Box::new(outcome))))
    }

    fn suspend(&mut self, state: &mut State) -> io::Result<()> {
        self.input.pause();
        self.screen.leave();
        stop();
        self.screen.enter()?;
        self.input.resume();
        state.size = self.screen.size()?;
        Ok(())
    }
}

/// News of a job while the screen is not ours: plain lines.
struct Plain<'a> {
    stop: &'a Stop,
    password: fn(&str, &Stop) -> Option<Password>,
}

impl Progress for Plain<'_> {
    fn notice(&self, notice: Notice) {
        // There is nobody left to be told when stderr is gone.
        let _ = writeln!(io::stderr(), "signcache: {}", Untrusted::new(notice.to_string()));
    }

    fn cancelled(&self) -> bool {
        self.stop.is_asked()
    }

    fn password(&self, question: &str) -> Option<Password> {
        (self.password)(question, self.stop)
    }
}
