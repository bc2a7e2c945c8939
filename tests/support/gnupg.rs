//! GnuPG, the real one, with a home directory of its own.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use signcache::model::Fingerprint;
use signcache::openpgp::gnupg::GnupgHome;
use tempfile::TempDir;

/// A fresh GnuPG home directory. Its agent ends with it.
pub struct Gnupg {
    home: TempDir,
}

/// Why a key is revoked, as `gpg --gen-revoke` numbers the reasons.
#[derive(Clone, Copy)]
pub enum Reason {
    Unspecified = 0,
    Compromised = 1,
    Superseded = 2,
    Retired = 3,
}

impl Gnupg {
    /// A home directory with a path that is short enough for sockets, whatever `TMPDIR` says.
    pub fn new() -> Self {
        let home = tempfile::Builder::new()
            .prefix("gpg")
            .permissions(fs::Permissions::from_mode(0o700))
            .tempdir_in("/tmp")
            .expect("a directory in /tmp");
        let gnupg = Self { home };
        gnupg.configure_agent("");
        gnupg
    }

    /// Writes the configuration of the agent, for when it starts or reloads.
    ///
    /// Passphrases are hashed a small, fixed number of times. Else each agent would begin by finding out
    /// how often this machine hashes in a tenth of a second, and take as long for each passphrase.
    pub fn configure_agent(&self, lines: &str) {
        let configuration = format!("s2k-count 65536\n{lines}");
        fs::write(self.join("gpg-agent.conf"), configuration).expect("a writable home");
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        self.home.path()
    }

    /// The directory, as the library wants it.
    pub fn home(&self) -> GnupgHome {
        GnupgHome::new(self.path(), true)
    }

    /// `gpg` with this home, unattended.
    pub fn gpg(&self) -> Command {
        let mut gpg = Command::new("gpg");
        gpg.env_remove("GNUPGHOME").arg("--homedir").arg(self.path()).args(["--batch", "--no-tty"]);
        gpg.stdin(Stdio::null());
        gpg
    }

    /// `gpgconf` with this home.
    pub fn gpgconf(&self) -> Command {
        let mut gpgconf = Command::new("gpgconf");
        gpgconf.env_remove("GNUPGHOME").arg("--homedir").arg(self.path()).stdin(Stdio::null());
        gpgconf
    }

    /// Makes a key that certifies and signs, without a passphrase: `ed25519`, `rsa3072`, `nistp256`, `dsa2048`…
    pub fn generate(&self, algorithm: &str) -> Fingerprint {
        self.generate_as("Test <test@example.org>", algorithm, "")
    }

    /// The same with a user id and a passphrase, which the agent has forgotten again.
    pub fn generate_as(&self, user: &str, algorithm: &str, passphrase: &str) -> Fingerprint {
        let mut gpg = self.with_secret(passphrase);
        gpg.args([
            "--yes",
            "--status-fd",
            "1",
            "--quick-generate-key",
            user,
            &signing(algorithm),
            "sign",
            "never",
        ]);
        // On a busy machine gpg-agent now and then can't read a key that it has only just written (as
        // rnp's tests found too: rnpgp/rnp#2457). Nobody has seen that key yet, so another one is as good.
        let broken =
            |output: &Output| String::from_utf8_lossy(&output.stderr).contains("Corrupted protection");
        let mut tries = (0..3).map(|_| gpg.output().expect("GnuPG is installed"));
        let output = tries.by_ref().find(|output| !broken(output)).expect("one key of three is whole");
        drop(tries);
        let fingerprint = created(&checked(&gpg, output));
        run(self.gpgconf().args(["--reload", "gpg-agent"]));
        fingerprint
    }

    /// Adds a subkey that signs, without a passphrase, to a key without one.
    pub fn add_signing_subkey(&self, key: &Fingerprint, algorithm: &str) -> Fingerprint {
        let mut gpg = self.with_secret("");
        gpg.args([
            "--status-fd",
            "1",
            "--quick-add-key",
            &key.to_string(),
            &signing(algorithm),
            "sign",
            "never",
        ]);
        created(&run(&mut gpg))
    }

    /// Makes a key that certifies and signs, with a subkey that decrypts: `rsa3072`, `cv25519`, `nistp256`…
    pub fn generate_for_encryption(&self, user: &str, algorithm: &str, passphrase: &str) -> Fingerprint {
        let key = self.generate_as(user, "ed25519", passphrase);
        self.add_encryption_subkey(&key, algorithm, passphrase);
        run(self.gpgconf().args(["--reload", "gpg-agent"]));
        key
    }

    /// Adds a subkey that decrypts, with the passphrase of the key.
    pub fn add_encryption_subkey(&self, key: &Fingerprint, algorithm: &str, passphrase: &str) -> Fingerprint {
        let mut gpg = self.with_secret(passphrase);
        gpg.args(["--status-fd", "1", "--quick-add-key", &key.to_string(), algorithm, "encr", "never"]);
        created(&run(&mut gpg))
    }

