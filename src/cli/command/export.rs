use serde_json::json;

use super::place::target;
use crate::cli::args::Export;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops::{self, Choice};

/// Writes entries into a bundle.
pub fn run(args: &Export, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, text) = work.query(&args.query)?;
    let choice = Choice { labels: args.labels, proofs: !args.no_proofs };
    let mut target = target(&args.output, args.force, work)?;
    if args.encrypt || !args.recipient.is_empty() {
        let named = args.recipient.iter().map(|key| work.other_key(key)).collect::<Result<Vec<_>, _>>()?;
        let keys = if named.is_empty() { ops::keys(&work.session, &query)? } else { named };
        if keys.is_empty() {
            return Err(ops::Error::NothingSelected(Untrusted::new(text)).into());
        }
        target = target.sealed(&work.session, keys, &work.bars)?;
    }
    let to_stdout = args.output.as_os_str() == "-";
    if to_stdout {
        work.bars.in_a_pipe("exported");
    }
    let exported = target
        .write(|writer, place| ops::export(&work.session, &query, choice, (writer, place), &work.bars))?;
    work.bars.clear();
    if work.output.json && !to_stdout {
        let conflicts: Vec<_> = exported.conflicts.iter().map(super::json::pair).collect();
        work.output.object(&json!({
            "new": exported.new,
            "identical": exported.same,
            "conflicts": conflicts,
            "leftOut": exported.left_out,
        }))?;
    } else {
        for pair in &exported.conflicts {
            work.output.say(&format!("another signature is there for {pair}, and was left as it is"));
        }
        let there =
            if exported.same > 0 { format!(", {} were there already", exported.same) } else { String::new() };
        work.output.say(&format!("{} entries exported{there}", exported.new));
    }
    if exported.left_out > 0 {
        work.output.hint("what was exported is whole; get the rest from somebody who has it");
    }
    let whole = exported.conflicts.is_empty() && exported.left_out == 0;
    Ok(if whole { Exit::Done } else { Exit::Unverified })
}
