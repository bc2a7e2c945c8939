//! Commands that lead to a question, and answers that are secret.

use std::fmt::Write;
use std::time::Duration;

use sequoia_openpgp::crypto::mem::Protected;

use super::{Cancelled, Connection, Deadline, Error, LINE, refusal};
use crate::files::keep_memory_private;

impl Connection {
    /// Sends a command, answers the one question that it leads to, and returns the data of the answer, which is secret.
    pub(in super::super) fn transact_with(
        &mut self,
        command: &str,
        question: &str,
        data: &[u8],
        limit: Duration,
        cancelled: Cancelled<'_>,
    ) -> Result<Protected, Error> {
        keep_memory_private();
        let deadline = Deadline::after(limit, cancelled);
        // Growing later would leave copies of the secret behind.
        self.unread.reserve(4 * LINE);
        let result = self
            .send(command, &deadline)
            .and_then(|()| self.tell(question, data, &deadline))
            .and_then(|()| self.answer(&deadline))
            .map(Protected::from);
        drop(Protected::from(std::mem::take(&mut self.unread)));
        self.settled(result)
    }

    /// Waits for a question and answers it.
    fn tell(&mut self, question: &str, data: &[u8], deadline: &Deadline<'_>) -> Result<(), Error> {
        let question = format!("INQUIRE {question}");
        loop {
            let line = self.line(deadline)?;
            if *line == *question.as_bytes() {
                let lines: String = data_lines(data).chain(["END".to_owned()]).collect::<Vec<_>>().join("\n");
                return self.send(&lines, deadline);
            } else if let Some(rest) = line.strip_prefix(b"ERR ") {
                return Err(refusal(rest));
            } else if !line.starts_with(b"S ") && !line.starts_with(b"#") {
                return Err(Error::Unintelligible("the question did not come"));
            }
        }
    }
}

/// The lines that carry data, each as long as the protocol allows ("Developing with Assuan", section 3.1).
fn data_lines(data: &[u8]) -> impl Iterator<Item = String> {
    let mut rest = data;
    std::iter::from_fn(move || {
        let mut line = String::from("D ");
        while let Some((byte, after)) = rest.split_first().filter(|_| line.len() + 3 <= LINE) {
            rest = after;
            match byte {
                // Every other byte could be sent as it is, but not in a string.
                b' '..=b'$' | b'&'..=b'~' => line.push(char::from(*byte)),
                _ => {
                    let _ = write!(line, "%{byte:02X}");
                }
            }
        }
        (line.len() > 2).then_some(line)
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::os::unix::net::UnixStream;

    use proptest::prelude::*;

    use super::{Duration, data_lines};
    use crate::openpgp::gnupg::assuan::tests::connected;
    use crate::openpgp::gnupg::assuan::{LINE, unescaped};

    #[test]
    fn one_question_is_answered_and_no_other() {
        let said = |said: &'static [u8]| {
            let (ours, theirs) = UnixStream::pair().unwrap();
            (&theirs).write_all(said).unwrap();
            let mut connection = connected(ours);
            let limit = Duration::from_millis(100);
            let heard = connection.transact_with("PKDECRYPT", "CIPHERTEXT", b"a\n%", limit, &|| false);
            drop(connection);
            let mut told = String::new();
            (&theirs).read_to_string(&mut told).unwrap();
            (told, heard.map(|data| data.to_vec()).map_err(|error| format!("{error:?}")))
        };
        let (told, heard) = said(
            b"S INQUIRE_MAXLEN 4096\nINQUIRE CIPHERTEXT\nINQUIRE PINENTRY_LAUNCHED 1\nS PADDING 0\nD s%00\nOK\n",
        );
        assert_eq!(told, "PKDECRYPT\nD a%0A%25\nEND\nEND\n");
        assert_eq!(heard.unwrap(), b"s\0");
        let (told, heard) = said(b"INQUIRE CIPHERTEXT\nINQUIRE PASSPHRASE\nERR 83886179 Cancelled\n");
        assert_eq!(told, "PKDECRYPT\nD a%0A%25\nEND\nCAN\n");
        assert_eq!(heard.unwrap_err(), "Cancelled");
        assert_eq!(said(b"ERR 67108881 No secret key\n").1.unwrap_err(), "NoSecretKey");
        for odd in [&b"OK\n"[..], b"INQUIRE PASSPHRASE\n", b"D x\n"] {
            assert_eq!(said(odd).1.unwrap_err(), r#"Unintelligible("the question did not come")"#);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn data_of_any_length_fits_into_lines(bytes in prop::collection::vec(any::<u8>(), 0..4000)) {
            let lines: Vec<String> = data_lines(&bytes).collect();
            let joined: Vec<u8> = lines.iter().flat_map(|line| unescaped(&line.as_bytes()[2..])).collect();
            prop_assert_eq!(joined, bytes);
            prop_assert!(lines.iter().all(|line| line.len() <= LINE && !line.contains(char::is_control)));
        }
    }
}
