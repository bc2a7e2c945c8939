use std::collections::VecDeque;

use jiff::Timestamp;

use super::Position;
use super::jobs::Standing;

/// What was said: what jobs noticed, and how they ended.
#[derive(Default)]
pub struct Log {
    /// The lines, the latest last.
    pub lines: VecDeque<Line>,
    /// Where one is.
    pub position: Position,
}

/// A line of the log. Its text is fit for a terminal.
pub struct Line {
    /// When it was said.
    pub at: Timestamp,
    /// How grave it is.
    pub standing: Standing,
    /// What was said.
    pub text: String,
}

/// So many lines are remembered.
const REMEMBERED: usize = 2_000;

impl Log {
    /// Notes what was said.
    pub fn say(&mut self, at: Timestamp, standing: Standing, text: impl Into<String>) {
        if self.lines.len() == REMEMBERED {
            self.lines.pop_front();
        }
        self.lines.push_back(Line { at, standing, text: text.into() });
    }
}
