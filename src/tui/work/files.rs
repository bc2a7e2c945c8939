use std::path::PathBuf;
use std::sync::mpsc::Receiver;

use super::Desk;
use crate::ops::place::look;
use crate::tui::msg::Read;

/// Looks into directories. Of several questions the last is answered.
pub fn serve(desk: &Desk, asked: &Receiver<PathBuf>) {
    while let Ok(first) = asked.recv() {
        let directory = asked.try_iter().last().unwrap_or(first);
        let files = look(&directory).map_err(|error| desk.trouble(&error).message.to_string());
        desk.read(Read::Directory(directory, files));
    }
}
