use std::io::{self, Read};

/// The most bytes that a line may have.
const LONGEST: usize = 2048;

/// Reads a line without its end; none where nothing more comes.
///
/// # Errors
/// When it can't be read, is too long, or no text ([`io::ErrorKind::InvalidData`]), or breaks off.
pub fn read_line(input: &mut impl Read) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let mut byte = [0];
    loop {
        match input.read(&mut byte)? {
            0 if line.is_empty() => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            _ if byte == *b"\n" => break,
            _ if line.len() == LONGEST => return Err(io::ErrorKind::InvalidData.into()),
            _ => line.push(byte[0]),
        }
    }
    String::from_utf8(line).map(Some).map_err(|_| io::ErrorKind::InvalidData.into())
}
