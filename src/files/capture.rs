use std::io::{self, Read};
use std::os::fd::AsFd;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// What a program left behind when it ended.
pub struct Captured {
    /// How it ended.
    pub status: ExitStatus,
    /// All that it printed.
    pub stdout: Vec<u8>,
    /// The end of what it said on stderr.
    pub stderr: Vec<u8>,
}

/// How much of stderr is kept: its end.
const MOST_STDERR: usize = 64 << 10;

/// How long to wait at once.
const TICK: Duration = Duration::from_millis(50);

/// How much is read at once.
const PIECE: usize = 64 << 10;

/// Runs a program to its end, and keeps at most `most` bytes of what it prints.
///
/// One that prints more is killed ([`io::ErrorKind::FileTooLarge`]), and so is one that takes longer than `limit`
/// ([`io::ErrorKind::TimedOut`]).
///
/// # Errors
/// When it can't be run, or was killed.
pub fn capture(command: &mut Command, most: usize, limit: Option<Duration>) -> io::Result<Captured> {
    let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let captured = watch(&mut child, most, deadline);
    if captured.is_err() {
        // It has gone already at worst, which is as good.
        let _ = child.kill().and_then(|()| child.wait());
    }
    captured
}

fn watch(child: &mut Child, most: usize, deadline: Option<Instant>) -> io::Result<Captured> {
    let (mut out, mut err) = (child.stdout.take(), child.stderr.take());
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    while out.is_some() || err.is_some() {
        if take(&mut out, &mut stdout)? && stdout.len() > most {
            let message = format!("it printed more than {most} bytes");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        if take(&mut err, &mut stderr)? {
            let surplus = stderr.len().saturating_sub(MOST_STDERR);
            stderr.drain(..surplus);
        }
        wait(&out, &err)?;
        check(deadline)?;
    }
    let Some(deadline) = deadline else {
        return Ok(Captured { status: child.wait()?, stdout, stderr });
    };
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Captured { status, stdout, stderr });
        }
        check(Some(deadline))?;
        // It closed both and works on.
        std::thread::sleep(pause);
        pause = (pause * 2).min(TICK);
    }
}

fn check(deadline: Option<Instant>) -> io::Result<()> {
    match deadline {
        Some(deadline) if Instant::now() >= deadline => Err(io::ErrorKind::TimedOut.into()),
        _ => Ok(()),
    }
}

/// Waits for either of the pipes, or for a tick.
fn wait(out: &Option<impl AsFd>, err: &Option<impl AsFd>) -> io::Result<()> {
    let mut polled = Vec::with_capacity(2);
    polled.extend(out.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN)));
    polled.extend(err.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN)));
    if polled.is_empty() {
        return Ok(());
    }
    let tick = Timespec::try_from(TICK).map_err(io::Error::other)?;
    match poll(&mut polled, Some(&tick)) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Reads once from a pipe if there is something, and closes it at its end; says whether something was read.
fn take<P: Read + AsFd>(pipe: &mut Option<P>, to: &mut Vec<u8>) -> io::Result<bool> {
    let Some(open) = pipe else { return Ok(false) };
    let ready = match poll(&mut [PollFd::new(&*open, PollFlags::IN)], Some(&Timespec::default())) {
        Ok(ready) => ready > 0,
        Err(rustix::io::Errno::INTR) => false,
        Err(error) => return Err(error.into()),
    };
    if !ready {
        return Ok(false);
    }
    let before = to.len();
    to.resize(before + PIECE, 0);
    let read = open.read(&mut to[before..]);
    to.truncate(before + *read.as_ref().unwrap_or(&0));
    match read {
        Ok(0) => {
            *pipe = None;
            Ok(false)
        }
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str, most: usize, limit: Option<Duration>) -> io::Result<Captured> {
        let mut command = Command::new("sh");
        capture(command.args(["-c", script]).stdin(Stdio::null()), most, limit)
    }

    #[test]
    fn all_is_kept_up_to_the_limit_and_of_messages_the_end() {
        let captured =
            sh("printf out; head -c 200000 /dev/zero >&2; printf end >&2; exit 3", 3, None).unwrap();
        assert_eq!((captured.status.code(), &captured.stdout[..]), (Some(3), &b"out"[..]));
        assert!(captured.stderr.len() <= MOST_STDERR && captured.stderr.ends_with(b"end"));
        let endless = sh("cat /dev/zero", 1 << 20, None).err().unwrap();
        assert_eq!(endless.kind(), io::ErrorKind::FileTooLarge);
        let silent = sh("exec >&- 2>&-; sleep 1000", 1, Some(Duration::from_millis(20))).err().unwrap();
        assert_eq!(silent.kind(), io::ErrorKind::TimedOut);
    }
}
