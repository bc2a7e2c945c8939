use serde_json::json;

use crate::cli::args::wanted::FromDrv;
use crate::cli::command::json;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops;

/// Lists what a build depends on and nobody has provided, and notes it as wanted.
pub fn run(args: &FromDrv, work: &Work<'_>) -> Result<Exit, Error> {
    let wanted = ops::wanted::from_derivation(&work.session, &args.build, &work.bars)?;
    for (wanted, path) in &wanted {
        if work.output.json {
            let mut value = json::pair(&wanted.pair);
            value["path"] = json!(path.to_string());
            work.output.object(&value)?;
        } else {
            work.output.line(&format!("{}  {}  {path}", wanted.pair.content, wanted.pair.key))?;
        }
    }
    if wanted.is_empty() {
        work.output.say("nothing is missing: all signatures in its closure are provided");
    } else {
        work.output.hint(
            "`signcache wanted sign --content DIR` signs what is found in DIR, and provides it; `signcache provide` provides what is in the cache",
        );
    }
    Ok(Exit::Done)
}