    /// What `gpg --encrypt` makes of a content for some recipients; `-R` hides them.
    pub fn encrypt(&self, content: &[u8], arguments: &[&str]) -> Vec<u8> {
        // From a file: gpg writes while it reads, and would wait for somebody to read that.
        let path = self.join("content");
        fs::write(&path, content).expect("a writable home");
        let mut gpg = self.gpg();
        run(gpg.args(["--trust-model", "always", "-o", "-"]).args(arguments).arg("--encrypt").arg(path))
            .stdout
    }

    /// What `gpg --decrypt` says of a message: the content, where it is all there, or why not.
    pub fn decrypt(&self, message: &Path) -> Result<Vec<u8>, String> {
        let output = self.gpg().arg("--decrypt").arg(message).output().expect("gpg runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(output.stdout) } else { Err(said) }
    }

    /// Revokes a key that has no passphrase.
    pub fn revoke(&self, key: &Fingerprint, reason: Reason) {
        let mut gpg = Command::new("gpg");
        gpg.env_remove("GNUPGHOME").arg("--homedir").arg(self.path()).args(["--no-tty", "--command-fd", "0"]);
        gpg.args(["--pinentry-mode", "loopback", "--passphrase", "", "--gen-revoke", &key.to_string()]);
        let certificate = fed(&mut gpg, format!("y\n{}\n\ny\n", reason as u8).as_bytes());
        self.import(&certificate);
    }

    /// Imports certificates or revocations, binary or armored.
    pub fn import(&self, certificates: &[u8]) {
        fed(self.gpg().stdin(Stdio::piped()).arg("--import"), certificates);
    }

    /// What `gpg --export` prints for a key.
    pub fn export(&self, key: &Fingerprint) -> Vec<u8> {
        run(self.gpg().args(["--export", &key.to_string()])).stdout
    }

    /// What `gpg --export-secret-keys` prints for a key with this passphrase, or with none.
    pub fn export_secret(&self, key: &str, passphrase: &str) -> Vec<u8> {
        run(self.with_secret(passphrase).args(["--export-secret-keys", key])).stdout
    }

    /// What `gpg --export-secret-subkeys` prints: a primary key that is only mentioned.
    pub fn export_secret_subkeys(&self, key: &str) -> Vec<u8> {
        run(self.with_secret("").args(["--export-secret-subkeys", key])).stdout
    }

    /// Forgets a certificate and its secret key.
    pub fn delete(&self, key: &Fingerprint) {
        run(self.gpg().args(["--yes", "--delete-secret-and-public-key", &key.to_string()]));
    }

    /// Whether `gpg --verify` takes the signature of this content.
    pub fn verifies(&self, signature: &Path, content: &Path) -> bool {
        self.gpg().arg("--verify").args([signature, content]).output().expect("gpg runs").status.success()
    }

    /// Ends the agent.
    pub fn kill_agent(&self) {
        run(self.gpgconf().args(["--kill", "gpg-agent"]));
    }

    /// Makes the agent ask through a shell script, which finds its own path in `$0`.
    pub fn set_pinentry(&self, script: &str) {
        let path = self.path().join("pinentry");
        fs::write(&path, script).expect("a writable home");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a home of ours");
        self.configure_agent(&format!("pinentry-program {}\n", path.display()));
        run(self.gpgconf().args(["--reload", "gpg-agent"]));
    }

    /// Makes the agent ask anew for each signature.
    pub fn forget_passphrases_at_once(&self) {
        let path = self.path().join("gpg-agent.conf");
        let configuration = fs::read_to_string(&path).unwrap_or_default() + "default-cache-ttl 0\n";
        fs::write(path, configuration).expect("a writable home");
        run(self.gpgconf().args(["--reload", "gpg-agent"]));
    }

    /// A path below the home directory.
    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    fn with_secret(&self, passphrase: &str) -> Command {
        let mut gpg = self.gpg();
        gpg.args(["--pinentry-mode", "loopback", "--passphrase", passphrase]);
        gpg
    }
}

impl Drop for Gnupg {
    fn drop(&mut self) {
        // A test that fails early may have no gpgconf to call.
        let _ = self.gpgconf().args(["--kill", "all"]).output();
    }
}

/// The algorithm as gpg wants it: a bare NIST curve makes an encryption subkey.
fn signing(algorithm: &str) -> String {
    if algorithm.starts_with("nistp") { format!("{algorithm}/ecdsa") } else { algorithm.to_owned() }
}

/// The fingerprint in `[GNUPG:] KEY_CREATED P 8647…`.
fn created(output: &Output) -> Fingerprint {
    let status = String::from_utf8_lossy(&output.stdout);
    let line = status.lines().find_map(|line| line.strip_prefix("[GNUPG:] KEY_CREATED "));
    let fingerprint = line.and_then(|line| line.split(' ').nth(1)).expect("gpg says which key it made");
    fingerprint.parse().expect("gpg prints a fingerprint")
}

fn run(command: &mut Command) -> Output {
    let output = command.output().expect("GnuPG is installed");
    checked(command, output)
}

fn fed(command: &mut Command, input: &[u8]) -> Vec<u8> {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.expect("GnuPG is installed");
    child.stdin.take().expect("a pipe").write_all(input).expect("gpg reads its input");
    let output = child.wait_with_output().expect("gpg ends");
    checked(command, output).stdout
}

fn checked(command: &Command, output: Output) -> Output {
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {message}");
    output
}
