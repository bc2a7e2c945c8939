use serde_json::json;

use crate::cache::Trashed;
use crate::cli::args::trash::List;
use crate::cli::command::json;
use crate::cli::command::list::{Names, ago};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::Style;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops::trash;

/// Lists what is in the trash.
pub fn run(args: &List, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, _) = super::query(&args.query, work)?;
    let mut table = Table::new(work);
    let mut failed = None;
    trash::list(&work.session, &query, &work.bars, &mut |trashed| {
        table.row(&trashed).unwrap_or_else(|error| {
            failed = Some(error);
            false
        })
    })?;
    failed.map_or(Ok(()), Err)?;
    if table.rows == 0 {
        work.output.say("nothing in the trash is selected");
    }
    Ok(Exit::Done)
}

/// A table of what is in the trash for people, a JSON object a line for programs.
pub struct Table<'a> {
    work: &'a Work<'a>,
    names: Names<'a>,
    rows: u64,
}

impl<'a> Table<'a> {
    /// A table without rows.
    pub fn new(work: &'a Work<'a>) -> Self {
        Self { work, names: Names::new(work.session.settings()), rows: 0 }
    }

    /// Prints a row; false when nobody reads it any more.
    pub fn row(&mut self, trashed: &Trashed) -> Result<bool, Error> {
        let (output, entry) = (self.work.output, &trashed.entry);
        self.rows += 1;
        if output.json {
            let mut value = json::entry(entry, false);
            value["reason"] = json!(trashed.reason.raw());
            value["deletedAt"] = json!(trashed.deleted.as_second());
            return output.object(&value);
        }
        if self.rows == 1 {
            let head = format!("{:>7}  {:<22}  {:<12}  {:<16}  label", "deleted", "reason", "digest", "key");
            // A closed pipe shows at the next line, too.
            let _ = output.line(&output.paint(Style::Bold, &head));
        }
        let (digest, key) = (entry.pair.content.to_string(), self.names.of(&entry.pair.key));
        let deleted = ago(trashed.deleted, self.work.session.settings().now);
        let none = Untrusted::default();
        let label = entry.label.as_ref().unwrap_or(&none);
        let line = format!("{deleted:>7}  {:<22}  {digest:.12}  {key:<16}  {label}", trashed.reason);
        output.line(line.trim_end())
    }
}
