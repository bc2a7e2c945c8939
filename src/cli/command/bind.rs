use serde_json::json;

use super::json;
use crate::cli::args::Bind;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops::{self, Form};

/// Puts copies of signatures into the Nix store and prints their paths.
pub fn run(args: &Bind, work: &Work<'_>) -> Result<Exit, Error> {
    place(Form::Copy, &args.query, &args.store, work)
}

/// Puts signatures into Nix stores in some form, and prints their paths.
pub fn place(form: Form, query: &[String], stores: &[String], work: &Work<'_>) -> Result<Exit, Error> {
    let (query, text) = work.query(query)?;
    let stores = work.session.stores(stores);
    let (mut failures, mut new, mut already) = (Vec::new(), 0, 0);
    for bound in ops::bind_query(&work.session, &stores, form, (&query, &text), &work.bars)? {
        if let Ok(bound) = &bound {
            *if bound.already { &mut already } else { &mut new } += 1;
        }
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
    if form == Form::Provided {
        work.output.say(&format!("{new} registered, {already} there already"));
    }
    work.report(failures)
}
