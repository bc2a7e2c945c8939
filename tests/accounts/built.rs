//! Signing as a system feature: real sandboxes, and a second machine over ssh that alone has the feature.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::support::agent::Agent;
use crate::support::nix_store::NixStore;
use crate::support::user::User;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The directory that builds see as `/run/signcache`: the static builder, and the agent's socket.
struct Mounted(PathBuf);

impl Mounted {
    fn new(user: &User) -> Self {
        let directory = user.home.path().join("run");
        fs::create_dir_all(&directory).unwrap();
        let built = Path::new(env!("CARGO_BIN_EXE_signcache-builder"));
        // tests/newer-nix.sh brings a static one to where there is no cargo.
        if !is_static(built) {
            let mut cargo = Command::new(env!("CARGO"));
            cargo.current_dir(ROOT).args([
                "rustc",
                "--quiet",
                "--locked",
                "--bin",
                "signcache-builder",
                "--",
            ]);
            assert!(cargo.args(["-C", "target-feature=+crt-static"]).status().unwrap().success());
        }
        let mut cp = Command::new("cp");
        assert!(cp.arg(built).arg(directory.join("builder")).status().unwrap().success());
        Self(directory)
    }

    /// The hook, for a machine on which the directory is elsewhere.
    fn hook(&self, nix: &NixStore) -> PathBuf {
        let text = fs::read_to_string(Path::new(ROOT).join("assets/pre-build-hook.sh")).unwrap();
        let moved =
            text.replace("\\n/run/signcache\\n", &format!("\\n/run/signcache={}\\n", self.0.display()));
        assert_ne!(text, moved);
        let hook = nix.write("hook", moved);
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
        hook
    }
}

/// Whether a program asks for no loader.
fn is_static(program: &Path) -> bool {
    let section = b".interp\0";
    !fs::read(program).unwrap().windows(section.len()).any(|bytes| bytes == section)
}

/// Adds settings to a store's.
fn configure(nix: &NixStore, settings: &str) {
    let file = nix.state().join("../conf/nix.conf");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        text.replace("sandbox = false\n", "") + "sandbox = true\nsandbox-fallback = false\n" + settings,
    )
    .unwrap();
}

