use std::fs;
use std::process::Output;

use crate::support::nix_store::NixStore;

const ASSET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/extra-builtins.nix");

/// Answers as `signcache exec` does; a signature is the content's digest.
const HELPER: &str = r#"
here=$(dirname "$0")
echo "$*" >> "$here/calls"
while [ "$1" != -- ]; do shift; done
shift
[ $# = 1 ] || echo [
for file; do
    [ -f "$file" ] || { echo "$file is no file" >&2; exit 1; }
    digest=$(sha256sum < "$file" | cut -c 1-64)
    echo "$digest" > "$here/$digest.sig"
    path=$(nix-store --add "$here/$digest.sig")
    echo "{ outPath = builtins.appendContext \"$path\" { \"$path\" = { path = true; }; }; contentHash = \"$digest\"; }"
done
[ $# = 1 ] || echo ]
"#;

const A: &str = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
const B: &str = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d";

/// A flake with two files whose contents are `a` and `b`, the asset and the helper.
fn flake(expression: &str) -> NixStore {
    let nix = NixStore::new();
    nix.write("flake/a.bin", "a");
    nix.write("flake/b.bin", "b");
    nix.script("signcache", HELPER);
    fs::copy(ASSET, nix.work().join("flake/extra-builtins.nix")).expect("a copy of the asset");
    let text = format!(
        r#"{{ outputs = _: let
            inherit (import ./extra-builtins.nix {{ exec = builtins.exec; }}) signcache;
            sign = src: signcache {{ key = "k"; signcache = "{helper}"; inherit src; }};
            build = command: derivation {{
              name = "built"; system = "{arch}-linux"; builder = "/bin/sh"; args = [ "-c" command ];
            }};
            digest = signature: assert "${{signature}}" == signature.outPath; signature.contentHash;
        in {{ result = {expression}; }}; }}"#,
        helper = nix.work().join("signcache").display(),
        arch = std::env::consts::ARCH,
    );
    nix.write("flake/flake.nix", text);
    nix
}

fn run(nix: &NixStore, arguments: &[&str]) -> Output {
    let native = ["--option", "allow-unsafe-native-code-during-evaluation", "true"];
    nix.command("nix").args(arguments).args(native).output().expect("Nix is needed by this test")
}

fn reference(nix: &NixStore) -> String {
    format!("path:{}#result", nix.work().join("flake").display())
}

/// Evaluates a flake, so purely, and a plain file, with paths where they lie.
fn check(expression: &str, expected: &str, calls: usize) {
    let both = |nix: &NixStore| {
        let impure =
            ["eval", "--json", "--impure", "--expr", "((import ./flake/flake.nix).outputs { }).result"];
        [run(nix, &["eval", "--json", &reference(nix)]), run(nix, &impure)]
    };
    let nix = flake(expression);
    for output in both(&nix) {
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(shown.trim(), expected, "{expression}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let made = fs::read_to_string(nix.work().join("calls")).unwrap_or_default();
    assert_eq!(made.lines().count(), 2 * calls, "{made}");
}

#[test]
fn one_file_can_be_anything_that_is_a_file() {
    let a = format!("\"{A}\"");
    check("digest (sign ./a.bin)", &a, 1);
    check("digest (sign (toString ./a.bin))", &a, 1);
    check("digest (sign \"${./.}/a.bin\")", &a, 1);
    check("digest (sign (build \"printf a > $out\"))", &a, 1);
    check("digest (sign \"${build \"PATH=/bin; mkdir $out; printf a > $out/x\"}/x\")", &a, 1);
    check("digest (sign { __toString = _: \"${./a.bin}\"; })", &a, 1);
}

#[test]
fn many_files_are_one_call() {
    check("map digest (sign [ ./a.bin ./b.bin ./a.bin ])", &format!("[\"{A}\",\"{B}\",\"{A}\"]"), 1);
    check("map digest (sign [ ./b.bin ])", &format!("[\"{B}\"]"), 1);
    check(
        "builtins.mapAttrs (_: digest) (sign { y = ./a.bin; x = build \"printf b > $out\"; })",
        &format!("{{\"x\":\"{B}\",\"y\":\"{A}\"}}"),
        1,
    );
    check("builtins.mapAttrs (_: digest) (sign { x = ./b.bin; })", &format!("{{\"x\":\"{B}\"}}"), 1);
    check("sign [ ]", "[]", 0);
    check("sign { }", "{}", 0);
}

#[test]
fn a_build_gets_the_signature() {
    let nix = flake(r#"build "read line < ${sign ./a.bin}; echo signed $line > $out""#);
    let output = run(&nix, &["build", &reference(&nix)]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read_to_string(nix.work().join("result")).unwrap(), format!("signed {A}\n"));
}

#[test]
fn the_helper_is_told_what_was_asked_for() {
    let nix = flake("(sign ./a.bin).outPath");
    let call = format!(
        r#"(import {ASSET} {{ exec = builtins.exec; }}).signcache
            {{ key = "k y"; src = "/f"; signcache = {}/show; emit = "inline"; offline = true; }}"#,
        nix.work().display()
    );
    nix.script("show", r#"printf '['; for word; do printf '"%s" ' "$word"; done; echo ]"#);
    let output = run(&nix, &["eval", "--json", "--impure", "--expr", &call]);
    let words: Vec<String> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(words, ["exec", "-k", "k y", "--emit", "inline", "--offline", "--", "/f"]);
}

#[test]
fn errors_read_well() {
    let fails = |expression: &str, expected: &str, calls: usize| {
        let nix = flake(expression);
        let output = run(&nix, &["eval", "--json", &reference(&nix)]);
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && message.contains(expected), "{message}");
        assert_eq!(nix.work().join("calls").exists(), calls > 0);
    };
    fails("digest (sign \"/no/such\")", "/no/such is no file", 1);
    fails("digest (sign /etc/passwd)", "access to absolute path '/etc/passwd' is forbidden", 0);
    fails("digest (sign ./no-such)", "no-such", 0);
}
