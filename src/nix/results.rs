use jiff::Timestamp;

use super::object::object_stem;
use super::{Error, Expr};
use crate::model::{Pair, StorePath};

/// What an evaluation gets for a signature that lies in the store.
///
/// An attribute set whose `outPath` makes it usable wherever a path is, with
/// `contentHash` (hexadecimal), `keyId` and `signedAt` (seconds since 1970)
/// beside it.
#[must_use]
pub fn signature_expr(path: &StorePath, pair: &Pair, signed: Timestamp) -> Expr {
    with_facts(Expr::store_path(path), pair, signed)
}

/// What an evaluation gets for a signature that travels in the expression, as armor.
///
/// The evaluator makes the file, so neither a helper process nor a root is
/// needed, and it is named `….asc`, since it is another object than the binary one.
///
/// # Errors
/// When the armor has a NUL byte, so is no armor.
pub fn inline_expr(armor: &[u8], pair: &Pair, signed: Timestamp) -> Result<Expr, Error> {
    let name = Expr::text(format!("{}.asc", object_stem(pair)));
    Ok(with_facts(Expr::call("toFile", vec![name, Expr::string(armor)?]), pair, signed))
}

/// One result as it is, several as a list: what `exec` prints.
#[must_use]
pub fn one_or_list(results: Vec<Expr>) -> Expr {
    match <[Expr; 1]>::try_from(results) {
        Ok([only]) => only,
        Err(results) => Expr::list(results),
    }
}

fn with_facts(out_path: Expr, pair: &Pair, signed: Timestamp) -> Expr {
    Expr::set([
        ("outPath", out_path),
        ("contentHash", Expr::text(pair.content.to_string())),
        ("keyId", Expr::text(pair.key.to_string())),
        ("signedAt", Expr::integer(signed.as_second())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_a_set_with_context() {
        let pair = crate::nix::object::tests::pair();
        let path =
            StorePath::parse("/nix/store", "/nix/store/7rjj86a15146cq1d3qy068lml7n8ykzm-x.sig").unwrap();
        let expr = signature_expr(&path, &pair, Timestamp::from_second(1_700_000_000).unwrap());
        let expected = concat!(
            r#"{ "outPath" = builtins.appendContext "/nix/store/7rjj86a15146cq1d3qy068lml7n8ykzm-x.sig" "#,
            r#"{ "/nix/store/7rjj86a15146cq1d3qy068lml7n8ykzm-x.sig" = { "path" = true; }; }; "#,
            r#""contentHash" = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"; "#,
            r#""keyId" = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B"; "signedAt" = 1700000000; }"#,
        );
        assert_eq!(String::from_utf8(one_or_list(vec![expr.clone()]).to_bytes()).unwrap(), expected);
        assert_eq!(one_or_list(vec![expr.clone(), expr.clone()]), Expr::list(vec![expr.clone(), expr]));
    }
}
