use std::str::FromStr;

use super::{Field, Filter, KeyMatch, Query, Sort, Span, Term};
use crate::model::{Age, ContentDigest, InvalidAge, KeyRef, UnknownVerdict};

/// A text that is no query; names the term that is at fault.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidQuery {
    /// No filter has this name.
    #[error("`{0}:` is no filter (key, name, verdict, age, used, bound, pinned, sort)")]
    Filter(String),
    /// Neither a filter nor the beginning of a digest.
    #[error("`{0}` is neither a filter nor the beginning of a digest")]
    Digest(String),
    /// The value of `key:` names no key that is known.
    #[error("key:{0}: no such alias, fingerprint or part of a fingerprint")]
    Key(String),
    /// The value of `name:` is empty.
    #[error("name: wants a text")]
    Name,
    /// The value of `verdict:` is no verdict.
    #[error("verdict:{0}: {UnknownVerdict}")]
    Verdict(String),
    /// The value of `age:` or `used:` is not a sign and a length of time.
    #[error("{0}:{1}: wants < or > and then a length of time ({InvalidAge})")]
    Span(&'static str, String),
    /// The value of `bound:` or `pinned:` is not yes or no.
    #[error("{0}:{1}: wants yes or no")]
    YesOrNo(&'static str, String),
    /// The value of `sort:` is no field.
    #[error(
        "sort:{0}: wants digest, key, name, size, signed, stored, used, verdict or bound, with - in front for the reverse"
    )]
    Sort(String),
    /// A quote is not closed.
    #[error("a quote is not closed")]
    Quote,
    /// What is only wanted has nothing that this term could speak of.
    #[error(
        "`{0}` says nothing of what is only wanted (a digest, key, name, age; sort by digest, key, name, size, stored)"
    )]
    OfEntries(&'static str),
}

impl FromStr for Query {
    type Err = InvalidQuery;

    fn from_str(text: &str) -> Result<Self, InvalidQuery> {
        let mut query = Self::default();
        for word in words(text)? {
            let (negated, word) = match word.strip_prefix('-') {
                Some(rest) => (true, rest),
                None => (false, word.as_str()),
            };
            match word.split_once(':') {
                Some(("sort", field)) if !negated => query.sort = Some(sort(field)?),
                Some(("sha256", digest)) => {
                    query.terms.push(Term { negated, filter: whole_digest(word, digest)? });
                }
                Some((name, value)) => query.terms.push(Term { negated, filter: filter(name, value)? }),
                None => query.terms.push(Term { negated, filter: digest(word)? }),
            }
        }
        Ok(query)
    }
}

fn words(text: &str) -> Result<Vec<String>, InvalidQuery> {
    let mut words = Vec::new();
    let mut word = None;
    let mut quoted = false;
    for character in text.chars() {
        match character {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            blank if blank.is_whitespace() && !quoted => words.extend(word.take()),
            other => word.get_or_insert_with(String::new).push(other),
        }
    }
    if quoted {
        return Err(InvalidQuery::Quote);
    }
    words.extend(word);
    Ok(words)
}

fn filter(name: &str, value: &str) -> Result<Filter, InvalidQuery> {
    match name {
        "key" => key(value).map(Filter::Key),
        "openpgp" => key(&format!("openpgp:{value}")).map(Filter::Key),
        "name" if value.is_empty() => Err(InvalidQuery::Name),
        "name" => Ok(Filter::Name(value.to_owned())),
        "verdict" => value.parse().map(Filter::Verdict).map_err(|_| InvalidQuery::Verdict(value.to_owned())),
        "age" => span("age", value).map(Filter::Stored),
        "used" => span("used", value).map(Filter::Used),
        "bound" => yes_or_no("bound", value).map(Filter::Bound),
        "pinned" => yes_or_no("pinned", value).map(Filter::Pinned),
        _ => Err(InvalidQuery::Filter(name.to_owned())),
    }
}

