//! Draws the terminal application as SVG pictures, as it shows a small cache made up for it:
//! `cargo run --release --example screens`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a script that can't go on has failed")]
#![allow(clippy::disallowed_methods, reason = "a script is a program of its own, with a clock")]

#[path = "../benches/sharing/fill.rs"]
mod fill;
#[path = "../tests/support/terminal.rs"]
mod terminal;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use terminal::{Size, Terminal};
use vt100::{Cell, Color, Screen};

const SIZE: Size = (122, 36);

/// What people sign, and how many hours ago they did.
const LABELS: [(&str, i64); 18] = [
    ("nixos-26.05-minimal.iso", 2),
    ("release-2.4.1.tar.zst", 5),
    ("release-2.4.1-aarch64.tar.zst", 5),
    ("firmware-esp32-1.9.0.bin", 26),
    ("kernel-6.18.2-modules.tar", 30),
    ("installer-2.4.0.msi", 74),
    ("release-2.4.0.tar.zst", 75),
    ("release-2.4.0-aarch64.tar.zst", 75),
    ("release-notes-2.4.0.md", 75),
    ("container-base.oci.tar", 200),
    ("firmware-esp32-1.8.2.bin", 410),
    ("Umzug-größer.pdf", 690),
    ("リリース-2.3.0.tar.zst", 900),
    ("release-2.3.0.tar.zst", 900),
    ("nixos-25.11-minimal.iso", 4100),
    ("kernel-6.12.61-modules.tar", 4300),
    ("installer-2.2.0.msi", 6000),
    ("release-2.2.0.tar.zst", 6000),
];

fn main() {
    let stage = tempfile::tempdir().unwrap();
    // Short, for it is seen in the picture.
    let cache = stage.path().join("team");
    let certificate = fill::fill(&cache, u32::try_from(LABELS.len()).unwrap()).unwrap();
    let database = rusqlite::Connection::open(cache.join("cache.sqlite")).unwrap();
    for (index, (label, hours)) in LABELS.iter().rev().enumerate() {
        let sql =
            "UPDATE entry SET label = ?1, signed = signed - ?2, stored = stored - ?2, used = used - ?2 / 3,
                   judged = judged - ?2 / 2 WHERE label = ?3";
        let number = format!("artifact-{index}.tar.zst");
        database.execute(sql, rusqlite::params![label, hours * 3600, number]).unwrap();
    }
    let changes = "UPDATE entry SET pinned = 1 WHERE label LIKE 'nixos%';
        UPDATE entry SET verdict = 'expired' WHERE label LIKE '%2.2.0%';
        UPDATE entry SET verdict = 'bad' WHERE label LIKE 'Umzug%';
        UPDATE entry SET verdict = NULL, judged = NULL WHERE label LIKE 'container%'";
    database.execute_batch(changes).unwrap();
    drop(database);
    let configuration = stage.path().join("config/signcache");
    fs::create_dir_all(&configuration).unwrap();
    let key = format!("[keys.release]\nfingerprint = \"{}\"\n", certificate.fingerprint());
    fs::write(configuration.join("config.toml"), key).unwrap();

    let start = || {
        let terminal = Terminal::start(&command(stage.path()), SIZE);
        terminal.wait_for("history");
        terminal
    };
    let mut terminal = start();
    terminal.type_keys("jj j ");
    terminal.wait_for("2 of 18");
    terminal.wait_until("details", |screen| screen.contains("│ installer") && screen.contains("history"));
    save(&terminal, "tui-entries", "Entries, with everything that there is to say of one beside them");
    terminal.type_keys("\x1b");
    terminal.wait_until("no marks", |screen| !screen.contains("marked"));
    terminal.type_keys("/name:release");
    terminal.wait_for(" 7 rows");
    terminal.type_keys(" ver");
    terminal.wait_for("verdict:");
    terminal.wait_for("history");
    save(&terminal, "tui-filter", "A filter, which is live, with what the word could become");
    terminal.type_keys("\x1b");
    terminal.wait_until("no filter", |screen| !screen.contains("name:release"));
    terminal.type_keys("c30d");
    terminal.wait_for("kept");
    // The keys are at home here: another copy of what goes is somewhere else.
    terminal.type_keys(&"\t".repeat(11));
    terminal.type_keys(" ");
    terminal.wait_for("3 of 18 entries go");
    save(&terminal, "tui-collect", "A policy, and what it comes to while one types it");
}

