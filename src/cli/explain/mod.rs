//! For each expected failure: the exit code, and what the user can do.

mod cache_error;
mod openpgp_error;

use std::io::ErrorKind;
use std::path::Path;

use super::exit::Exit;
use super::group;
use crate::model::Untrusted;
use crate::ops::Error;
use crate::{bundle, cache, hash, nix, program};

/// How the program ends for an error, and what the user can do about it.
pub fn explain(error: &Error) -> (Exit, Vec<String>) {
    let (exit, hint) = match error {
        Error::Cache(cache::Error::MembersOnly { group, .. }) => {
            let group = group::name(*group);
            let hint = format!(
                "ask root to add you to the group {group} and log in again, or use another cache with --cache"
            );
            return (Exit::Failed, vec![hint]);
        }
        Error::Cache(cache::Error::Away { directory, .. } | cache::Error::Exchanged(directory)) => {
            let hint = format!(
                "is the disk mounted? If the cache is meant to be new, or another one, say so with `signcache init {}`",
                shown(directory)
            );
            return (Exit::Busy, vec![hint]);
        }
        Error::Cache(error) => cache_error::explain(error),
        Error::UpstreamUnreadable { upstream, away, .. } => {
            let exit = if *away { Exit::Busy } else { Exit::Failed };
            // As TOML has it, whose escapes are those of JSON.
            let path = serde_json::to_string(&shown(upstream).to_string()).unwrap_or_default();
            let hint = format!(
                "nothing is signed before every place was read; to go on without this one, write `{{ path = {path}, optional = true }}` in its place in `upstream` of your configuration, or run the command with --no-upstream"
            );
            return (exit, vec![hint]);
        }
        Error::InUpstream { source, .. } => return explain(source),
        Error::Hash(error) => of_hash(error),
        Error::OpenPgp(error) => openpgp_error::explain(error),
        Error::Gnupg(error) => openpgp_error::explain_gnupg(error),
        Error::Nix(error) => of_nix(error),
        Error::Socket(_) => (Exit::Failed, "name a place for it with --socket where you may write"),
        Error::OtherProvided { .. } => (
            Exit::Unverified,
            "see which one is the first with `signcache import --dry-run`; `nix-store --delete` removes the other one where nothing uses it",
        ),
        Error::Program(error) => of_program(error),
        Error::Bundle { source, .. } => of_bundle(source),
        Error::Place { source, .. } => match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                (Exit::Failed, "make room and run the command again")
            }
            _ => (Exit::Failed, "check the name and your permissions"),
        },
        Error::Taken(_) => (Exit::Failed, "choose another name with -o, or replace it with --force"),
        Error::TakenByOther(_) => {
            (Exit::Failed, "move it away, choose another name with -o, or replace it with --force")
        }
        Error::ForTerminal => (
            Exit::Usage,
            "redirect stdout, name a file with -o, or have `sign` and `get` write text with --armor",
        ),
        Error::OutputIsDirectory(_) => (Exit::Failed, "name a file with -o"),
        Error::NoDirectory { .. } => (Exit::Failed, "make the directory, or choose another name with -o"),
        Error::OutputIsInput { .. } | Error::SameOutput { .. } => {
            (Exit::Failed, "nothing was signed; choose other names, one file after the other with -o")
        }
        Error::IsASignature { .. } => (
            Exit::Usage,
            "name the file that is to be signed; --signatures-too signs a signature like any other file",
        ),
        Error::NeighbourUnread { .. } => (Exit::Failed, "make it readable, or move it away"),
        Error::Neighbour { .. } => (
            Exit::Failed,
            "`signcache import DIRECTORY` takes it as it is; move it away to have another one made",
        ),
        Error::NixKey { .. } => (
            Exit::Failed,
            "make one with `nix-store --generate-binary-cache-key NAME SECRET-FILE PUBLIC-FILE`, and name its secret file",
        ),
        Error::DirectoryInTheOpen => (Exit::Usage, "name a file, or `-`, with -o"),
        Error::ForgedProof { .. } => {
            (Exit::Unverified, "it was not signed; ask whoever made the bundle what happened to it")
        }
        Error::OtherCache { .. } => {
            (Exit::KeyUnusable, "name the key with -k, or its cache with --cache DIR")
        }
        Error::QueryOfOtherCache { .. } => {
            (Exit::Usage, "ask about the keys of one cache at a time, or name the cache with --cache DIR")
        }
        Error::ContentNeeded { .. } => {
            (Exit::Failed, "get the content, and say where it is with --content DIR")
        }
        Error::Hopeless { .. } => {
            (Exit::Unverified, "what was good until then is kept; ask whoever made it for another one")
        }
        Error::Password { .. } => (
            Exit::KeyUnusable,
            "check `password-file` or `password-fd` in your configuration; for a descriptor, `signcache … 3<FILE` opens number 3",
        ),
        Error::KeyRef(_) => (
            Exit::Usage,
            "name a key by an alias of your configuration or by its full fingerprint (`gpg --fingerprint` shows it)",
        ),
        Error::UnknownKey(_) => (
            Exit::KeyUnusable,
            "give the full fingerprint (`gpg --fingerprint` shows it), or name the key in your configuration",
        ),
        Error::AmbiguousKey { .. } => (Exit::KeyUnusable, "give the full fingerprint of the one you mean"),
        Error::Subkey { .. } => {
            (Exit::KeyUnusable, "name the key by that fingerprint; its subkeys belong to it")
        }
        Error::NoCertificate(_) => (
            Exit::KeyUnusable,
            "import the certificate (`gpg --import FILE`), or name its file under `certificates` in your configuration",
        ),
        Error::NoSecretKey(_) => (
            Exit::KeyUnusable,
            "`gpg --list-secret-keys` shows what gpg-agent can sign with; for a card run `gpg --card-status` once",
        ),
        Error::NotForUs(_) => (
            Exit::KeyUnusable,
            "ask for one that is encrypted to a key of yours too; `gpg --list-secret-keys --keyid-format long` shows their ids",
        ),
        Error::NotInCache(_) => (
            Exit::NotInCache,
            "without --offline, `signcache sign` or `signcache exec` makes the signature if you hold the key, or adopts a good one that lies beside the file",
        ),
        Error::Trashed(_) => (
            Exit::NotInCache,
            "`signcache restore` brings it back; so do `signcache sign` and `signcache exec` without --offline",
        ),
        Error::UseUnknown(_) => (
            Exit::Failed,
            "use another policy, such as --older-than, or go by the stamps that there are with --allow-shared",
        ),
        Error::NotArchived { .. } => (Exit::Unverified, "write to another archive, and look at this one"),
        Error::Bad { .. } => (
            Exit::Unverified,
            "the content, the signature or the cache is not what it was; where a cached one is broken, `signcache sign --resign` makes another",
        ),
        Error::Quarantined { .. } => (
            Exit::Unverified,
            "get the first signature from somebody who has it, or make a new one with `signcache sign --resign`",
        ),
        Error::Unproven { .. } => (Exit::KeyUnusable, "give the file itself instead of its digest"),
        Error::Unsupported { .. } => {
            (Exit::KeyUnusable, "a build with another cryptographic back end may know it")
        }
        Error::UnknownSigner { .. } => {
            (Exit::KeyUnusable, "refresh the certificate, for example with `gpg --refresh-keys`")
        }
        Error::Compromised { .. } => {
            (Exit::KeyUnusable, "sign with another key; --allow-compromised uses the signature all the same")
        }
        Error::NotValidWhenMade { .. } => {
            (Exit::KeyUnusable, "if the key was extended since, refresh your copy of its certificate")
        }
        Error::UnsoundSigner { .. } => {
            (Exit::Unverified, "nothing was stored; check the key and whatever signs with it")
        }
        Error::WeakSigner { .. } => (
            Exit::KeyUnusable,
            "nothing was stored; have it sign with SHA-256 or longer, and with a key that is neither short nor DSA",
        ),
        Error::OtherContent { .. } => {
            (Exit::Failed, "it changed while signcache worked; run the command again")
        }
        Error::NothingSelected(_) => (Exit::NotInCache, "`signcache list` shows what there is"),
        Error::NothingInTrash(_) => (Exit::NotInCache, "`signcache trash list` shows what there is"),
        Error::Scan(_) => (Exit::Failed, "check the name of the directory and its permissions"),
        Error::NoCertificates(_) => (
            Exit::KeyUnusable,
            "check the name and the permissions; `gpg --export FINGERPRINT` makes such a file",
        ),
        Error::OutOfTime { .. } => {
            (Exit::Failed, "give it more time with --time-limit; the next run begins with what went before")
        }
        Error::NoThread(_) => (
            Exit::Busy,
            "the account or the machine has as many as it may (`ulimit -u`, `pids.max`); try again when others have ended",
        ),
        Error::Interrupted => (Exit::Interrupted, "run the command again to go on"),
    };
    (exit, vec![hint.to_owned()])
}

