mod inquiry;

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketAddrUnix, SocketType};
use rustix::process::Pid;
use sequoia_openpgp::crypto::mem::Protected;

use super::{Cancelled, Error, pinentry};

/// The longest line, without its end ("Developing with Assuan", section 3.1).
pub(super) const LINE: usize = 1000;

/// The longest answer; a signature needs some hundred bytes.
const ANSWER: usize = 64 * 1024;

/// How soon it is noticed that somebody wants to stop.
const TICK: Duration = Duration::from_millis(100);

/// One client connection that speaks the Assuan protocol.
///
/// After any error but a refusal the two sides may disagree about whose turn
/// it is: the connection is closed then, and whatever is sent later fails.
#[derive(Debug)]
pub(super) struct Connection {
    socket: PathBuf,
    stream: UnixStream,
    /// What has arrived and was not looked at yet.
    unread: Vec<u8>,
    /// The agent, where it says who it is.
    agent: Option<Pid>,
    /// Who asks a person on the agent's behalf, or did.
    pinentry: Option<Pid>,
}

impl Connection {
    /// Connects and waits for the greeting.
    pub(super) fn open(socket: &Path, limit: Duration, cancelled: Cancelled<'_>) -> Result<Self, Error> {
        let deadline = Deadline::after(limit, cancelled);
        let stream = connect(socket, &deadline)?;
        let mut connection =
            Self { socket: socket.to_owned(), stream, unread: Vec::new(), agent: None, pinentry: None };
        connection.answer(&deadline)?;
        Ok(connection)
    }

    /// Sends a command and returns the data of the answer.
    pub(super) fn transact(
        &mut self,
        command: &str,
        limit: Duration,
        cancelled: Cancelled<'_>,
    ) -> Result<Vec<u8>, Error> {
        let deadline = Deadline::after(limit, cancelled);
        let result = self.send(command, &deadline).and_then(|()| self.answer(&deadline));
        self.settled(result)
    }

    /// Closes the connection after an error that leaves the two sides at odds.
    fn settled<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        if result.as_ref().is_err_and(breaks_the_order) {
            // A socket that can't be shut down is closed already.
            let _ = self.stream.shutdown(std::net::Shutdown::Both);
        }
        if let (Err(Error::Interrupted), Some(pinentry), Some(agent)) = (&result, self.pinentry, self.agent) {
            pinentry::close(pinentry, agent);
        }
        result
    }

    /// Who the agent is, so that questions of its can be closed.
    pub(super) fn remember_agent(&mut self, number: &[u8]) {
        self.agent = str::from_utf8(number).ok().and_then(pinentry::number);
    }

    fn answer(&mut self, deadline: &Deadline<'_>) -> Result<Vec<u8>, Error> {
        // Growing would leave copies of what may be secret behind.
        let mut data = Vec::with_capacity(ANSWER + LINE);
        loop {
            let line = self.line(deadline)?;
            let (word, rest) = match line.iter().position(|byte| *byte == b' ') {
                Some(blank) => (&line[..blank], &line[blank + 1..]),
                None => (&line[..], &[][..]),
            };
            match word {
                b"OK" => return Ok(data),
                b"ERR" => return Err(refusal(rest)),
                b"D" => data.extend_from_slice(&Protected::from(unescaped(rest))),
                b"S" => {}
                b"INQUIRE" => {
                    // News wants an acknowledgement. A question would want data that is not ours to give.
                    let mut words = rest.split(|byte| *byte == b' ');
                    let news = words.next() == Some(b"PINENTRY_LAUNCHED");
                    if news {
                        let number = words.next().and_then(|number| str::from_utf8(number).ok());
                        self.pinentry = number.and_then(pinentry::number);
                    }
                    self.send(if news { "END" } else { "CAN" }, deadline)?;
                }
                _ if line.is_empty() || line.starts_with(b"#") => {}
                _ => return Err(Error::Unintelligible("unknown kind of line")),
            }
            if data.len() > ANSWER {
                return Err(Error::Unintelligible("the answer is too long"));
            }
        }
    }

    fn send(&mut self, command: &str, deadline: &Deadline<'_>) -> Result<(), Error> {
        self.stream
            .set_write_timeout(Some(deadline.left()?))
            .and_then(|()| self.stream.write_all(format!("{command}\n").as_bytes()))
            .map_err(|error| self.failed(error, deadline))
    }

    /// The next line, without its end.
    fn line(&mut self, deadline: &Deadline<'_>) -> Result<Protected, Error> {
        loop {
            // Also when the agent never stops talking.
            let left = deadline.left()?;
            if let Some(end) = self.unread.iter().position(|byte| *byte == b'\n') {
                let line = self.unread[..end].strip_suffix(b"\r").unwrap_or(&self.unread[..end]);
                let line = Protected::from(line);
                self.unread.drain(..=end);
                return Ok(line);
            }
            if self.unread.len() > LINE + 1 {
                return Err(Error::Unintelligible("a line is too long"));
            }
            if !self.has_something(left.min(TICK))? {
                continue;
            }
            let mut chunk = Protected::new(2 * LINE);
            match self.stream.read(&mut chunk) {
                Ok(0) => return Err(self.failed(io::ErrorKind::UnexpectedEof.into(), deadline)),
                Ok(count) => self.unread.extend_from_slice(&chunk[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.failed(error, deadline)),
            }
        }
    }

    /// Whether there is something to read, or comes within `wait`.
    ///
    /// A read would not do: a signal that is caught need not end it, and may come to another thread.
    fn has_something(&self, wait: Duration) -> Result<bool, Error> {
        let unreachable = |source: io::Error| Error::AgentUnreachable { socket: self.socket.clone(), source };
        let wait = Timespec::try_from(wait).map_err(|error| unreachable(io::Error::other(error)))?;
        match poll(&mut [PollFd::new(&self.stream, PollFlags::IN)], Some(&wait)) {
            Ok(ready) => Ok(ready > 0),
            Err(Errno::INTR) => Ok(false),
            Err(error) => Err(unreachable(error.into())),
        }
    }

    fn failed(&self, source: io::Error, deadline: &Deadline<'_>) -> Error {
        match source.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
                Error::AgentWedged { limit: deadline.limit }
            }
            _ => Error::AgentUnreachable { socket: self.socket.clone(), source },
        }
    }
}

