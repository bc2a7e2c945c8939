use proptest::collection::vec;
use proptest::prelude::*;
use signcache::nix::Expr;

use crate::support::nix_store::NixStore;

/// Pieces that mean something to Nix, to JSON, to a terminal or to a decoder, and any bytes.
fn nasty() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&[u8]> = vec![
        b"\"",
        b"\\",
        b"$",
        b"{",
        b"}",
        b"${",
        b"$${",
        b"${builtins.currentTime}",
        b"\\${",
        b"''",
        b"''${",
        b"''\\n",
        b"\n",
        b"\r",
        b"\r\n",
        b"\t",
        b"\\n",
        b"\\u001b",
        b"\x1b[2J",
        b"\x01",
        b"\x7f",
        b"\x80",
        b"\xff\xfe",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        b"\xef\xbb\xbf",
        b"#",
        b"/*",
        b"; }",
        b" ",
        b"a",
        "ü".as_bytes(),
    ];
    let piece = prop_oneof![
        4 => proptest::sample::select(pieces).prop_map(<[u8]>::to_vec),
        1 => vec(1..=255_u8, 1..8),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// What Nix makes of strings: each with its length before it, so that none can pass for two.
fn through_nix(nix: &NixStore, strings: &[Vec<u8>]) -> Vec<u8> {
    let list = Expr::list(strings.iter().map(|bytes| Expr::string(bytes.clone()).expect("no NUL")).collect());
    let mut text = b"builtins.concatStringsSep \"\" \
        (map (s: \"${toString (builtins.stringLength s)}:${s}\") "
        .to_vec();
    text.extend(list.to_bytes());
    text.push(b')');
    let file = nix.write("strings.nix", text);
    nix.run("nix", ["eval", "--raw", "--file", file.to_str().expect("plain text")])
}

fn with_lengths(strings: &[Vec<u8>]) -> Vec<u8> {
    strings.iter().flat_map(|bytes| [format!("{}:", bytes.len()).as_bytes(), bytes].concat()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nix_gives_every_string_back(strings in vec(nasty(), 1..400)) {
        let nix = NixStore::new();
        prop_assert_eq!(through_nix(&nix, &strings), with_lengths(&strings));
    }
}

#[test]
fn nix_gives_every_byte_back_alone_and_before_a_brace() {
    let strings: Vec<Vec<u8>> =
        (1..=255_u8).flat_map(|byte| [vec![byte], vec![byte, b'{'], vec![b'$', byte]]).collect();
    assert_eq!(through_nix(&NixStore::new(), &strings), with_lengths(&strings));
}
