//! A terminal that nobody sits at: the program runs in it, keys are typed, and the screen is read.
// Each integration test is a crate of its own that uses only some of it.
#![allow(dead_code, clippy::unwrap_used)]

use std::fmt::{self, Display};
use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{ControlModes, InputModes, LocalModes, OutputModes, tcgetattr};

/// Longer than anything takes here, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(60);

/// A title of a window: it changes nothing on the screen, and the program never sets this one.
const LAST: &[u8] = b"\x1b]2;all was written\x07";

/// Columns and rows.
pub type Size = (u16, u16);

/// A pseudo-terminal with a program in it, which is killed when this is dropped.
pub struct Terminal {
    /// What was set before the program began.
    pub before: Modes,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    /// The program's end. It keeps settings and output alive when the program has ended.
    line: File,
    program: Pid,
    state: Arc<Watched>,
}

/// How a terminal is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Modes {
    pub alternate_screen: bool,
    pub hidden_cursor: bool,
    pub mouse: bool,
    pub bracketed_paste: bool,
    pub line: (InputModes, OutputModes, ControlModes, LocalModes),
}

struct Watched {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    exit: Option<ExitStatus>,
}

impl Terminal {
    /// Starts a program with its arguments, environment and directory in a terminal of this size.
    pub fn start(command: &Command, size: Size) -> Self {
        let pair = native_pty_system().openpty(pty(size)).unwrap();
        let name = pair.master.tty_name().unwrap();
        // Without becoming the terminal of this process.
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let line = File::from(rustix::fs::open(name, flags, Mode::empty()).unwrap());
        let parser = vt100::Parser::new(cells(size.1), cells(size.0), 0);
        let state = State { parser, bytes: Vec::new(), exit: None };
        let state = Arc::new(Watched { state: Mutex::new(state), changed: Condvar::new() });
        let before = modes(&line, &state.lock());

        let mut child = pair.slave.spawn_command(builder(command)).unwrap();
        let program = Pid::from_raw(i32::try_from(child.process_id().unwrap()).unwrap()).unwrap();
        let waiting = Arc::clone(&state);
        thread::spawn(move || {
            let status = child.wait().unwrap();
            waiting.lock().exit = Some(status);
            waiting.changed.notify_all();
        });
        let (mut output, reading) = (pair.master.try_clone_reader().unwrap(), Arc::clone(&state));
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                let mut state = reading.lock();
                state.bytes.extend(&buffer[..count]);
                state.parser.process(&buffer[..count]);
                reading.changed.notify_all();
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { before, master: pair.master, keys, line, program, state }
    }

    /// Types on the keyboard: what a terminal sends for the keys.
    pub fn type_keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until a text is on the screen.
    pub fn wait_for(&self, text: &str) {
        self.wait_until(format_args!("`{text}`"), |screen| screen.contains(text));
    }

    /// Waits until the screen is as it should be.
    pub fn wait_until(&self, what: impl Display, mut is_so: impl FnMut(&str) -> bool) {
        self.wait(what, |state| is_so(&state.parser.screen().contents()).then_some(()));
    }

    /// Waits until the screen, with what it looks like, is as it should be.
    pub fn wait_screen(&self, what: impl Display, mut is_so: impl FnMut(&vt100::Screen) -> bool) {
        self.wait(what, |state| is_so(state.parser.screen()).then_some(()));
    }

    /// The number of the process.
    pub const fn process(&self) -> Pid {
        self.program
    }

    /// What is on the screen: a line for each row, without the blanks at their ends.
    pub fn screen(&self) -> String {
        self.state.lock().parser.screen().contents()
    }

    /// Everything that came to the terminal until now, byte for byte.
    pub fn bytes(&self) -> Vec<u8> {
        self.state.lock().bytes.clone()
    }

    /// Gives the terminal another size, as somebody does who pulls at its window.
    pub fn resize(&self, size: Size) {
        // What comes until the program knows must find the new screen, as in a window.
        let mut state = self.state.lock();
        state.parser.set_size(cells(size.1), cells(size.0));
        self.master.resize(pty(size)).unwrap();
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.program, signal).unwrap();
    }

    /// How the terminal is set now; after [`exit_code`](Self::exit_code), how it was left.
    pub fn modes(&self) -> Modes {
        modes(&self.line, &self.state.lock())
    }

    /// Waits until the program has ended, and everything that it wrote is on the screen.
    pub fn exit_code(&mut self) -> u32 {
        let status = self.wait("the end of the program", |state| state.exit.clone());
        assert_eq!(status.signal(), None, "{}", self.state.lock());
        // What was written before comes before.
        self.line.write_all(LAST).unwrap();
        self.wait("the last output", |state| state.bytes.ends_with(LAST).then_some(()));
        let mut state = self.state.lock();
        let written = state.bytes.len() - LAST.len();
        state.bytes.truncate(written);
        status.exit_code()
    }

    fn wait<T>(&self, what: impl Display, mut found: impl FnMut(&State) -> Option<T>) -> T {
        let mut result = None;
        let waiting = |state: &mut State| {
            result = found(state);
            result.is_none()
        };
        let guard = self.state.lock();
        let (state, _) = self
            .state
            .changed
            .wait_timeout_while(guard, PATIENCE, waiting)
            .unwrap_or_else(PoisonError::into_inner);
        result.unwrap_or_else(|| unreachable!("{what} never came; there is\n{state}"))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if self.state.lock().exit.is_none() {
            let _ = kill_process(self.program, Signal::KILL);
        }
    }
}

impl Modes {
    /// Whether the program has the whole terminal: every key as it is typed, and a screen of its own.
    pub fn is_taken(&self) -> bool {
        let typed_ahead = LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        self.alternate_screen
            && self.hidden_cursor
            && self.bracketed_paste
            && !self.line.3.intersects(typed_ahead)
    }
}

impl Watched {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let screen = self.parser.screen();
        writeln!(f, "exit: {:?}, rows and columns: {:?}", self.exit, screen.size())?;
        screen.contents().lines().try_for_each(|line| writeln!(f, "|{line}"))
    }
}

fn modes(line: &File, state: &State) -> Modes {
    let (set, screen) = (tcgetattr(line).unwrap(), state.parser.screen());
    Modes {
        alternate_screen: screen.alternate_screen(),
        hidden_cursor: screen.hide_cursor(),
        mouse: screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None,
        bracketed_paste: screen.bracketed_paste(),
        line: (set.input_modes, set.output_modes, set.control_modes, set.local_modes),
    }
}

fn builder(command: &Command) -> CommandBuilder {
    let mut builder = CommandBuilder::new(command.get_program());
    builder.args(command.get_args());
    builder.cwd(command.get_current_dir().unwrap());
    builder.env("TERM", "xterm-256color");
    builder.env("LC_ALL", "C.UTF-8");
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => builder.env(name, value),
            None => builder.env_remove(name),
        }
    }
    builder
}

const fn pty((cols, rows): Size) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}
