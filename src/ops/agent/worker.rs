use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::flights::{Job, Landed, locked};
use super::{Decided, Running};
use crate::model::{Allow, KeyId, Pair};
use crate::ops::{Error, Obtained, Session, Wish, certificates, obtain, wanted};
use crate::wire::{Refusal, Word};

impl Running<'_> {
    /// Does one job after the other, with a session of its own.
    pub(super) fn work(&self) {
        let mut session = Session::new(self.agent.settings.clone());
        while let Some(job) = self.flights.next() {
            // A place that could not be read may be there again.
            if !matches!(session.cache(), Ok(Some(_))) || session.met_trouble() || !session.is_in_place() {
                session = Session::new(self.agent.settings.clone());
            }
            session.set_now((self.agent.now)());
            certificates::look_again(&session, &job.key);
            // Whatever is wrong with one job, the next one gets a worker.
            let done = catch_unwind(AssertUnwindSafe(|| self.do_job(&session, &job)));
            let landed = done.unwrap_or_else(|_| {
                session = Session::new(self.agent.settings.clone());
                refused(Decided::Failed, Word::Failed, &"the agent met an error in itself")
            });
            if let Ok(signature) = &landed.result {
                let pair = Pair { content: job.content.digest, key: job.key };
                locked(&self.memo).remember(pair, Arc::clone(signature));
            }
            self.flights.land(job, landed);
        }
        session.end();
    }

    /// Hands out what is there; else does what the rule has.
    fn do_job(&self, session: &Session, job: &Job) -> Landed {
        let looked = self.obtain(session, job, true);
        match one(looked.answers) {
            Some(Err(Error::NotInCache(_))) | None => {}
            Some(Ok(answer)) => {
                return Landed { decided: Decided::Cached, result: Ok(answer.signature.into()) };
            }
            Some(Err(error)) => return self.failed(job, &error),
        }
        if job.rule.allow == Allow::Cached {
            let reason = "there is no signature of it yet, and this key hands out those that are there only";
            return refused(Decided::Denied, Word::Missing, &reason);
        }
        if job.unseen && (!job.rule.unseen || job.content.proof.is_none()) {
            let reason = "its content was not sent, and this key signs nothing unseen";
            return refused(Decided::Denied, Word::Denied, &reason);
        }
        if !locked(&self.pace).allows(&job.key, job.rule) {
            let reason = "this key has made as many signatures within a minute as it may; try again";
            return refused(Decided::Denied, Word::Busy, &reason);
        }
        if job.rule.allow == Allow::Ask {
            let contents = std::slice::from_ref(&job.content);
            let answers = vec![Some(Err(not_there(job)))];
            let missing = Obtained { answers, ..Obtained::default() };
            wanted::note(session, &job.key, contents, &missing, self.agent.progress);
            return refused(Decided::Asked, Word::Wanted, &"this signature waits for a person's approval");
        }
        // Every place is opened anew: one that went away since this session began is no empty one.
        let mut fresh = Session::new(self.agent.settings.clone());
        fresh.set_now((self.agent.now)());
        let made = self.obtain(&fresh, job, false);
        match (one(made.answers), made.stopped) {
            (Some(Ok(answer)), _) => {
                let decided = if answer.new { Decided::Signed } else { Decided::Cached };
                Landed { decided, result: Ok(answer.signature.into()) }
            }
            (_, Some(error)) | (Some(Err(error)), None) => self.failed(job, &error),
            (None, None) => refused(Decided::Failed, Word::Failed, &"nothing came of it"),
        }
    }

    fn obtain(&self, session: &Session, job: &Job, offline: bool) -> Obtained {
        let substitute = self.agent.settings.substitute && !offline;
        let wish = Wish { offline, substitute, ..Wish::default() };
        obtain(session, &job.key, std::slice::from_ref(&job.content), wish, self.agent.progress)
    }

    fn failed(&self, job: &Job, error: &Error) -> Landed {
        // What can be proven or signed with its content only may be with it.
        let word = match error {
            Error::Unproven { .. } if job.content.path.is_none() && !job.unseen => Word::Again,
            _ => Word::Failed,
        };
        refused(Decided::Failed, word, &reason(error))
    }
}

fn refused(decided: Decided, word: Word, reason: &dyn std::fmt::Display) -> Landed {
    Landed { decided, result: Err(Refusal::new(word, reason)) }
}

/// An error with its causes: whoever reads the log of a build has nothing else.
fn reason(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    text
}

fn one<T>(answers: Vec<Option<T>>) -> Option<T> {
    answers.into_iter().next().flatten()
}

fn not_there(job: &Job) -> Error {
    let pair = Pair { content: job.content.digest, key: job.key };
    Error::not_in_cache(pair, job.content.label.as_ref())
}

/// The cache that an agent's keys have must be the one that it is about.
pub(super) fn check(session: &Session, key: &KeyId) -> Result<(), Error> {
    session.check_cache_of(key)
}
