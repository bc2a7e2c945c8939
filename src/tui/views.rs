/// One of the things that one can look at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum View {
    /// The entries of the cache.
    Entries,
    /// The keys.
    Keys,
    /// Copies in Nix stores.
    Bindings,
    /// What somebody wants signed.
    Wanted,
    /// What was deleted.
    Trash,
    /// What runs, and what ran.
    Jobs,
    /// What was said.
    Log,
}

impl View {
    /// All views, in the order of their numbers.
    pub const ALL: [Self; 7] =
        [Self::Entries, Self::Keys, Self::Bindings, Self::Wanted, Self::Trash, Self::Jobs, Self::Log];

    /// What it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Entries => "Entries",
            Self::Keys => "Keys",
            Self::Bindings => "Bindings",
            Self::Wanted => "Wanted",
            Self::Trash => "Trash",
            Self::Jobs => "Jobs",
            Self::Log => "Log",
        }
    }

    /// The view that is some places further, around the corner if need be.
    #[must_use]
    pub fn further(self, places: usize) -> Self {
        let at = Self::ALL.iter().position(|view| *view == self).unwrap_or_default();
        Self::ALL[(at + places) % Self::ALL.len()]
    }
}
