//! An agent that runs, and what asks it.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use signcache::model::{KeyId, Untrusted};
use signcache::wire::{Asked, ask};

use super::user::{Ended, User};

/// An agent of a user's; it ends with its owner.
pub struct Agent {
    process: Child,
    pub socket: PathBuf,
    pub log: PathBuf,
}

impl Agent {
    /// Starts an agent, once it is known what the user's configuration says, and waits until it listens.
    pub fn start(user: &User) -> Self {
        Self::start_with(user, |_| {})
    }

    /// The same, with something changed about the command.
    pub fn start_with(user: &User, change: impl FnOnce(&mut Command)) -> Self {
        let (socket, log) = (user.home.path().join("run/socket"), user.home.path().join("agent.log"));
        let mut command = user.signcache(["agent", "--socket", socket.to_str().unwrap()]);
        command.stderr(Stdio::piped());
        change(&mut command);
        if !command.get_args().any(|word| word == "--log") {
            command.arg("--log").arg(&log);
        }
        let mut process = command.spawn().unwrap();
        let mut said = BufReader::new(process.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("listening") {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "the agent ended");
        }
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Self { process, socket, log }
    }

    /// Starts an agent as systemd does: with the socket open, when the first client comes.
    pub fn activated(user: &User) -> Self {
        let (socket, log) = (user.home.path().join("socket"), user.home.path().join("agent.log"));
        let mut command = user.command("systemd-socket-activate");
        command.arg("--listen").arg(&socket).stderr(Stdio::null());
        for (name, value) in user.environment() {
            let setting = [name.as_os_str(), &value].join(OsStr::new("="));
            command.arg("--setenv").arg(setting);
        }
        command.arg(env!("CARGO_BIN_EXE_signcache")).args(["agent", "--log"]).arg(&log);
        let agent = Self { process: command.spawn().unwrap(), socket, log };
        while UnixStream::connect(&agent.socket).is_err() {
            std::thread::yield_now();
        }
        agent
    }

    pub fn connect(&self) -> UnixStream {
        UnixStream::connect(&self.socket).unwrap()
    }

    /// Asks for the signature of a file.
    pub fn ask(&self, key: &KeyId, file: &Path) -> Result<Vec<u8>, Asked> {
        ask(&self.socket, key, &mut File::open(file).unwrap(), &Untrusted::new("label"))
    }

    /// Says something and gives the first line of the answer.
    pub fn say(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).unwrap();
        line
    }

    /// What was decided, one after the other.
    pub fn decisions(&self) -> Vec<String> {
        let log = fs::read_to_string(&self.log).unwrap();
        let word = |line: &str| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            value["decision"].as_str().unwrap().to_owned()
        };
        log.lines().map(word).collect()
    }

    /// A figure of the process, as `/proc/PID/status` has it, without its unit.
    pub fn status(&self, name: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }

    /// Asks the agent to stop, and gives its exit code.
    pub fn stop(mut self) -> Option<i32> {
        let mut kill = Command::new("kill");
        assert!(kill.arg(self.process.id().to_string()).status().unwrap().success());
        self.process.wait().unwrap().code()
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What Nix runs in a sandbox, run here.
pub fn builder(socket: &Path, key: &str, source: &Path, out: &Path) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signcache-builder"));
    command.env_clear().env("SIGNCACHE_SOCKET", socket).env("keyId", key).env("src", source).env("out", out);
    command.output().unwrap().into()
}
