use std::fmt;

/// The keys to which a message is encrypted: their 64-bit key ids, where they are not hidden.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recipients(pub Vec<Option<String>>);

impl fmt::Display for Recipients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A person compares them with what `gpg --list-keys` shows, and not many.
        const SHOWN: usize = 8;
        let named = self.0.iter().map(|id| id.as_deref().unwrap_or("a hidden recipient"));
        let named: Vec<&str> = named.take(SHOWN).collect();
        f.write_str(&named.join(", "))?;
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}
