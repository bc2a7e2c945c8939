use std::error::Error;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a process took.
pub struct Run {
    pub seconds: f64,
    /// The most memory that it had, by the kernel's count (`VmHWM` in proc(5)), to within the last moments.
    pub peak_mib: u64,
}

/// Runs a command, which must succeed, and watches its memory.
pub fn run(mut command: Command) -> Result<Run, Box<dyn Error>> {
    let begun = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kib = 0;
    let ended = loop {
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak_kib = peak_kib.max(kib.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(5));
    };
    let seconds = begun.elapsed().as_secs_f64();
    if ended.success() {
        Ok(Run { seconds, peak_mib: peak_kib / 1024 })
    } else {
        Err(format!("{command:?} failed").into())
    }
}
