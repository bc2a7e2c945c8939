use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process_group};

use super::Error;
use crate::model::Untrusted;

/// The most bytes that a program may print: more than the largest signature has in armor.
pub const MOST_OUTPUT: usize = 128 * 1024;

/// How much of stderr is kept: its end.
const MOST_STDERR: usize = 4 * 1024;

/// How many lines of it are shown.
const LINES: usize = 5;

/// How often to look whether the time is over or somebody wants to stop.
const TICK: Duration = Duration::from_millis(50);

/// How much is read at once.
const PIECE: usize = 16 * 1024;

/// How often at most, before time and limits are looked at: more than what two full pipes hold.
const AT_ONCE: usize = 16;

/// Runs a program to its end and gives what it printed.
///
/// It gets nothing on stdin and a process group of its own, which is killed as
/// a whole when the program takes longer than `limit`, prints too much, or
/// `cancelled` says to stop. What it leaves behind after a good end lives on.
///
/// # Errors
/// When it can't be run, fails, or was killed.
pub fn run(mut command: Command, limit: Duration, cancelled: &dyn Fn() -> bool) -> Result<Vec<u8>, Error> {
    let program = PathBuf::from(command.get_program());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let child = command.spawn().map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => Error::Missing { program: program.clone() },
        _ => Error::Io { program: program.clone(), source },
    })?;
    let mut running = Running { child, ended: None, stdout: Vec::new(), stderr: Vec::new() };
    let deadline = Instant::now().checked_add(limit);
    let stopped = running.watch(deadline, cancelled);
    let stderr = last_lines(&running.stderr);
    match stopped {
        Ok(Stop::Ended(status)) if status.success() => Ok(std::mem::take(&mut running.stdout)),
        Ok(Stop::Ended(status)) => Err(Error::Failed { program, status: status.to_string(), stderr }),
        Ok(Stop::TimedOut) => Err(Error::TimedOut { program, limit, stderr }),
        Ok(Stop::TooMuch) => Err(Error::TooMuch { program, limit: MOST_OUTPUT }),
        Ok(Stop::Cancelled) => Err(Error::Cancelled { program }),
        Err(source) => Err(Error::Io { program, source }),
    }
}

/// A program at work. Dropping it kills what still runs.
struct Running {
    child: Child,
    ended: Option<ExitStatus>,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

/// Why nothing more is read.
enum Stop {
    Ended(ExitStatus),
    TimedOut,
    TooMuch,
    Cancelled,
}

impl Running {
    fn watch(&mut self, deadline: Option<Instant>, cancelled: &dyn Fn() -> bool) -> io::Result<Stop> {
        loop {
            // Asked before the pipes: what it wrote before it ended is in them by then.
            self.ended = self.child.try_wait()?;
            for _ in 0..AT_ONCE {
                if !self.read(Duration::ZERO)? {
                    break;
                }
            }
            if self.stdout.len() > MOST_OUTPUT {
                return Ok(Stop::TooMuch);
            }
            if let Some(status) = self.ended {
                return Ok(Stop::Ended(status));
            }
            if cancelled() {
                return Ok(Stop::Cancelled);
            }
            let left = deadline.map_or(TICK, |deadline| deadline.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                return Ok(Stop::TimedOut);
            }
            self.read(left.min(TICK))?;
        }
    }

    /// Reads what is there, or comes within `wait`; says whether there may be more at once.
    ///
    /// Something that the program left running may hold the pipes open, so their end is not waited for.
    fn read(&mut self, wait: Duration) -> io::Result<bool> {
        let (stdout, stderr) = (&mut self.child.stdout, &mut self.child.stderr);
        let mut ready = [false; 2];
        let mut polled: Vec<PollFd<'_>> = Vec::with_capacity(2);
        polled.extend(stdout.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN)));
        polled.extend(stderr.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN)));
        if polled.is_empty() {
            // It closed both and works on. Soon is soon enough.
            std::thread::sleep(wait.min(TICK / 10));
            return Ok(false);
        }
        let timeout = Timespec::try_from(wait).map_err(io::Error::other)?;
        match poll(&mut polled, Some(&timeout)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let mut events = polled.iter().map(|polled| !polled.revents().is_empty());
        for (pipe, ready) in [stdout.is_some(), stderr.is_some()].into_iter().zip(&mut ready) {
            *ready = pipe && events.next().unwrap_or(false);
        }
        let mut some = false;
        let mut buffer = [0; PIECE];
        if ready[0] {
            let read = take(stdout, &mut buffer)?;
            self.stdout.extend_from_slice(&buffer[..read]);
            some |= read > 0;
        }
        if ready[1] {
            let read = take(stderr, &mut buffer)?;
            self.stderr.extend_from_slice(&buffer[..read]);
            let surplus = self.stderr.len().saturating_sub(MOST_STDERR);
            self.stderr.drain(..surplus);
            some |= read > 0;
        }
        Ok(some)
    }
}

/// Reads once from a pipe that has something, and closes it at its end.
fn take<P: Read>(pipe: &mut Option<P>, buffer: &mut [u8]) -> io::Result<usize> {
    let Some(open) = pipe else { return Ok(0) };
    match open.read(buffer) {
        Ok(0) => {
            *pipe = None;
            Ok(0)
        }
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(0),
        read => read,
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.ended.is_none() {
            // Not waited for yet, so the number is still its own, and its group's.
            let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

/// The end of what a program had to say, as one line.
fn last_lines(stderr: &[u8]) -> Untrusted {
    let text = String::from_utf8_lossy(stderr);
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    Untrusted::new(lines[lines.len().saturating_sub(LINES)..].join("; "))
}
