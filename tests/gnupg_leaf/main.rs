//! The GnuPG leaf against the real GnuPG, and against agents and pinentries that misbehave.

mod key_ring;
mod misbehaving;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::net::UnixListener;
use std::time::{Duration, Instant};

use sequoia_openpgp::Cert;
use sequoia_openpgp::crypto::Signer;
use sequoia_openpgp::packet::Key;
use sequoia_openpgp::packet::key::{PublicParts, UnspecifiedRole};
use sequoia_openpgp::parse::Parse;
use sequoia_openpgp::types::HashAlgorithm;
use signcache::model::Fingerprint;
use signcache::openpgp::gnupg::{Agent, AgentSigner, Error, Keyring, Limits, Prompting, Terminal, keygrips};
use support::gnupg::Gnupg;

type PublicKey = Key<PublicParts, UnspecifiedRole>;

const DIGESTS: [(HashAlgorithm, usize); 3] =
    [(HashAlgorithm::SHA256, 32), (HashAlgorithm::SHA384, 48), (HashAlgorithm::SHA512, 64)];

/// The public key, primary or subkey, as the key ring has it.
fn public_key(gnupg: &Gnupg, certificate: &Fingerprint, key: &Fingerprint) -> PublicKey {
    let keyring = Keyring::open(&gnupg.home()).expect("a key ring");
    let bytes =
        keyring.certificates(certificate).expect("a readable key ring").pop().expect("the certificate");
    let certificate = Cert::from_bytes(&bytes).expect("a certificate");
    let mut keys = certificate.keys().map(|found| found.key().clone());
    keys.find(|found| found.fingerprint().as_bytes() == key.as_bytes()).expect("the key")
}

fn signer(gnupg: &Gnupg, key: &Fingerprint, prompting: &Prompting) -> AgentSigner {
    let grip = keygrips(&gnupg.home(), key).expect("gpg lists it")[key];
    let agent = Agent::connect(&gnupg.home(), prompting, &|| false).expect("an agent");
    AgentSigner::new(agent, &grip, public_key(gnupg, key, key), &|| false).expect("a signer")
}

fn terminal() -> Prompting {
    Prompting::Terminal(Terminal {
        tty_name: "/dev/null".into(),
        tty_type: Some("dumb".into()),
        lc_ctype: Some("C.UTF-8".into()),
        environment: vec![("PINENTRY_USER_DATA".into(), "test".into())],
        ..Terminal::default()
    })
}

/// A pinentry that notes what it is told in `pinentry.log`, and answers `GETPIN` with some lines.
fn pinentry(answer: &str) -> String {
    format!(
        "#!/bin/sh\necho OK\nwhile read -r line; do\n echo \"$line\" >>\"$0.log\"\n \
         case $line in GETPIN*) printf '{answer}\\n';; BYE*) echo OK; exit;; *) echo OK;; esac\ndone\n"
    )
}

fn within<T>(limit: Duration, act: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = act();
    let took = start.elapsed();
    assert!(took < limit, "it took {took:?}");
    result
}

#[test]
fn every_kind_of_key_signs_every_digest_that_it_says_it_takes() {
    let gnupg = Gnupg::new();
    let check = |algorithm: &str, accepted: &[HashAlgorithm]| {
        let fingerprint = gnupg.generate(algorithm);
        let mut signer = signer(&gnupg, &fingerprint, &Prompting::Never);
        assert_eq!(signer.acceptable_hashes(), accepted, "{algorithm}");
        for (hash, length) in DIGESTS {
            let digest: Vec<u8> = (0..=255).cycle().skip(200).take(length).collect();
            match signer.sign_digest(hash, &digest, &|| false) {
                Ok(signature) if accepted.contains(&hash) => {
                    let key = signer.public();
                    key.verify(&signature, hash, &digest).expect(algorithm);
                    let other = vec![1; length];
                    assert!(key.verify(&signature, hash, &other).is_err(), "{algorithm}");
                }
                Err(Error::HashUnfit { .. }) if !accepted.contains(&hash) => {}
                other => panic!("{algorithm} {hash}: {other:?}"),
            }
        }
    };
    let [sha256, sha384, sha512] = DIGESTS.map(|(hash, _)| hash);
    check("ed25519", &[sha256, sha384, sha512]);
    check("rsa3072", &[sha256, sha384, sha512]);
    check("nistp256", &[sha256, sha384, sha512]);
    check("nistp384", &[sha384, sha512]);
    check("nistp521", &[sha512]);
    check("dsa2048", &[sha256, sha384, sha512]);
}

#[test]
fn one_connection_makes_a_thousand_signatures() {
    let gnupg = Gnupg::new();
    let fingerprint = gnupg.generate("ed25519");
    let mut signer = signer(&gnupg, &fingerprint, &Prompting::Never);
    signer.describe("Sign the content of one file");
    let key = signer.public().clone();
    within(Duration::from_secs(60), || {
        for number in 0..1000_u16 {
            let mut digest = [7; 32];
            digest[..2].copy_from_slice(&number.to_be_bytes());
            // The signer as sequoia knows it.
            let signature = signer.sign(HashAlgorithm::SHA256, &digest).expect("a signature");
            key.verify(&signature, HashAlgorithm::SHA256, &digest).expect("a good one");
        }
    });
}

