//! Signing with a program of the user's, whose word is not taken for anything.

use std::path::absolute;
use std::time::Duration;

use jiff::Timestamp;

use super::pair;
use crate::model::{Untrusted, Verdict};
use crate::openpgp::{Certificate, Proven};
use crate::ops::content::Content;
use crate::ops::prove::prove;
use crate::ops::{Error, Progress};
use crate::program::{self, Template, Values};

/// Has a program sign a content, and verifies what it printed.
pub(super) fn sign(
    certificate: &Certificate,
    command: &Template,
    limit: Duration,
    content: &Content,
    now: Timestamp,
    progress: &dyn Progress,
) -> Result<Proven, Error> {
    let pair = pair(certificate, content);
    if content.path.is_none() && content.proof.is_none() {
        // It would be asked in vain: nothing that it could print can be verified.
        let reason = Untrusted::new("only its digest is known");
        return Err(Error::Unproven { pair, reason });
    }
    let values = Values {
        // A path that can't be made absolute can't be opened either.
        file: content.path.as_ref().and_then(|path| absolute(path).ok()),
        digest: content.digest.to_string(),
        key: certificate.fingerprint().to_string(),
    };
    let printed = match program::run(command.fill(&values)?, limit, &|| progress.cancelled()) {
        Err(program::Error::Cancelled { .. }) => return Err(Error::Interrupted),
        printed => printed?,
    };
    let outcome = prove(certificate, &pair, &printed, content, None, now, progress)?;
    let proven = outcome.into_result(pair, false).map_err(|error| match error {
        Error::Bad { reason, .. }
        | Error::UnknownSigner { reason, .. }
        | Error::Compromised { remark: reason, .. }
        | Error::NotValidWhenMade { remark: reason, .. } => Error::UnsoundSigner { pair, reason },
        other => other,
    })?;
    match proven.verdict {
        // It would be kept for ever, and warned of each time.
        Verdict::Weak => {
            let reason = proven.remark.unwrap_or_else(|| Untrusted::new("its algorithms"));
            Err(Error::WeakSigner { pair, reason })
        }
        _ => Ok(proven),
    }
}
