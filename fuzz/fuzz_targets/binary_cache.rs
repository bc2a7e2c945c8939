//! Binary caches of Nix's: what one tells of an object, and the archive that belongs to it, after a line of dashes.
#![no_main]

use std::fs;
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use signcache::bundle::MAX_SIGNATURE;
use signcache::nix::binary_cache::{Look, Reader};
use signcache::nix::is_provided;

const SEPARATOR: &[u8] = b"\n----\n";

/// What is said to be below a name: the hash part of the path that the text tells of, or another one.
fn name(text: &str) -> &str {
    let path = text.lines().find_map(|line| line.strip_prefix("StorePath: /nix/store/"));
    let hash = path
        .and_then(|path| path.get(..32))
        .filter(|hash| hash.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    hash.unwrap_or("00000000000000000000000000000000")
}

fuzz_target!(|bytes: &[u8]| {
    let at = bytes.windows(SEPARATOR.len()).position(|window| window == SEPARATOR);
    let (told, archive) =
        at.map_or((bytes, &[][..]), |at| (&bytes[..at + 1], &bytes[at + SEPARATOR.len()..]));
    // Memory, where there is such a place.
    let above = Path::new("/dev/shm");
    let cache = if above.exists() { tempfile::tempdir_in(above) } else { tempfile::tempdir() };
    let cache = cache.expect("a directory");
    let write = |name: &str, bytes: &[u8]| fs::write(cache.path().join(name), bytes).expect("a file");
    fs::create_dir(cache.path().join("nar")).expect("a directory");
    write("nix-cache-info", b"StoreDir: /nix/store\n");
    write("nar/archive", archive);
    let file = format!("{}.narinfo", name(&String::from_utf8_lossy(told)));
    write(&file, told);

    let mut reader = Reader::new(cache.path()).expect("it is a binary cache");
    let look = reader.look().expect("it can be read").expect("there is one object");
    if let Look::Signature { path, bytes, .. } = look {
        assert!(is_provided(&path) && file.starts_with(path.hash_part()));
        assert!(bytes.len() <= MAX_SIGNATURE + 2048);
    }
    assert_eq!(reader.look().expect("it can be read"), None);
});
