//! What other places have for a pair: the trash, and the upstreams.

use super::{Answer, Search, answer};
use crate::cache::Trashed;
use crate::ops::Error;
use crate::ops::prove::Outcome;
use crate::ops::upstream::{self, Keep, Taken};

impl Search<'_> {
    /// The latest that the trash has for the pair and that is `wanted`.
    pub(super) fn trashed(&self, wanted: impl Fn(&Trashed) -> bool) -> Result<Option<Trashed>, Error> {
        let trashed = self.session.cache()?.map(|cache| cache.trashed(&self.pair)).transpose()?;
        Ok(trashed.into_iter().flatten().filter(Trashed::was_entry).find(wanted))
    }

    /// Fails where the trash has another signature for the pair that may verify.
    pub(super) fn yield_to_trash(&self, signature: &[u8]) -> Result<(), Error> {
        let Some(cache) = self.session.cache()? else { return Ok(()) };
        let mut trashed = cache.trashed(&self.pair)?;
        trashed.retain(Trashed::was_entry);
        if trashed.iter().any(|trashed| trashed.entry.signature == signature) {
            return Ok(());
        }
        for trashed in trashed {
            let entry = &trashed.entry;
            let stored = entry.proof.as_deref().map(|proof| (proof, entry.size));
            if !matches!(self.prove(&entry.signature, stored)?, Outcome::Bad(_)) {
                return Err(Error::Trashed(Box::new(trashed)));
            }
        }
        Ok(())
    }

    /// What an upstream has, of which the cache keeps a copy. If it has another one by then, that is the first
    /// one; and so is what the trash has, even if it was never served to this user.
    pub(super) fn ask_upstreams(&self) -> Result<Option<Answer>, Error> {
        let taken =
            upstream::take(self.session, &self.pair, self.content, self.allow_compromised, self.progress)?;
        let Some(Taken { proven, entry }) = taken else { return Ok(None) };
        // Where the cache can't be read, nothing is kept in it, and what others have is returned all the same.
        let readable = match self.session.cache().and_then(|_| self.yield_to_trash(&entry.signature)) {
            Err(Error::Cache(_)) => false,
            yielded => yielded.map(|()| true)?,
        };
        let keeps = readable && self.session.settings().keep_upstream_copies;
        match self.keep {
            Keep::Later(copies) if keeps => {
                copies.borrow_mut().push(entry);
                return Ok(Some(answer(self.pair, &proven, false)));
            }
            Keep::Now if keeps => {
                let signature = entry.signature.clone();
                if upstream::keep(self.session, &self.pair.key, &[entry], self.progress)?
                    && let Some(cache) = self.session.cache()?
                {
                    match cache.get(&self.pair) {
                        Ok(Some(first)) if first.signature != signature => {
                            return self.hit(&first, None).map(Some);
                        }
                        Ok(Some(_)) | Err(_) => {}
                        // Another one came and was deleted meanwhile.
                        Ok(None) => self.yield_to_trash(&signature)?,
                    }
                }
            }
            _ => {}
        }
        self.serve(&proven).map(Some)
    }
}
