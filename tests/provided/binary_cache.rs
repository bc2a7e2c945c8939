//! From one store to another through a static binary cache alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::nix_store::NixStore;
use crate::support::user::User;
use crate::world::{World, build};

/// A machine that has an exported cache as its only substituter, and believes one key.
struct Consumer {
    nix: NixStore,
    cache: PathBuf,
    trusted: String,
}

impl Consumer {
    /// A machine whose store is called as the world's, since paths are of a store.
    fn of(world: &World, cache: &Path, trusted: &str) -> Self {
        let nix = NixStore::new();
        assert!(world.nix.store().dir().starts_with('/'));
        Self { nix, cache: cache.to_owned(), trusted: trusted.to_owned() }
    }

    /// Nix on this machine, with the store of `world` by its name, and objects elsewhere.
    fn command(&self, world: &World, program: &str) -> Command {
        let mut command = self.nix.command(program);
        let state = self.nix.state();
        let remote =
            format!("local?real={}&state={}", self.nix.work().join("real").display(), state.display());
        command.env("NIX_STORE_DIR", world.nix.store().dir()).env("NIX_REMOTE", remote);
        command
    }

    fn build(&self, world: &World, expression: &str) -> Result<PathBuf, String> {
        let mut command = self.command(world, "nix-build");
        command.args(["--option", "substituters", &format!("file://{}", self.cache.display())]);
        command.args(["--option", "trusted-public-keys", self.trusted.trim()]);
        command.args(["--option", "require-sigs", "true", "--option", "narinfo-cache-negative-ttl", "0"]);
        let path = build(command, expression)?;
        Ok(self.nix.work().join("real").join(path.file_name().unwrap()))
    }
}

fn narinfo(cache: &Path) -> PathBuf {
    let mut files = fs::read_dir(cache).unwrap().map(|entry| entry.unwrap().path());
    files.find(|path| path.extension().is_some_and(|ending| ending == "narinfo")).unwrap()
}

fn archive(cache: &Path) -> PathBuf {
    fs::read_dir(cache.join("nar")).unwrap().next().unwrap().unwrap().path()
}

/// Somebody else, who knows the key's certificate and nothing more.
fn stranger(world: &World) -> User {
    let user = User::new();
    user.gnupg.import(&fs::read(world.certificates()).unwrap());
    user
}

#[test]
fn another_store_substitutes_what_it_trusts_and_nothing_else() {
    let world = World::new();
    let (file, signature) = world.signed("content", "content");
    let (secret, public) = world.nix_key("good-1");
    let cache = world.nix.work().join("cache");
    world.export(&cache, &secret).says(0, "1 entries exported");
    let expression = world.provided(&file);

    let consumer = Consumer::of(&world, &cache, &public);
    assert_eq!(fs::read(consumer.build(&world, &expression).unwrap()).unwrap(), signature);

    let (_, other) = world.nix_key("other-1");
    let refused = Consumer::of(&world, &cache, &other).build(&world, &expression).unwrap_err();
    assert!(refused.contains("signature"), "{refused}");
}

#[test]
fn nix_reads_what_is_written_here_as_its_own() {
    let world = World::new();
    world.signed("content", "content");
    let path = world.done(["provide"]).trim_end().to_owned();
    let (secret, _) = world.nix_key("good-1");
    let (ours, theirs) = (world.nix.work().join("ours"), world.nix.work().join("theirs"));
    world.export(&ours, &secret).says(0, "1 entries exported");
    let to = format!("file://{}?compression=zstd&secret-key={}", theirs.display(), secret.display());
    world.nix.run("nix", ["copy", "--to", &to, &path]);
    let read = |cache: &Path| fs::read_to_string(narinfo(cache)).unwrap();
    let lines = |text: &str, names: &[&str]| {
        let mut lines: Vec<String> = text
            .lines()
            .filter(|line| names.iter().any(|name| line.starts_with(name)))
            .map(str::to_owned)
            .collect();
        lines.sort();
        lines
    };
    // But for how well the archive is compressed.
    let names = ["StorePath:", "Compression:", "NarHash:", "NarSize:", "References:", "Deriver:", "Sig:"];
    let (ours, theirs) = (read(&ours), read(&theirs));
    assert_eq!(lines(&ours, &names), lines(&theirs, &names));
    assert_eq!(lines(&ours, &names).len(), names.len());
    world.nix.run("nix", ["store", "verify", "--recursive", "--no-trust", &path]);
}

