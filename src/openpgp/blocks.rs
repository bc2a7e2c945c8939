/// A block of armor in a text (RFC 9580, section 6.2).
pub(super) struct Block<'a> {
    /// What its first line says that it is.
    pub(super) label: &'a [u8],
    /// From the first line to the last; none where that is missing.
    pub(super) whole: Option<&'a [u8]>,
}

/// The blocks of armor in a text, whatever is around them.
pub(super) fn blocks(text: &[u8]) -> impl Iterator<Item = Block<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let begins = |(line, start, _)| Some((labelled(line, b"BEGIN ")?, start));
        let (label, start) = lines(rest).find_map(begins)?;
        // A clear-signed text ends with its signature.
        let last: &[u8] = if label == b"PGP SIGNED MESSAGE" { b"PGP SIGNATURE" } else { label };
        let (from, mut ends) = (&rest[start..], lines(&rest[start..]));
        let end = ends.find(|(line, ..)| labelled(line, b"END ") == Some(last)).map(|(.., end)| end);
        let whole = end.and_then(|end| from.get(..end));
        rest = &from[end.unwrap_or(from.len())..];
        Some(Block { label, whole })
    })
}

/// The lines of a text, with where they begin and where the next one does.
fn lines(text: &[u8]) -> impl Iterator<Item = (&[u8], usize, usize)> {
    let mut from = 0;
    text.split_inclusive(|byte| *byte == b'\n').map(move |line| {
        let start = from;
        from += line.len();
        (line.trim_ascii_end(), start, from)
    })
}

fn labelled<'a>(line: &'a [u8], word: &[u8]) -> Option<&'a [u8]> {
    line.strip_prefix(b"-----")?.strip_prefix(word)?.strip_suffix(b"-----")
}
