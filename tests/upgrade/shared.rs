use crate::fixture::{answers, fixture, serves};
use crate::support::user::{User, value};

#[test]
fn what_was_exported_is_imported_whole_and_serves_the_identical_bytes() {
    for name in ["bundle", "bundle.tar.zst", "nix-cache"] {
        let user = User::new();
        let place = fixture(name);
        user.done(["import", place.to_str().unwrap()]);
        let answers = answers("cache-v3");
        let count: i64 = value(&user.cache(), "SELECT count(*) FROM entry");
        assert_eq!(usize::try_from(count).unwrap(), answers.len(), "{name}");
        user.forget();
        serves(&user, &[], &answers);
        // Again: all of it is there.
        user.done(["import", place.to_str().unwrap()]);
        assert_eq!(value::<i64>(&user.cache(), "SELECT count(*) FROM entry"), count, "{name}");
    }
}

#[test]
fn a_bundle_serves_as_an_upstream() {
    let user = User::new();
    user.configure(&format!("upstream = ['{}']\n", fixture("bundle").display()));
    serves(&user, &[], &answers("cache-v3"));
}
