use jiff::Timestamp;
use signcache::model::Pair;
use signcache::nix::{inline_expr, object_name, one_or_list, signature_expr};

use crate::support::nix_store::NixStore;

#[test]
fn results_are_sets_that_work_as_paths() {
    let nix = NixStore::new();
    let (store, roots) = (nix.store(), nix.work().join("roots"));
    let pair = Pair {
        content: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".parse().unwrap(),
        key: "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B".parse().unwrap(),
    };
    let signed = Timestamp::from_second(1_700_000_000).unwrap();
    let path = store.path_of(&object_name(&pair), b"packet").unwrap();
    store.bind(&roots, &[(path.clone(), b"packet")]).unwrap();
    let armor = b"-----BEGIN PGP SIGNATURE-----\n\n$${x}\n".as_slice();
    let results =
        one_or_list(vec![signature_expr(&path, &pair, signed), inline_expr(armor, &pair, signed).unwrap()]);

    let show = "map (s: { inherit (s) contentHash keyId signedAt; text = builtins.readFile s; \
                name = baseNameOf s; context = builtins.attrValues (builtins.getContext \"${s}\"); })";
    let file = nix.write("e.nix", [show.as_bytes(), b" ", &results.to_bytes()].concat());
    let shown = nix.run("nix", ["eval", "--json", "--file", file.to_str().unwrap()]);
    let shown: serde_json::Value = serde_json::from_slice(&shown).unwrap();
    for (result, text) in shown.as_array().unwrap().iter().zip([b"packet".as_slice(), armor]) {
        assert_eq!(result["contentHash"], pair.content.to_string());
        assert_eq!(result["keyId"], pair.key.to_string());
        assert_eq!(result["signedAt"], 1_700_000_000);
        assert_eq!(result["text"], String::from_utf8_lossy(text).as_ref());
        assert_eq!(result["context"], serde_json::json!([{ "path": true }]));
    }
    assert_eq!(shown[0]["name"], path.base_name());
    let name = shown[1]["name"].as_str().unwrap();
    assert!(name.ends_with("-e3b0c44298fc1c14-a4b5c6d7e8f90a1b.asc"), "{name}");
}
