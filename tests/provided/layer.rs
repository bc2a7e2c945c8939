//! The Nix store as a layer of the cache: what others provide is found before anything is signed.

use std::fs;

use crate::support::user::User;
use crate::world::World;

/// Somebody who can sign with the key, too, and has no cache yet.
fn colleague(world: &World) -> User {
    let user = User::new();
    user.gnupg.import(&world.user.gnupg.export_secret(world.bare_key(), ""));
    user
}

fn exec(world: &World, user: &User, file: &str, more: &[&str]) -> (i32, String, String) {
    let mut command = user.signcache(["exec", "-k", &world.key, file]);
    let nix = world.nix.environment().into_iter();
    command.envs(nix.filter(|(name, _)| name.as_encoded_bytes().starts_with(b"NIX"))).args(more);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn what_is_in_the_store_is_proven_taken_in_and_served() {
    let world = World::new();
    let (file, signature) = world.signed("content", "content");
    let file = file.to_str().unwrap();
    let path = world.done(["provide"]).trim_end().to_owned();
    let user = colleague(&world);
    user.gnupg.kill_agent();
    let (code, _, said) = exec(&world, &user, file, &["--offline"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(user.done(["get", "-k", world.bare_key(), "-o", "-", file]), signature);

    // What does not verify is passed over, told, and never served.
    let other = colleague(&world);
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o644);
    fs::set_permissions(&path, permissions).unwrap();
    fs::write(&path, "nonsense").unwrap();
    let (code, _, said) = exec(&world, &other, file, &["--offline"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains(world.nix.store().dir()), "{said}");
}

#[test]
fn what_a_substituter_has_is_fetched_before_anything_is_signed() {
    let world = World::new();
    let (file, signature) = world.signed("content", "content");
    let file = file.to_str().unwrap();
    let (secret, public) = world.nix_key("good-1");
    let cache = world.nix.work().join("cache");
    world.export(&cache, &secret).says(0, "1 entries exported");
    let configuration = world.nix.work().join("../conf/nix.conf");
    let mut text = fs::read_to_string(&configuration).unwrap();
    text.push_str(&format!("substituters = file://{}\ntrusted-public-keys = {public}\n", cache.display()));
    fs::write(&configuration, text).unwrap();

    // Without the key, and where Nix is not to be asked, there is nothing.
    let user = User::new();
    user.gnupg.import(&fs::read(world.certificates()).unwrap());
    assert_eq!(exec(&world, &user, file, &["--offline"]).0, 3);
    user.configure("[nix]\nsubstitute = false\n");
    assert_eq!(exec(&world, &user, file, &[]).0, 5);
    user.configure("");
    let (code, _, said) = exec(&world, &user, file, &[]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(user.done(["get", "-k", world.bare_key(), "-o", "-", file]), signature);

    // Nor does somebody sign who could.
    let colleague = colleague(&world);
    let (code, _, said) = exec(&world, &colleague, file, &[]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(colleague.done(["get", "-k", world.bare_key(), "-o", "-", file]), signature);
    let shown = String::from_utf8(colleague.done(["show", "--json", "name:content"])).unwrap();
    assert!(shown.contains("\"origin\":\"upstream\""), "{shown}");
}