#[test]
fn a_second_export_adds_what_is_new_and_a_second_key() {
    let world = World::new();
    world.signed("one", "one");
    let (secret, _) = world.nix_key("good-1");
    let cache = world.nix.work().join("cache");
    world.export(&cache, &secret).says(0, "1 entries exported");
    let before = fs::metadata(narinfo(&cache)).unwrap().modified().unwrap();
    world.export(&cache, &secret).says(0, "0 entries exported, 1 were there already");
    assert_eq!(fs::metadata(narinfo(&cache)).unwrap().modified().unwrap(), before);

    let (second, _) = world.nix_key("second-1");
    world.export(&cache, &second).says(0, "1 were there already");
    let text = fs::read_to_string(narinfo(&cache)).unwrap();
    assert!(text.contains("Sig: good-1:") && text.contains("Sig: second-1:"), "{text}");
    world.signed("two", "two");
    world.export(&cache, &secret).says(0, "1 entries exported, 1 were there already");

    let other = World::new();
    other.signed("one", "one");
    other.export(&cache, &secret).says(1, "is a binary cache of the store");
}

#[test]
fn what_is_damaged_is_written_again_and_never_signed_as_it_is() {
    let world = World::new();
    let (file, _) = world.signed("content", "content");
    let (secret, public) = world.nix_key("good-1");
    let cache = world.nix.work().join("cache");
    world.export(&cache, &secret).says(0, "1 entries exported");
    let whole = fs::read_to_string(narinfo(&cache)).unwrap();
    // As a machine may leave them that loses its power, and as somebody may who wants another path signed.
    let damages: [&dyn Fn(); 5] = [
        &|| fs::write(narinfo(&cache), "").unwrap(),
        &|| fs::write(narinfo(&cache), b"\xff\0").unwrap(),
        &|| fs::remove_file(archive(&cache)).unwrap(),
        &|| fs::write(archive(&cache), "").unwrap(),
        &|| {
            let planted = whole.replace("-signature\n", "-bash\n").replace("Sig: good-1", "Sig: other-1");
            assert_ne!(planted, whole);
            fs::write(narinfo(&cache), planted).unwrap();
        },
    ];
    for damage in damages {
        damage();
        world.export(&cache, &secret).says(0, "1 entries exported");
        assert_eq!(fs::read_to_string(narinfo(&cache)).unwrap(), whole);
        Consumer::of(&world, &cache, &public).build(&world, &world.provided(&file)).unwrap();
    }
    // As git leaves it on some machines. It is read here, but not by Nix.
    let turned = whole.replace('\n', "\r\n");
    fs::write(narinfo(&cache), &turned).unwrap();
    let info = fs::read_to_string(cache.join("nix-cache-info")).unwrap();
    fs::write(cache.join("nix-cache-info"), info.replace('\n', "\r\n")).unwrap();
    stranger(&world).run(["import", cache.to_str().unwrap()]).says(0, "1 new");
    world.export(&cache, &secret).says(0, "1 were there already");
    assert_eq!(fs::read_to_string(narinfo(&cache)).unwrap(), whole);
    assert_eq!(fs::read_to_string(cache.join("nix-cache-info")).unwrap(), info);
    Consumer::of(&world, &cache, &public).build(&world, &world.provided(&file)).unwrap();
    assert!(fs::read_to_string(cache.join(".gitattributes")).unwrap().contains("/*.narinfo -text"));

    // What others can read is nobody's damage.
    let foreign = whole.replace("Compression: zstd", "Compression: xz");
    fs::write(narinfo(&cache), &foreign).unwrap();
    assert_eq!(world.export(&cache, &secret).code, 4);
    assert_eq!(fs::read_to_string(narinfo(&cache)).unwrap(), foreign);
    // And what Nix wrote has nothing for those who import it, until it is exported to.
    let lines = whole.lines().filter(|line| !line.starts_with("Signcache:"));
    fs::write(narinfo(&cache), lines.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    world.export(&cache, &secret).says(0, "1 were there already");
    assert_eq!(fs::read_to_string(narinfo(&cache)).unwrap(), whole);
}

#[test]
fn an_import_proves_what_others_provided() {
    let world = World::new();
    let (_, signature) = world.signed("content", "content");
    let (secret, _) = world.nix_key("good-1");
    let cache = world.nix.work().join("cache");
    world.export(&cache, &secret).says(0, "1 entries exported");
    // Not even the certificate is needed: a full fingerprint authenticates the one beside the cache.
    let user = User::new();
    let imported = user.run(["import", cache.to_str().unwrap()]);
    imported.says(0, "1 new");
    let digest = crate::world::digest(b"content").to_string();
    assert_eq!(user.done(["get", "-k", world.bare_key(), "-o", "-", &digest]), signature);
    user.run(["import", cache.to_str().unwrap()]).says(0, "1 identical");
}

#[test]
fn what_nix_wrote_is_recognised_where_it_is_wanted() {
    let world = World::new();
    let (file, signature) = world.signed("content", "content");
    let path = world.done(["provide"]).trim_end().to_owned();
    let theirs = world.nix.work().join("theirs");
    world.nix.run("nix", ["copy", "--to", &format!("file://{}?compression=zstd", theirs.display()), &path]);
    let user = stranger(&world);
    user.run(["import", theirs.to_str().unwrap()]).says(0, "nothing says what it signs");
    let content = file.to_str().unwrap();
    assert_eq!(user.run(["exec", "--offline", "-k", world.bare_key(), content]).code, 3);
    user.run(["import", theirs.to_str().unwrap()]).says(0, "1 new");
    assert_eq!(user.done(["get", "-k", world.bare_key(), "-o", "-", content]), signature);
}

#[test]
fn forgeries_are_refused_by_nix_and_by_import() {
    let world = World::new();
    let (file, _) = world.signed("content", "content");
    let (secret, public) = world.nix_key("good-1");
    let (cache, forged) = (world.nix.work().join("cache"), world.nix.work().join("forged"));
    world.export(&cache, &secret).says(0, "1 entries exported");
    let expression = world.provided(&file);
    let check = |forge: &dyn Fn()| {
        let _ = fs::remove_dir_all(&forged);
        world.nix.run("cp", ["-r", cache.to_str().unwrap(), forged.to_str().unwrap()]);
        forge();
        let consumer = Consumer::of(&world, &forged, &public);
        assert!(consumer.build(&world, &expression).is_err());
        let ended = User::new().run(["import", forged.to_str().unwrap()]);
        assert_eq!(ended.code, 4, "{}", ended.stderr);
        assert!(ended.stderr.contains("1 bad"), "{}", ended.stderr);
        String::from_utf8(ended.stdout).unwrap()
    };
    let edit = |from: &str, to: &str| {
        let file = narinfo(&forged);
        let text = fs::read_to_string(&file).unwrap();
        let changed = text.replace(from, to);
        assert_ne!(text, changed);
        fs::write(file, changed).unwrap();
    };
    // Another archive, and one that is no archive.
    check(&|| fs::write(archive(&forged), b"nonsense").unwrap());
    check(&|| fs::remove_file(archive(&forged)).unwrap());
    check(&|| edit("NarHash: sha256:", "NarHash: sha256:1"));
    check(&|| edit("StorePath: ", "StorePath: /elsewhere"));
    // A signature of another pair in the place of this one: with its own hashes, and with those that Nix's signature is of.
    world.signed("other", "other");
    let (elsewhere, _) = world.nix_key("mallory-1");
    let other = world.nix.work().join("elsewhere");
    let arguments = ["export", "--format", "nix-cache", "--nix-key", elsewhere.to_str().unwrap(), "-o"];
    world.done(arguments.into_iter().chain([other.to_str().unwrap(), "name:other"]));
    let put = |names: &[&str]| {
        let text = fs::read_to_string(narinfo(&forged)).unwrap();
        let theirs = fs::read_to_string(narinfo(&other)).unwrap();
        let line =
            |text: &str, name: &str| text.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
        let changed = names
            .iter()
            .fold(text.clone(), |changed, name| changed.replace(&line(&text, name), &line(&theirs, name)));
        fs::write(narinfo(&forged), changed).unwrap();
        fs::copy(archive(&other), forged.join("nar").join(archive(&other).file_name().unwrap())).unwrap();
    };
    check(&|| put(&["URL", "FileHash", "FileSize", "NarHash", "NarSize"]));
    let message = check(&|| put(&["URL", "FileHash", "FileSize"]));
    assert!(message.contains("tells of an archive with another hash"), "{message}");
}
