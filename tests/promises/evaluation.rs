//! Real Nix evaluates what the real program prints.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::support::nix_store::NixStore;
use crate::support::user::{Ended, User};

const ASSET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/extra-builtins.nix");

/// A user with a key and a Nix store, and a flake whose result is to be evaluated.
struct Evaluation {
    user: User,
    key: String,
    nix: NixStore,
}

impl Evaluation {
    fn new() -> Self {
        let (user, key) = User::with_key();
        let nix = NixStore::new();
        nix.write("flake/a.bin", "a");
        nix.write("flake/b.bin", "b");
        fs::copy(ASSET, nix.work().join("flake/extra-builtins.nix")).unwrap();
        Self { user, key, nix }
    }

    /// Writes the flake; `helper` is the program that the evaluator runs.
    fn flake(&self, helper: &str, result: &str) {
        let text = format!(
            r#"{{ outputs = _: let
                signcache = (import ./extra-builtins.nix {{ exec = builtins.exec; }}).signcache;
                sign = src: signcache {{ key = "{key}"; signcache = "{helper}"; inherit src; }};
                inline = src: signcache {{ key = "{key}"; signcache = "{helper}"; emit = "inline"; inherit src; }};
                offline = src: signcache {{ key = "{key}"; signcache = "{helper}"; offline = true; inherit src; }};
                build = name: command: derivation {{
                  inherit name; system = "{arch}-linux"; builder = "/bin/sh"; args = [ "-c" command ];
                }};
            in {{ result = {result}; }}; }}"#,
            key = self.key,
            arch = std::env::consts::ARCH,
        );
        self.nix.write("flake/flake.nix", text);
    }

    fn command(&self, program: &str) -> Command {
        let mut command = self.nix.command(program);
        command.envs(self.user.environment()).envs(self.nix.environment());
        command.env("HOME", self.user.home.path());
        command
    }

    fn nix(&self, arguments: &[&str]) -> Ended {
        let native = ["--option", "allow-unsafe-native-code-during-evaluation", "true"];
        self.command("nix").args(arguments).args(native).output().expect("Nix is needed by this test").into()
    }

    fn reference(&self) -> String {
        format!("path:{}#result", self.nix.work().join("flake").display())
    }

    /// Evaluates purely, and impurely too.
    fn evaluate(&self, result: &str) -> serde_json::Value {
        self.flake(env!("CARGO_BIN_EXE_signcache"), result);
        let pure = self.nix(&["eval", "--json", &self.reference()]);
        assert_eq!(pure.code, 0, "{}", pure.stderr);
        let expression = "((import ./flake/flake.nix).outputs { }).result";
        let impure = self.nix(&["eval", "--json", "--impure", "--expr", expression]);
        assert_eq!(impure.code, 0, "{}", impure.stderr);
        let value: serde_json::Value = serde_json::from_slice(&pure.stdout).unwrap();
        assert_eq!(value, serde_json::from_slice::<serde_json::Value>(&impure.stdout).unwrap());
        value
    }

    /// Builds, and gives what the build wrote.
    fn build(&self, helper: &str, result: &str) -> Vec<u8> {
        self.flake(helper, result);
        let built = self.nix(&["build", &self.reference()]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        fs::read(self.nix.work().join("result")).unwrap()
    }

    fn path(value: &serde_json::Value) -> PathBuf {
        value.as_str().unwrap().into()
    }
}