fn of_bundle(error: &bundle::Error) -> (Exit, &'static str) {
    use bundle::{Error as E, Foreign};
    match error {
        E::Other(error) => match error.downcast_ref::<nix::Error>() {
            Some(error) => of_nix(error),
            None => (Exit::Failed, "check the name and your permissions"),
        },
        E::NotABundle => (
            Exit::Failed,
            "a bundle is what `signcache export` makes; of signatures beside their files, import the directory",
        ),
        E::Foreign(Foreign::Empty) => {
            (Exit::Failed, "make it again with `signcache export`; whoever wrote it failed or is not done")
        }
        E::Foreign(Foreign::Compressed) => {
            (Exit::Failed, "unpack it, and import the directory; a bundle is compressed with zstd")
        }
        E::Foreign(Foreign::Tar) => (Exit::Failed, "compress it with `zstd FILE`, and import that"),
        E::Foreign(Foreign::Signature) => {
            (Exit::Failed, "put it beside its file with the same name and .sig, and import the directory")
        }
        E::Packing { .. } => (
            Exit::Failed,
            "pack its directory with `tar --format=ustar --sort=name --zstd -cf FILE -C DIRECTORY .`, or import the directory",
        ),
        E::Newer(_) => (Exit::Failed, "nothing was taken; upgrade signcache"),
        E::Truncated => {
            (Exit::Failed, "what came whole is kept; get it again and run the command again to have the rest")
        }
        E::Part { .. } | E::Record { .. } => {
            (Exit::Unverified, "what came before is kept; ask whoever made it for another one")
        }
        E::Busy => (Exit::Busy, "wait until that has ended, and run the command again"),
        E::Full => (Exit::Failed, "make room and run the command again"),
        E::Stream(error) if error.kind() == ErrorKind::BrokenPipe => {
            (Exit::Failed, "whoever read the other end has stopped; look there for the reason")
        }
        E::Stream(_) | E::Io { .. } => {
            (Exit::Failed, "check the name and your permissions, and run the command again")
        }
    }
}