/// Connects without ever blocking: connect(2) waits for ever when a stopped agent's queue is full.
fn connect(socket: &Path, deadline: &Deadline<'_>) -> Result<UnixStream, Error> {
    let unreachable =
        |error: Errno| Error::AgentUnreachable { socket: socket.to_owned(), source: error.into() };
    let address = SocketAddrUnix::new(socket).map_err(|error| match error {
        Errno::NAMETOOLONG => Error::SocketPathTooLong { socket: socket.to_owned() },
        error => unreachable(error),
    })?;
    loop {
        let stream =
            rustix::net::socket(AddressFamily::UNIX, SocketType::STREAM, None).map_err(unreachable)?;
        rustix::io::fcntl_setfd(&stream, rustix::io::FdFlags::CLOEXEC).map_err(unreachable)?;
        rustix::io::ioctl_fionbio(&stream, true).map_err(unreachable)?;
        match rustix::net::connect(&stream, &address) {
            Ok(()) => {
                rustix::io::ioctl_fionbio(&stream, false).map_err(unreachable)?;
                return Ok(stream.into());
            }
            Err(Errno::AGAIN | Errno::INTR) => thread::sleep(deadline.left()?.min(Duration::from_millis(10))),
            Err(error) => return Err(unreachable(error)),
        }
    }
}

/// The end of one command's time, which comes early when somebody wants to stop.
struct Deadline<'a> {
    start: Instant,
    limit: Duration,
    cancelled: Cancelled<'a>,
}

impl<'a> Deadline<'a> {
    fn after(limit: Duration, cancelled: Cancelled<'a>) -> Self {
        Self { start: Instant::now(), limit, cancelled }
    }

    fn left(&self) -> Result<Duration, Error> {
        if (self.cancelled)() {
            return Err(Error::Interrupted);
        }
        let left = self.limit.saturating_sub(self.start.elapsed());
        if left.is_zero() { Err(Error::AgentWedged { limit: self.limit }) } else { Ok(left) }
    }
}

fn breaks_the_order(error: &Error) -> bool {
    use Error::{AgentUnreachable, AgentWedged, Interrupted, Unintelligible};
    matches!(error, AgentUnreachable { .. } | AgentWedged { .. } | Unintelligible(_) | Interrupted)
}

