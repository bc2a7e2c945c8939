use std::fs;

use super::Owner;

#[test]
fn a_command_signs_in_any_form_and_gpg_agrees() {
    for options in ["", "--armor", "--digest-algo SHA512", "--textmode --armor"] {
        let owner = Owner::of("ed25519", "");
        owner.script(&format!("$GPG --local-user \"$3\" {options} --detach-sign -o - \"$1\""), "");
        let content = owner.user.write("content", "one\ntwo\n");
        owner.user.done(["sign", "-k", "release", "content"]);
        let signature = owner.user.files().join("content.sig");
        assert!(owner.vault.verifies(&signature, &content), "{options}");
        let first = fs::read(&signature).unwrap();
        // The binary packet, proven anew without the command.
        assert!(first[0] & 0x80 != 0, "{options}");
        owner.script("exit 1", "");
        owner.user.forget();
        assert_eq!(owner.user.sign("release", "content"), first, "{options}");
    }
}

#[test]
fn arguments_are_passed_as_they_are_and_the_environment_says_the_same() {
    let owner = Owner::of("ed25519", "");
    let script = r#"
        printf '%s\n' "$#" "$@" "$SIGNCACHE_FILE" "$SIGNCACHE_DIGEST" "$SIGNCACHE_KEY" > "$DIR/noted"
        readlink /proc/self/fd/0 >> "$DIR/noted"
        $GPG --detach-sign -o - "$5""#;
    owner.script(script, "");
    let command =
        r#"["./sign.sh", "two words", "$(touch $DIR/done) `id` ; > x", "{digest}:{key}", "*", "{file}"]"#;
    owner.configure(&format!("signer = {{ command = {command} }}"));
    let name = "-a b $(touch pwned) {digest} 'q\"\n;";
    let content = owner.user.write(name, "content");
    owner.user.done(["sign", "-k", "release", "-o", "x.sig", "--", name]);
    let digest = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";
    let (path, key) = (content.to_str().unwrap(), &owner.key);
    let expected = format!(
        "5\ntwo words\n$(touch $DIR/done) `id` ; > x\n{digest}:{key}\n*\n{path}\n{path}\n{digest}\n{key}\n/dev/null\n"
    );
    assert_eq!(owner.noted("noted"), expected);
    for file in ["pwned", "done", "x"] {
        assert!(!owner.user.files().join(file).exists());
    }
}

#[test]
fn what_a_command_leaves_running_is_not_waited_for() {
    let owner = Owner::of("ed25519", "");
    owner.script(
        "sleep 100 & echo $! > \"$DIR/pid\"; $GPG --detach-sign -o - \"$1\"",
        ", timeout = \"90s\" }",
    );
    owner.user.write("content", "content");
    let begun = std::time::Instant::now();
    owner.user.done(["sign", "-k", "release", "content"]);
    assert!(begun.elapsed().as_secs() < 60);
    let pid = owner.noted("pid").trim().parse().unwrap();
    // It lives on: a command may start an agent that it needs the next time.
    rustix::process::kill_process(
        rustix::process::Pid::from_raw(pid).unwrap(),
        rustix::process::Signal::KILL,
    )
    .unwrap();
}

#[test]
fn the_first_signature_wins_though_it_came_and_was_deleted_while_another_one_was_made() {
    let owner = Owner::of("ed25519", "");
    owner.script("$GPG --detach-sign -o - \"$1\"", "");
    owner.user.write("content", "content");
    let first = owner.user.sign("release", "content");
    owner.user.done(["export", "-q", "-o", "all.tar.zst"]);
    fs::remove_dir_all(owner.user.cache()).unwrap();
    owner.user.forget();
    // Somebody else, with a ledger of their own, is faster than the signer, and then deletes what they brought.
    let program = env!("CARGO_BIN_EXE_signcache");
    let other =
        format!("XDG_STATE_HOME=\"$DIR/other\" {program} -q --cache '{}'", owner.user.cache().display());
    owner.script(
        &format!(
            "{{ {other} import \"$DIR/all.tar.zst\" && {other} delete --yes 'age:<9d' && touch \"$DIR/deleted\"; }} >&2
             $GPG --digest-algo SHA512 --detach-sign -o - \"$1\""
        ),
        "",
    );
    let signed = owner.user.sign("release", "content");
    assert!(owner.user.files().join("deleted").exists());
    assert_eq!(signed, first);
    assert_eq!(owner.stored(), 1);
    assert_eq!(crate::support::user::value::<i64>(&owner.user.cache(), "SELECT count(*) FROM trash"), 0);
}
