use serde_json::json;

use super::json;
use crate::cli::args::Bind;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops;

/// Puts copies of signatures into the Nix store and prints their paths.
pub fn run(args: &Bind, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, text) = work.query(&args.query)?;
    let mut failures = Vec::new();
    for bound in ops::bind_query(&work.session, &work.session.stores(&args.store), &query, &text, &work.bars)?
    {
        match bound {
            Ok(bound) if work.output.json => {
                let mut value = json::answer(&bound.answer);
                value["path"] = json!(bound.path.to_string());
                value["store"] = json!(bound.store.raw());
                value["already"] = json!(bound.already);
                work.output.object(&value)?;
            }
            Ok(bound) => {
                work.output.line(&bound.path.to_string())?;
            }
            Err(error) => failures.push(error.into()),
        }
    }
    work.report(failures)
}
