use std::io::{self, Read};

use sequoia_openpgp::crypto::mem::Protected;

pub use sequoia_openpgp::crypto::Password;

/// The most bytes that a password may have.
const LONGEST: usize = 1024;

/// Reads a password: everything up to the first line end, or to the end.
///
/// All memory that it passes through is overwritten afterwards.
///
/// # Errors
/// When it can't be read, or is longer than a kilobyte.
pub fn read_password(source: &mut dyn Read) -> io::Result<Password> {
    let mut buffer = Protected::new(LONGEST);
    let mut length = 0;
    loop {
        // Byte by byte, so that nothing behind the line is taken from whoever else reads the source.
        let Some(next) = buffer.get_mut(length..=length) else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the password has more than 1024 bytes"));
        };
        match source.read(next) {
            Ok(0) => break,
            Ok(_) if next[0] == b'\n' => break,
            Ok(_) => length += 1,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Password::from(&buffer[..length]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_the_first_line_and_nothing_more() {
        let check = |text: &[u8], expected: &[u8], rest: &[u8]| {
            let mut source = text;
            let password = read_password(&mut source).unwrap();
            password.map(|password| assert_eq!(&password[..], expected));
            assert_eq!(source, rest);
        };
        check(b"secret", b"secret", b"");
        check(b"two words \nsecond line", b"two words ", b"second line");
        check("größe\r\n".as_bytes(), "größe\r".as_bytes(), b"");
        check(b"", b"", b"");
        check(&[b'x'; 1023], &[b'x'; 1023], b"");
        assert!(read_password(&mut &[b'x'; 2000][..]).is_err());
    }
}
