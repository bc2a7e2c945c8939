use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::terminal::Terminal;
use crate::{SIZE, signcache, tui};

/// From the start of the process to the first frame, beside `--version` from its start to its end.
pub fn first_frame(stage: &Path, rounds: usize) {
    let (mut frames, mut versions) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let begun = Instant::now();
        let mut terminal = Terminal::start(&signcache(stage, &["--version"]), SIZE);
        terminal.exit_code();
        versions.push(begun.elapsed());
        let begun = Instant::now();
        let mut terminal = tui(stage);
        terminal.wait_for("1 Entries");
        frames.push(begun.elapsed());
        leave(&mut terminal);
    }
    let (frame, version) = (median(&mut frames), median(&mut versions));
    println!(
        "first frame {:.1} ms, `--version` {:.1} ms: {:.1} ms more (at most 30)",
        ms(frame),
        ms(version),
        ms(frame) - ms(version)
    );
}

/// From a key press to the frame that shows it, while all cores audit.
pub fn keys_during_an_audit(stage: &Path, presses: usize) {
    let mut terminal = tui(stage);
    terminal.wait_for("artifact-");
    terminal.type_keys("aA");
    terminal.wait_for("not if within");
    terminal.type_keys("\r");
    terminal.wait_for("the verdicts are noted");
    terminal.type_keys("y");
    terminal.wait_until("the plan is gone", |screen| !screen.contains("the verdicts are noted"));
    let mut latencies = Vec::new();
    let mut audited = false;
    for press in 0..presses {
        let row = cursor(&terminal);
        let begun = Instant::now();
        terminal.type_keys(if (press / 20) % 2 == 0 { "j" } else { "k" });
        terminal.wait_screen("the cursor has moved", |screen| cursor_on(screen) != row);
        latencies.push(begun.elapsed());
        audited = terminal.screen().contains("audited");
        if audited {
            break;
        }
    }
    let count = latencies.len();
    let median = median(&mut latencies);
    let slowest = latencies[(count * 99 / 100).min(count - 1)];
    let how = if audited { "until the audit was over" } else { "while an audit ran on all cores" };
    println!(
        "key to frame, {count} keys {how}: median {:.1} ms (at most 16), 99th percentile {:.1} ms (at most 50)",
        ms(median),
        ms(slowest)
    );
    terminal.type_keys("q");
    terminal.type_keys("q");
    println!("peak memory {} MiB (below 80)", leave(&mut terminal) / 1024);
}

/// From the last key of a filter to its first rows, and how long its keys take to be seen.
pub fn filter(stage: &Path, entries: u32, rounds: usize) {
    let mut terminal = tui(stage);
    terminal.wait_for("artifact-");
    let mut keys = Vec::new();
    // The newest row does not match, but many do.
    let mut many: Vec<_> = (0..rounds).map(|_| filtered(&mut terminal, "artifact-1", &mut keys)).collect();
    let mut one: Vec<_> = (0..rounds)
        .map(|round| {
            // Short enough that others match until the last key: the first row is another one then. One of the oldest.
            let number = entries.isqrt() as usize + round;
            filtered(&mut terminal, &format!("artifact-{number}."), &mut keys)
        })
        .collect();
    for (what, pages) in [("many rows match", &mut many), ("one of the oldest matches", &mut one)] {
        let page = median(pages);
        let slowest = pages.last().copied().map_or(0.0, ms);
        println!(
            "filter where {what}: first page after {:.1} ms, {slowest:.1} ms at most (at most 100)",
            ms(page)
        );
    }
    let key = median(&mut keys);
    let slowest = keys[keys.len() * 99 / 100];
    println!("its keys are seen after {:.1} ms, 99th percentile {:.1} ms", ms(key), ms(slowest));
    println!("peak memory {} MiB (below 80)", leave(&mut terminal) / 1024);
}

/// Types a filter for a label, and takes it away again; gives the time from its last key to its first row.
fn filtered(terminal: &mut Terminal, label: &str, keys: &mut Vec<Duration>) -> Duration {
    terminal.type_keys("/");
    terminal.wait_screen("an empty field", |screen| field(screen) == "/");
    let typed = format!("name:{label}");
    let mut begun = Instant::now();
    for end in 1..=typed.len() {
        begun = Instant::now();
        terminal.type_keys(&typed[end - 1..end]);
        terminal.wait_screen("the key", |screen| field(screen) == format!("/ {}", &typed[..end]));
        keys.push(begun.elapsed());
    }
    terminal.wait_screen("the first page", |screen| row(screen, 3).contains(label));
    let page = begun.elapsed();
    terminal.type_keys("\x1b");
    terminal.wait_until("everything again", |screen| !screen.contains("name:"));
    page
}

/// Leaves the application; gives its peak memory in KiB.
fn leave(terminal: &mut Terminal) -> u64 {
    let status =
        fs::read_to_string(format!("/proc/{}/status", terminal.process().as_raw_pid())).unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
    terminal.type_keys("q");
    terminal.exit_code();
    peak.unwrap_or(0)
}

/// The row that the cursor is on: the one that is reversed where marks are.
fn cursor(terminal: &Terminal) -> Option<u16> {
    let mut found = None;
    terminal.wait_screen("a cursor", |screen| {
        found = cursor_on(screen);
        found.is_some()
    });
    found
}

fn cursor_on(screen: &vt100::Screen) -> Option<u16> {
    (3..SIZE.1).find(|row| screen.cell(*row, 6).is_some_and(vt100::Cell::inverse))
}

/// What is typed, as it is shown: the line above the hints and the footer.
fn field(screen: &vt100::Screen) -> String {
    row(screen, usize::from(SIZE.1) - 3).trim_end().to_owned()
}

fn row(screen: &vt100::Screen, number: usize) -> String {
    screen.rows(0, SIZE.0).nth(number).unwrap_or_default()
}

/// Sorts, too.
fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
