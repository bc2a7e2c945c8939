use std::io::{self, Read, Write};
use std::ops::Range;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use rustix::net::sockopt::socket_peercred;
use tempfile::NamedTempFile;

use super::flights::{Landed, locked};
use super::{Decided, Decision, Peer, Running};
use crate::hash::Sha256State;
use crate::model::{ContentDigest, KeyId, Pair, Rule, Untrusted};
use crate::ops::Content;
use crate::wire::{CHUNK, Refusal, Reply, Request, Word, next_chunk, read_line};

/// How soon a request to stop is noticed while a client says nothing.
const TICK: Duration = Duration::from_millis(250);

/// Where a thread keeps what it receives, for one client after the other.
pub(super) struct Room {
    received: Box<[u8]>,
    chunk: Box<[u8]>,
}

impl Default for Room {
    fn default() -> Self {
        let room = |size: usize| vec![0; size].into_boxed_slice();
        Self { received: room(CHUNK + 4), chunk: room(CHUNK) }
    }
}

/// A client's socket, on which nobody waits for longer than the agent's patience for one piece.
struct Line<'a> {
    stream: &'a UnixStream,
    buffer: &'a mut [u8],
    /// What of the buffer was received, and is still to be read.
    unread: Range<usize>,
    until: Instant,
    running: &'a Running<'a>,
}

/// What a client asked for, read to its end.
struct Asked {
    key: KeyId,
    rule: Rule,
    content: Content,
    whole: Option<NamedTempFile>,
    unseen: bool,
}

/// A request that is refused, and whether the client can be heard any further.
struct Refused(Refusal, Decided, bool);

