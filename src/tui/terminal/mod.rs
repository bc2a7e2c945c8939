//! The terminal: taken, given back, listened to. Nothing else here touches it.

mod input;
mod restore;
mod signals;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, IsTerminal, Write};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{EnableBracketedPaste, EnableMouseCapture};
use crossterm::style::force_color_output;
use crossterm::terminal::{EnterAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::state::State;
use super::view::view;

pub use input::Input;
pub use restore::{restore, restore_on_panic};
pub use signals::{Signals, stop};

/// A terminal that the screen is drawn on. Given back when this is dropped.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Box<dyn Write>>>,
    mouse: bool,
}

impl Screen {
    /// Takes the terminal: stdout, or the one behind it if something else is to be printed there.
    ///
    /// # Errors
    /// When there is none, or it can't be taken.
    pub fn take(mouse: bool, print: bool) -> io::Result<Self> {
        let to_terminal: Box<dyn Write> = if print && !io::stdout().is_terminal() {
            Box::new(io::BufWriter::new(File::options().write(true).open("/dev/tty")?))
        } else {
            Box::new(io::BufWriter::new(io::stdout()))
        };
        restore_on_panic();
        // Which colours there are was decided with the theme, by more than the environment that crossterm looks at.
        force_color_output(true);
        let terminal = Terminal::new(CrosstermBackend::new(to_terminal))?;
        let mut screen = Self { terminal, mouse };
        screen.enter()?;
        Ok(screen)
    }

    /// Takes the terminal again, after it was given back, or after others had it.
    ///
    /// # Errors
    /// When it can't be taken.
    pub fn enter(&mut self) -> io::Result<()> {
        // Whoever had the terminal may have left it in any state, and crossterm believes what it set last.
        disable_raw_mode()?;
        enable_raw_mode()?;
        restore::taken();
        let out = self.terminal.backend_mut();
        execute!(out, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        if self.mouse {
            execute!(out, EnableMouseCapture)?;
        }
        self.repaint()
    }

    /// Draws everything anew the next time, whatever became of what was drawn before.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn repaint(&mut self) -> io::Result<()> {
        // `Terminal::clear` asks the terminal where the cursor is: on stdout, which may be somebody's pipe, and the
        // answer comes among the keys.
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    /// Gives the terminal back.
    pub fn leave(&mut self) {
        // What was drawn and not sent would come after the shell's own.
        let _ = self.terminal.backend_mut().flush();
        restore();
    }

    /// Draws the state.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, state: &State) -> io::Result<()> {
        self.terminal.draw(|frame| view(state, frame)).map(drop)
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.terminal.size().map(|size| (size.width, size.height))
    }

    /// Puts a text on the clipboard of whatever shows the terminal (OSC 52), over ssh as well.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.leave();
    }
}
