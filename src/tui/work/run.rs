use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::meter::Meter;
use super::{Desk, fault};
use crate::files::Stop;
use crate::ops::{Error, Progress, Session};
use crate::threads;
use crate::tui::job::{At, Job, JobId, Outcome, Reading};
use crate::tui::msg::Msg;

/// How long one waits for jobs to stop when the program ends.
const PATIENCE: Duration = Duration::from_secs(5);

/// How much less of the processors a job gets than the screen, as `nice` counts.
const BEHIND: i32 = 10;

/// The jobs that run in the background.
pub struct Jobs {
    desk: Desk,
    running: BTreeMap<JobId, (Arc<Meter>, JoinHandle<()>)>,
}

impl Jobs {
    /// No jobs yet.
    pub const fn new(desk: Desk) -> Self {
        Self { desk, running: BTreeMap::new() }
    }

    /// Begins a job.
    pub fn start(&mut self, id: JobId, job: Box<dyn Job>) {
        let meter = Arc::new(Meter::new(id, self.desk.clone()));
        let (desk, theirs) = (self.desk.clone(), Arc::clone(&meter));
        let started = threads::spawn(move || {
            // What somebody looks at comes first. On Linux this is about this thread and those that it starts.
            let _ = rustix::process::nice(BEHIND);
            let outcome = outcome(&desk, job, &*theirs, theirs.stop());
            desk.tell(Msg::Ended(id, Box::new(outcome)));
        });
        match started {
            Ok(thread) => drop(self.running.insert(id, (meter, thread))),
            Err(error) => {
                let trouble = self.desk.trouble(&Error::NoThread(error));
                self.desk.tell(Msg::Ended(id, Box::new(Outcome::Failed(trouble))));
            }
        }
    }

    /// Has a job stop.
    pub fn cancel(&self, id: JobId) {
        if let Some((meter, _)) = self.running.get(&id) {
            meter.cancel();
        }
    }

    /// How far each job is.
    pub fn readings(&mut self) -> Vec<(JobId, Reading)> {
        self.running.retain(|_, (_, thread)| !thread.is_finished());
        self.running.iter().map(|(id, (meter, _))| (*id, meter.reading())).collect()
    }

    /// Whether none runs.
    pub fn is_empty(&self) -> bool {
        self.running.is_empty()
    }

    /// Has all jobs stop, and waits until they have, though not for ever.
    pub fn end(mut self) {
        self.running.values().for_each(|(meter, _)| meter.cancel());
        let until = Instant::now() + PATIENCE;
        while !self.readings().is_empty() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Does a job on this thread.
pub fn outcome(desk: &Desk, job: Box<dyn Job>, progress: &dyn Progress, stop: &Stop) -> Outcome {
    let mut settings = desk.start.settings.clone();
    settings.now = desk.now();
    let work = || {
        let session = Session::new(settings);
        let outcome = job.run(&At { session: &session, progress, stop });
        session.end();
        outcome
    };
    // A panic is a fault of ours; it must take neither the screen nor the other jobs along.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(Error::Interrupted)) => Outcome::Interrupted,
        Ok(Err(error)) => Outcome::Failed(desk.trouble(&error)),
        Err(panic) => Outcome::Failed(fault(&*panic)),
    }
}
