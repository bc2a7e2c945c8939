use std::path::{Path, PathBuf};

use super::export::{directory, path, shown};
use crate::model::Untrusted;
use crate::ops::place::{self, is_encrypted, is_tree};
use crate::ops::{self, Class, Contents, Counts, Error, ImportWish, Prefer, Step};
use crate::tui::job::{At, Job, Outcome, Plan, Report, Row};
use crate::tui::state::State;
use crate::tui::state::dialog::{Answers, Asked, Question, Submit, Submitted, Wrong};
use crate::tui::state::table::LONGEST;

/// Asks how far an import may go.
pub fn import(file: &Path) -> Asked {
    let text = file.to_string_lossy();
    let questions = vec![
        Question::text("from", "a bundle, or a directory with signatures beside their files", &text),
        Question::choice(
            "prefer",
            "which signature stays where the cache has another one: here, or the earliest",
            vec!["here".into(), "earliest".into()],
        ),
        Question::switch("unproven", "take what can't be proven, too; it is proven before it is used", false),
        Question::text("content below", "a directory with the contents of what has no proof", ""),
    ];
    Asked { title: "Import".into(), questions, submit: Box::new(Wishes) }
}

struct Wishes;

impl Submit for Wishes {
    fn submit(&self, answers: &Answers<'_>, state: &State) -> Result<Submitted, Wrong> {
        let from = path(answers.text(0), state);
        let prefer = if answers.text(1) == "earliest" { Prefer::Earliest } else { Prefer::Here };
        let wish = ImportWish { dry_run: true, unproven: answers.is(2), prefer };
        let title = format!("Import {}", shown(&from));
        let look = Look { from, wish, content: directory(answers.text(3), state), in_foreground: false };
        Ok(Submitted(title, Box::new(look)))
    }
}

/// Finds out what an import would do.
struct Look {
    from: PathBuf,
    wish: ImportWish,
    content: Vec<PathBuf>,
    in_foreground: bool,
}

impl Look {
    fn take(&self, at: &At<'_>, tell: &mut dyn FnMut(Step)) -> Result<Counts, Error> {
        let mut contents = Contents::below(&self.content, at.progress)?;
        if is_tree(&self.from) {
            return ops::import_tree(at.session, &self.from, &mut contents, &self.wish, at.progress, tell);
        }
        let source = place::open(at.session, &self.from, at.stop, at.progress)?;
        ops::import(at.session, source, &mut contents, &self.wish, at.progress, tell)
    }
}

impl Job for Look {
    fn title(&self) -> String {
        format!("looking into {}", shown(&self.from))
    }

    fn run(mut self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        if is_encrypted(&self.from) && !self.in_foreground {
            self.in_foreground = true;
            return Ok(Outcome::Prompts(self));
        }
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        let counts = self.take(at, &mut |step| {
            let list =
                if matches!(step.class, Class::New | Class::Identical) { &mut rest } else { &mut first };
            if list.len() < LONGEST {
                list.push(row(step));
            }
        })?;
        first.append(&mut rest);
        Ok(Outcome::Planned(Box::new(Import { look: *self, counts, rows: first })))
    }
}

fn row(step: Step) -> Row {
    let text = match (step.place, step.reason) {
        (Some(place), Some(reason)) => Some(Untrusted::new(format!("{}: {}", place.raw(), reason.raw()))),
        (place, reason) => reason.or(place).or(step.label),
    };
    Row { word: step.class.word().to_owned(), pair: step.pair, text }
}

/// What an import would do.
struct Import {
    look: Look,
    counts: Counts,
    rows: Vec<Row>,
}

fn in_words(counts: &Counts) -> String {
    let found = Class::ALL.into_iter().filter(|class| counts.of(*class) > 0);
    let found: Vec<_> = found.map(|class| format!("{} {}", counts.of(class), class.word())).collect();
    if found.is_empty() { "nothing is in it".into() } else { found.join(", ") }
}

impl Plan for Import {
    fn verb(&self) -> &'static str {
        "import"
    }

    fn summary(&self) -> Vec<String> {
        let what = "What is new is stored, proven; what deserves a look is listed first.";
        vec![format!("{}.", in_words(&self.counts)), what.into()]
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn is_empty(&self) -> bool {
        let takes = |class| self.counts.of(class) > 0;
        let unproven = self.look.wish.unproven && takes(Class::Unproven);
        !takes(Class::New) && !takes(Class::Replaced) && !unproven
    }

    fn row(&self, index: usize) -> Option<Row> {
        self.rows.get(index).cloned()
    }

    fn agreed(self: Box<Self>) -> Box<dyn Job> {
        self
    }

    fn prompts(&self) -> bool {
        self.look.in_foreground
    }
}

impl Job for Import {
    fn title(&self) -> String {
        format!("importing {}", shown(&self.look.from))
    }

    fn run(mut self: Box<Self>, at: &At<'_>) -> Result<Outcome, Error> {
        self.look.wish.dry_run = false;
        let mut lines = Vec::new();
        let counts = self.look.take(at, &mut |step| {
            if !matches!(step.class, Class::New | Class::Identical) && lines.len() < LONGEST {
                let pair = step.pair.map_or_else(String::new, |pair| format!("{pair}  "));
                let (word, text) = (step.class.word(), row(step).text.unwrap_or_default());
                lines.push(format!("{word}  {pair}{text}"));
            }
        })?;
        let deserves_a_look = [
            Class::Bad,
            Class::Conflicting,
            Class::Refused,
            Class::UnknownKey,
            Class::Unsupported,
            Class::Unproven,
        ];
        let bad = deserves_a_look.into_iter().any(|class| counts.of(class) > 0);
        Ok(Outcome::Done(Report { text: in_words(&counts), bad, lines, ..Report::default() }))
    }
}
