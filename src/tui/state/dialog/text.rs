/// Some lines to be read.
pub struct Text {
    /// What they are about.
    pub title: String,
    /// The lines; fit for a terminal.
    pub lines: Vec<String>,
    /// How far they are scrolled.
    pub scroll: usize,
}
