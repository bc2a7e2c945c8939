/// Where one is in a list: the row that the cursor is on, and the first one that is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    /// The row that the cursor is on.
    pub cursor: usize,
    /// The first row that is shown.
    pub offset: usize,
}

impl Position {
    /// Moves the cursor by some rows, down if positive.
    pub fn step(&mut self, rows: isize, length: usize, height: usize) {
        self.go(self.cursor.saturating_add_signed(rows), length, height);
    }

    /// Moves the cursor to a row, or to the last one if there is no such row, and shows as much around it as there is.
    pub fn go(&mut self, row: usize, length: usize, height: usize) {
        self.cursor = row.min(length.saturating_sub(1));
        let height = height.max(1);
        let last = length.saturating_sub(height);
        // The cursor stays in sight, and no empty rows are shown while there are others above.
        self.offset = self.offset.min(self.cursor).max((self.cursor + 1).saturating_sub(height)).min(last);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_cursor_is_on_a_row_and_in_sight(
            moves in proptest::collection::vec((-40_isize..40, 0_usize..60, 0_usize..30), 1..30)
        ) {
            let mut position = Position::default();
            for (rows, length, height) in moves {
                position.step(rows, length, height);
                prop_assert!(position.cursor < length.max(1));
                prop_assert!(position.offset <= position.cursor);
                prop_assert!(position.cursor < position.offset + height.max(1));
            }
        }
    }
}
