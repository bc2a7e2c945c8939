use std::fs;

use crate::others;
use crate::support::user::User;

/// Signs through gpg-agent with a fresh key, and lets everybody verify it.
fn everybody_takes_ours(algorithm: &str, with_subkey: bool) {
    let user = User::new();
    let key = user.gnupg.generate(algorithm);
    if with_subkey {
        user.gnupg.add_signing_subkey(&key, algorithm);
    }
    let keyring = user.write("keyring", user.gnupg.export(&key));
    // Empty, around the ends of a block, and large.
    for size in [0, 55, 56, 63, 64, 65, 200_000] {
        let content = user.write("content", vec![7; size]);
        let binary = user.write("binary", user.sign(&key.to_string(), "content"));
        user.done(["get", "-k", &key.to_string(), "--armor", "--force", "-o", "armored", "content"]);
        for signature in [binary, user.files().join("armored")] {
            let taken = others::all(&user.gnupg, &keyring, &signature, &content);
            assert_eq!(taken, [true; 3], "{algorithm}, {size} bytes, {}", signature.display());
        }
        let other = user.write("other", vec![8; size + 1]);
        let taken = others::all(&user.gnupg, &keyring, &user.files().join("binary"), &other);
        assert_eq!(taken, [false; 3], "{algorithm}, {size} bytes");
    }
    assert!(!fs::read(user.files().join("armored")).unwrap().is_empty());
}

#[test]
fn gpg_gpgv_and_sqv_take_our_signatures_by_ed25519() {
    everybody_takes_ours("ed25519", false);
    everybody_takes_ours("ed25519", true);
}

#[test]
fn gpg_gpgv_and_sqv_take_our_signatures_by_ecdsa() {
    for curve in ["nistp256", "nistp384", "nistp521"] {
        everybody_takes_ours(curve, false);
    }
}

#[test]
fn gpg_gpgv_and_sqv_take_our_signatures_by_rsa() {
    for length in ["rsa2048", "rsa3072", "rsa4096"] {
        everybody_takes_ours(length, false);
    }
}
