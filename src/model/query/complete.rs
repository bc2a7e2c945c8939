use super::Field;
use crate::model::Verdict;

/// What the last word of a text could become.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Completions {
    /// Where the word begins, in bytes.
    pub start: usize,
    /// What it could become, whole words, in the order in which they are offered.
    pub words: Vec<String>,
}

/// The filters, as they are typed.
const FILTERS: [&str; 8] = ["key:", "name:", "verdict:", "age:", "used:", "bound:", "pinned:", "sort:"];

/// Lengths of time that people ask for.
const SPANS: [&str; 6] = ["<1d", "<7d", "<30d", ">30d", ">90d", ">1y"];

/// What the last word of a query could become, given the names of keys.
#[must_use]
pub fn complete<'a>(text: &str, keys: impl Iterator<Item = &'a str>) -> Completions {
    // Inside quotes there is nothing to be known.
    if !text.matches('"').count().is_multiple_of(2) {
        return Completions::default();
    }
    let start = text.rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
    let word = &text[start..];
    let (sign, plain) = word.strip_prefix('-').map_or(("", word), |rest| ("-", rest));
    let (name, values): (&str, Vec<String>) = match plain.split_once(':') {
        None => ("", FILTERS.iter().map(|name| (*name).to_owned()).collect()),
        Some(("key", _)) => ("key:", keys.map(str::to_owned).collect()),
        Some(("verdict", _)) => {
            ("verdict:", Verdict::ALL.iter().map(|known| known.word().to_owned()).collect())
        }
        Some(("age", _)) => ("age:", SPANS.map(str::to_owned).into()),
        Some(("used", _)) => ("used:", SPANS.map(str::to_owned).into()),
        Some(("bound", _)) => ("bound:", vec!["yes".into(), "no".into()]),
        Some(("pinned", _)) => ("pinned:", vec!["yes".into(), "no".into()]),
        Some(("sort", _)) => {
            let fields = Field::ALL.into_iter().map(|(_, name)| name);
            ("sort:", fields.flat_map(|field| [field.to_owned(), format!("-{field}")]).collect())
        }
        Some(_) => ("", Vec::new()),
    };
    let words = values.into_iter().map(|value| format!("{sign}{name}{value}"));
    let fits = |candidate: &String| candidate.starts_with(word) && candidate != word;
    Completions { start, words: words.filter(fits).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::query::Query;

    fn words(text: &str) -> Vec<String> {
        complete(text, ["release", "backup"].into_iter()).words
    }

    #[test]
    fn words_are_completed_to_what_is_a_query() {
        assert_eq!(words("name:x ver"), ["verdict:"]);
        assert_eq!(words("-key:"), ["-key:release", "-key:backup"]);
        assert_eq!(words("bound:y"), ["bound:yes"]);
        assert_eq!(complete("name:\"a b\" ke", std::iter::empty()).start, 11);
        for text in ["name:\"a ke", "1f0c", "verdict:good", "nonsense:"] {
            assert!(words(text).is_empty(), "{text}");
        }
        for name in FILTERS.iter().filter(|name| **name != "name:") {
            let values = words(name);
            assert!(!values.is_empty(), "{name}");
            for word in values {
                assert!(word.parse::<Query>().is_ok(), "{word}");
            }
        }
    }
}
