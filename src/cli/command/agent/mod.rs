mod log;
mod socket;

use std::path::Path;
use std::time::Duration;

use crate::cli::args::Agent;
use crate::cli::clock;
use crate::cli::config::AgentKey;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::model::{Age, KeyId, Policy, Rule};
use crate::openpgp::gnupg::Prompting;
use crate::ops::agent::{self, Patience};
use crate::wire::SOCKET;
use log::Log;
use socket::Socket;

/// How many builds are served at once: each takes a thread and 128 KiB.
const CLIENTS: usize = 512;

/// How long a client may be silent.
const SILENCE: Duration = Duration::from_secs(30);

/// How long one may wait for a signature.
const SIGNATURE: Duration = Duration::from_secs(120);

/// Serves builds until it is asked to stop.
pub fn run(args: &Agent, work: &Work<'_>) -> Result<Exit, Error> {
    let said = &work.agent;
    let rules = said.keys.iter().map(|(key, rule)| rule_of(key, rule, work)).collect::<Result<_, _>>()?;
    let mut settings = work.session.settings().clone();
    // Nobody sits there whom gpg-agent could ask.
    settings.prompting = Prompting::Never;
    let log = Log::open(args.log.as_ref().or(said.log.as_ref()).unwrap_or(&work.log))?;
    let path = args.socket.as_deref().or(said.socket.as_deref()).unwrap_or(Path::new(SOCKET));
    let socket = Socket::open(path, said.group.as_deref())?;
    if said.keys.is_empty() {
        work.output.say("the configuration has no `agent.keys`, so everything is denied");
    }
    work.output.say(&format!("listening at {}", socket.shown()));
    let duration = |age: Option<Age>, default| age.map_or(default, Age::duration);
    let agent = agent::Agent {
        settings,
        policy: Policy::new(rules),
        clients: said.max_clients.map_or(CLIENTS, |most| most.get() as usize),
        patience: Patience {
            client: duration(said.client_timeout.map(|age| age.0), SILENCE),
            signature: duration(said.signature_timeout.map(|age| age.0), SIGNATURE),
        },
        log: &|decision| log.write(decision),
        now: clock::now,
        progress: &work.bars,
    };
    agent.serve(socket.listener())?;
    Ok(Exit::Done)
}

fn rule_of(key: &str, said: &AgentKey, work: &Work<'_>) -> Result<(KeyId, Rule), Error> {
    let rule = Rule {
        allow: said.policy.into(),
        max_size: said.max_size.map(|most| most.0.0),
        max_per_minute: said.max_per_minute,
        unseen: said.sign_unseen,
    };
    Ok((work.key(key)?, rule))
}
