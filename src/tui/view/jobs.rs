use ratatui::Frame;
use ratatui::layout::Constraint;
use ratatui::style::Style;

use super::table::{self, Cells, Column};
use super::text::ago;
use crate::tui::job::{Reading, Unit};
use crate::tui::layout::Areas;
use crate::tui::state::State;
use crate::tui::state::jobs::{JobState, Standing};

/// Draws what runs, and what ran.
pub fn draw(state: &State, frame: &mut Frame<'_>, areas: &Areas) {
    let jobs = &state.jobs;
    if jobs.list.is_empty() {
        return table::empty(state, frame, areas.rows, &["Nothing runs, and nothing ran."]);
    }
    let columns: [Column; 3] = [
        ("began".into(), Constraint::Length(6)),
        ("what".into(), Constraint::Length(24)),
        ("how far".into(), Constraint::Fill(1)),
    ];
    table::draw(state, frame, areas, (&columns, jobs.position), &|line| {
        let job = jobs.list.get(line)?;
        let (text, style) = match &job.result {
            Some((Standing::Good, text)) => (format!("{} {text}", state.glyphs.good), state.theme.good),
            Some((Standing::Warning, text)) => {
                (format!("{} {text}", state.glyphs.warning), state.theme.warning)
            }
            Some((Standing::Bad, text)) => (format!("{} {text}", state.glyphs.bad), state.theme.bad),
            None => (progress(state, job), state.theme.accent),
        };
        let plain = Style::new();
        let cells = vec![(ago(job.began, state.now), plain), (job.title.clone(), plain), (text, style)];
        Some(Cells { cells, marked: false })
    });
}

/// How far a job is, with a bar where that is known.
pub fn progress(state: &State, job: &JobState) -> String {
    let reading = &job.reading;
    let mut text = self::reading(state, reading);
    if let Some((rate, left)) = job.rate(state.now).filter(|_| reading.done > 0) {
        text += &format!("  {rate}/s");
        if let Some(left) = left {
            text += &format!("  {left} s left");
        }
    }
    if job.cancelled {
        text += "  (stopping)";
    }
    text
}

/// How far something is, with a bar where that is known.
pub fn reading(state: &State, reading: &Reading) -> String {
    const BAR: usize = 12;
    let spinner = state.glyphs.spinner[state.ticks % state.glyphs.spinner.len()];
    let unit = match reading.unit {
        Unit::Entries => "entries",
        Unit::Signatures => "signatures",
        Unit::Bytes => "bytes",
    };
    let mut text = match (reading.percent(), reading.step) {
        (Some(percent), _) => {
            let full = usize::from(percent) * BAR / 100;
            let [whole, empty] = state.glyphs.bar;
            format!("{}{} {percent}%", whole.repeat(full), empty.repeat(BAR - full))
        }
        (None, Some(step)) => format!("{spinner} {step}"),
        (None, None) => spinner.to_owned(),
    };
    if reading.done > 0 {
        text += &match reading.total {
            Some(total) => format!("  {} of {total} {unit}", reading.done),
            None => format!("  {} {unit}", reading.done),
        };
    }
    text
}
