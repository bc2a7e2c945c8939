use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::support::nix_store::NixStore;
use crate::support::user::{Ended, NOBODY, User, copy_program};

/// A store that belongs to root, and the daemon before it.
struct Daemon {
    nix: NixStore,
    process: Child,
}

impl Daemon {
    fn start() -> Self {
        Self::of(NixStore::new())
    }

    fn of(nix: NixStore) -> Self {
        open_the_way(&nix.state());
        let socket = nix.state().join("socket");
        let mut command = nix.command("nix-daemon");
        command.env("NIX_DAEMON_SOCKET_PATH", &socket).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().expect("Nix is needed by this test");
        while UnixStream::connect(&socket).is_err() {
            std::thread::yield_now();
        }
        Self { nix, process }
    }

    /// A program that an unprivileged account runs, with its own home and the store behind the daemon.
    fn as_nobody(&self, user: &User, program: &Path) -> Command {
        let mut command = user.command(program);
        command.uid(NOBODY).gid(NOBODY);
        let own = self
            .nix
            .environment()
            .into_iter()
            .filter(|(name, _)| name.as_encoded_bytes().starts_with(b"NIX"));
        command.envs(own).env("NIX_REMOTE", "daemon");
        command.env("NIX_DAEMON_SOCKET_PATH", self.nix.state().join("socket"));
        command.env("XDG_CACHE_HOME", user.home.path().join("cache"));
        command
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Lets others pass through the directories above a path.
fn open_the_way(path: &Path) {
    for directory in path.ancestors().take_while(|directory| *directory != Path::new("/tmp")) {
        fs::set_permissions(directory, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

fn give_away(path: &Path) {
    for entry in walkdir::WalkDir::new(path).into_iter().map(Result::unwrap) {
        chown(entry.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    }
}

#[test]
fn an_unprivileged_user_of_the_daemon_signs_binds_and_evaluates() {
    let daemon = Daemon::start();
    let (user, key) = User::with_key();
    user.gnupg.kill_agent();
    let content = user.write("content", "content");
    let program = user.files().join("signcache");
    copy_program(&program);
    give_away(user.gnupg.path());
    give_away(user.home.path());

    let expression = format!(
        "\"${{builtins.exec [ \"{}\" \"exec\" \"-k\" \"{key}\" \"{}\" ]}}\"",
        program.display(),
        content.display()
    );
    let evaluate = || {
        let mut command = daemon.as_nobody(&user, Path::new("nix"));
        command.args(["eval", "--raw", "--option", "allow-unsafe-native-code-during-evaluation", "true"]);
        let ended = Ended::from(command.args(["--impure", "--expr", &expression]).output().unwrap());
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        PathBuf::from(String::from_utf8(ended.stdout).unwrap())
    };
    let path = evaluate();
    let mut gpg = daemon.as_nobody(&user, Path::new("gpg"));
    gpg.arg("--verify").arg(&path).arg(&content);
    assert!(gpg.output().unwrap().status.success());

    daemon.nix.collect_garbage();
    assert!(path.exists());
    let mut offline = daemon.as_nobody(&user, &program);
    offline.args(["exec", "--offline", "-k", &key]).arg(&content).env("PATH", "/nowhere");
    let hit = Ended::from(offline.output().unwrap());
    assert_eq!(hit.code, 0, "{}", hit.stderr);
    assert!(String::from_utf8_lossy(&hit.stdout).contains(path.to_str().unwrap()));
    let mut kill = daemon.as_nobody(&user, Path::new("gpgconf"));
    kill.args(["--kill", "all"]).status().unwrap();
}

/// A file of the store's work directory that belongs to an unprivileged account.
fn written(daemon: &Daemon, name: &str, text: &str) -> PathBuf {
    let file = daemon.nix.write(name, text);
    open_the_way(file.parent().unwrap());
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    file
}

#[test]
fn an_unprivileged_user_gets_what_a_trusted_key_vouches_for_and_registers_nothing() {
    // One machine signs, and exports; the other one has that cache and trusts its key.
    let nix = NixStore::new();
    let (signer, key) = User::with_key();
    let cache = tempfile::tempdir().unwrap();
    open_the_way(cache.path());
    let keys = ["secret", "public"].map(|name| nix.work().join(name));
    let mut generate = nix.command("nix-store");
    assert!(generate.args(["--generate-binary-cache-key", "good-1"]).args(&keys).status().unwrap().success());
    let content = signer.write("content", "content");
    let signature = signer.sign(&key, content.to_str().unwrap());
    let mut export = signer.signcache(["export", "--format", "nix-cache", "-o"]);
    export.arg(cache.path()).arg("--nix-key").arg(&keys[0]).env("NIX_STORE_DIR", nix.store().dir());
    assert!(export.status().unwrap().success());
    let settings = format!(
        "substituters = file://{}\ntrusted-public-keys = {}\nrequire-sigs = true\n",
        cache.path().display(),
        fs::read_to_string(&keys[1]).unwrap(),
    );
    let configuration = nix.state().join("../conf/nix.conf");
    let before = fs::read_to_string(&configuration).unwrap();
    fs::write(&configuration, before.replace("substituters =\n", "") + &settings).unwrap();
    let daemon = Daemon::of(nix);

    let (user, own) = User::with_key();
    user.gnupg.kill_agent();
    let program = user.files().join("signcache");
    copy_program(&program);
    let other = user.write("other", "other");
    give_away(user.gnupg.path());
    give_away(user.home.path());
    let library = written(&daemon, "signcache.nix", include_str!("../../assets/signcache.nix"));
    let provided = |content: &str, key: &str| {
        let file = written(&daemon, content, content);
        let mut command = daemon.as_nobody(&user, Path::new("nix-build"));
        command.args(["--no-out-link", "-E"]).arg(format!(
            "(import {} {{ system = \"x\"; }}).provided {{ src = {}; key = \"openpgp:{key}\"; }}",
            library.display(),
            file.display()
        ));
        let ended = Ended::from(command.output().unwrap());
        (ended.code, String::from_utf8(ended.stdout).unwrap().trim_end().to_owned(), ended.stderr)
    };
    let (code, path, said) = provided("content", &key);
    assert_eq!(code, 0, "{said}");
    assert_eq!(fs::read(path).unwrap(), signature);

    // What he signs himself, he may not register; the cache that he exports is not believed, either.
    let run = |words: &[&str]| {
        let mut command = daemon.as_nobody(&user, &program);
        Ended::from(command.args(words).output().unwrap())
    };
    assert_eq!(run(&["sign", "-q", "-k", &own, other.to_str().unwrap()]).code, 0);
    run(&["provide"]).says(1, "export --format nix-cache");
    let home = user.files();
    let (secret, mine) = (home.join("mine.secret"), home.join("mine"));
    let mut generate = daemon.as_nobody(&user, Path::new("nix-store"));
    generate.args(["--generate-binary-cache-key", "mine-1"]).arg(&secret).arg(home.join("mine.public"));
    assert!(generate.status().unwrap().success());
    let (to, with) = (mine.to_str().unwrap(), secret.to_str().unwrap());
    run(&["export", "--format", "nix-cache", "-o", to, "--nix-key", with]).says(0, "1 entries");
    let shown = String::from_utf8(run(&["show", "--json", "name:other"]).stdout).unwrap();
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let path = shown["provided"]["path"].as_str().unwrap();
    assert_eq!(shown["provided"]["registered"], false);
    let copy = |from: &Path| {
        let mut copy = daemon.as_nobody(&user, Path::new("nix"));
        let ended = copy.args(["copy", "--from", &format!("file://{}", from.display()), path]).output();
        Ended::from(ended.unwrap())
    };
    copy(&mine).says(1, "signature");
    assert_ne!(provided("other", &own).0, 0);
    // Signed by the trusted key as well, it is taken.
    let mut export = signer.signcache(["import", to]);
    assert!(export.status().unwrap().success());
    let mut export = signer.signcache(["export", "--format", "nix-cache", "-o"]);
    export.arg(cache.path()).arg("--nix-key").arg(&keys[0]).env("NIX_STORE_DIR", daemon.nix.store().dir());
    assert!(export.status().unwrap().success());
    copy(cache.path()).says(0, "");
    let (code, path, said) = provided("other", &own);
    assert_eq!(code, 0, "{said}");
    assert!(Path::new(&path).exists());
    let mut kill = daemon.as_nobody(&user, Path::new("gpgconf"));
    kill.args(["--kill", "all"]).status().unwrap();
}
