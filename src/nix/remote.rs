use std::path::PathBuf;

/// Where a store's files and its state are on this machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    /// The directory with the store objects.
    pub(super) real: PathBuf,
    /// The directory with `gcroots`.
    pub(super) state: PathBuf,
}

impl Place {
    /// What a value of `NIX_REMOTE` says, when without it the place would be this one.
    ///
    /// None when the store is not on this machine, or when the value is not understood.
    pub(super) fn of_remote(self, remote: &str) -> Option<Self> {
        let (uri, parameters) = remote.split_once('?').unwrap_or((remote, ""));
        let parameter = |name| {
            parameters.split('&').find_map(|parameter| parameter.strip_prefix(name)?.strip_prefix('='))
        };
        let mut place =
            if matches!(uri, "" | "auto" | "daemon" | "local" | "local://") || uri.starts_with("unix://") {
                self
            } else if let Some(root) = uri.strip_prefix("local://") {
                Self::below(root)?
            } else if uri.contains('/') && !uri.contains("://") {
                Self::below(uri)?
            } else {
                return None;
            };
        if let Some(root) = parameter("root") {
            place = Self::below(root)?;
        }
        if let Some(real) = parameter("real") {
            place.real = plain_path(real)?;
        }
        if let Some(state) = parameter("state") {
            place.state = plain_path(state)?;
        }
        Some(place)
    }

    /// A chroot store.
    fn below(root: &str) -> Option<Self> {
        let root = plain_path(root)?;
        Some(Self { real: root.join("nix/store"), state: root.join("nix/var/nix") })
    }
}

/// Nix takes paths relative to the working directory, as the system does. Percent
/// escapes mean different things in different places of a URI, and to different versions.
fn plain_path(text: &str) -> Option<PathBuf> {
    if text.contains('%') { None } else { std::path::absolute(text).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(remote: &str, expected: Option<(&str, &str)>) {
        let place = Place { real: "/nix/store".into(), state: "/nix/var/nix".into() };
        let expected = expected.map(|(real, state)| Place { real: real.into(), state: state.into() });
        assert_eq!(place.of_remote(remote), expected, "{remote}");
    }

    #[test]
    fn a_remote_says_where_the_store_is() {
        let usual = Some(("/nix/store", "/nix/var/nix"));
        let chroot = Some(("/mnt/nix/store", "/mnt/nix/var/nix"));
        for remote in ["", "auto", "daemon", "local", "unix:///run/nix.sock", "daemon?max-connections=3"] {
            check(remote, usual);
        }
        for remote in ["/mnt", "local?root=/mnt", "local:///mnt", "unix:///run/nix.sock?root=/mnt"] {
            check(remote, chroot);
        }
        check("local?state=/s&real=/r", Some(("/r", "/s")));
        check("local?real=/r&root=/mnt", Some(("/r", "/mnt/nix/var/nix")));
        for remote in
            ["ssh-ng://host", "https://cache.nixos.org", "dummy://", "nonsense", "local?root=/a%20b"]
        {
            check(remote, None);
        }
    }
}
