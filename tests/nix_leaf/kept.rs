use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;

use signcache::model::StorePath;
use signcache::nix::{Settings, Store};

use crate::support::nix_store::NixStore;

/// Binds so many copies.
pub fn filled(store: &Store, roots: &Path, count: u32) -> Vec<StorePath> {
    let contents: Vec<Vec<u8>> = (0..count).map(|number| number.to_le_bytes().to_vec()).collect();
    let items: Vec<(StorePath, &[u8])> =
        contents.iter().map(|bytes| (store.path_of("x.sig", bytes).unwrap(), bytes.as_slice())).collect();
    store.bind(roots, &items).unwrap();
    items.into_iter().map(|(path, _)| path).collect()
}

/// Builds something from a path that is not in the result, and roots what the attribute says.
fn build(nix: &NixStore, name: &str, from: &StorePath, realise: bool) {
    let system = format!("{}-linux", std::env::consts::ARCH);
    let file = nix.write(
        &format!("{name}.nix"),
        format!(
            r#"derivation {{ name = "{name}"; system = "{system}"; builder = "/bin/sh";
               args = [ "-c" "echo {name} > $out" ]; src = builtins.storePath "{from}"; }}"#
        ),
    );
    let (program, link) = if realise { ("nix-build", "-o") } else { ("nix-instantiate", "--add-root") };
    nix.run(
        program,
        [file.to_str().unwrap(), link, nix.work().join(format!("result-{name}")).to_str().unwrap()],
    );
}

#[test]
fn what_others_keep_is_told_from_what_only_signcache_keeps() {
    let nix = NixStore::new();
    let (store, roots) = (nix.store(), nix.work().join("roots"));
    let paths = filled(&store, &roots, 900);
    assert!(store.kept_by_others(&roots, &paths).unwrap().is_empty());

    build(&nix, "built", &paths[3], true);
    build(&nix, "instantiated", &paths[500], false);
    let link = nix.work().join("link");
    nix.run("nix-store", ["--realise", &paths[600].to_string(), "--add-root", link.to_str().unwrap()]);
    let open = File::open(paths[700].to_string()).unwrap();
    let expected: BTreeSet<_> = [3, 500, 600, 700].map(|index: usize| paths[index].clone()).into();
    let absent = store.path_of("x.sig", b"never added").unwrap();
    let asked: Vec<_> = paths.iter().cloned().chain([absent, paths[3].clone()]).collect();
    assert_eq!(store.kept_by_others(&roots, &asked).unwrap(), expected);
    // That the signatures are not in what was built shows that it is the derivation that keeps them.
    let references = nix.run("nix-store", ["--query", "--references", "result-built"]);
    assert_eq!(references, b"");
    drop(open);
    let kept = store.kept_by_others(&nix.work(), &paths[..2]).unwrap();
    assert_eq!(kept.len(), 2, "roots elsewhere are those of others");
}

#[test]
fn a_store_that_can_not_be_asked_is_an_error() {
    let nix = NixStore::new();
    let roots = nix.work().join("roots");
    let path = filled(&nix.store(), &roots, 1).remove(0);
    let script =
        "case $1 in --query) echo 'error: no such thing' >&2; exit 1;; esac\nexec nix-store \"$@\"\n";
    let program = Some(nix.script("failing", script));
    let store = Store::new(Settings { program, ..nix.settings() });
    let error = store.kept_by_others(&roots, &[path]).unwrap_err();
    assert!(error.to_string().contains("no such thing"), "{error}");
}

#[test]
fn a_root_without_a_name_counts() {
    let nix = NixStore::new();
    let roots = nix.work().join("roots");
    let paths = filled(&nix.store(), &roots, 3);
    // As a daemon names the roots of others to whom it does not trust.
    let script = format!(
        "case \"$*\" in *--roots*{}*) echo '{{censored}} -> {}';; *) exec nix-store \"$@\";; esac\n",
        paths[1], paths[1]
    );
    let program = Some(nix.script("censoring", &script));
    let store = Store::new(Settings { program, ..nix.settings() });
    assert_eq!(store.kept_by_others(&roots, &paths).unwrap(), [paths[1].clone()].into());
}
