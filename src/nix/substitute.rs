use super::{Error, Store};
use crate::model::StorePath;

impl Store {
    /// Has Nix fetch objects from its substituters, as far as they have them; false where Nix can't be asked at all.
    ///
    /// One process, whatever the number. Nix itself decides whom it believes. Objects are kept by nothing afterwards.
    #[must_use]
    pub fn substitute(&self, paths: &[&StorePath]) -> bool {
        let options = [
            "--keep-going",
            // What was not there an hour ago may have been signed since.
            "--option narinfo-cache-negative-ttl 0",
            // Where there is no network, signing is not to wait for it.
            "--option connect-timeout 5",
            "--option stalled-download-timeout 10",
            "--option download-attempts 1",
        ];
        let options = options.iter().flat_map(|option| option.split(' ')).map(str::to_owned);
        let paths = paths.iter().map(ToString::to_string);
        // What nobody has is a failure to Nix.
        matches!(self.nix_store("--realise", options.chain(paths)), Ok(_) | Err(Error::Failed { .. }))
    }
}
