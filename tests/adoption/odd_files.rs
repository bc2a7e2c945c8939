//! Trees with things in them that are no plain files, or that can't be read.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::run::adopt;
use crate::support::user::{NOBODY, User};

fn signed(user: &User, directory: &Path, name: &str) {
    fs::create_dir_all(directory).unwrap();
    let content = directory.join(name);
    fs::write(&content, name).unwrap();
    let status = user.gnupg.gpg().arg("--detach-sign").arg(&content).status().unwrap();
    assert!(status.success());
}

#[test]
fn what_is_no_plain_file_is_told_and_the_rest_is_adopted() {
    let user = User::new();
    user.gnupg.generate("ed25519");
    let tree = user.files();
    let path = |name: &str| tree.join(name);
    signed(&user, &tree, "good");
    signed(&user, &path("directory.sig"), "inside");
    fs::write(path("directory"), "").unwrap();
    for name in ["fifo", "link", "large", "loop"] {
        fs::write(path(name), "").unwrap();
    }
    mknodat(CWD, path("fifo.sig"), FileType::Fifo, Mode::RUSR, 0).unwrap();
    mknodat(CWD, path("waits"), FileType::Fifo, Mode::RUSR, 0).unwrap();
    fs::copy(path("good.sig"), path("waits.sig")).unwrap();
    symlink(path("good.sig"), path("link.sig")).unwrap();
    symlink(&tree, path("loop.sig")).unwrap();
    fs::File::create(path("large.sig")).unwrap().set_len(1 << 40).unwrap();
    let run = adopt(&user, &tree, &[]);
    assert_eq!(
        run.lines(&tree),
        [
            "directory.sig/inside.sig: good",
            "fifo.sig: skipped, neither a file nor a directory",
            "good.sig: good",
            "large.sig: skipped, 1099511627776 bytes, which is too much for signatures",
            "link.sig: skipped, a symbolic link, which is not followed",
            "loop.sig: skipped, a symbolic link, which is not followed",
            "waits: skipped, neither a file nor a directory",
            "waits.sig: skipped, the content beside it is no plain file",
        ]
    );
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_adopted() {
    let user = User::new();
    user.gnupg.generate("ed25519");
    let tree = user.files();
    let path = |name: &str| tree.join(name);
    for directory in ["closed", "listed", "open"] {
        signed(&user, &path(directory), "content");
    }
    signed(&user, &tree, "signature");
    signed(&user, &tree, "text");
    fs::write(tree.join("keys.pgp"), user.gnupg.gpg().arg("--export").output().unwrap().stdout).unwrap();
    let close = |name: &str, mode| fs::set_permissions(path(name), fs::Permissions::from_mode(mode)).unwrap();
    close("closed", 0);
    close("listed", 0o744);
    close("signature.sig", 0);
    close("text", 0);
    let home = user.home.path();
    fs::set_permissions(home, fs::Permissions::from_mode(0o755)).unwrap();
    // Permissions hold for others than root only, so this program runs once more.
    let program = home.join("program");
    assert!(
        Command::new("cp").arg(std::env::current_exe().unwrap()).arg(&program).status().unwrap().success()
    );
    let own = home.join("own");
    fs::create_dir(&own).unwrap();
    chown(&own, Some(NOBODY), Some(NOBODY)).unwrap();
    let mut again = Command::new(program);
    again.args(["--exact", "odd_files::as_somebody_without_privileges", "--ignored", "--nocapture"]);
    again.env("TMPDIR", &own).current_dir(&own).uid(NOBODY).gid(NOBODY);
    let output = again.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("1 passed"), "{told}");
    close("closed", 0o700);
    close("listed", 0o755);
}

#[test]
#[ignore = "run by the test above, as another user"]
fn as_somebody_without_privileges() {
    // It runs in a directory of its own beside the tree.
    let tree = Path::new("../files");
    let run = adopt(&User::new(), tree, &[tree.join("keys.pgp")]);
    let denied = "it can't be read: Permission denied (os error 13)";
    let lines = run.lines(tree);
    assert!(lines[0].starts_with("closed: skipped, it can't be read: "), "{lines:?}");
    assert_eq!(
        lines[1..],
        [
            format!("listed/content.sig: skipped, {denied}"),
            "open/content.sig: good".into(),
            format!("signature.sig: skipped, {denied}"),
            format!("text.sig: skipped, {denied}"),
        ]
    );
}
