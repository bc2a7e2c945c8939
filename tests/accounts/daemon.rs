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
        let nix = NixStore::new();
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
