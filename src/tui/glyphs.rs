use crate::model::Verdict;

/// The characters that things are drawn with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Glyphs {
    /// A good verdict.
    pub good: &'static str,
    /// A bad verdict.
    pub bad: &'static str,
    /// Whatever deserves a look.
    pub warning: &'static str,
    /// What is not known.
    pub unknown: &'static str,
    /// A mark.
    pub mark: &'static str,
    /// A pin.
    pub pin: &'static str,
    /// A copy in a Nix store.
    pub bound: &'static str,
    /// What is left out.
    pub ellipsis: &'static str,
    /// Between the steps of a path.
    pub step: &'static str,
    /// Ascending order, and descending.
    pub order: [&'static str; 2],
    /// A full and an empty part of a bar.
    pub bar: [&'static str; 2],
    /// What turns while something runs.
    pub spinner: &'static [&'static str],
    /// Whether lines are drawn with ASCII.
    pub ascii: bool,
}

impl Glyphs {
    /// Glyphs that every font for terminals has, or ASCII only.
    #[must_use]
    pub const fn new(ascii: bool) -> Self {
        if ascii {
            Self {
                good: "+",
                bad: "x",
                warning: "!",
                unknown: "?",
                mark: "*",
                pin: "P",
                bound: "n",
                ellipsis: "..",
                step: ">",
                order: ["^", "v"],
                bar: ["#", "."],
                spinner: &["|", "/", "-", "\\"],
                ascii,
            }
        } else {
            Self {
                good: "✓",
                bad: "✗",
                warning: "!",
                unknown: "?",
                mark: "●",
                pin: "◆",
                bound: "↳",
                ellipsis: "…",
                step: "›",
                order: ["↑", "↓"],
                bar: ["█", "░"],
                spinner: &["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
                ascii,
            }
        }
    }

    /// A verdict.
    #[must_use]
    pub const fn verdict(&self, verdict: Option<Verdict>) -> &'static str {
        match verdict {
            Some(Verdict::Good) => self.good,
            Some(Verdict::Bad) => self.bad,
            Some(Verdict::Expired | Verdict::Revoked | Verdict::Weak) => self.warning,
            Some(Verdict::Unproven | Verdict::UnknownKey) | None => self.unknown,
        }
    }
}