fn of_hash(error: &hash::Error) -> (Exit, &'static str) {
    match error {
        hash::Error::Read { .. } => (Exit::Failed, "check the name and your permissions"),
        hash::Error::Directory(_) => {
            (Exit::Failed, "sign an archive of it, for example the output of `nix-store --dump` or `tar`")
        }
        hash::Error::Changed(_) => (Exit::Failed, "wait until whoever writes to it is done"),
        hash::Error::Stopped(_) => (Exit::Interrupted, "run the command again to go on"),
    }
}

const fn of_program(error: &program::Error) -> (Exit, &'static str) {
    use program::Error as E;
    let hint = match error {
        E::Missing { .. } | E::Io { .. } => "check the key's `command` in your configuration",
        E::Failed { .. } => "nothing was stored; run the command by hand to see what it needs",
        E::TimedOut { .. } => {
            "nothing was stored; if it needs longer, say so with the key's `timeout` in your configuration"
        }
        E::TooMuch { .. } => "nothing was stored; it should print a detached signature and nothing else",
        E::NeedsFile { .. } => return (Exit::Failed, "give the file itself instead of its digest"),
        E::Cancelled { .. } => return (Exit::Interrupted, "run the command again to go on"),
    };
    (Exit::KeyUnusable, hint)
}

const fn of_nix(error: &nix::Error) -> (Exit, &'static str) {
    use nix::Error as E;
    match error {
        E::Distrusted(_) => (
            Exit::Failed,
            "use `signcache export --format nix-cache --nix-key FILE -o DIR` with a key that is in Nix's `trusted-public-keys`, and then `nix copy --from file://DIR PATH` (`signcache show` tells the path); or be in `trusted-users`",
        ),
        E::Busy(_) => (Exit::Busy, "wait for it, and run the command again"),
        E::File { .. } => {
            (Exit::Failed, "check that it is what was meant, your permissions, and the room on the disk")
        }
        E::NotABinaryCache(_) => {
            (Exit::Failed, "name a directory that `signcache export --format nix-cache` wrote")
        }
        E::OtherStore { .. } => {
            (Exit::Failed, "name another directory with -o: a binary cache is of one store")
        }
        _ => (Exit::Failed, "check that `nix-store --version` works; `--emit inline` needs no Nix store"),
    }
}

fn shown(path: &Path) -> Untrusted {
    Untrusted::from_bytes(path.as_os_str().as_encoded_bytes())
}