fn refusal(rest: &[u8]) -> Error {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (value, text) = rest.split_at(digits);
    match str::from_utf8(value).ok().and_then(|value| value.parse().ok()) {
        Some(value) => Error::refusal(value, &unescaped(text.trim_ascii_start())),
        None => Error::Unintelligible("an error without a number"),
    }
}

/// Undoes percent escapes; a percent sign that begins none stands for itself.
fn unescaped(line: &[u8]) -> Vec<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut plain = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let byte = match after {
            [high, low, after @ ..] if *first == b'%' => digit(high).zip(digit(low)).map(|(high, low)| {
                rest = after;
                high << 4 | low
            }),
            _ => None,
        };
        plain.push(byte.unwrap_or(*first));
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use proptest::prelude::*;

    use super::*;

    pub(super) fn connected(stream: UnixStream) -> Connection {
        Connection { socket: PathBuf::new(), stream, unread: Vec::new(), agent: None, pinentry: None }
    }

    /// Longer than a busy machine takes for anything.
    const LONG: Duration = Duration::from_secs(60);

    /// What a client with a limit makes of an agent that says just this.
    fn hears(said: &[u8], limit: Duration) -> Result<Vec<u8>, Error> {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let speaker = thread::spawn({
            let said = said.to_vec();
            move || theirs.write_all(&said).map(|()| theirs)
        });
        let mut connection = connected(ours);
        let heard = connection.transact("X", limit, &|| false);
        drop(connection);
        drop(speaker.join());
        heard
    }

    #[test]
    fn data_is_collected_and_unescaped() {
        let check =
            |said: &[u8], expected: &[u8]| assert_eq!(hears(said, LONG).unwrap(), expected, "{said:?}");
        check(b"OK\n", b"");
        check(b"OK Pleased to meet you\r\n", b"");
        check(b"# comment\nS PROGRESS x\nD a%25b\nD  c%0A%0D%\n\nOK\n", b"a%b c\n\r%");
        check(b"D a%\nD 41%zz%4\nOK\n", b"a%41%zz%4");
        check(b"D a \r\nOK\n", b"a ");
        check(b"INQUIRE PINENTRY_LAUNCHED 1 curses\nD x\nOK\n", b"x");
    }

    #[test]
    fn nonsense_and_silence_are_told_apart() {
        let check = |said: &[u8], expected: &str| {
            let limit = if expected == "AgentWedged" { Duration::from_millis(100) } else { LONG };
            let error = format!("{:?}", hears(said, limit).unwrap_err());
            assert!(error.starts_with(expected), "{error}");
        };
        check(b"", "AgentWedged");
        check(b"D half an answer", "AgentWedged");
        check(b"HELLO\n", "Unintelligible");
        check(b"ERR x\n", "Unintelligible");
        check(b"ERR 99999999999 x\n", "Unintelligible");
        check(&[b'#'; 1003], "Unintelligible");
        check(&[&b"D "[..], &[b'x'; 900], b"\n"].concat().repeat(80), "Unintelligible");
        check(b"ERR 67108881 No secret key <GPG Agent>\n", "NoSecretKey");
        check(b"ERR 67108903 Odd%0Athing\nOK\n", r"Refused { code: 39, text: Untrusted(Odd\u{a}thing)");
        check(&b"S x\n".repeat(1 << 20), "AgentWedged");
    }

    #[test]
    fn who_wants_to_stop_hangs_up() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let mut connection = connected(ours);
        let asked = AtomicBool::new(false);
        let waiting = thread::scope(|scope| {
            let waiting = scope.spawn(|| {
                connection.transact("X", Duration::from_secs(600), &|| asked.load(Ordering::Relaxed))
            });
            theirs.read_exact(&mut [0; 2]).unwrap();
            asked.store(true, Ordering::Relaxed);
            waiting.join().unwrap()
        });
        assert!(matches!(waiting, Err(Error::Interrupted)), "{waiting:?}");
        assert_eq!(theirs.read(&mut [0]).unwrap(), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn unescaping_undoes_escaping(bytes: Vec<u8>) {
            let escaped: String = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
            prop_assert_eq!(unescaped(escaped.as_bytes()), bytes);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let _ = unescaped(&bytes);
            let _ = refusal(&bytes);
        }
    }
}
