use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::Owner;
use crate::support::user::Ended;

const UNLOCKED: &str = "signer = { key-file = \"release.key\" }";

#[test]
fn a_key_file_signs_what_gpg_verifies_without_any_gnupg() {
    for algorithm in ["ed25519", "nistp256", "nistp384", "nistp521"] {
        let owner = Owner::of(algorithm, "");
        owner.key_file("");
        owner.configure(UNLOCKED);
        let content = owner.user.write("content", algorithm);
        let mut sign = owner.user.signcache(["sign", "-k", "release", "content"]);
        let ended = Ended::from(sign.env("PATH", "/nowhere").output().unwrap());
        assert_eq!(ended.code, 0, "{algorithm}: {}", ended.stderr);
        assert!(!ended.stderr.contains("warning"), "{}", ended.stderr);
        let signature = owner.user.files().join("content.sig");
        assert!(owner.vault.verifies(&signature, &content), "{algorithm}");
        // The same bytes without the file, and by the key's fingerprint: it is in the cache.
        fs::remove_file(owner.user.home.path().join("config/signcache/release.key")).unwrap();
        assert_eq!(owner.user.sign(&owner.key, "content"), fs::read(&signature).unwrap());
    }
}

#[test]
fn the_newest_subkey_that_the_file_has_signs() {
    let owner = Owner::of("ed25519", "");
    let subkey = owner.vault.add_signing_subkey(&owner.key.parse().unwrap(), "nistp256").to_string();
    owner.user.write("content", "content");
    // In armor, and with a primary key that is only mentioned, as those have it who keep theirs elsewhere.
    let mut armor = owner.vault.gpg();
    let path = owner.secret("binary", owner.vault.export_secret_subkeys(&owner.key));
    let armored = armor.args(["--enarmor", "-o", "-"]).arg(path).output().unwrap().stdout;
    let armored = String::from_utf8(armored).unwrap().replace("ARMORED FILE", "PRIVATE KEY BLOCK");
    owner.secret("release.key", armored);
    owner.configure(UNLOCKED);
    owner.user.done(["sign", "-k", "release", "content"]);
    let verified = owner.user.done(["verify", "-k", "release", "content", "content.sig"]);
    assert!(String::from_utf8_lossy(&verified).contains(&subkey));
    // When that subkey is no longer valid, the primary key would have to sign, and is not in the file.
    let expire = ["--quick-set-expire", &owner.key, "seconds=1", &subkey];
    assert!(owner.vault.gpg().args(expire).status().unwrap().success());
    owner.user.gnupg.import(&owner.vault.export(&owner.key.parse().unwrap()));
    std::thread::sleep(std::time::Duration::from_millis(2100));
    owner.user.write("other", "other");
    owner.user.run(["sign", "-k", "release", "other"]).says(5, "has no secret key that can sign");
}

#[test]
#[cfg(feature = "crypto-rust")]
fn rsa_is_refused_where_its_secret_could_leak() {
    // With a password it is refused before anybody is asked for it.
    for password in ["", "password"] {
        let owner = Owner::of("rsa2048", password);
        owner.key_file(password);
        owner.configure(UNLOCKED);
        owner.user.write("content", "content");
        let ended = owner.user.run(["sign", "-k", "release", "content"]);
        ended.says(5, "RUSTSEC-2023-0071");
        ended.says(5, "let gpg-agent use it");
        ended.says(5, "crypto-nettle");
    }
}

#[test]
#[cfg(not(feature = "crypto-rust"))]
fn rsa_signs_where_its_secret_is_safe() {
    for (algorithm, password) in [("rsa2048", ""), ("rsa3072", "password"), ("rsa4096", "")] {
        let owner = Owner::of(algorithm, password);
        owner.key_file(password);
        owner.secret("password", password);
        owner.configure("signer = { key-file = \"release.key\", password-file = \"password\" }");
        let content = owner.user.write("content", "content");
        owner.user.done(["sign", "-k", "release", "content"]);
        assert!(owner.vault.verifies(&owner.user.files().join("content.sig"), &content), "{algorithm}");
    }
}

#[test]
fn a_file_that_is_not_the_key_is_refused() {
    let owner = Owner::of("ed25519", "");
    owner.user.write("content", "content");
    owner.user.gnupg.import(&owner.vault.export(&owner.key.parse().unwrap()));
    owner.configure(UNLOCKED);
    let check = |words: &str| {
        let ended = owner.user.run(["sign", "-k", "release", "content"]);
        ended.says(5, words);
        ended.says(5, "hint:");
    };
    check("can't read the key file");
    owner.secret("release.key", "junk");
    check("is not a file of OpenPGP keys");
    let other = Owner::of("ed25519", "");
    owner.secret("release.key", other.vault.export_secret(&other.key, ""));
    check("has no secret key that can sign");
    owner.secret("release.key", owner.vault.export(&owner.key.parse().unwrap()));
    check("has no secret key that can sign");
}

#[test]
fn a_key_file_that_others_can_read_is_worth_a_warning() {
    let owner = Owner::of("ed25519", "");
    let path = owner.key_file("");
    owner.configure(UNLOCKED);
    owner.user.write("content", "content");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    owner.user.run(["sign", "-k", "release", "content"]).says(0, "others can read");
    // Looking up needs no secret, and so says nothing.
    let again = owner.user.run(["sign", "-k", "release", "content"]);
    assert!(!again.stderr.contains("others"), "{}", again.stderr);
}
