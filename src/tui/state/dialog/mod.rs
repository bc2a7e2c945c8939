//! What lies above a view and takes the keys until it is left.

mod browser;
mod field;
mod filter;
mod form;
mod menu;
mod palette;
mod text;

use super::Position;
use crate::tui::job::{JobId, Plan};
use crate::tui::keymap::Chord;

pub use browser::{Browser, Purpose};
pub use field::Field;
pub use filter::Filter;
pub use form::{Answer, Answers, Asked, Form, Preview, Question, Submit, Submitted, Wrong};
pub use menu::{Choice, Menu};
pub use palette::Palette;
pub use text::Text;

/// Something that lies above a view.
pub enum Dialog {
    /// What can be done, and with which keys; scrolled so far.
    Help(u16),
    /// All actions by their names.
    Palette(Palette),
    /// The filter of the view.
    Filter(Filter),
    /// Some things to choose from.
    Menu(Menu),
    /// Everything that there is to say of a row, where there is no room beside the table.
    Details,
    /// Some questions before something is planned or done.
    Form(Form),
    /// The files in a directory.
    Browser(Browser),
    /// Some lines to be read.
    Text(Text),
    /// A plan, in the making or to be agreed to.
    Plan(PlanDialog),
}

/// A plan, in the making or to be agreed to.
pub struct PlanDialog {
    /// The job that makes it.
    pub job: JobId,
    /// What it is about.
    pub title: String,
    /// The plan, once it is made.
    pub planned: Option<Box<dyn Plan>>,
    /// The key that carries it out: not Enter, and not the one that asked for it.
    pub agree: Chord,
    /// Where one is in its rows.
    pub position: Position,
}
