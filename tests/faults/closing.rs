//! Directories that can't be closed: some network file systems tell there that something went wrong before.

use std::fs;

use crate::readers::prepared;
use crate::support::user::Ended;

#[test]
fn a_directory_whose_closing_fails_was_read_all_the_same() {
    let (user, _, _) = prepared();
    let tree = user.files().join("tree");
    fs::create_dir_all(tree.join("sub")).unwrap();
    for name in ["content", "content.sig"] {
        fs::copy(user.files().join(name), tree.join("sub").join(name)).unwrap();
    }
    let locks = user.cache().join("locks");
    for (directory, arguments) in [
        (tree.join("sub"), &["import", "tree"][..]),
        (tree.clone(), &["import", "tree"]),
        (tree, &["audit", "--content", "tree"]),
        (user.cache(), &["doctor"]),
        (locks, &["doctor"]),
    ] {
        let mut strace = user.command("strace");
        strace.args(["-f", "-qq", "-o", "/dev/null", "-e", "inject=close:error=EIO", "-P"]).arg(&directory);
        strace.arg(env!("CARGO_BIN_EXE_signcache")).args(arguments);
        let ended = Ended::from(strace.output().unwrap());
        assert!(!ended.stderr.contains("panicked"), "{arguments:?}: {}", ended.stderr);
        assert!(matches!(ended.code, 0 | 1), "{arguments:?}: {} {}", ended.code, ended.stderr);
        assert!(ended.code == 0 || arguments == ["doctor"], "{}", ended.stderr);
    }
}
