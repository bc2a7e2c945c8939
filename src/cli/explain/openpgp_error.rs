use crate::cli::exit::Exit;
use crate::openpgp::{self, gnupg};

/// What a user can do about OpenPGP data.
pub(super) fn explain(error: &openpgp::Error) -> (Exit, &'static str) {
    use openpgp::Error::{
        CannotEncrypt, CannotSign, Damaged, Encrypting, Hash, KeyFile, MessageUnread, MessageUnsupported,
        NotACertificate, NotAKeyFile, NotAMessage, NotASignature, NotInKeyFile, OtherCertificate,
        PasswordNeeded, RsaRefused, Signing, TooMuch, Type, Version, WrongPassword,
    };
    match error {
        NotASignature(_) | Version(_) | Type(_) | Hash(_) => {
            (Exit::Unverified, "a detached signature is what `gpg --detach-sign` or `signcache sign` makes")
        }
        NotACertificate(_) | OtherCertificate { .. } | TooMuch(_) => {
            (Exit::KeyUnusable, "export it again with `gpg --export FINGERPRINT`")
        }
        CannotSign { .. } => (
            Exit::KeyUnusable,
            "check the clock, extend the key or add a signing subkey with `gpg --edit-key`, or use another key",
        ),
        KeyFile { .. } => (Exit::KeyUnusable, "check the name and the permissions of the key file"),
        NotAKeyFile { .. } | NotInKeyFile { .. } => (
            Exit::KeyUnusable,
            "`gpg --export-secret-keys FINGERPRINT` makes such a file; what it exports of a key on a card is not the key",
        ),
        RsaRefused { .. } => (
            Exit::KeyUnusable,
            "import it into GnuPG and let gpg-agent use it (no `signer` in your configuration), or use a build with the feature crypto-nettle or crypto-openssl",
        ),
        PasswordNeeded(_) => (
            Exit::KeyUnusable,
            "run it on a terminal, or name a `password-file` or `password-fd` in your configuration",
        ),
        WrongPassword(_) => (Exit::KeyUnusable, "run the command again with the right password"),
        CannotEncrypt { .. } => (
            Exit::KeyUnusable,
            "name other recipients; the holder of the key adds what can be encrypted to with `gpg --quick-add-key FINGERPRINT default encr`",
        ),
        Encrypting(_) => (Exit::Failed, "check the disk, or whoever reads the other end"),
        MessageUnread(_) => (Exit::Failed, "check the name and your permissions"),
        NotAMessage(_) => (Exit::Failed, "an encrypted message is what `gpg --encrypt` makes"),
        MessageUnsupported(_) => {
            (Exit::Failed, "decrypt it with `gpg --decrypt FILE`, and go on with what that prints")
        }
        Damaged(_) => (Exit::Failed, "nothing in it can be trusted; get it once more from whoever sent it"),
        Signing(_) => (Exit::Failed, "check the key and the clock"),
    }
}

/// What a user can do about GnuPG.
pub(super) fn explain_gnupg(error: &gnupg::Error) -> (Exit, &'static str) {
    use gnupg::Error as E;
    let hint = match error {
        E::ProgramMissing { .. } => "install GnuPG, or say where it is under `[gnupg]` in your configuration",
        E::ProgramFailed { .. } | E::KeyRing { .. } => {
            "check your GnuPG set-up with `gpg --list-secret-keys`"
        }
        E::ProgramWedged { .. } | E::AgentWedged { .. } | E::Unintelligible(_) => {
            "restart the agent with `gpgconf --kill gpg-agent`"
        }
        E::SocketPathTooLong { .. } => "use a GnuPG home directory with a shorter path",
        E::AgentUnreachable { .. } => "start the agent with `gpgconf --launch gpg-agent`",
        E::NoSecretKey => "`gpg --list-secret-keys` shows what gpg-agent can sign with",
        E::Cancelled => "run the command again and enter the passphrase or PIN",
        E::PromptNeeded => {
            "unlock the key on a terminal first, for example with `signcache sign -k KEY FILE` or `gpg --decrypt FILE`; gpg-agent then remembers the passphrase for a while"
        }
        E::BadPassphrase => "run the command again with the right passphrase or PIN",
        E::CardMissing => "insert the card and run the command again",
        E::NoCardDaemon => {
            "insert the card; check that `gpg --card-status` shows it, for which GnuPG needs the program scdaemon"
        }
        E::Interrupted => return (Exit::Interrupted, "run the command again to go on"),
        E::AgentTimeout => "run the command again and answer the prompt",
        E::KeyUnfit { .. } => "decrypt with `gpg --decrypt FILE`, and go on with what that prints",
        E::Refused { .. } | E::HashUnfit { .. } => "check that `gpg --detach-sign` works with this key",
    };
    (Exit::KeyUnusable, hint)
}
