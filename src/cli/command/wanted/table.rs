use crate::cli::command::json;
use crate::cli::command::list::{Names, ago};
use crate::cli::error::Error;
use crate::cli::output::Style;
use crate::cli::resolve::Work;
use crate::model::{Untrusted, Wanted};

/// A table of what is wanted for people, a JSON object a line for programs.
pub struct Table<'a> {
    work: &'a Work<'a>,
    names: Names<'a>,
    /// How many rows it has by now.
    pub rows: u64,
}

impl<'a> Table<'a> {
    /// A table without rows.
    pub fn new(work: &'a Work<'a>) -> Self {
        Self { work, names: Names::new(work.session.settings()), rows: 0 }
    }

    /// Prints a row; false when nobody reads it any more.
    pub fn row(&mut self, wanted: &Wanted) -> Result<bool, Error> {
        let output = self.work.output;
        self.rows += 1;
        if output.json {
            return output.object(&json::wanted(wanted));
        }
        if self.rows == 1 {
            let head = format!("{:<12}  {:<16}  {:>10}  {:>6}  label", "digest", "key", "size", "asked");
            // A closed pipe shows at the next line, too.
            let _ = output.line(&output.paint(Style::Bold, &head));
        }
        let (digest, key) = (wanted.pair.content.to_string(), self.names.of(&wanted.pair.key));
        let size = wanted.size().map_or_else(|| "?".to_owned(), |size| size.to_string());
        let asked = ago(wanted.asked, self.work.session.settings().now);
        let none = Untrusted::default();
        let label = wanted.label.as_ref().unwrap_or(&none);
        output.line(format!("{digest:.12}  {key:<16}  {size:>10}  {asked:>6}  {label}").trim_end())
    }
}