impl Running<'_> {
    /// Answers one request after the other, until the client hangs up, or is to hang up.
    pub(super) fn converse(&self, stream: &UnixStream, room: &mut Room) -> io::Result<()> {
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(TICK))?;
        stream.set_write_timeout(Some(self.agent.patience.client))?;
        let peer = socket_peercred(stream).ok();
        let peer = peer.map(|peer| Peer {
            uid: peer.uid.as_raw(),
            gid: peer.gid.as_raw(),
            pid: peer.pid.as_raw_pid(),
        });
        let until = Instant::now() + self.agent.patience.client;
        let Room { received, chunk } = room;
        let mut line = Line { stream, buffer: received, unread: 0..0, until, running: self };
        loop {
            line.grant();
            let Some(text) = read_line(&mut line)? else { return Ok(()) };
            let mut decision = Decision {
                at: (self.agent.now)(),
                peer,
                key: None,
                content: None,
                size: None,
                label: Untrusted::default(),
                decided: Decided::Malformed,
                reason: None,
            };
            let (reply, go_on) = match self.hear(&text, &mut line, chunk, &mut decision) {
                Ok(Ok(asked)) => (self.answer(asked, &mut decision), true),
                Ok(Err(Refused(refusal, decided, go_on))) => {
                    decision.decided = decided;
                    (Reply::Refused(refusal), go_on)
                }
                Err(error) => {
                    decision.reason = Some(Untrusted::new(format!("the client went away: {error}")));
                    // It is noted for the sake of completeness; nothing was handed out.
                    let _ = (self.agent.log)(&decision);
                    return Err(error);
                }
            };
            let reply = self.logged(reply, decision);
            reply.send(&mut &*stream)?;
            if !go_on {
                return Ok(());
            }
        }
    }

    /// Reads a request to its end, unless what begins it is enough to refuse it.
    fn hear(
        &self,
        text: &str,
        line: &mut Line<'_>,
        chunk: &mut [u8],
        decision: &mut Decision,
    ) -> io::Result<Result<Asked, Refused>> {
        let Ok(request) = text.parse::<Request>() else {
            let refusal = Refusal::new(Word::Malformed, "this is no request that the agent understands");
            return Ok(Err(Refused(refusal, Decided::Malformed, false)));
        };
        let key = *request.key();
        decision.key = Some(key);
        let Some(rule) = self.agent.policy.rule(&key) else {
            let refusal = Refusal::new(Word::Denied, format!("the agent has no rule for {key}"));
            return Ok(Err(Refused(refusal, Decided::Denied, false)));
        };
        let (content, whole) = match request {
            Request::Digest { digest, .. } => (Content::from_digest(digest), None),
            Request::Proof { proof, .. } => {
                let digest = Sha256State::digest_of(&proof);
                decision.size = Some(proof.length());
                (Content { proof: Some(proof), ..Content::from_digest(digest) }, None)
            }
            Request::Content { label, whole, .. } => {
                decision.label = label;
                let whole = whole.then(NamedTempFile::new).transpose()?;
                match self.read(line, chunk, rule, whole, decision)? {
                    Ok((content, whole)) => {
                        let asked = Asked { key, rule, content, whole, unseen: false };
                        return Ok(Ok(asked));
                    }
                    Err(refused) => return Ok(Err(refused)),
                }
            }
        };
        decision.content = Some(content.digest);
        Ok(Ok(Asked { key, rule, content, whole, unseen: true }))
    }

    /// Hashes a content as it comes; keeps it only where it is needed whole.
    fn read(
        &self,
        line: &mut Line<'_>,
        chunk: &mut [u8],
        rule: Rule,
        mut whole: Option<NamedTempFile>,
        decision: &mut Decision,
    ) -> io::Result<Result<(Content, Option<NamedTempFile>), Refused>> {
        let (mut state, mut size, mut granted) = (Sha256State::default(), 0, 0);
        line.grant();
        loop {
            let length = next_chunk(line, chunk)?;
            if length == 0 {
                break;
            }
            // Small pieces don't buy more time.
            granted += length;
            if granted >= CHUNK {
                line.grant();
                granted = 0;
            }
            size += length as u64;
            decision.size = Some(size);
            if let Some(most) = rule.max_size.filter(|most| size > *most) {
                let refusal = Refusal::new(Word::Denied, format!("it is larger than {most} bytes"));
                return Ok(Err(Refused(refusal, Decided::Denied, false)));
            }
            state.update(&chunk[..length]);
            if let Some(file) = &mut whole {
                file.write_all(&chunk[..length])?;
            }
        }
        let digest = ContentDigest::new(state.clone().finish());
        decision.content = Some(digest);
        decision.size = Some(size);
        let label = Some(decision.label.clone()).filter(|label| !label.raw().is_empty());
        let path = whole.as_ref().map(|file| file.path().to_owned());
        Ok(Ok((Content { digest, proof: state.to_proof(), path, label }, whole)))
    }

    fn answer(&self, asked: Asked, decision: &mut Decision) -> Reply {
        let pair = Pair { content: asked.content.digest, key: asked.key };
        if let Some(signature) = locked(&self.memo).get(&pair) {
            decision.decided = Decided::Cached;
            return Reply::Signature(signature.to_vec());
        }
        let Asked { key, rule, content, whole, unseen } = asked;
        let patience = self.agent.patience.signature;
        match self.flights.join(key, rule, content, unseen, whole, patience) {
            Some(Landed { decided, result }) => {
                decision.decided = decided;
                match result {
                    Ok(signature) => Reply::Signature(signature.to_vec()),
                    Err(refusal) => Reply::Refused(refusal),
                }
            }
            None => {
                decision.decided = Decided::Failed;
                Reply::Refused(Refusal::new(Word::Busy, "the signature was not there in time; try again"))
            }
        }
    }

    /// The reply, once its decision is in the log: what can't be accounted for is not handed out.
    fn logged(&self, reply: Reply, mut decision: Decision) -> Reply {
        if let Reply::Refused(refusal) = &reply {
            decision.reason = Some(refusal.reason.clone());
        }
        match (self.agent.log)(&decision) {
            Ok(()) => reply,
            Err(error) => {
                Reply::Refused(Refusal::new(Word::Failed, format!("the agent can't write its log: {error}")))
            }
        }
    }
}

impl Line<'_> {
    /// Begins the time for the next piece anew.
    fn grant(&mut self) {
        self.until = Instant::now() + self.running.agent.patience.client;
    }
}

impl Read for Line<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.unread.is_empty() {
            let length = loop {
                match (&*self.stream).read(self.buffer) {
                    Err(error)
                        if matches!(
                            error.kind(),
                            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted
                        ) =>
                    {
                        if self.running.agent.progress.cancelled() {
                            return Ok(0);
                        }
                        if Instant::now() >= self.until {
                            return Err(io::Error::new(
                                io::ErrorKind::TimedOut,
                                "it said nothing for too long",
                            ));
                        }
                    }
                    read => break read?,
                }
            };
            self.unread = 0..length;
        }
        let given = bytes.len().min(self.unread.len());
        bytes[..given].copy_from_slice(&self.buffer[self.unread.start..][..given]);
        self.unread.start += given;
        Ok(given)
    }
}
