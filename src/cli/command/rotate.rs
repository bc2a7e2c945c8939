use serde_json::{Value, json};

use crate::cli::args::Rotate;
use crate::cli::confirm::Consent;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::{Output, Style};
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops::Contents;
use crate::ops::rotate::{self, Left, Plan, Rotated, Why};

/// Has one key sign what another one signed.
pub fn run(args: &Rotate, work: &Work<'_>) -> Result<Exit, Error> {
    if work.offline && !args.dry_run {
        return Err(
            Error::usage("--offline means that nothing is signed").hinted("leave it away, or add --dry-run")
        );
    }
    let from = work.key(&args.from)?;
    let to = work.other_key(&args.to)?;
    if from == to {
        return Err(Error::usage(format!("both keys are {to}")).hinted("name the new one with --to"));
    }
    let (query, _) = work.query(&args.query)?;
    let consent = Consent::expected(args.yes || args.dry_run)?;
    let mut contents = Contents::below(&args.content, &work.bars)?;
    let (mut left, mut failed) = (Vec::new(), Ok(()));
    let with = (args.unseen, &mut contents);
    let plan = rotate::plan(
        &work.session,
        (&from, &to),
        &query,
        with,
        &mut |found| {
            left.push(found.why);
            let told = work.bars.aside(|| tell(work.output, &found));
            failed = std::mem::replace(&mut failed, Ok(())).and(told);
        },
        &work.bars,
    )?;
    failed?;
    work.bars.clear();
    let count = plan.seen.len() + plan.unseen.len();
    show(work, &plan, left.len())?;
    if args.dry_run {
        work.output.say("nothing was changed");
    } else if count > 0 {
        if !consent
            .to(&format!("Sign {count} contents, {} of them unseen, with {to}?", plan.unseen.len()), work)
        {
            return Ok(Exit::Done);
        }
        let rotated = rotate::apply(&work.session, &plan, &mut contents, &work.bars)?;
        work.bars.clear();
        conclude(work, rotated)?;
    }
    if left.contains(&Why::ContentNeeded) {
        work.output.hint(
            "give the contents with --content DIR, or with --unseen have them signed from their proofs",
        );
    }
    Ok(exit(&left))
}

fn tell(output: &Output, left: &Left) -> Result<(), Error> {
    if output.json {
        return output
            .object(&json!({
                "contentHash": left.pair.content.to_string(),
                "label": left.label.as_ref().map(Untrusted::raw),
                "left": left.why.word(),
                "reason": left.reason.raw(),
            }))
            .map(drop);
    }
    let style = if left.why == Why::Bad { Style::Error } else { Style::Warning };
    let word = output.paint(style, &format!("{:<14}", left.why.word()));
    let label = left.label.as_ref().map_or_else(String::new, |label| format!("  {label}"));
    output.line(&format!("{word}  {}{label}: {}", left.pair.content, left.reason)).map(drop)
}

fn show(work: &Work<'_>, plan: &Plan, left: usize) -> Result<(), Error> {
    let (seen, unseen, there) = (plan.seen.len(), plan.unseen.len(), plan.there);
    if work.output.json {
        let plan = json!({ "seen": seen, "unseen": unseen, "there": there, "left": left });
        work.output.object(&json!({ "plan": plan })).map(drop)
    } else {
        let to = &plan.to;
        work.output.say(&format!(
            "{seen} contents to be signed with {to}, {unseen} more unseen; {there} were signed with it before, {left} are left"
        ));
        Ok(())
    }
}

fn conclude(work: &Work<'_>, rotated: Rotated) -> Result<(), Error> {
    let Rotated { made, reused, changed, failures, stopped } = rotated;
    if work.output.json {
        let done: Value = json!({ "signed": made, "reused": reused, "changed": changed });
        work.output.object(&json!({ "summary": done }))?;
    } else {
        work.output.say(&format!("{made} signed, {reused} were there by then, {changed} had changed"));
    }
    let failures: Vec<Error> = failures.into_iter().chain(stopped).map(Error::from).collect();
    let mut failures = failures.into_iter();
    match failures.next_back() {
        None => Ok(()),
        Some(last) => {
            failures.for_each(|failure| work.output.error(&failure));
            Err(last)
        }
    }
}

/// The worst of what is left.
fn exit(left: &[Why]) -> Exit {
    if left.contains(&Why::Bad) {
        Exit::Unverified
    } else if left.contains(&Why::Refused) {
        Exit::KeyUnusable
    } else if left.is_empty() {
        Exit::Done
    } else {
        Exit::Failed
    }
}
