use std::io::{self, IsTerminal, Write};
use std::path::Path;

use rustix::io::Errno;

use super::args::{Color, Global};
use super::environment;
use super::error::Error;
use super::exit::Exit;
use super::stdout;
use crate::model::Untrusted;
use crate::ops::{self, Notice};

/// Where results and messages go: stdout is data, stderr is messages.
#[derive(Debug)]
pub struct Output {
    /// Whether results are JSON.
    pub json: bool,
    /// Whether results go to a terminal.
    pub on_terminal: bool,
    quiet: bool,
    color_data: bool,
    color_messages: bool,
}

/// What a coloured word means; the 16 colours of the terminal's own theme.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// As it should be.
    Good,
    /// Deserves a look.
    Warning,
    /// Wrong.
    Error,
    /// Of less importance.
    Dim,
    /// Of more importance.
    Bold,
}

impl Output {
    /// The output that the global options ask for.
    pub fn new(global: &Global) -> Self {
        let wanted = |terminal: bool| match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !environment::no_color(),
        };
        let on_terminal = io::stdout().is_terminal();
        Self {
            json: global.json,
            on_terminal,
            quiet: global.quiet,
            color_data: wanted(on_terminal),
            color_messages: wanted(io::stderr().is_terminal()),
        }
    }

    /// Writes a page for people to stdout. A reader that has gone away wants no more, which is no failure.
    pub fn data(&self, bytes: &[u8]) -> Result<(), Error> {
        self.write(bytes).map(drop)
    }

    /// Writes a line to stdout; false when its reader has gone away.
    pub fn line(&self, line: &str) -> Result<bool, Error> {
        self.write(format!("{line}\n").as_bytes())
    }

    /// Writes a result to stdout, in one write. A reader that has gone away is a failure.
    pub fn deliver(&self, bytes: &[u8]) -> Result<(), Error> {
        if self.write(bytes)? {
            return Ok(());
        }
        let message = "can't write to stdout: the program that reads it has stopped";
        Err(Error::new(Exit::Failed, message).hinted("look there for the reason, and run the command again"))
    }

    /// Writes a value as [`Self::deliver`] does.
    pub fn deliver_object(&self, value: &serde_json::Value) -> Result<(), Error> {
        self.deliver(format!("{value}\n").as_bytes())
    }

    /// Checks that stdout is open, so that what will be printed is not lost.
    pub fn check(&self) -> Result<(), Error> {
        if stdout::was_closed() {
            return Err(Error::new(Exit::Failed, "can't write to stdout: it is closed")
                .hinted("let stdout be a file, a pipe or a terminal; `>/dev/null` throws results away"));
        }
        Ok(())
    }

    /// Refuses to write binary data to a terminal.
    pub fn refuse_terminal(&self) -> Result<(), Error> {
        if self.on_terminal { Err(ops::Error::ForTerminal.into()) } else { Ok(()) }
    }

    /// Writes bytes to stdout, in one write unless the system takes less; false when its reader has gone away.
    fn write(&self, bytes: &[u8]) -> Result<bool, Error> {
        self.check()?;
        let failed = |error: Errno| Error::io("write to", Path::new("stdout"), &error.into());
        let mut rest = bytes;
        while !rest.is_empty() {
            match rustix::io::write(io::stdout(), rest) {
                Ok(0) => return Err(failed(Errno::NOSPC)),
                Ok(written) => rest = &rest[written..],
                Err(Errno::INTR) => {}
                Err(Errno::PIPE) => return Ok(false),
                Err(error) => return Err(failed(error)),
            }
        }
        Ok(true)
    }

    /// Writes a value to stdout as one line of JSON; false when its reader has gone away.
    pub fn object(&self, value: &serde_json::Value) -> Result<bool, Error> {
        self.line(&value.to_string())
    }

    /// Paints a text for stdout.
    pub fn paint(&self, style: Style, text: &str) -> String {
        painted(self.color_data, style, text)
    }

    /// Says something that went as it should, unless quiet was asked for.
    pub fn say(&self, message: &str) {
        if !self.quiet {
            self.message(message);
        }
    }

    /// Says what went wrong and what to do.
    pub fn error(&self, error: &Error) {
        if error.exit() != Exit::Interrupted || !self.quiet {
            self.message(&format!(
                "{} {}",
                painted(self.color_messages, Style::Error, "error:"),
                escaped(&error.message())
            ));
            error.hints().iter().for_each(|hint| self.hint(hint));
        }
    }

    /// Says what can be done about what was said before.
    pub fn hint(&self, hint: &str) {
        self.message(&format!("{} {hint}", painted(self.color_messages, Style::Dim, "hint:")));
    }

    /// Says something that a person should know.
    pub fn notice(&self, notice: &Notice) {
        let warning = painted(self.color_messages, Style::Warning, "warning:");
        match notice {
            Notice::Waiting { .. }
            | Notice::Adopted { .. }
            | Notice::OtherForm(_)
            | Notice::OldKept { .. } => self.say(&escaped(&notice.to_string())),
            Notice::OnlyWanted(_) => {
                self.say(&escaped(&notice.to_string()));
                self.hint("`signcache wanted sign` makes them, where the key is");
            }
            _ => self.message(&format!("{warning} {}", escaped(&notice.to_string()))),
        }
    }

    /// One line on stderr, in one write, so that the lines of several processes don't mix.
    fn message(&self, text: &str) {
        let line = format!("signcache: {text}\n");
        // There is nobody left to tell when stderr is gone.
        let _ = io::stderr().write_all(line.as_bytes());
    }
}

/// A message as people may see it: whatever it quotes, it moves no cursor and hides nothing.
fn escaped(text: &str) -> String {
    text.lines().map(|line| Untrusted::new(line).to_string()).collect::<Vec<_>>().join("\n")
}

fn painted(color: bool, style: Style, text: &str) -> String {
    let code = match style {
        Style::Good => "32",
        Style::Warning => "33",
        Style::Error => "1;31",
        Style::Dim => "2",
        Style::Bold => "1",
    };
    if color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
