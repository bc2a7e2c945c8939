//! Copies in real Nix stores: let go, lost, and brought back.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use signcache::openpgp::gnupg::Prompting;
use signcache::ops::{self, Notice, Progress, Session, Settings};

use crate::support::nix_store::NixStore;
use crate::support::user::{Ended, User, value};

/// A user with a key, a Nix store, and a signature that an evaluation was given.
struct Desk {
    user: User,
    key: String,
    nix: NixStore,
    /// What the evaluation was given.
    expression: String,
    path: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let (user, key) = User::with_key();
        user.write("content", "content");
        let mut desk =
            Self { user, key, nix: NixStore::new(), expression: String::new(), path: PathBuf::new() };
        desk.expression = desk.exec();
        desk.path = desk.expression.split('"').nth(3).unwrap().into();
        assert!(desk.path.exists());
        desk
    }

    fn command(&self, program: &str) -> Command {
        let mut command = self.user.command(program);
        command.envs(self.nix.environment()).env("HOME", self.user.home.path());
        command
    }

    fn run(&self, typed: &str) -> Ended {
        let mut command = self.command(env!("CARGO_BIN_EXE_signcache"));
        command.args(typed.split(' ')).output().unwrap().into()
    }

    /// Runs a command with `--json`, and gives the lines, the last of which is often a summary.
    fn json(&self, typed: &str, code: i32) -> Vec<Value> {
        let ended = self.run(&format!("{typed} --json"));
        assert_eq!(ended.code, code, "{typed}: {}", ended.stderr);
        String::from_utf8(ended.stdout)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    fn exec(&self) -> String {
        let ended = self.run(&format!("exec -k {} content", self.key));
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        String::from_utf8(ended.stdout).unwrap()
    }

    fn lose(&self) {
        fs::remove_dir_all(self.user.state().join("roots")).unwrap();
        self.nix.collect_garbage();
        assert!(!self.path.exists());
    }

    /// Runs `nix-store` on another store.
    fn there(&self, store: &Path, arguments: &[&str]) {
        let mut nix = self.command("nix-store");
        assert!(nix.args(arguments).env("NIX_REMOTE", store).output().unwrap().status.success());
    }

    fn notes(&self) -> i64 {
        value(&self.user.cache(), "SELECT count(*) FROM binding")
    }
}

#[test]
fn what_was_collected_comes_back_under_its_path_and_the_evaluation_goes_on() {
    let desk = Desk::new();
    assert_eq!(desk.json("rebind", 0)[1]["summary"]["ok"], 1);
    desk.lose();
    let planned = desk.json("rebind --dry-run", 0);
    assert_eq!(planned[0]["state"], "restored");
    assert_eq!(planned[0]["path"], desk.path.to_str().unwrap());
    assert!(!desk.path.exists());

    assert_eq!(desk.json("rebind", 0)[1]["summary"]["restored"], 1);
    desk.nix.collect_garbage();
    let file = desk.nix.write("e.nix", format!("builtins.hashFile \"sha256\" ({}).outPath", desk.expression));
    let evaluated = desk.nix.run("nix-instantiate", ["--eval".as_ref(), file.as_os_str()]);
    assert_eq!(evaluated.len(), 64 + 3, "a digest in quotes");
    assert_eq!(desk.exec(), desk.expression);
    assert_eq!(desk.json("rebind", 0)[1]["summary"]["ok"], 1);
}

#[test]
fn nothing_is_put_under_another_path_than_before_nor_unproven() {
    let desk = Desk::new();
    desk.lose();
    desk.user.tamper("UPDATE binding SET path = replace(path, '.sig', '.gis')");
    for typed in ["rebind --dry-run", "rebind"] {
        let told = desk.json(typed, 4);
        assert_eq!((&told[0]["state"], &told[1]["summary"]["differs"]), (&"differs".into(), &1.into()));
    }
    assert!(!desk.path.exists());
    // What the hint says helps.
    desk.run("unbind --yes --all");
    assert_eq!(desk.run("bind --all").code, 0);
    assert_eq!(desk.json("rebind", 0)[1]["summary"]["ok"], 1);

    desk.lose();
    desk.user.forget();
    desk.user.tamper(
        "UPDATE entry SET signature = CAST(substr(signature, 1, length(signature) - 1)
            || CASE substr(signature, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB)",
    );
    let told = desk.json("rebind", 4);
    assert_eq!(told[0]["state"], "unprovable");
    assert!(!desk.path.exists());
}

