//! What clients say to the agent, and what it says to them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signcache::wire::{CHUNK, Reply, Request, next_chunk, read_line, send_chunks};

fuzz_target!(|bytes: &[u8]| {
    let mut input = bytes;
    if let Ok(Some(line)) = read_line(&mut input)
        && let Ok(request) = line.parse::<Request>()
    {
        let shown = request.to_string();
        assert!(!shown.contains(char::is_control), "{shown:?}");
        assert_eq!(shown.parse().as_ref(), Ok(&request));
        let mut chunk = vec![0; CHUNK];
        let mut content = Vec::new();
        while let Ok(length @ 1..) = next_chunk(&mut input, &mut chunk) {
            content.extend_from_slice(&chunk[..length]);
        }
        let mut sent = Vec::new();
        send_chunks(&mut content.as_slice(), &mut sent).expect("memory can be written");
        assert_eq!(sent.len(), content.len() + 4 * (content.len().div_ceil(CHUNK) + 1));
    }
    if let Ok(reply) = Reply::receive(&mut &*bytes) {
        let mut sent = Vec::new();
        reply.send(&mut sent).expect("memory can be written");
        assert_eq!(Reply::receive(&mut sent.as_slice()).ok(), Some(reply));
    }
});
