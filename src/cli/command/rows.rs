use jiff::Timestamp;
use serde_json::Value;

use crate::cli::error::Error;
use crate::cli::output::Style;
use crate::cli::resolve::Work;
use crate::ops::Names;

/// The rows of a table on their way to stdout: below a head for people, a JSON object each for programs.
pub struct Rows<'a> {
    work: &'a Work<'a>,
    names: Names,
    count: u64,
    failed: Option<Error>,
}

impl<'a> Rows<'a> {
    /// No rows yet.
    pub fn new(work: &'a Work<'a>) -> Self {
        Self { work, names: Names::new(work.session.settings()), count: 0, failed: None }
    }

    /// Prints a row; false when nobody reads it any more, or it can't be printed.
    pub fn print(
        &mut self,
        head: impl FnOnce() -> String,
        value: impl FnOnce() -> Value,
        line: impl FnOnce(&Names, Timestamp) -> String,
    ) -> bool {
        let output = self.work.output;
        self.count += 1;
        let printed = if output.json {
            output.object(&value())
        } else {
            if self.count == 1 {
                // A closed pipe shows at the next line, too.
                let _ = output.line(&output.paint(Style::Bold, &head()));
            }
            output.line(line(&self.names, self.work.session.settings().now).trim_end())
        };
        printed.unwrap_or_else(|error| {
            self.failed = Some(error);
            false
        })
    }

    /// How many rows there are by now.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Ends the table; gives how many rows it has.
    ///
    /// # Errors
    /// When a row could not be printed.
    pub fn end(self) -> Result<u64, Error> {
        self.failed.map_or(Ok(self.count), Err)
    }
}
