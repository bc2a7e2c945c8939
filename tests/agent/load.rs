//! Many builds at once, and large contents.

use std::fs::File;
use std::sync::Barrier;
use std::thread;

use signcache::model::KeyId;

use crate::support::agent::Agent;
use crate::support::user::User;

#[test]
fn hundreds_of_builds_that_want_the_same_get_one_signature() {
    let (user, key) = User::with_key();
    user.configure(&format!("[agent.keys.{key}]\npolicy = \"sign\"\n"));
    let agent = Agent::start(&user);
    let key: KeyId = format!("openpgp:{key}").parse().unwrap();
    let files: Vec<_> =
        (0..4).map(|index| user.write(&format!("content-{index}"), [index; 100_000])).collect();
    let begin = Barrier::new(300);
    let asking = |index: usize| {
        begin.wait();
        (index % 4, agent.ask(&key, &files[index % 4]).unwrap())
    };
    let signatures: Vec<(usize, Vec<u8>)> = thread::scope(|scope| {
        let asking = &asking;
        let threads: Vec<_> = (0..300).map(|index| scope.spawn(move || asking(index))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for (index, signature) in &signatures {
        let first = signatures.iter().find(|(other, _)| other == index).unwrap();
        assert_eq!(signature, &first.1);
    }
    let decisions = agent.decisions();
    assert_eq!(decisions.len(), 300);
    assert_eq!(decisions.iter().filter(|decision| *decision == "signed").count(), 4);
}

#[test]
fn a_content_of_gigabytes_takes_no_memory() {
    let (user, key) = User::with_key();
    user.configure(&format!("[agent.keys.{key}]\npolicy = \"sign\"\n"));
    let agent = Agent::start(&user);
    let file = user.files().join("large");
    // Of holes only, so that it takes no room on the disk either.
    File::create(&file).unwrap().set_len(1 << 30).unwrap();
    let key: KeyId = format!("openpgp:{key}").parse().unwrap();
    agent.ask(&key, &file).unwrap();
    let peak = agent.status("VmHWM");
    assert!(peak < 64 << 10, "{peak} KiB");
}
