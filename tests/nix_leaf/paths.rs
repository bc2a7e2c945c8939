use crate::support::nix_store::NixStore;

#[test]
fn computed_paths_are_those_of_nix() {
    let nix = NixStore::new();
    let store = nix.store();
    let long = "l".repeat(211);
    let mut cases: Vec<(&str, Vec<u8>)> = ["a", "+-._?=", "e3b0c44298fc1c14-a4b5c6d7e8f90a1b.sig", &long]
        .map(|name| (name, b"some bytes".to_vec()))
        .into();
    for size in [0, 1, 7, 8, 9, 55, 56, 63, 64, 65, 500, 70_000] {
        cases.push(("sized.sig", (0..=255).cycle().take(size).collect()));
    }
    let files =
        cases.iter().enumerate().map(|(index, (name, bytes))| nix.write(&format!("{index}/{}", name), bytes));
    let printed = nix.run("nix-store", [std::path::PathBuf::from("--add")].into_iter().chain(files));
    let computed: String =
        cases.iter().map(|(name, bytes)| format!("{}\n", store.path_of(name, bytes).unwrap())).collect();
    assert_eq!(computed, String::from_utf8(printed).unwrap());
}
