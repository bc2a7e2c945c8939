use serde_json::json;

use crate::cache::Trashed;
use crate::cli::args::trash::List;
use crate::cli::command::json;
use crate::cli::command::list::ago;
use crate::cli::command::rows::Rows;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops::trash;

/// Lists what is in the trash.
pub fn run(args: &List, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, _) = super::query(&args.query, work)?;
    let mut rows = Rows::new(work);
    trash::list(&work.session, &query, &work.bars, &mut |trashed| print(&mut rows, &trashed))?;
    if rows.end()? == 0 {
        work.output.say("nothing in the trash is selected");
    }
    Ok(Exit::Done)
}

/// Prints something in the trash as a row; false when nobody reads it any more.
pub fn print(rows: &mut Rows<'_>, trashed: &Trashed) -> bool {
    let entry = &trashed.entry;
    let head = || format!("{:>7}  {:<22}  {:<12}  {:<16}  label", "deleted", "reason", "digest", "key");
    let value = || {
        let mut value = json::entry(entry, false);
        value["reason"] = json!(trashed.reason.raw());
        value["deletedAt"] = json!(trashed.deleted.as_second());
        value
    };
    rows.print(head, value, |names, now| {
        let (digest, key) = (entry.pair.content.to_string(), names.of(&entry.pair.key));
        let (deleted, label) = (ago(trashed.deleted, now), entry.label.clone().unwrap_or_default());
        format!("{deleted:>7}  {:<22}  {digest:.12}  {key:<16}  {label}", trashed.reason)
    })
}
