use super::msg::Msg;

/// Something that happened, to the state or to the terminal.
pub enum Event {
    /// Something for the state.
    Msg(Msg),
    /// Somebody wants the program to stop until it is let go on.
    Suspend,
    /// The program was stopped, and goes on.
    Continued,
}
