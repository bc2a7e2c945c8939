use serde_json::json;

use crate::cache::Sharing;
use crate::cli::args::Init;
use crate::cli::error::{Error, shown};
use crate::cli::exit::Exit;
use crate::cli::group;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops;

/// Makes a cache, or puts the permissions of a shared one right.
pub fn run(args: &Init, work: &Work<'_>) -> Result<Exit, Error> {
    let group = args.group.as_deref().map(number).transpose()?;
    let sharing = group.map(|group| Sharing { group, others_read: args.world_readable });
    let directory = args.directory.as_deref().unwrap_or(&work.session.settings().cache);
    let made = ops::init(&work.session, directory, sharing, &work.bars)?;
    let owner = made.group.map(group::name);
    if work.output.json {
        let value = json!({ "directory": directory.to_string_lossy(), "new": made.new, "group": owner });
        work.output.object(&value)?;
        return Ok(Exit::Done);
    }
    let whose = owner.map_or_else(|| "you alone".to_owned(), |name| format!("the group {name}"));
    let done = if made.new { "made a cache for" } else { "there is a cache for" };
    work.output.say(&format!("{done} {whose} in {}", shown(directory)));
    Ok(Exit::Done)
}

fn number(group: &str) -> Result<u32, Error> {
    group::number(group).ok_or_else(|| {
        Error::new(Exit::Failed, format!("there is no group `{}`", Untrusted::new(group)))
            .hinted("`getent group` lists the groups, and root makes one with `groupadd NAME`")
    })
}
