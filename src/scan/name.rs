use data_encoding::{BASE64URL_NOPAD, HEXUPPER_PERMISSIVE};

use crate::model::ContentDigest;

/// What the names of a file and of its directory say of a signature whose content is elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Named {
    /// Of what the signature is.
    pub(super) digest: ContentDigest,
    /// By which key, if they say so: a fingerprint or a key id of 16 digits, upper-case.
    pub(super) key: Option<String>,
}

/// How the names of files with detached signatures end.
pub(super) const ENDINGS: [&[u8]; 4] = [b".sig", b".asc", b".gpg", b".sign"];

/// What may stand between a digest and a key.
const SEPARATORS: &[u8] = b".-_";

/// A name without the ending of a signature's; none where it has no such ending.
pub(super) fn stem(name: &[u8]) -> Option<&[u8]> {
    let stem_before = |ending: &[u8]| {
        let (stem, end) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        (!stem.is_empty() && end.eq_ignore_ascii_case(ending)).then_some(stem)
    };
    ENDINGS.into_iter().find_map(stem_before)
}

/// `X` and `KEY` of `X.KEY`, as those call it who keep the signatures of several people beside a file.
pub(super) fn by_key(stem: &[u8]) -> Option<(&[u8], String)> {
    let dot = stem.iter().rposition(|byte| *byte == b'.')?;
    let (content, key) = (&stem[..dot], &stem[dot + 1..]);
    if content.is_empty() { None } else { Some((content, as_key(key)?)) }
}

/// By what files are sorted: a content's name, so that its signatures follow one another.
pub(super) fn order(name: &[u8]) -> &[u8] {
    let stem = stem(name).unwrap_or(name);
    by_key(stem).map_or(stem, |(content, _)| content)
}

/// What a file in a private cache is called: by digest and key, in one name or in two.
///
/// `DIGEST-KEY.sig` with any of the separators, and the other way round;
/// `DIGEST/KEY.sig`, `KEY/DIGEST.sig`, `DIGEST.sig`. Where both are named the
/// ending may be missing.
pub(super) fn named(name: &[u8], directory: Option<&[u8]>) -> Option<Named> {
    let stem = stem(name);
    let text = stem.unwrap_or(name);
    if let Some(digest) = as_digest(text) {
        let key = directory.and_then(as_key);
        return (key.is_some() || stem.is_some()).then_some(Named { digest, key });
    }
    if let Some(key) = as_key(text) {
        let digest = directory.and_then(as_digest)?;
        return Some(Named { digest, key: Some(key) });
    }
    let cuts = text.iter().enumerate().filter(|(_, byte)| SEPARATORS.contains(byte));
    let both = |digest, key| Some(Named { digest: as_digest(digest)?, key: Some(as_key(key)?) });
    cuts.map(|(cut, _)| (&text[..cut], &text[cut + 1..]))
        .find_map(|(left, right)| both(left, right).or_else(|| both(right, left)))
}

/// A digest in any form that [`ContentDigest`] reads, and in base64 for file names (RFC 4648, section 5).
fn as_digest(text: &[u8]) -> Option<ContentDigest> {
    let text = str::from_utf8(text).ok()?;
    text.parse().ok().or_else(|| {
        let base64 = text.strip_prefix("sha256-")?;
        let bytes = BASE64URL_NOPAD.decode(base64.strip_suffix('=').unwrap_or(base64).as_bytes()).ok()?;
        bytes.as_slice().try_into().ok()
    })
}

/// A fingerprint or a key id of 16 digits, with or without `0x`. Shorter ones are anybody's.
fn as_key(text: &[u8]) -> Option<String> {
    let digits = text.strip_prefix(b"0x").unwrap_or(text);
    let is_key = matches!(digits.len(), 16 | 40 | 64) && HEXUPPER_PERMISSIVE.decode(digits).is_ok();
    is_key.then(|| String::from_utf8_lossy(digits).to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const NIX: &str = "0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73";
    const SRI: &str = "sha256-47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    const KEY: &str = "8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B";
    const ID: &str = "A4B5C6D7E8F90A1B";

    #[test]
    fn signatures_are_told_by_their_endings() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(stem(name.as_bytes()), expected.map(str::as_bytes), "{name}");
        };
        check("a.sig", Some("a"));
        check("a.tar.gz.ASC", Some("a.tar.gz"));
        check("Release.gpg", Some("Release"));
        check("a.sign", Some("a"));
        check("a.sig.sig", Some("a.sig"));
        check(".sig", None);
        check("sig", None);
        check("a.signed", None);
        check("", None);
    }

    #[test]
    fn the_signatures_of_a_content_follow_one_another() {
        let mut names = [
            "b.sig".to_owned(),
            "a.sig".into(),
            "a.b".into(),
            "a".into(),
            format!("a.{KEY}.sig"),
            "a.asc".into(),
            "a-b".into(),
        ];
        names.sort_by(|one, other| {
            (order(one.as_bytes()), one.as_bytes()).cmp(&(order(other.as_bytes()), other.as_bytes()))
        });
        assert_eq!(names, ["a", &format!("a.{KEY}.sig"), "a.asc", "a.sig", "a-b", "a.b", "b.sig"]);
    }

    #[test]
    fn private_caches_name_digest_and_key_in_many_ways() {
        let check = |directory: &str, name: &str, key: Option<&str>| {
            let found = named(name.as_bytes(), Some(directory.as_bytes()));
            let expected = Named { digest: HEX.parse().unwrap(), key: key.map(str::to_owned) };
            assert_eq!(found, Some(expected), "{directory}/{name}");
        };
        for digest in [HEX, NIX, SRI, &format!("{SRI}="), &HEX.to_uppercase(), &format!("sha256:{NIX}")] {
            check("x", &format!("{digest}.sig"), None);
            for separator in [".", "-", "_"] {
                check("x", &format!("{digest}{separator}{KEY}.sig"), Some(KEY));
                check("x", &format!("{ID}{separator}{digest}.asc"), Some(ID));
                check("x", &format!("{digest}{separator}{}", KEY.to_lowercase()), Some(KEY));
            }
            check(digest, &format!("{ID}.sig"), Some(ID));
            check(digest, KEY, Some(KEY));
            check(KEY, &format!("{digest}.sig"), Some(KEY));
            check(&format!("0x{ID}"), digest, Some(ID));
        }
        // Two times 64 digits: the key is one of version 6.
        check("x", &format!("{HEX}-{}.sig", "AB".repeat(32)), Some(&"AB".repeat(32)));
    }

    #[test]
    fn other_names_say_nothing() {
        for (directory, name) in [
            ("x", HEX),
            ("x", "release.sig"),
            ("x", &format!("{HEX}-E8F90A1B.sig")),
            ("x", &format!("{KEY}.sig")),
            ("x", &format!("{}-{KEY}.sig", &HEX[1..])),
            (HEX, "E8F90A1B.sig"),
            (KEY, "x.sig"),
        ] {
            assert_eq!(named(name.as_bytes(), Some(directory.as_bytes())), None, "{directory}/{name}");
        }
        assert_eq!(named(format!("{KEY}.sig").as_bytes(), None), None);
        assert_eq!(named(b"\xff-\xff.sig", Some(b"\xff")), None);
    }
}