/// What a build of some text, and the signature of what it made, are in Nix.
fn expression(nix: &NixStore, key: &str, text: &str) -> (String, String) {
    let shell = nix.work().join("shell");
    if !shell.exists() {
        fs::create_dir(&shell).unwrap();
        let busybox = Command::new("sh").args(["-c", "command -v busybox"]).output().unwrap();
        let busybox = String::from_utf8(busybox.stdout).unwrap();
        assert!(!busybox.is_empty(), "busybox-static is needed by this test");
        fs::copy(busybox.trim_end(), shell.join("busybox")).unwrap();
        fs::copy(Path::new(ROOT).join("assets/signcache.nix"), nix.work().join("signcache.nix")).unwrap();
    }
    let content = format!(
        "derivation {{ name = \"content\"; system = builtins.currentSystem; builder = \"${{{}}}/busybox\";
           args = [ \"sh\" \"-c\" \"echo -n '{text}' >$out; ls /run/signcache >&2 && exit 1 || true\" ]; }}",
        shell.display()
    );
    let built = format!(
        "(import {}/signcache.nix {{ }}).built {{ key = \"{key}\"; src = {content}; }}",
        nix.work().display()
    );
    (content, built)
}

fn build(mut command: Command, expression: &str) -> Result<PathBuf, String> {
    let output = command.args(["--no-out-link", "-E", expression]).output().unwrap();
    if output.status.success() {
        Ok(PathBuf::from(String::from_utf8(output.stdout).unwrap().trim_end()))
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn with_store(user: &User, nix: &NixStore, words: &[&str]) -> String {
    let mut command = user.signcache(words);
    let own = nix.environment().into_iter();
    command.envs(own.filter(|(name, _)| name.as_encoded_bytes().starts_with(b"NIX")));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_sandboxed_build_gets_what_exec_and_provide_give() {
    let (user, key) = User::with_key();
    user.configure(&format!("[agent.keys.{key}]\npolicy = \"sign\"\n"));
    let key = format!("openpgp:{key}");
    let (mounted, nix) = (Mounted::new(&user), NixStore::new());
    let settings =
        format!("system-features = signcache\npre-build-hook = {}\n", mounted.hook(&nix).display());
    configure(&nix, &settings);
    let (content, built) = expression(&nix, &key, "made in a sandbox");
    let without = build(nix.command("nix-build"), &built).unwrap_err();
    assert!(without.contains("signcache: no agent answers at /run/signcache/socket"), "{without}");

    let agent = Agent::start(&user);
    assert_eq!(agent.socket, mounted.0.join("socket"));
    let signature = build(nix.command("nix-build"), &built).unwrap();
    let content = build(nix.command("nix-build"), &content).unwrap();
    assert!(user.gnupg.verifies(&signature, &content));
    let signature = fs::read(signature).unwrap();
    assert_eq!(agent.decisions(), ["signed"]);

    let printed = with_store(&user, &nix, &["exec", "-k", &key, content.to_str().unwrap()]);
    let copy = printed.split('"').find(|word| word.ends_with(".sig")).unwrap();
    assert_eq!(fs::read(copy).unwrap(), signature);
    let provided = with_store(&user, &nix, &["provide"]);
    assert_eq!(fs::read(provided.trim_end()).unwrap(), signature);
    let library = nix.work().join("signcache.nix");
    let provided = format!(
        "(import {} {{ }}).provided {{ src = {}; key = \"{key}\"; }}",
        library.display(),
        content.display()
    );
    assert_eq!(fs::read(build(nix.command("nix-build"), &provided).unwrap()).unwrap(), signature);
}

/// An ssh server of a test's own, behind which Nix has another store.
struct Machine {
    process: Child,
    port: u16,
    directory: PathBuf,
}

impl Machine {
    fn start(directory: &Path, environment: &[(String, String)]) -> Self {
        fs::create_dir_all(directory).unwrap();
        fs::create_dir_all("/run/sshd").unwrap();
        for name in ["host", "user"] {
            let mut keygen = Command::new("ssh-keygen");
            keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(directory.join(name));
            assert!(keygen.status().expect("openssh is needed by this test").success());
        }
        // Nobody else gets it at once.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let shown = directory.display();
        let set: String = environment.iter().map(|(name, value)| format!(" \"{name}={value}\"")).collect();
        let text = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {shown}/host\nAuthorizedKeysFile {shown}/user.pub\n\
             StrictModes no\nUsePAM no\nPidFile none\nPermitRootLogin yes\nSetEnv{set}\n"
        );
        let configuration = directory.join("sshd_config");
        fs::write(&configuration, text).unwrap();
        let sshd = Command::new("sh").args(["-c", "PATH=$PATH:/usr/sbin command -v sshd"]).output().unwrap();
        let sshd = String::from_utf8(sshd.stdout).unwrap();
        let mut command = Command::new(sshd.trim_end());
        command.arg("-D").arg("-e").arg("-f").arg(&configuration).stdin(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().expect("openssh-server is needed by this test");
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            std::thread::yield_now();
        }
        Self { process, port, directory: directory.to_owned() }
    }

    fn options(&self) -> String {
        let known = self.directory.join("known_hosts");
        format!("-p {} -o StrictHostKeyChecking=no -o UserKnownHostsFile={}", self.port, known.display())
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_machine_without_the_feature_has_another_one_sign() {
    let (user, key) = User::with_key();
    user.configure(&format!("[agent.keys.{key}]\npolicy = \"sign\"\n"));
    let key = format!("openpgp:{key}");
    let (mounted, here, there) = (Mounted::new(&user), NixStore::new(), NixStore::new());
    let settings =
        format!("system-features = signcache\npre-build-hook = {}\n", mounted.hook(&there).display());
    configure(&there, &settings);
    configure(&here, "system-features =\n");
    let agent = Agent::start(&user);
    let (_, built) = expression(&here, &key, "made here, signed there");
    let nowhere = build(here.command("nix-build"), &built).unwrap_err();
    assert!(nowhere.contains("signcache"), "{nowhere}");
    assert!(agent.decisions().is_empty());

    // The other machine has a store of the same name, and objects of its own.
    let real = there.work().join("real");
    let remote = format!("local?real={}&state={}", real.display(), there.state().display());
    let mut environment: Vec<(String, String)> = there
        .environment()
        .into_iter()
        .map(|(name, value)| (name.into_string().unwrap(), value.into_string().unwrap()))
        .filter(|(name, _)| !["NIX_REMOTE", "NIX_STORE_DIR"].contains(&name.as_str()))
        .collect();
    environment.push(("NIX_REMOTE".into(), remote));
    environment.push(("NIX_STORE_DIR".into(), here.store().dir().to_owned()));
    let machine = Machine::start(&there.work().join("ssh"), &environment);
    let system =
        String::from_utf8(here.run("nix-instantiate", ["--eval", "-E", "builtins.currentSystem"])).unwrap();
    let secret = machine.directory.join("user");
    let builder = format!(
        "ssh-ng://root@127.0.0.1 {} {} 1 1 signcache - -",
        system.trim().trim_matches('"'),
        secret.display()
    );
    let mut command = here.command("nix-build");
    command.env("NIX_SSHOPTS", machine.options()).args(["--option", "builders", &builder]);
    let signature = fs::read(build(command, &built).unwrap()).unwrap();
    assert_eq!(agent.decisions(), ["signed"]);
    let content = here.write("content", "made here, signed there");
    assert_eq!(user.sign(&key["openpgp:".len()..], content.to_str().unwrap()), signature);
}
