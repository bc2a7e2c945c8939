//! What a build lacks is found out, signed and provided.

use std::fs;

use crate::world::World;

#[test]
fn what_a_build_waits_for_is_found_signed_and_provided() {
    let world = World::new();
    let (known, new) = (world.nix.write("known", "known"), world.nix.write("new", "new"));
    world.user.sign(world.bare_key(), known.to_str().unwrap());
    world.done(["provide"]);
    let part = |file: &std::path::Path| world.provided(file).split_once(" in ").unwrap().1.to_owned();
    let expression = world.expression(&format!(
        "derivation {{ name = \"both\"; system = builtins.currentSystem; builder = \"/bin/sh\";
           args = [ \"-c\" \"echo $known $new >$out\" ]; known = {}; new = {}; }}",
        part(&known),
        part(&new),
    ));
    let link = world.nix.work().join("both.drv");
    world.nix.run("nix-instantiate", ["-E", &expression, "--add-root", link.to_str().unwrap(), "--indirect"]);

    let printed = world.done(["wanted", "from-drv", link.to_str().unwrap()]);
    let digest = crate::world::digest(b"new").to_string();
    assert_eq!(printed.lines().count(), 1, "{printed}");
    assert!(printed.starts_with(&digest) && printed.contains(&world.key), "{printed}");
    assert!(world.done(["wanted", "list"]).contains(&digest[..12]));
    assert!(world.build(&expression).is_err());

    // Nobody signs a bare digest: without its content nothing comes of it.
    world.signcache(["wanted", "sign", "--yes"]).says(1, "there is no proof of it");
    let files = new.parent().unwrap().to_str().unwrap();
    world.signcache(["wanted", "sign", "--content", files]).says(0, "1 signed, 1 provided");
    let built = fs::read_to_string(world.build(&expression).unwrap()).unwrap();
    for (path, file) in built.split_whitespace().zip([&known, &new]) {
        assert!(world.user.gnupg.verifies(path.as_ref(), file));
    }
    let again = world.signcache(["wanted", "from-drv", link.to_str().unwrap()]);
    again.says(0, "nothing is missing");
    assert_eq!(world.done(["wanted", "list"]), "");
}

#[test]
fn an_installable_is_evaluated() {
    let world = World::new();
    world.nix.write("content", "content");
    let flake = format!(
        "{{ outputs = _: {{ packages.x86_64-linux.default = (import ./signcache.nix {{ system = \"x86_64-linux\"; }})
            .provided {{ src = ./content; key = \"{}\"; }}; }}; }}",
        world.key
    );
    world.nix.write("flake.nix", flake);
    let installable = format!("path:{}#packages.x86_64-linux.default", world.nix.work().display());
    let printed = world.done(["wanted", "from-drv", &installable]);
    assert!(printed.contains(&crate::world::digest(b"content").to_string()), "{printed}");
    world.signcache(["wanted", "from-drv", "path:/nowhere#default"]).says(1, "nix");
    world.signcache(["wanted", "from-drv", "/nowhere.drv"]).says(1, "/nowhere.drv");
}
