use std::fs;

use crate::cases::{Case, all, corpus};
use crate::others;
use crate::support::user::{Ended, User};

/// What is wrong with how a run ended; nothing when it is what the table says.
fn wrong(case: &Case, ended: &Ended) -> Option<String> {
    let (code, words) = case.outcome();
    let verdict = || -> Option<String> {
        let found: serde_json::Value = serde_json::from_slice(&ended.stdout).ok()?;
        Some(found.get("verdict")?.as_str()?.to_owned())
    };
    let fits = ended.code == code
        && ended.stderr.contains(words)
        && !ended.stderr.contains("panicked")
        && (code != 0 || verdict().as_ref() == Some(&case.verdict));
    let text = String::from_utf8_lossy(&ended.stdout);
    (!fits).then(|| {
        format!(
            "{} of {} is {}: {} {text}{}",
            case.signature, case.content, case.verdict, ended.code, ended.stderr
        )
    })
}

fn verified(user: &User, case: &Case, options: &[&str]) -> Ended {
    let mut command = user.signcache(["--json", "verify", "-k", &case.key()]);
    command.args(options).arg(case.content_path()).arg(case.signature_path());
    command.output().unwrap().into()
}

fn check(user: &User, cases: &[Case]) {
    let wrong: Vec<String> =
        cases.iter().filter_map(|case| wrong(case, &verified(user, case, &[]))).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A user whose configuration names every certificate of the corpus.
fn with_files() -> User {
    let user = User::new();
    let files = fs::read_dir(corpus().join("certificates")).unwrap();
    let files: Vec<String> = files.map(|file| format!("{:?}", file.unwrap().path())).collect();
    user.configure(&format!("certificates = [{}]\n", files.join(", ")));
    user
}

/// A user whose GnuPG has every certificate of the corpus that it can have.
fn with_key_ring() -> User {
    let user = User::new();
    for case in all().iter().filter(|case| case.is_for_gnupg()) {
        user.gnupg.import(&fs::read(case.certificate_path()).unwrap());
    }
    user
}

#[test]
fn signatures_of_others_are_classified_with_certificates_from_files() {
    check(&with_files(), &all());
}

#[test]
fn signatures_of_others_are_classified_with_certificates_from_gnupg() {
    let cases: Vec<Case> = all().into_iter().filter(Case::is_for_gnupg).collect();
    check(&with_key_ring(), &cases);
}

#[test]
fn a_compromised_key_is_believed_only_on_request() {
    let user = with_files();
    for case in all().iter().filter(|case| case.verdict == "compromised") {
        let ended = verified(&user, case, &["--allow-compromised"]);
        assert_eq!(ended.code, 0, "{}: {}", case.signature, ended.stderr);
        assert!(String::from_utf8_lossy(&ended.stdout).contains("\"revoked\""), "{}", case.signature);
    }
}

#[test]
fn the_other_programs_say_what_the_table_says() {
    let user = with_key_ring();
    let mut wrong = Vec::new();
    for case in all() {
        let taken =
            others::all(&user.gnupg, &case.certificate_path(), &case.signature_path(), &case.content_path());
        let differ =
            case.others.iter().zip(taken).any(|(said, taken)| said.is_some_and(|said| said != taken));
        if differ {
            wrong.push(format!("{} of {}: {taken:?}", case.signature, case.content));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
