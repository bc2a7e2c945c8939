use tui_input::Input;

/// A line of text that is being typed. Control characters don't get in.
#[derive(Clone, Debug, Default)]
pub struct Field(Input);

impl Field {
    /// A field with a text in it, and the cursor at its end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Input::new(clean(text)))
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.value()
    }

    /// Where the cursor is, in columns.
    #[must_use]
    pub fn column(&self) -> usize {
        self.0.visual_cursor()
    }

    /// How many columns of the text to leave out on the left, so that the cursor is in sight.
    #[must_use]
    pub fn hidden(&self, width: usize) -> usize {
        self.0.visual_scroll(width.max(1))
    }

    /// Changes the text, or moves the cursor, as a key asks for; says whether the text is another one.
    pub fn press(&mut self, event: crossterm::event::KeyEvent) -> bool {
        use tui_input::backend::crossterm::EventHandler;
        self.0.handle_event(&crossterm::event::Event::Key(event)).is_some_and(|change| change.value)
    }

    /// Inserts a text at the cursor.
    pub fn paste(&mut self, text: &str) {
        for character in clean(text).chars() {
            self.0.handle(tui_input::InputRequest::InsertChar(character));
        }
    }

    /// Puts another text in, with the cursor at its end.
    pub fn set(&mut self, text: &str) {
        *self = Self::new(text);
    }
}

fn clean(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
