//! Processes that are killed at random instants, many at once.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::dice::Dice;
use super::nix_store::NixStore;
use super::user::User;

/// How many run at once.
const WORKERS: u64 = 4;

/// A user whose processes are killed.
pub(crate) struct Storm {
    pub(crate) user: User,
    pub(crate) key: String,
    pub(crate) nix: NixStore,
    wanted: usize,
    kills: AtomicUsize,
}

/// How long a run of some kind takes, so that the instants spread over the whole of it, here and now.
#[derive(Clone, Copy)]
pub(crate) struct Span(Duration);

/// How a run ended.
pub(crate) struct Run {
    pub(crate) killed: bool,
    pub(crate) status: ExitStatus,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl Storm {
    /// A user with a key and a Nix store, so many of whose processes are to be killed.
    pub(crate) fn new(wanted: usize) -> Self {
        let (user, key) = User::with_key();
        Self { user, key, nix: NixStore::new(), wanted, kills: AtomicUsize::new(0) }
    }

    /// The program, with the user's store.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.user.signcache(arguments);
        command.envs(self.nix.environment()).env("HOME", self.user.home.path());
        command
    }

    /// How many processes were killed until now.
    pub(crate) fn kills(&self) -> usize {
        self.kills.load(Ordering::Relaxed)
    }

    /// Starts processes and kills them until enough were; gives what is noted of them.
    ///
    /// `start` chooses one: its kind, of `kinds`, what to call it, and its command. `end` looks at how it ended.
    pub(crate) fn rage<Name, Note: Send>(
        &self,
        kinds: usize,
        start: impl Fn(&mut Dice) -> (usize, Name, Command) + Sync,
        end: impl Fn(Name, Run) -> Note + Sync,
    ) -> Vec<Note> {
        let work = |seed| {
            let mut dice = Dice::new(seed);
            let mut spans = vec![Span::new(Duration::from_secs(1)); kinds];
            let mut notes = Vec::new();
            while self.kills() < self.wanted {
                let (kind, name, command) = start(&mut dice);
                let run = spans[kind].run(command, &mut dice);
                self.kills.fetch_add(usize::from(run.killed), Ordering::Relaxed);
                notes.push(end(name, run));
            }
            notes
        };
        thread::scope(|scope| {
            let workers: Vec<_> = (0..WORKERS).map(|seed| scope.spawn(move || work(seed))).collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        })
    }
}

impl Span {
    /// One that is a guess until the first run has ended by itself.
    pub(crate) const fn new(guess: Duration) -> Self {
        Self(guess)
    }

    /// Runs a program, and kills it at an instant unless it ends before.
    pub(crate) fn run(&mut self, mut command: Command, dice: &mut Dice) -> Run {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let begun = Instant::now();
        let instant = begun + self.0.mul_f64(dice.below(1000) as f64 / 1000.0);
        while Instant::now() < instant && child.try_wait().unwrap().is_none() {
            // The instant is what the dice chose: there is no other condition to wait for.
            thread::sleep(Duration::from_micros(200));
        }
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        let killed = output.status.signal() == Some(9);
        if !killed {
            self.0 = (self.0 + begun.elapsed().mul_f64(2.0)) / 2;
        }
        self.0 = self.0.mul_f64(1.02);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        Run { killed, status: output.status, stdout: output.stdout, stderr }
    }
}
