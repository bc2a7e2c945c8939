//! The printer of Nix strings: no bytes are ever syntax, and Nix reads the same bytes back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signcache::nix::Expr;

/// The only thing between `${` and `}` that the printer writes, up to the number of the byte.
const CONTROL: &[u8] = br#"{builtins.fromJSON "\"\\u00"#;

/// What Nix makes of a string in double quotes (the manual's "String literal"); fails on anything the printer must not write.
fn read_back(printed: &[u8]) -> Vec<u8> {
    let inner = printed.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).expect("two quotes");
    let mut bytes = Vec::new();
    let mut rest = inner;
    while let [first, after @ ..] = rest {
        assert!(!first.is_ascii_control(), "a raw control byte");
        rest = after;
        match first {
            b'"' => panic!("a quote that ends the string"),
            b'\\' => {
                let (escaped, after) = rest.split_first().expect("something is escaped");
                rest = after;
                bytes.push(match escaped {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'"' | b'\\' | b'$' => *escaped,
                    other => panic!("\\{other} is no escape of ours"),
                });
            }
            b'$' => {
                let after = rest.strip_prefix(CONTROL).expect("an interpolation of ours");
                let (number, after) = after.split_at(2);
                let number = std::str::from_utf8(number).expect("two digits");
                bytes.push(u8::from_str_radix(number, 16).expect("two digits"));
                rest = after.strip_prefix(br#"\""}"#).expect("the interpolation ends");
            }
            plain => bytes.push(*plain),
        }
    }
    bytes
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(string) = Expr::string(bytes) else {
        assert!(bytes.contains(&0));
        return;
    };
    let printed = string.to_bytes();
    assert_eq!(read_back(&printed), bytes);

    // In a list the strings stay as they are, each on a line of its own.
    let list = Expr::list(vec![string.clone(), string]).to_bytes();
    let lines: Vec<&[u8]> = list.split(|byte| *byte == b'\n').collect();
    let last = [&printed[..], b" ]"].concat();
    assert_eq!(lines, [&b"["[..], &printed, &last]);
});
