use std::collections::BTreeMap;

use super::KeyId;

/// What an agent may do for those who ask it, key by key. A key that is not in it is denied.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Policy(BTreeMap<KeyId, Rule>);

/// What an agent may do with one key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rule {
    /// What is done when there is no signature yet.
    pub allow: Allow,
    /// The most bytes that a content may have.
    pub max_size: Option<u64>,
    /// How many signatures may be made, or asked of a person, within a minute.
    pub max_per_minute: Option<u32>,
    /// Whether what nobody sees is signed, too: from the state of its hash.
    pub unseen: bool,
}

/// What is done when there is no signature yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Allow {
    /// Nothing: only signatures that are there are handed out.
    Cached,
    /// One is made. So whoever may build on the machine can have anything signed.
    Sign,
    /// It is noted as wanted, for a person to approve.
    Ask,
}

impl Policy {
    /// The policy with these rules.
    #[must_use]
    pub const fn new(rules: BTreeMap<KeyId, Rule>) -> Self {
        Self(rules)
    }

    /// What may be done with a key; none where it may not be used at all.
    #[must_use]
    pub fn rule(&self, key: &KeyId) -> Option<Rule> {
        self.0.get(key).copied()
    }

    /// All rules, by key.
    pub fn rules(&self) -> impl Iterator<Item = (&KeyId, &Rule)> {
        self.0.iter()
    }
}
