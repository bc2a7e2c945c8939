use std::io::{self, Read, Write};

/// The most bytes of a chunk.
pub const CHUNK: usize = 64 << 10;

/// Reads the next chunk into a buffer of [`CHUNK`] bytes; gives its length, 0 at the end.
///
/// # Errors
/// When it can't be read, breaks off, or says that it is longer ([`io::ErrorKind::InvalidData`]).
pub fn next_chunk(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length) as usize;
    let chunk = buffer.get_mut(..length).ok_or(io::ErrorKind::InvalidData)?;
    input.read_exact(chunk)?;
    Ok(length)
}

/// Sends a content in chunks, with the empty one at its end.
///
/// # Errors
/// When it can't be read or sent.
pub fn send_chunks(content: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    let mut buffer = vec![0; 4 + CHUNK];
    loop {
        let length = match content.read(&mut buffer[4..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let header = u32::try_from(length).map_err(io::Error::other)?.to_be_bytes();
        buffer[..4].copy_from_slice(&header);
        output.write_all(&buffer[..4 + length])?;
        if length == 0 {
            return output.flush();
        }
    }
}