#[test]
fn an_evaluation_gets_the_signature_that_everybody_gets() {
    let evaluation = Evaluation::new();
    let value = evaluation
        .evaluate("let s = sign ./a.bin; in { path = s.outPath; inherit (s) contentHash keyId signedAt; }");
    let path = Evaluation::path(&value["path"]);
    evaluation.user.write("a", "a");
    assert_eq!(fs::read(&path).unwrap(), evaluation.user.sign(&evaluation.key, "a"));
    assert_eq!(value["contentHash"], "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
    assert_eq!(value["keyId"], format!("openpgp:{}", evaluation.key));
    assert!(evaluation.user.gnupg.verifies(&path, &evaluation.user.files().join("a")));

    let both = evaluation.evaluate("map toString (sign [ ./a.bin ./b.bin ./a.bin ])");
    assert_eq!(both[0], value["path"]);
    assert_eq!(both[0], both[2]);
    assert_ne!(both[0], both[1]);

    // What is bound and rooted stays.
    evaluation.nix.collect_garbage();
    assert!(path.exists());
    let again = evaluation.evaluate("toString (offline ./a.bin)");
    assert_eq!(Evaluation::path(&again), path);
}

#[test]
fn the_inline_form_is_the_armored_signature() {
    let evaluation = Evaluation::new();
    evaluation.user.write("a", "a");
    let value = evaluation.evaluate("toString (inline ./a.bin)");
    let armored = evaluation.user.done(["get", "-k", &evaluation.key, "a"]);
    assert_eq!(fs::read(Evaluation::path(&value)).unwrap(), armored);
}

#[test]
fn a_build_consumes_the_signature_and_the_signature_of_a_build() {
    let evaluation = Evaluation::new();
    let program = env!("CARGO_BIN_EXE_signcache");
    let built = evaluation.build(program, r#"build "signed" "read -r x < ${sign ./a.bin}; cat ${sign ./a.bin} > $out || PATH=/bin:/usr/bin cat ${sign ./a.bin} > $out""#);
    evaluation.user.write("a", "a");
    assert_eq!(built, evaluation.user.sign(&evaluation.key, "a"));
    // Import from derivation: the content is built first.
    let built = evaluation.build(
        program,
        r#"build "copy" "PATH=/bin:/usr/bin; cat ${sign (build "content" "printf b > $out")} > $out""#,
    );
    evaluation.user.write("b", "b");
    assert_eq!(built, evaluation.user.sign(&evaluation.key, "b"));
}

#[test]
fn a_whole_collection_between_helper_and_evaluator_breaks_nothing() {
    let evaluation = Evaluation::new();
    let wrapper = evaluation.nix.script(
        "wrapper",
        &format!(
            "answer=$('{}' \"$@\") || exit\nnix-store --gc >&2\necho \"$answer\"",
            env!("CARGO_BIN_EXE_signcache")
        ),
    );
    let command = r#"build "signed" "PATH=/bin:/usr/bin; cat ${sign ./a.bin} > $out""#;
    // Without `--pure-eval` the flake itself would be collected; what is under test is the signature.
    evaluation.flake(wrapper.to_str().unwrap(), command);
    let expression =
        format!("(((import {}/flake/flake.nix).outputs {{ }}).result)", evaluation.nix.work().display());
    for _ in 0..2 {
        let file = evaluation.nix.work().join("flake/a.bin");
        let text = fs::read_to_string(evaluation.nix.work().join("flake/flake.nix")).unwrap();
        let text = text.replace("./a.bin", &format!("(toString {})", file.display()));
        evaluation.nix.write("flake/flake.nix", text);
        let built = evaluation.nix(&["build", "--impure", "--expr", &expression]);
        assert_eq!(built.code, 0, "{}", built.stderr);
    }
    evaluation.user.write("a", "a");
    let signature = evaluation.user.sign(&evaluation.key, "a");
    assert_eq!(fs::read(evaluation.nix.work().join("result")).unwrap(), signature);
}

#[test]
fn collections_that_run_while_exec_binds_break_nothing() {
    let evaluation = Evaluation::new();
    let done = AtomicBool::new(false);
    let paths: Vec<PathBuf> = thread::scope(|scope| {
        let collector = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                evaluation.nix.collect_garbage();
            }
        });
        let paths = (0..12).map(|number| {
            let file = evaluation.user.write("content", number.to_string());
            let mut exec = evaluation.command(env!("CARGO_BIN_EXE_signcache"));
            exec.args(["exec", "-k", &evaluation.key]).arg(file);
            let ended = Ended::from(exec.output().unwrap());
            assert_eq!(ended.code, 0, "{}", ended.stderr);
            let printed = String::from_utf8(ended.stdout).unwrap();
            PathBuf::from(printed.split('"').nth(3).unwrap())
        });
        let paths = paths.collect();
        done.store(true, Ordering::Relaxed);
        collector.join().unwrap();
        paths
    });
    evaluation.nix.collect_garbage();
    for path in paths {
        assert!(path.exists(), "{} was lost", path.display());
    }
}

#[test]
fn a_hit_starts_no_process() {
    let evaluation = Evaluation::new();
    let file = evaluation.user.write("content", "content");
    let exec = || {
        let mut exec = evaluation.command(env!("CARGO_BIN_EXE_signcache"));
        exec.args(["exec", "-k", &evaluation.key]).arg(&file);
        exec
    };
    let first = Ended::from(exec().output().unwrap());
    assert_eq!(first.code, 0, "{}", first.stderr);
    let hit = Ended::from(exec().env("PATH", "/nowhere").output().unwrap());
    assert_eq!((hit.code, hit.stdout), (0, first.stdout), "{}", hit.stderr);
}

#[test]
fn bind_restores_what_was_collected_and_says_the_same_path() {
    let evaluation = Evaluation::new();
    let file = evaluation.user.write("content", "content");
    evaluation.user.sign(&evaluation.key, file.to_str().unwrap());
    let bind = || {
        let mut bind = evaluation.command(env!("CARGO_BIN_EXE_signcache"));
        bind.args(["bind", "name:content"]);
        let ended = Ended::from(bind.output().unwrap());
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        PathBuf::from(String::from_utf8(ended.stdout).unwrap().trim_end())
    };
    let path = bind();
    fs::remove_dir_all(evaluation.user.state().join("roots")).unwrap();
    evaluation.nix.collect_garbage();
    assert!(!path.exists());
    assert_eq!(bind(), path);
    assert!(path.exists());
    let shown = evaluation.user.done(["show", "bound:yes"]);
    assert!(String::from_utf8_lossy(&shown).contains(path.to_str().unwrap()));
}

#[test]
fn errors_of_the_helper_read_well_where_nix_shows_them() {
    let evaluation = Evaluation::new();
    evaluation.flake(env!("CARGO_BIN_EXE_signcache"), "toString (offline ./a.bin)");
    let ended = evaluation.nix(&["eval", "--json", &evaluation.reference()]);
    ended.says(1, "signcache: error: not in the cache: <ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
    ended.says(1, &evaluation.key);
    ended.says(1, "signcache: hint:");
}
