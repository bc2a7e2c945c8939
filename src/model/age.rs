use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A length of time as people write it: `45s`, `30m`, `12h`, `30d`, `8w`, `2y`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Age(Duration);

/// A text that is no length of time.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a length of time (such as 45s, 30m, 12h, 30d, 8w or 2y)")]
pub struct InvalidAge;

const UNITS: [(char, u64); 6] =
    [('y', 365 * 86_400), ('w', 7 * 86_400), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

impl Age {
    /// The length of time, as the standard library has it.
    #[must_use]
    pub const fn duration(self) -> Duration {
        self.0
    }
}

impl From<Duration> for Age {
    fn from(duration: Duration) -> Self {
        Self(duration)
    }
}

impl FromStr for Age {
    type Err = InvalidAge;

    fn from_str(text: &str) -> Result<Self, InvalidAge> {
        let (unit, seconds) = UNITS.into_iter().find(|(unit, _)| text.ends_with(*unit)).ok_or(InvalidAge)?;
        let digits = text.strip_suffix(unit).ok_or(InvalidAge)?;
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidAge);
        }
        let number: u64 = digits.parse().map_err(|_| InvalidAge)?;
        number.checked_mul(seconds).map(|seconds| Self(Duration::from_secs(seconds))).ok_or(InvalidAge)
    }
}

impl fmt::Display for Age {
    /// The largest unit that fits, rounded down: what a list has room for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let (unit, length) = UNITS.into_iter().find(|(_, length)| seconds >= *length).unwrap_or(('s', 1));
        f.pad(&format!("{}{unit}", seconds / length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_shows() {
        let check = |text: &str, seconds: Option<u64>| {
            assert_eq!(text.parse::<Age>().ok().map(|age| age.duration().as_secs()), seconds, "{text}");
        };
        check("0s", Some(0));
        check("90m", Some(5_400));
        check("2y", Some(63_072_000));
        for bad in ["", "d", "1", "-1d", "+1d", "1 d", "1D", "99999999999999999y"] {
            check(bad, None);
        }
        assert_eq!("90m".parse::<Age>().unwrap().to_string(), "1h");
        assert_eq!("0m".parse::<Age>().unwrap().to_string(), "0s");
    }
}