#[test]
fn what_is_unbound_is_collected_and_the_entry_stays() {
    let desk = Desk::new();
    let refused = desk.run("unbind --all");
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    let planned = desk.json("unbind --dry-run --all", 0);
    assert_eq!(planned[0]["path"], desk.path.to_str().unwrap());
    desk.nix.collect_garbage();
    assert!(desk.path.exists());

    desk.json("unbind --yes name:content", 0);
    assert_eq!(desk.notes(), 0);
    desk.nix.collect_garbage();
    assert!(!desk.path.exists());
    desk.run("unbind --yes name:content").says(0, "nothing is bound");
    desk.run("unbind --yes name:other").says(3, "other");
    assert_eq!(desk.exec(), desk.expression);
    assert!(desk.path.exists());
}

#[test]
fn two_stores_keep_and_lose_copies_by_themselves() {
    let desk = Desk::new();
    let image = desk.nix.work().join("image");
    let copy = image.join("nix/store").join(desk.path.file_name().unwrap());
    let store = format!("--store {}", image.display());
    desk.nix.run("mkdir", [&image]);
    let bound = desk.json(&format!("bind {store} --all"), 0);
    assert_eq!((&bound[0]["already"], &bound[1]["already"]), (&true.into(), &false.into()));
    assert_eq!(bound[1]["store"], image.to_str().unwrap());
    desk.there(&image, &["--gc"]);
    desk.nix.collect_garbage();
    assert!(copy.exists() && desk.path.exists());

    // Whoever does not know of the other store leaves it alone, and says so.
    assert_eq!(desk.json("rebind", 0)[2]["summary"]["elsewhere"], 1);
    desk.run("unbind --yes --all").says(0, "1 are noted for stores that are not known");
    desk.there(&image, &["--gc"]);
    desk.nix.collect_garbage();
    assert!(copy.exists() && !desk.path.exists());
    assert_eq!(desk.notes(), 1);

    desk.user.configure(&format!("[nix]\nstores = [\"{}\"]\n", image.display()));
    assert_eq!(desk.json("rebind", 0)[1]["summary"]["ok"], 1);
    // As on a disk that is not mounted.
    let away = desk.nix.work().join("away");
    fs::rename(&image, &away).unwrap();
    assert_eq!(desk.json("rebind", 0)[1]["summary"]["elsewhere"], 1);
    desk.run("unbind --yes --all").says(0, "1 are noted for stores that are not known or not there");
    fs::rename(&away, &image).unwrap();
    assert_eq!(desk.notes(), 1);

    desk.there(&image, &["--delete", "--ignore-liveness", desk.path.to_str().unwrap()]);
    assert!(!copy.exists());
    assert_eq!(desk.json("rebind", 0)[1]["summary"]["restored"], 1);
    assert!(copy.exists() && !desk.path.exists());
    desk.run(&format!("unbind --yes --all {store}")).says(0, "1 unbound");
    desk.there(&image, &["--gc"]);
    assert!(!copy.exists());
    assert_eq!(desk.notes(), 0);
}

