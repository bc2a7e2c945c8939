use serde_json::json;

use super::place::target;
use crate::cli::args::{Export, Format};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops::place::{Target, nix_key};
use crate::ops::{self, Choice};

/// Where it goes, and in what format.
fn target_of<'a>(args: &Export, work: &'a Work<'_>) -> Result<Target<'a>, Error> {
    match (args.format, &args.nix_key) {
        (Format::NixCache, Some(key)) if args.output.as_os_str() != "-" => {
            let key = nix_key(key)?;
            Ok(Target::nix_cache(&args.output, &work.session, key, work.bars.stop())?)
        }
        (Format::NixCache, _) => {
            Err(Error::usage("a binary cache is a directory").hinted("name one with -o"))
        }
        (Format::Bundle, _) => target(&args.output, args.force, work),
    }
}

/// Writes entries into a bundle.
pub fn run(args: &Export, work: &Work<'_>) -> Result<Exit, Error> {
    let (query, text) = work.query(&args.query)?;
    let choice = Choice { labels: args.labels, proofs: !args.no_proofs };
    if args.output.as_os_str() == "-" {
        work.output.check()?;
    }
    if !args.allow_empty {
        ops::expect_entries(&work.session, (&query, &text))?;
    }
    let mut target = target_of(args, work)?;
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
