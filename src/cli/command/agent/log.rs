use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use serde_json::json;

use crate::cli::error::Error;
use crate::model::Untrusted;
use crate::ops::agent::Decision;

/// The log of an agent's decisions: a line of JSON each, only ever appended.
pub struct Log(File);

impl Log {
    /// Opens it, or begins it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let above = path.parent().map_or(Ok(()), fs::create_dir_all);
        let opened = above.and_then(|()| File::options().append(true).create(true).mode(0o640).open(path));
        opened.map(Self).map_err(|error| Error::io("write", path, &error))
    }

    /// Appends a decision, in one piece: several threads, and several agents, may write to one log.
    pub fn write(&self, decision: &Decision) -> io::Result<()> {
        let line = json!({
            "at": decision.at.to_string(),
            "decision": decision.decided.to_string(),
            "keyId": decision.key.map(|key| key.to_string()),
            "contentHash": decision.content.map(|content| content.to_string()),
            "size": decision.size,
            "label": decision.label.raw(),
            "reason": decision.reason.as_ref().map(Untrusted::raw),
            "uid": decision.peer.map(|peer| peer.uid),
            "gid": decision.peer.map(|peer| peer.gid),
            "pid": decision.peer.map(|peer| peer.pid),
        });
        (&self.0).write_all(format!("{line}\n").as_bytes())
    }
}
