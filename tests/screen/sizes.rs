//! Windows that are pulled at.

use crate::support::dice::Dice;
use crate::support::user::User;
use crate::terminal::Terminal;
use crate::{USUAL, started};

fn side(dice: &mut Dice, most: usize) -> u16 {
    u16::try_from(1 + dice.below(most)).unwrap()
}

#[test]
fn after_a_storm_of_sizes_the_screen_is_right() {
    let user = User::new();
    let still = started(&user);
    let right = still.screen();
    let mut terminal = started(&user);
    for seed in 0..4 {
        let mut dice = Dice::new(seed);
        for _ in 0..200 {
            terminal.resize((side(&mut dice, 200), side(&mut dice, 60)));
        }
        terminal.resize(USUAL);
        terminal.wait_until(format_args!("seed {seed}: a right screen"), |screen| screen == right);
        // Back before the program could notice: what was on the screen is lost all the same.
        terminal.resize((1, 1));
        terminal.resize(USUAL);
        terminal.wait_until(format_args!("seed {seed}: the same screen"), |screen| screen == right);
    }
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    assert_eq!(terminal.modes(), terminal.before);
}

#[test]
fn where_there_is_no_room_the_program_says_how_much_it_needs() {
    let user = User::new();
    let mut terminal = started(&user);
    for size in [(39, 24), (80, 9), (39, 9)] {
        terminal.resize(size);
        terminal.wait_for("too small: 40 columns by 10 rows");
        terminal.resize(USUAL);
        terminal.wait_for("No signature is kept here yet.");
    }
    terminal.resize((40, 10));
    terminal.wait_for("No signature is kept here yet.");
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0, "{}", terminal.screen());
    let mut begun = Terminal::start(&user.signcache(["tui"]), (39, 9));
    begun.wait_for("too small");
    begun.type_keys("q");
    assert_eq!(begun.exit_code(), 0, "{}", begun.screen());
}
