//! The names and numbers of groups.

use std::fs;
use std::process::{Command, Stdio};

use crate::files::capture;
use crate::model::Untrusted;

/// A group, as a line of group(5) has it.
struct Group {
    name: String,
    number: u32,
}

/// The number of a group that is given by name or by number; none when there is no such group.
pub fn number(text: &str) -> Option<u32> {
    let named = look_up(text, |group| group.name == text).map(|group| group.number);
    named.or_else(|| text.parse().ok())
}

/// The name of a group, or its number where it has none.
pub fn name(number: u32) -> String {
    let text = number.to_string();
    look_up(&text, |group| group.number == number)
        .map_or(text, |group| Untrusted::new(group.name).to_string())
}

/// Looks in the machine's own file, and then wherever the machine looks for groups: `getent` knows.
fn look_up(key: &str, wanted: impl Fn(&Group) -> bool) -> Option<Group> {
    let find = |text: &str| text.lines().filter_map(parse).find(|group| wanted(group));
    let file = fs::read("/etc/group").unwrap_or_default();
    find(&String::from_utf8_lossy(&file)).or_else(|| {
        // What looks like an option would be one.
        let key = Some(key).filter(|key| !key.starts_with('-'))?;
        let mut getent = Command::new("getent");
        getent.args(["group", key]).stdin(Stdio::null());
        // The members of a large group take some room.
        let found = capture(&mut getent, 16 << 20, None).ok()?;
        find(&String::from_utf8_lossy(&found.stdout))
    })
}

fn parse(line: &str) -> Option<Group> {
    let mut fields = line.split(':');
    let (name, _password, number) = (fields.next()?, fields.next()?, fields.next()?);
    Some(Group { name: name.to_owned(), number: number.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_found_by_name_and_by_number() {
        let group = parse("release:x:1234:ada,grace").unwrap();
        assert_eq!((group.name.as_str(), group.number), ("release", 1234));
        assert!(parse("# no group").is_none() && parse("a:x:b:").is_none());
        assert_eq!(number("4123123123"), Some(4_123_123_123));
        assert_eq!(name(4_123_123_123), "4123123123");
        assert_eq!(number("no such group"), None);
    }
}
