use serde_json::json;

use crate::cli::command::json;
use crate::cli::error::Error;
use crate::cli::resolve::Work;
use crate::model::Untrusted;
use crate::ops::wanted::{Decision, Holder, Request};
use crate::ops::{self, Answer};

/// The person who holds the key, at the terminal.
pub struct Person<'a> {
    work: &'a Work<'a>,
    /// Whether the answer is yes for all that follow.
    all: bool,
    /// What could not be signed, and why.
    pub failures: Vec<Error>,
}

impl<'a> Person<'a> {
    /// Somebody who is asked about each request, unless everything is to be signed.
    pub const fn new(work: &'a Work<'a>, all: bool) -> Self {
        Self { work, all, failures: Vec::new() }
    }
}

impl Holder for Person<'_> {
    fn decide(&mut self, request: &Request) -> Decision {
        if self.all {
            return Decision::Sign;
        }
        let question = format!(
            "{}\nSign this? Nobody here has seen the content. [y]es, [N]o, [a]ll, [q]uit: ",
            describe(request)
        );
        // Without an answer, nothing more is signed.
        match self.work.bars.ask(&question).map(|answer| answer.to_lowercase()).as_deref() {
            Some("y" | "yes") => Decision::Sign,
            Some("a" | "all") => {
                self.all = true;
                Decision::Sign
            }
            Some("q" | "quit") | None => Decision::Stop,
            Some(_) => Decision::Leave,
        }
    }

    fn told(&mut self, request: &Request, answer: &Answer) {
        let seen = request.content.path.is_some();
        let output = self.work.output;
        if output.json {
            let mut value = json::answer(answer);
            value["label"] = json!(request.content.label.as_ref().map(Untrusted::raw));
            value["size"] = json!(request.size);
            value["seen"] = json!(seen);
            self.failures.extend(output.object(&value).err());
        } else if answer.new {
            let how = if seen { "signed" } else { "signed, its content was not seen" };
            self.work.bars.aside(|| output.say(&format!("{how}:\n{}", describe(request))));
        }
    }

    fn refused(&mut self, error: ops::Error) {
        self.failures.push(error.into());
    }
}

/// How many characters of a label are shown: with what is before them, less than a line.
const LABEL: usize = 60;

/// What there is to say of a content that is wanted. The label is whatever somebody wrote there.
fn describe(request: &Request) -> String {
    let none = Untrusted::new("(no label)");
    let label = request.content.label.as_ref().unwrap_or(&none);
    // On one line, behind what is true, so that it can't be taken for it.
    let label: String = label.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = label.chars().take(LABEL).collect();
    let more = if short == label { "" } else { "…" };
    format!(
        "  size     {} bytes\n  SHA-256  {}\n  key      {}\n  label    {short}{more}",
        request.size, request.pair.content, request.pair.key
    )
}