fn yes_or_no(name: &'static str, value: &str) -> Result<bool, InvalidQuery> {
    match value {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(InvalidQuery::YesOrNo(name, value.to_owned())),
    }
}

fn digest(word: &str) -> Result<Filter, InvalidQuery> {
    if word.starts_with("sha256-") {
        return whole_digest(word, word);
    }
    let is_prefix = (1..=64).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_prefix {
        Ok(Filter::Digest(word.to_ascii_lowercase()))
    } else {
        Err(InvalidQuery::Digest(word.to_owned()))
    }
}

fn whole_digest(word: &str, digest: &str) -> Result<Filter, InvalidQuery> {
    let digest: ContentDigest = digest.parse().map_err(|_| InvalidQuery::Digest(word.to_owned()))?;
    Ok(Filter::Digest(digest.to_string()))
}

fn key(value: &str) -> Result<KeyMatch, InvalidQuery> {
    match value.parse() {
        Ok(KeyRef::Id(id)) => Ok(KeyMatch::Exactly(*id.fingerprint())),
        _ if value.len() >= 4 && value.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            Ok(KeyMatch::Digits(value.to_ascii_uppercase()))
        }
        Ok(KeyRef::Alias(alias)) => Ok(KeyMatch::Alias(alias)),
        _ => Err(InvalidQuery::Key(value.to_owned())),
    }
}

fn span(name: &'static str, value: &str) -> Result<Span, InvalidQuery> {
    let invalid = || InvalidQuery::Span(name, value.to_owned());
    let (sign, length) = value.split_at_checked(1).ok_or_else(invalid)?;
    let age: Age = length.parse().map_err(|_| invalid())?;
    match sign {
        ">" => Ok(Span::Before(age)),
        "<" => Ok(Span::Within(age)),
        _ => Err(invalid()),
    }
}

fn sort(value: &str) -> Result<Sort, InvalidQuery> {
    let (descending, name) = match value.strip_prefix('-') {
        Some(name) => (true, name),
        None => (false, value),
    };
    let (field, _) = Field::ALL
        .into_iter()
        .find(|(_, word)| *word == name)
        .ok_or_else(|| InvalidQuery::Sort(value.to_owned()))?;
    Ok(Sort { field, descending })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Verdict;

    #[test]
    fn reads_every_term() {
        let query: Query =
            r#"1F0c -key:release name:"a b" verdict:weak age:>30d used:<2h bound:no sort:-signed"#.parse().unwrap();
        let term = |negated, filter| Term { negated, filter };
        assert_eq!(
            query.terms,
            [
                term(false, Filter::Digest("1f0c".into())),
                term(true, Filter::Key(KeyMatch::Alias("release".into()))),
                term(false, Filter::Name("a b".into())),
                term(false, Filter::Verdict(Verdict::Weak)),
                term(false, Filter::Stored(Span::Before("30d".parse().unwrap()))),
                term(false, Filter::Used(Span::Within("2h".parse().unwrap()))),
                term(false, Filter::Bound(false)),
            ]
        );
        assert_eq!(query.sort, Some(Sort { field: Field::Signed, descending: true }));
        assert_eq!("  ".parse(), Ok(Query::default()));
    }

    #[test]
    fn names_the_term_at_fault() {
        let check = |text: &str, message: &str| {
            let error = text.parse::<Query>().unwrap_err().to_string();
            assert!(error.starts_with(message), "{text}: {error}");
        };
        check("colour:red", "`colour:` is no filter");
        check("hello", "`hello` is neither");
        check("key:", "key:");
        check("name:", "name: wants");
        check("verdict:nice", "verdict:nice");
        check("age:30d", "age:30d");
        check("used:>soon", "used:>soon");
        check("bound:maybe", "bound:maybe");
        check("sort:colour", "sort:colour");
        check("name:\"a", "a quote");
    }
}