fn command(stage: &Path) -> Command {
    let mut command = Command::new(program());
    command.args(["tui", "--cache", "team"]).current_dir(stage).env("HOME", stage);
    command.env("GNUPGHOME", stage.join("gnupg"));
    for name in ["DATA", "STATE", "CONFIG"] {
        command.env(format!("XDG_{name}_HOME"), stage.join(name.to_lowercase()));
    }
    command
}

/// The program, which cargo puts beside the directory of the examples.
fn program() -> std::path::PathBuf {
    std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("signcache")
}

fn save(terminal: &Terminal, name: &str, title: &str) {
    let mut svg = String::new();
    terminal.wait_screen("a screen", |screen| {
        svg = draw(screen, title);
        true
    });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/{name}.svg"));
    fs::write(&path, svg).unwrap();
    println!("{}", path.display());
}

const FONT: &str = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const GROUND: &str = "#0d1117";
const TEXT: &str = "#c9d1d9";
const COLUMN: f64 = 7.225;
const LINE: f64 = 17.0;
const MARGIN: f64 = 14.0;

fn draw(screen: &Screen, title: &str) -> String {
    let (columns, rows) = SIZE;
    let (width, height) = (f64::from(columns) * COLUMN + 2.0 * MARGIN, f64::from(rows) * LINE + 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         height=\"{height:.0}\">\n<title>{title}</title>\n\
         <rect width=\"{width:.0}\" height=\"{height:.0}\" rx=\"9\" fill=\"{GROUND}\"/>\n\
         <g font-family=\"{FONT}\" font-size=\"12\" xml:space=\"preserve\">\n"
    );
    for row in 0..rows {
        let mut column = 0;
        while column < columns {
            let Some(cell) = screen.cell(row, column) else { break };
            let first = column;
            let mut text = String::new();
            while let Some(next) = screen.cell(row, column).filter(|next| same(cell, next)) {
                if !next.is_wide_continuation() {
                    text.push_str(if next.has_contents() { next.contents() } else { " " });
                }
                column += 1;
            }
            run(&mut svg, (row, first, column), cell, &text);
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

fn same(one: &Cell, other: &Cell) -> bool {
    let look = |cell: &Cell| (cell.fgcolor(), cell.bold(), cell.dim(), cell.inverse(), cell.underline());
    other.is_wide_continuation() || look(one) == look(other)
}

/// Some cells that look alike.
fn run(svg: &mut String, (row, first, end): (u16, u16, u16), cell: &Cell, text: &str) {
    if text.trim().is_empty() && !cell.inverse() {
        return;
    }
    let (x, y) = (MARGIN + f64::from(first) * COLUMN, MARGIN + f64::from(row) * LINE);
    let width = f64::from(end - first) * COLUMN;
    let colour = colour(cell.fgcolor());
    let (front, ground) = if cell.inverse() { (GROUND, colour) } else { (colour, GROUND) };
    if cell.inverse() {
        writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{LINE}\" fill=\"{ground}\"/>"
        )
        .unwrap();
    }
    let escaped = text.trim_end().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let bold = if cell.bold() { " font-weight=\"bold\"" } else { "" };
    let dim = if cell.dim() { " opacity=\"0.6\"" } else { "" };
    let line = if cell.underline() { " text-decoration=\"underline\"" } else { "" };
    let baseline = y + 13.0;
    writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{baseline:.1}\" fill=\"{front}\"{bold}{dim}{line}>{escaped}</text>"
    )
    .unwrap();
}

fn colour(colour: Color) -> &'static str {
    match colour {
        Color::Idx(1 | 9) => "#ff7b72",
        Color::Idx(2 | 10) => "#7ee787",
        Color::Idx(3 | 11) => "#e3b341",
        Color::Idx(4 | 12) => "#79c0ff",
        Color::Idx(5 | 13) => "#d2a8ff",
        Color::Idx(6 | 14) => "#56d4dd",
        _ => TEXT,
    }
}
