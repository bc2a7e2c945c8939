use super::{Finding, Level};
use crate::ops::{UpstreamSettings, upstream};

/// Whether each upstream can be read. One that is required stops signing where it can't.
pub(super) fn check(upstreams: &[UpstreamSettings]) -> Vec<Finding> {
    let look = |one: &UpstreamSettings| match upstream::check(&one.path) {
        Ok(()) => Finding::ok("upstream", format!("the upstream {} can be read", one.path.display())),
        Err(trouble) => {
            let stops = if one.optional { "" } else { ", so nothing new is signed" };
            let text =
                format!("the upstream {} can't be read{stops}: {}", one.path.display(), trouble.reason.raw());
            let advice = format!(
                "check that it is mounted and that you may read it; `upstream = [{{ path = \"{}\", optional = true }}]` goes on without it",
                one.path.display()
            );
            let level = if one.optional { Level::Warning } else { Level::Error };
            Finding { level, ..Finding::warning("upstream", text, advice) }
        }
    };
    upstreams.iter().map(look).collect()
}
