use std::fs;

use rustix::process::{Pid, Signal, kill_process};

/// Closes a question to which nobody wants an answer any more.
///
/// The agent of GnuPG 2.2 leaves it open when whoever asked hangs up, and a person would go on typing
/// into it. It gets the signal that the agent itself sends where it takes a question back.
///
/// An agent may be another machine's, and the numbers of its processes may be other processes here: only
/// a child of the agent is touched.
pub(super) fn close(pinentry: Pid, agent: Pid) {
    if parent(pinentry) == Some(agent) {
        // It has gone already at worst, which is as good.
        let _ = kill_process(pinentry, Signal::INT);
    }
}

/// The parent of a process, where the system has a file that says so.
fn parent(process: Pid) -> Option<Pid> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name before the last parenthesis may contain anything; state and parent follow.
    number(stat.rsplit_once(')')?.1.split_whitespace().nth(1)?)
}

/// The number of a process, as it is written.
pub(super) fn number(text: &str) -> Option<Pid> {
    Pid::from_raw(text.parse::<u32>().ok()?.try_into().ok()?)
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn only_a_child_of_the_agent_is_touched() {
        // Whoever runs the tests in the background may have them ignore the signal.
        let mut child = Command::new("env");
        let mut child = child.args(["--default-signal=INT", "cat"]).stdin(Stdio::piped()).spawn().unwrap();
        let (process, own) = (Pid::from_child(&child), rustix::process::getpid());
        while fs::read_to_string(format!("/proc/{process}/comm")).unwrap() != "cat\n" {
            std::thread::yield_now();
        }
        assert_eq!(parent(process), Some(own));
        close(process, rustix::process::getppid().unwrap());
        assert!(child.try_wait().unwrap().is_none());
        close(process, own);
        assert!(!child.wait().unwrap().success());
    }

    #[test]
    fn what_is_no_process_is_none() {
        for text in ["", "0", "-1", "x", "99999999999"] {
            assert_eq!(number(text).and_then(parent), None, "{text}");
        }
    }
}
