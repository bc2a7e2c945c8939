use super::Error;
use crate::model::StorePath;

/// A Nix expression that can be printed, and can't be anything else than what was meant.
///
/// Strings are bytes, as they are in Nix. Whatever they hold, they come back
/// from an evaluation byte for byte and never get to be syntax.
///
/// ```
/// use signcache::nix::Expr;
/// let nasty = Expr::string(*b"\"${builtins.exec}\\\x1b")?;
/// assert_eq!(
///     nasty.to_bytes(),
///     br#""\"\${builtins.exec}\\${builtins.fromJSON "\"\\u001b\""}""#
/// );
/// # Ok::<(), signcache::nix::Error>(())
/// ```
#[derive(Clone, PartialEq, Debug)]
pub struct Expr(Kind);

#[derive(Clone, PartialEq, Debug)]
enum Kind {
    /// Without NUL bytes.
    Text(Vec<u8>),
    Integer(i64),
    True,
    List(Vec<Expr>),
    Set(Vec<(Expr, Expr)>),
    /// A function out of `builtins` and its arguments.
    Call(&'static str, Vec<Expr>),
}

impl Expr {
    /// A string.
    ///
    /// # Errors
    /// When a byte is NUL, which no Nix string can hold.
    pub fn string(bytes: impl Into<Vec<u8>>) -> Result<Self, Error> {
        let bytes = bytes.into();
        if bytes.contains(&0) { Err(Error::Nul) } else { Ok(Self(Kind::Text(bytes))) }
    }

    /// A list.
    #[must_use]
    pub const fn list(elements: Vec<Self>) -> Self {
        Self(Kind::List(elements))
    }

    /// The expression as Nix reads it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.print(&mut out);
        out
    }

    /// A store path as a string that has it in its context.
    ///
    /// `appendContext` is the one way to say so that works in pure evaluation
    /// too, and it fetches the path from a substituter should it be missing.
    pub(super) fn store_path(path: &StorePath) -> Self {
        let text = Self::text(path.to_string());
        let context = Self::set([("path", Self(Kind::True))]);
        Self::call("appendContext", vec![text.clone(), Self(Kind::Set(vec![(text, context)]))])
    }

    /// A string of ours, which has no NUL byte by its nature.
    pub(super) fn text(text: String) -> Self {
        Self(Kind::Text(text.into_bytes()))
    }

    pub(super) const fn integer(number: i64) -> Self {
        Self(Kind::Integer(number))
    }

    pub(super) const fn call(function: &'static str, arguments: Vec<Self>) -> Self {
        Self(Kind::Call(function, arguments))
    }

    pub(super) fn set<const N: usize>(attributes: [(&'static str, Self); N]) -> Self {
        Self(Kind::Set(attributes.map(|(name, value)| (Self::text(name.to_owned()), value)).into()))
    }

    fn print(&self, out: &mut Vec<u8>) {
        match &self.0 {
            Kind::Text(bytes) => print_string(bytes, out),
            Kind::Integer(number) => out.extend_from_slice(number.to_string().as_bytes()),
            Kind::True => out.extend(b"true"),
            Kind::List(elements) => {
                out.extend(b"[");
                for element in elements {
                    out.extend(b"\n");
                    element.print_operand(out);
                }
                out.extend(b" ]");
            }
            Kind::Set(attributes) => {
                out.extend(b"{ ");
                for (name, value) in attributes {
                    name.print(out);
                    out.extend(b" = ");
                    value.print(out);
                    out.extend(b"; ");
                }
                out.extend(b"}");
            }
            Kind::Call(function, arguments) => {
                out.extend(b"builtins.");
                out.extend_from_slice(function.as_bytes());
                for argument in arguments {
                    out.extend(b" ");
                    argument.print_operand(out);
                }
            }
        }
    }

    /// Lists and calls take what binds tightest; a call or a minus sign would fall apart.
    fn print_operand(&self, out: &mut Vec<u8>) {
        if matches!(self.0, Kind::Call(..) | Kind::Integer(..)) {
            out.extend(b"(");
            self.print(out);
            out.extend(b")");
        } else {
            self.print(out);
        }
    }
}

/// Nix has escapes for three control bytes. The others come out of JSON, so that
/// neither a terminal nor a future lexer ever sees them.
fn print_string(bytes: &[u8], out: &mut Vec<u8>) {
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | b'$') || byte.is_ascii_control();
    let mut rest = bytes;
    out.push(b'"');
    while let Some(position) = rest.iter().position(special) {
        out.extend_from_slice(&rest[..position]);
        match rest[position] {
            b'\n' => out.extend(br"\n"),
            b'\r' => out.extend(br"\r"),
            b'\t' => out.extend(br"\t"),
            control if control.is_ascii_control() => {
                out.extend(format!(r#"${{builtins.fromJSON "\"\\u{control:04x}\""}}"#).bytes());
            }
            other => out.extend([b'\\', other]),
        }
        rest = &rest[position + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expr: &Expr, expected: &str) {
        assert_eq!(String::from_utf8_lossy(&expr.to_bytes()), expected);
    }

    #[test]
    fn strings_are_never_syntax() {
        let string = |bytes: &[u8]| Expr::string(bytes).unwrap();
        check(&string(b""), r#""""#);
        check(&string(b"$${x} ''"), r#""\$\${x} ''""#);
        check(&string(b"a\r\n\t\\"), r#""a\r\n\t\\""#);
        check(&string(b"\x7f"), r#""${builtins.fromJSON "\"\\u007f\""}""#);
        assert_eq!(string(b"\xff\xc3").to_bytes(), b"\"\xff\xc3\"");
        assert!(matches!(Expr::string(*b"a\0b"), Err(Error::Nul)));
    }

    #[test]
    fn operands_keep_together() {
        let call = Expr::call("f", vec![Expr::integer(-1), Expr::text("x".into())]);
        check(&call, r#"builtins.f (-1) "x""#);
        check(&Expr::list(vec![call, Expr::integer(2)]), "[\n(builtins.f (-1) \"x\")\n(2) ]");
        check(&Expr::list(vec![]), "[ ]");
    }
}