#[test]
fn a_subkey_has_a_keygrip_of_its_own_and_signs_for_itself() {
    let gnupg = Gnupg::new();
    let primary = gnupg.generate("ed25519");
    let subkey = gnupg.add_signing_subkey(&primary, "nistp256");
    let grips = keygrips(&gnupg.home(), &primary).unwrap();
    assert_eq!(grips.keys().copied().collect::<Vec<_>>(), {
        let mut both = [primary, subkey];
        both.sort();
        both
    });
    assert_ne!(grips[&primary], grips[&subkey]);

    let mut agent = Agent::connect(&gnupg.home(), &Prompting::Never, &|| false).unwrap();
    assert!(agent.has_key(&grips[&primary], &|| false).unwrap());
    assert!(agent.has_key(&grips[&subkey], &|| false).unwrap());
    let key = public_key(&gnupg, &primary, &subkey);
    let mut signer = AgentSigner::new(agent, &grips[&subkey], key, &|| false).unwrap();
    let signature = signer.sign_digest(HashAlgorithm::SHA256, &[3; 32], &|| false).unwrap();
    signer.public().verify(&signature, HashAlgorithm::SHA256, &[3; 32]).unwrap();

    let nobody: Fingerprint = "0123456789012345678901234567890123456789".parse().unwrap();
    assert_eq!(keygrips(&gnupg.home(), &nobody).unwrap(), BTreeMap::new());
}

#[test]
fn a_key_that_the_agent_has_not_is_told_apart() {
    let gnupg = Gnupg::new();
    let fingerprint = gnupg.generate("ed25519");
    let grip = keygrips(&gnupg.home(), &fingerprint).unwrap()[&fingerprint];
    fs::remove_file(gnupg.join(&format!("private-keys-v1.d/{grip}.key"))).unwrap();
    let mut agent = Agent::connect(&gnupg.home(), &Prompting::Never, &|| false).unwrap();
    assert!(!agent.has_key(&grip, &|| false).unwrap());
    let mut signer = signer(&gnupg, &fingerprint, &Prompting::Never);
    let refused = signer.sign_digest(HashAlgorithm::SHA256, &[0; 32], &|| false);
    assert!(matches!(refused, Err(Error::NoSecretKey)), "{refused:?}");
    let refused = signer.sign(HashAlgorithm::SHA256, &[0; 32]).unwrap_err();
    assert!(matches!(refused.downcast_ref(), Some(Error::NoSecretKey)), "{refused:?}");
}

#[test]
fn an_agent_that_is_not_there_is_started() {
    let gnupg = Gnupg::new();
    let fingerprint = gnupg.generate("ed25519");
    let socket = gnupg.home().agent_socket().unwrap();
    gnupg.kill_agent();
    for leftover in [false, true] {
        // An agent that was killed by force leaves its socket behind.
        let _ = fs::remove_file(&socket);
        if leftover {
            drop(UnixListener::bind(&socket).unwrap());
        }
        let nobody = Agent::connect_to(&socket, &Prompting::Never, Limits::default(), &|| false);
        assert!(matches!(nobody, Err(Error::AgentUnreachable { .. })), "{nobody:?}");
        let mut signer = signer(&gnupg, &fingerprint, &Prompting::Never);
        signer.sign_digest(HashAlgorithm::SHA256, &[0; 32], &|| false).unwrap();
        gnupg.kill_agent();
    }
}

#[test]
fn without_a_terminal_a_passphrase_is_refused_at_once() {
    let gnupg = Gnupg::new();
    gnupg.set_pinentry(&pinentry("D secret\\nOK"));
    let fingerprint = gnupg.generate_as("Test", "ed25519", "secret");
    let mut signer = signer(&gnupg, &fingerprint, &Prompting::Never);
    let refused =
        within(Duration::from_secs(5), || signer.sign_digest(HashAlgorithm::SHA256, &[0; 32], &|| false));
    assert!(matches!(refused, Err(Error::PromptNeeded)), "{refused:?}");
    assert!(!gnupg.join("pinentry.log").exists(), "a pinentry was started");
}

#[test]
fn with_a_terminal_the_pinentry_shows_what_is_signed() {
    let gnupg = Gnupg::new();
    gnupg.set_pinentry(&pinentry("D secret\\nOK"));
    let fingerprint = gnupg.generate_as("Test", "ed25519", "secret");
    let mut signer = signer(&gnupg, &fingerprint, &terminal());
    signer.describe("Sign 100% of\n»größe+ÀÿF.txt« %C %F?");
    signer.sign_digest(HashAlgorithm::SHA256, &[0; 32], &|| false).unwrap();
    let log = fs::read_to_string(gnupg.join("pinentry.log")).unwrap();
    let shown = "SETDESC Sign 100%25 of%0A»größe%2BÀÿF.txt« %25C %25F?";
    assert!(log.lines().any(|line| line == shown), "{log}");
    assert!(log.contains("OPTION ttyname=/dev/null"), "{log}");
}

#[test]
fn what_happens_at_the_prompt_is_told_apart() {
    let gnupg = Gnupg::new();
    let fingerprint = gnupg.generate_as("Test", "ed25519", "secret");
    let check = |answer: &str, expected: &str| {
        gnupg.set_pinentry(&pinentry(answer));
        let mut signer = signer(&gnupg, &fingerprint, &terminal());
        let refused = signer.sign_digest(HashAlgorithm::SHA256, &[0; 32], &|| false).unwrap_err();
        assert_eq!(format!("{refused:?}"), expected);
    };
    check("ERR 83886179 Operation cancelled <Pinentry>", "Cancelled");
    check("ERR 83886278 Operation fully cancelled <Pinentry>", "Cancelled");
    check("ERR 83886142 Timeout <Pinentry>", "AgentTimeout");
    check("D wrong\\nOK", "BadPassphrase");
}
