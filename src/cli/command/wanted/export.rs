use std::path::Path;

use serde_json::json;

use crate::cli::args::wanted::Export;
use crate::cli::command::place::target;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops;

/// Writes what is wanted into a bundle.
pub fn run(args: &Export, work: &Work<'_>) -> Result<Exit, Error> {
    let query = super::query(&args.query, work)?;
    let target = target(&args.output, args.force, work)?;
    let exported = target.write(|writer, place| {
        ops::wanted::export(&work.session, &query, !args.no_labels, (writer, place), &work.bars)
    })?;
    let written = exported.new + exported.same;
    if work.output.json && args.output != Path::new("-") {
        work.output.object(&json!({ "written": written, "unprovable": exported.left_out }))?;
    } else {
        work.output.say(&format!("{written} wanted signatures exported"));
    }
    if exported.left_out > 0 {
        work.output.say(&format!(
            "{} were left out, of which only the digest is known; ask for them again where the contents are",
            exported.left_out
        ));
    }
    Ok(Exit::Done)
}