#[test]
fn changed_bytes_are_told_and_what_the_hint_says_puts_them_right() {
    let desk = Desk::new();
    let good = fs::read(&desk.path).unwrap();
    overwrite(&desk.path, b"other bytes");
    assert_eq!(desk.json("audit", 0).last().unwrap()["bindings"]["differs"], 1);
    let told = desk.json("rebind", 4);
    assert_eq!(told[0]["state"], "differs");
    let path = desk.path.to_str().unwrap();
    let told = desk.run("rebind");
    assert_eq!(told.code, 4);
    assert!(told.stderr.contains(&format!("nix-store --delete {path}")), "{}", told.stderr);
    let verified = desk.command("nix-store").args(["--verify-path", path]).output().unwrap();
    assert!(!verified.status.success());

    desk.json("unbind --yes --all", 0);
    desk.nix.run("nix-store", ["--delete", path]);
    desk.json("bind --all", 0);
    assert_eq!(fs::read(&desk.path).unwrap(), good);
    assert_eq!(desk.json("rebind", 0)[1]["summary"]["ok"], 1);
}

fn overwrite(path: &Path, bytes: &[u8]) {
    fs::set_permissions(path, Permissions::from_mode(0o644)).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn nothing_is_called_gone_in_a_store_that_was_not_looked_at() {
    let desk = Desk::new();
    let image = desk.nix.work().join("image");
    desk.nix.run("mkdir", [&image]);
    desk.json(&format!("bind --store {} --all", image.display()), 0);
    let bindings = || desk.json("audit", 0).last().unwrap()["bindings"].clone();
    assert_eq!(bindings(), serde_json::json!({ "elsewhere": 1 }));
    desk.run("audit").says(0, "were not looked at");
    desk.user.configure(&format!("[nix]\nstores = [\"{}\"]\n", image.display()));
    assert_eq!(bindings(), serde_json::json!({}));
    desk.there(&image, &["--delete", "--ignore-liveness", desk.path.to_str().unwrap()]);
    assert_eq!(bindings(), serde_json::json!({ "gone": 1 }));
}

#[test]
fn what_others_bound_is_theirs_and_no_failure() {
    let desk = Desk::new();
    desk.user.tamper("UPDATE binding SET root = '/home/ada/roots/x'");
    assert_eq!(desk.json("rebind", 0)[0]["state"], "others");
    let told = desk.run("rebind");
    told.says(0, "theirs to look after");
    assert!(!told.stderr.contains("--store"), "{}", told.stderr);
    assert!(String::from_utf8_lossy(&told.stdout).contains("/home/ada/roots/"));
    let told = desk.run("unbind --yes --all");
    told.says(0, "theirs to unbind");
    assert!(!told.stderr.contains("--store"), "{}", told.stderr);
    assert_eq!(desk.notes(), 1);
}

#[test]
fn one_refusal_fails_alone_and_one_store_does_not_stop_the_others() {
    let desk = Desk::new();
    desk.user.write("second", "second");
    let ended = desk.run(&format!("exec -k {} second", desk.key));
    let second = String::from_utf8(ended.stdout).unwrap().split('"').nth(3).unwrap().to_owned();
    desk.lose();
    // Nix as it is, but for one object.
    let name = &second[second.rfind('/').unwrap() + 34..];
    let nix = desk.nix.script(
        "nix-store",
        &format!(
            "case \"$NIX_REMOTE$*\" in --add*{name}*) echo no >&2; exit 1;; esac
             PATH=${{PATH#*:}} exec nix-store \"$@\""
        ),
    );
    let refused = |typed: &[&str]| -> Ended {
        let mut command = desk.command("sh");
        command.args(["-c", "PATH=$0:$PATH exec \"$@\""]).arg(nix.parent().unwrap());
        command.arg(env!("CARGO_BIN_EXE_signcache")).args(typed).output().unwrap().into()
    };
    let ended = refused(&["rebind", "--json"]);
    let told = String::from_utf8(ended.stdout).unwrap();
    assert!(told.contains("\"restored\":1") && told.contains("\"failed\":1"), "{told}");
    assert_eq!(ended.code, 1);

    // The first store refuses, the second takes both.
    let image = desk.nix.work().join("image");
    desk.nix.run("mkdir", [&image]);
    let ended = refused(&["bind", "--all", "--json", "--store", image.to_str().unwrap()]);
    // One copy was in the first store before.
    assert_eq!(String::from_utf8(ended.stdout).unwrap().lines().count(), 3, "{}", ended.stderr);
    assert_eq!(ended.code, 1);
    assert!(image.join("nix/store").join(Path::new(&second).file_name().unwrap()).exists());
}

impl Desk {
    /// Runs a command with a script in place of `nix-store`, in which `real` is the real one.
    fn with_nix(&self, script: &str, typed: &str) -> Ended {
        let real = "real() { PATH=${PATH#*:} nix-store \"$@\"; }\n";
        let nix = self.nix.script("nix-store", &format!("{real}{script}"));
        let mut command = self.command("sh");
        command.args(["-c", "PATH=$0:$PATH exec \"$@\""]).arg(nix.parent().unwrap());
        command.arg(env!("CARGO_BIN_EXE_signcache")).args(typed.split(' ')).output().unwrap().into()
    }

    fn sign_more(&self, count: usize) {
        let names: Vec<String> = (0..count).map(|index| format!("more-{index}")).collect();
        names.iter().for_each(|name| drop(self.user.write(name, name)));
        assert_eq!(self.run(&format!("sign -k {} {}", self.key, names.join(" "))).code, 0);
    }
}

#[test]
fn what_was_rooted_before_a_failure_is_noted_and_told() {
    let desk = Desk::new();
    desk.sign_more(501);
    let second_fails = "case $1 in --add) mkdir \"$0.once\" || exit 1;; esac; real \"$@\"";
    let ended = desk.with_nix(second_fails, "bind --all");
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert_eq!(String::from_utf8(ended.stdout).unwrap().lines().count(), 501);
    assert_eq!(desk.notes(), 501);
}

#[test]
fn a_store_that_does_not_answer_is_not_asked_for_each_copy() {
    let desk = Desk::new();
    desk.sign_more(5);
    assert_eq!(desk.run("bind --all").code, 0);
    desk.lose();
    let ended = desk.with_nix("echo >> \"$0.starts\"; echo cannot connect >&2; exit 1", "rebind");
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    let starts = fs::read_to_string(desk.nix.work().join("nix-store.starts")).unwrap();
    assert_eq!(starts.lines().count(), 2, "one that adds, and one that asks whether anybody is there");
}

#[test]
fn an_interruption_keeps_and_tells_what_was_done() {
    let desk = Desk::new();
    let image = desk.nix.work().join("image");
    desk.nix.run("mkdir", [&image]);
    desk.user.configure(&format!("[nix]\nstores = [\"{}\"]\n", image.display()));
    let told = |ended: Ended, word: &str| {
        let stdout = String::from_utf8(ended.stdout).unwrap();
        assert_eq!(ended.code, 130, "{} {stdout}", ended.stderr);
        assert!(stdout.contains(word) && ended.stderr.contains("interrupted"), "{} {stdout}", ended.stderr);
        stdout
    };
    let once = "mkdir \"$0.once\" 2>/dev/null && kill -INT $PPID; real \"$@\"";
    desk.json("unbind --yes --all", 0);
    let stdout = told(desk.with_nix(once, "bind --all"), desk.path.to_str().unwrap());
    assert_eq!((stdout.lines().count(), desk.notes()), (1, 1));

    assert_eq!(desk.run("bind --all").code, 0);
    desk.lose();
    fs::remove_dir(desk.nix.work().join("nix-store.once")).unwrap();
    let stdout = told(desk.with_nix(once, "rebind"), "restored");
    assert!(stdout.contains("interrupted"), "{stdout}");
    let summary = desk.json("rebind", 0).pop().unwrap();
    assert_eq!((&summary["summary"]["ok"], &summary["summary"]["restored"]), (&1.into(), &1.into()));
}

#[test]
fn the_hints_put_right_just_what_differs() {
    let desk = Desk::new();
    desk.sign_more(2);
    let bound = desk.json("bind --all", 0);
    let root = |index: usize| {
        let path = Path::new(bound[index]["path"].as_str().unwrap());
        fs::read_link(desk.user.state().join("roots").join(path.file_name().unwrap())).unwrap()
    };
    let before = root(2);
    for row in &bound[..2] {
        overwrite(Path::new(row["path"].as_str().unwrap()), b"other bytes");
    }
    let told = desk.run("rebind");
    assert_eq!(told.code, 4);
    let typed: Vec<&str> = told.stderr.lines().filter_map(|line| line.split('`').nth(1)).collect();
    assert_eq!(typed.len(), 2, "{}", told.stderr);
    let program = Path::new(env!("CARGO_BIN_EXE_signcache")).parent().unwrap();
    for line in typed {
        let mut shell = desk.command("sh");
        let output = shell.args(["-c", &format!("PATH=$0:$PATH; {line}")]).arg(program).output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(desk.json("rebind", 0).pop().unwrap()["summary"]["ok"], 3);
    assert_eq!(root(2), before);
}

#[test]
fn a_root_of_another_state_stays() {
    let desk = Desk::new();
    let name = desk.user.state().join("roots").join(desk.path.file_name().unwrap());
    let root = fs::read_link(&name).unwrap();
    let mut other = desk.command(env!("CARGO_BIN_EXE_signcache"));
    other.args(["unbind", "--yes", "--all"]).env("NIX_STATE_DIR", desk.nix.work().join("other-state"));
    let ended: Ended = other.output().unwrap().into();
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(root.is_symlink() && name.is_symlink());
    assert_eq!(desk.notes(), 1);
    desk.nix.collect_garbage();
    assert!(desk.path.exists());
    desk.json("unbind --yes --all", 0);
    assert!(!root.is_symlink());
}

struct Silent;

impl Progress for Silent {
    fn notice(&self, notice: Notice) {
        unreachable!("{notice:?}");
    }
    fn cancelled(&self) -> bool {
        false
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "links have the times of the machine")]
fn roots_of_copies_that_nobody_used_go_and_entries_stay() {
    let desk = Desk::new();
    let now = Timestamp::try_from(SystemTime::now()).unwrap();
    let session = Session::new(Settings {
        cache_is_named: false,
        cache: desk.user.cache(),
        caches: BTreeMap::new(),
        upstreams: Vec::new(),
        keep_upstream_copies: true,
        substitute: false,
        ledger: desk.user.state(),
        roots: desk.user.state().join("roots"),
        gnupg: desk.user.gnupg.home(),
        certificate_files: Vec::new(),
        keys: BTreeMap::new(),
        store: desk.nix.store(),
        stores: Vec::new(),
        prompting: Prompting::Never,
        patience: Duration::ZERO,
        me: "a test".into(),
        now,
        signers: BTreeMap::new(),
    });
    let stores = session.stores(&[]);
    let hour = SignedDuration::from_hours(1);
    assert_eq!(ops::unused_roots(&stores, now - hour).unwrap().len(), 0);
    // A plan made before the copy was handed out removes nothing.
    let planned = ops::unused_roots(&stores, now + hour).unwrap();
    assert_eq!(planned.len(), 1);
    assert_eq!(ops::unroot_unused(&session, &planned, planned[0].handed_out, &Silent).unwrap(), 0);
    assert_eq!(desk.notes(), 1);
    assert_eq!(ops::unroot_unused(&session, &planned, now + hour, &Silent).unwrap(), 1);
    assert_eq!(desk.notes(), 0);
    desk.nix.collect_garbage();
    assert!(!desk.path.exists());
    assert_eq!(value::<i64>(&desk.user.cache(), "SELECT count(*) FROM entry"), 1);

    fs::create_dir_all(desk.user.state().join("roots/batch-new")).unwrap();
    assert_eq!(ops::sweep_roots(&session, &stores).unwrap(), 0, "somebody may be at it");
}
