use std::fs;

use crate::support::agent::{Agent, builder};
use crate::support::user::User;

/// A user with a key, the agent with a rule for it, and what to ask it with.
struct Desk {
    user: User,
    key: String,
    agent: Agent,
}

impl Desk {
    fn new(rule: &str) -> Self {
        Self::with("ed25519", rule)
    }

    fn with(algorithm: &str, rule: &str) -> Self {
        let user = User::new();
        let key = user.gnupg.generate(algorithm).to_string();
        user.configure(&format!("[agent.keys.{key}]\n{rule}\n"));
        let agent = Agent::start(&user);
        Self { user, key: format!("openpgp:{key}"), agent }
    }

    /// What a build gets for a content: the signature, or its log.
    fn build(&self, name: &str, content: &[u8]) -> Result<Vec<u8>, String> {
        let (source, out) = (self.user.write(name, content), self.user.files().join(format!("{name}.out")));
        let ended = builder(&self.agent.socket, &self.key, &source, &out);
        match ended.code {
            0 => Ok(fs::read(out).unwrap()),
            _ => {
                assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
                Err(ended.stderr)
            }
        }
    }

    fn bare(&self) -> &str {
        &self.key["openpgp:".len()..]
    }
}

#[test]
fn what_may_be_signed_is_signed_once_and_is_what_everybody_else_gets() {
    let desk = Desk::new("policy = \"sign\"");
    let signature = desk.build("content", b"content").unwrap();
    assert_eq!(desk.user.sign(desk.bare(), "content"), signature);
    assert_eq!(desk.build("again", b"content").unwrap(), signature);
    assert_eq!(desk.agent.decisions(), ["signed", "cached"]);
    let log = fs::read_to_string(&desk.agent.log).unwrap();
    let uid = rustix::process::getuid().as_raw();
    assert!(log.contains(&format!("\"uid\":{uid}")) && log.contains("\"label\":\"content\""), "{log}");

    let directory = desk.user.files();
    let ended = builder(&desk.agent.socket, &desk.key, &directory, &directory.join("none"));
    ended.says(1, "is no file");
    assert_eq!(desk.agent.stop(), Some(0));
}

#[test]
fn a_key_without_a_rule_is_denied_before_anything_is_read() {
    let desk = Desk::new("policy = \"sign\"");
    let other = "openpgp:0000000000000000000000000000000000000001";
    let source = desk.user.write("content", "content");
    let ended = builder(&desk.agent.socket, other, &source, &desk.user.files().join("out"));
    ended.says(1, "no rule");
    assert!(desk.agent.say(format!("signcache 1 content {other} x\n").as_bytes()).starts_with("denied "));
    assert!(desk.agent.say(b"GET / HTTP/1.1\r\n\r\n").starts_with("malformed "));
    assert_eq!(desk.agent.decisions(), ["denied", "denied", "malformed"]);
}

#[test]
fn what_is_there_is_handed_out_and_nothing_else() {
    let desk = Desk::new("policy = \"cached\"");
    let signature = {
        desk.user.write("content", "content");
        desk.user.sign(desk.bare(), "content")
    };
    assert_eq!(desk.build("content", b"content").unwrap(), signature);
    assert!(desk.build("new", b"new").unwrap_err().contains("no signature of it yet"));
    assert_eq!(desk.agent.decisions(), ["cached", "denied"]);
}

#[test]
fn a_person_approves_and_the_build_is_told_to_try_again() {
    let desk = Desk::new("policy = \"ask\"\nmax-per-minute = 2");
    assert!(desk.build("content", b"content").unwrap_err().contains("signcache wanted sign"));
    let wanted = String::from_utf8(desk.user.done(["wanted", "list"])).unwrap();
    assert!(wanted.contains("content"), "{wanted}");
    desk.user.run(["wanted", "sign", "--yes"]).says(0, "1 signed");
    let signature = desk.build("content", b"content").unwrap();
    assert_eq!(desk.user.sign(desk.bare(), "content"), signature);

    assert!(desk.build("second", b"second").unwrap_err().contains("approved"));
    assert!(desk.build("third", b"third").unwrap_err().contains("within a minute"));
    assert_eq!(desk.agent.decisions(), ["asked", "cached", "asked", "denied"]);
}

#[test]
fn large_contents_and_bare_digests_are_refused_unless_the_policy_has_it_otherwise() {
    let desk = Desk::new("policy = \"sign\"\nmax-size = \"1K\"");
    assert!(desk.build("large", &[0; 1025]).unwrap_err().contains("larger than 1024 bytes"));
    assert!(desk.build("huge", &vec![0; 4 << 20]).unwrap_err().contains("larger than 1024 bytes"));
    desk.build("small", &[0; 1024]).unwrap();
    let proof = |state: &signcache::hash::Sha256State| {
        data_encoding::HEXLOWER.encode(&state.to_proof().unwrap().to_bytes())
    };
    let mut state = signcache::hash::Sha256State::default();
    state.update(b"never sent");
    let unseen = format!("signcache 1 proof {} {}\n", desk.key, proof(&state));
    assert!(desk.agent.say(unseen.as_bytes()).starts_with("denied "));
    let digest = format!("signcache 1 digest {} {}\n", desk.key, "ab".repeat(32));
    assert!(desk.agent.say(digest.as_bytes()).starts_with("denied "));

    let desk = Desk::new("policy = \"sign\"\nsign-unseen = true");
    let unseen = format!("signcache 1 proof {} {}\n", desk.key, proof(&state));
    assert!(desk.agent.say(unseen.as_bytes()).starts_with("signature "));
    // Not even then is a digest signed of which nothing else is known.
    let digest = format!("signcache 1 digest {} {}\n", desk.key, "ab".repeat(32));
    assert!(desk.agent.say(digest.as_bytes()).starts_with("denied "));
    let gotten = desk.build("content", b"never sent").unwrap();
    assert!(gotten.len() > 64);
}

#[test]
fn a_key_that_signs_another_hash_gets_the_content_whole() {
    let desk = Desk::with("nistp384", "policy = \"sign\"");
    let content: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let signature = desk.build("content", &content).unwrap();
    let file = desk.user.write("content.sig", &signature);
    assert!(desk.user.gnupg.verifies(&file, &desk.user.files().join("content")));
    // Nothing of it is left lying around.
    assert_eq!(desk.agent.decisions(), ["failed", "signed"]);
}

#[test]
fn what_can_not_be_logged_is_not_handed_out() {
    let user = User::new();
    let key = user.gnupg.generate("ed25519").to_string();
    user.configure(&format!("[agent.keys.{key}]\npolicy = \"sign\"\n"));
    let agent = Agent::start_with(&user, |command| {
        command.args(["--log", "/dev/full"]);
    });
    let source = user.write("content", "content");
    let key = format!("openpgp:{key}");
    builder(&agent.socket, &key, &source, &user.files().join("out")).says(1, "can't write its log");
}

#[test]
fn a_second_agent_leaves_the_first_one_its_socket() {
    let desk = Desk::new("policy = \"sign\"");
    let socket = desk.agent.socket.to_str().unwrap();
    desk.user.run(["agent", "--socket", socket]).says(75, "somebody listens");
    desk.build("content", b"content").unwrap();
}
