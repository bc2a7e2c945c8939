/// Why an entry is to go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reason {
    /// It was not handed out for so long.
    Unused,
    /// It came into the cache so long ago.
    Old,
    /// Its signature does not verify.
    Bad,
    /// Its key is revoked.
    KeyRevoked,
    /// Its key has expired.
    KeyExpired,
    /// A key that took the place of its key has signed the same content.
    Superseded,
    /// Every file in the Nix store that was known to have its content is gone.
    ContentGone,
    /// There are more entries than there may be, and it was not used for longer than those that stay.
    TooMany,
    /// The entries have more bytes than they may have, and it was not used for longer than those that stay.
    TooLarge,
    /// A person deletes it.
    Person,
}

/// What keeps an entry that has a reason to go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Guard {
    /// A person asked to keep it.
    Pinned,
    /// It is younger than the grace time.
    Young,
    /// A copy in a Nix store is reached from a root that is not signcache's own.
    Live,
    /// No other place is known that has the signature.
    LastCopy,
}

impl Reason {
    /// The word for it, as it is shown, stored and published.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unused => "unused",
            Self::Old => "old",
            Self::Bad => "bad",
            Self::KeyRevoked => "key-revoked",
            Self::KeyExpired => "key-expired",
            Self::Superseded => "superseded",
            Self::ContentGone => "content-gone",
            Self::TooMany => "max-entries",
            Self::TooLarge => "max-bytes",
            Self::Person => "deleted",
        }
    }
}

impl Guard {
    /// All guards, in the order in which they are counted out.
    pub const ALL: [Self; 4] = [Self::Pinned, Self::Young, Self::Live, Self::LastCopy];

    /// The word for it, as it is shown and published.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pinned => "pinned",
            Self::Young => "young",
            Self::Live => "live",
            Self::LastCopy => "last-copy",
        }
    }
}

/// The words for several reasons, as the trash keeps them: with commas between.
#[must_use]
pub fn words(reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| reason.word()).collect::<Vec<_>>().join(", ")
}
