//! One cache, several accounts of a group.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::support::gnupg::Gnupg;
use crate::support::user::{Ended, User, copy_program, value};

/// A group that has a name on every machine, so that it can be named to who is no member.
const GROUP: &str = "users";

/// Accounts that need no entry anywhere: to the system they are numbers.
const FIRST_ACCOUNT: u32 = 61_000;

/// A place that everybody can reach, with a cache for a group, and a key that its members have.
struct Team {
    place: TempDir,
    group: u32,
    key: String,
    secret: Vec<u8>,
}

/// An account with a home and a GnuPG home of its own.
struct Member {
    user: User,
    account: u32,
    groups: String,
    umask: &'static str,
    program: PathBuf,
    cache: PathBuf,
    key: String,
}

impl Team {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
        copy_program(&place.path().join("signcache"));
        let gnupg = Gnupg::new();
        let key = gnupg.generate("ed25519").to_string();
        let secret = gnupg.export_secret(&key, "");
        let groups = fs::read_to_string("/etc/group").unwrap();
        let line = groups.lines().find_map(|line| line.strip_prefix(&format!("{GROUP}:"))).unwrap();
        let group = line.split(':').nth(1).unwrap().parse().unwrap();
        Self { place, group, key, secret }
    }

    /// The documented command, run by root with an umask that would close everything.
    fn with_cache(more: &[&str]) -> Self {
        let team = Self::new();
        team.init(more);
        team
    }

    fn init(&self, more: &[&str]) {
        let mut init = Command::new("sh");
        init.args(["-c", "umask 077; exec \"$@\"", "sh"]).arg(self.program());
        init.args(["init", "--group", GROUP]).args(more).arg(self.cache()).env("HOME", self.place.path());
        let ended = Ended::from(init.output().unwrap());
        assert_eq!((ended.code, ended.stdout.len()), (0, 0), "{}", ended.stderr);
        assert!(!ended.stderr.contains("warning"), "{}", ended.stderr);
    }

    fn program(&self) -> PathBuf {
        self.place.path().join("signcache")
    }

    fn cache(&self) -> PathBuf {
        self.place.path().join("cache")
    }

    fn member(&self, number: u32, umask: &'static str) -> Member {
        self.account(number, umask, &format!("--groups={}", self.group))
    }

    fn outsider(&self, number: u32) -> Member {
        self.account(number, "022", "--clear-groups")
    }

    fn account(&self, number: u32, umask: &'static str, groups: &str) -> Member {
        let user = User::new();
        user.gnupg.import(&self.secret);
        user.gnupg.kill_agent();
        let account = FIRST_ACCOUNT + number;
        for root in [user.home.path(), user.gnupg.path()] {
            for entry in walkdir::WalkDir::new(root).into_iter().map(Result::unwrap) {
                chown(entry.path(), Some(account), Some(account)).unwrap();
            }
        }
        Member {
            user,
            account,
            groups: groups.to_owned(),
            umask,
            program: self.program(),
            cache: self.cache(),
            key: self.key.clone(),
        }
    }

    /// Checks that all files are the group's, and that nobody else can do anything with them.
    fn is_right(&self, others: u32) {
        for entry in walkdir::WalkDir::new(self.cache()).into_iter().map(Result::unwrap) {
            let metadata = entry.metadata().unwrap();
            let locks = entry.path().starts_with(self.cache().join("locks"));
            let mode = match (metadata.is_dir(), locks) {
                (true, true) => 0o2770,
                (true, false) => 0o2770 | others,
                (false, true) => 0o660,
                (false, false) => 0o660 | others & 0o004,
            };
            let found = (metadata.mode() & 0o7777, metadata.gid());
            assert_eq!(found, (mode, self.group), "{:o} {}", found.0, entry.path().display());
        }
        for file in ["cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm", "layout", "locks/create"] {
            assert!(self.cache().join(file).exists(), "{file}");
        }
    }
}

impl Member {
    /// A program as this account runs it, with its umask and its groups.
    fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = self.user.command("setpriv");
        let account = self.account;
        command.args([format!("--reuid={account}"), format!("--regid={account}"), self.groups.clone()]);
        command.args(["sh", "-c", &format!("umask {}; exec \"$@\"", self.umask), "sh"]);
        command.arg(program.as_ref());
        command
    }

    fn signcache(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(&self.program);
        command.args(arguments).arg("--cache").arg(&self.cache);
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        Ended::from(self.signcache(arguments).args(["-k", &self.key]).output().unwrap())
    }

    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.signcache(arguments);
        command.args(["-k", &self.key]).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// A file that this account can read.
    fn write(&self, name: &str, text: &str) {
        self.user.write(name, text);
    }

    /// The signature of a text, whatever it takes.
    fn sign(&self, text: &str) -> Vec<u8> {
        self.write(text, text);
        let ended = self.run(&["sign", "-q", "-o", "-", text]);
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "umask {}", self.umask);
        ended.stdout
    }

    fn get(&self, text: &str) -> Ended {
        self.write(text, text);
        self.run(&["get", "-o", "-", text])
    }

    /// Forgets what this account was served.
    fn forget(&self) {
        self.user.forget();
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        // Its agent is that account's; root's own gpgconf would look for another one.
        let _ = self.command("gpgconf").args(["--kill", "all"]).status();
    }
}

const UMASKS: [&str; 3] = ["077", "022", "002"];

#[test]
fn whatever_the_umask_of_whoever_writes_first_all_others_go_on() {
    for first in 0..UMASKS.len() {
        let team = Team::new();
        if first == 0 {
            team.init(&[]);
        } else {
            // Nothing but a directory that is the group's, in which a member makes the cache.
            fs::create_dir(team.cache()).unwrap();
            chown(team.cache(), None, Some(team.group)).unwrap();
            fs::set_permissions(team.cache(), fs::Permissions::from_mode(0o2770)).unwrap();
        }
        let members: Vec<Member> =
            (0..3).map(|number| team.member(number, UMASKS[(first + number as usize) % 3])).collect();
        if first != 0 {
            let init = members[0].signcache(&["init", "-q"]).output().unwrap();
            assert!(init.status.success(), "{init:?}");
        }
        let mut signed = Vec::new();
        for (number, member) in members.iter().enumerate() {
            let text = format!("by member {number}");
            signed.push((text.clone(), member.sign(&text)));
            team.is_right(0);
            for member in &members {
                for (text, signature) in &signed {
                    assert_eq!(member.sign(text), *signature);
                }
            }
        }
        // Somebody looks with plain SQLite, which takes the side files away; the next one makes them anew.
        assert_eq!(value::<i64>(&team.cache(), "SELECT count(*) FROM entry"), 3);
        assert!(!team.cache().join("cache.sqlite-shm").exists());
        members[0].sign("after that");
        team.is_right(0);
        // And somebody removes the locks, all of them, though nobody should.
        fs::remove_dir_all(team.cache().join("locks")).unwrap();
        members[0].sign("without locks");
        members[1].sign("without locks, too");
        assert!(members[2].sign("without locks") == members[0].sign("without locks"));
        let locks = team.cache().join("locks");
        assert_eq!(locks.metadata().unwrap().mode() & 0o7777, 0o2770);
    }
}

#[test]
fn of_all_members_at_once_one_signs_and_all_get_the_same_bytes() {
    let team = Team::with_cache(&[]);
    let log = team.place.path().join("log");
    fs::write(&log, "").unwrap();
    fs::set_permissions(&log, fs::Permissions::from_mode(0o666)).unwrap();
    let members: Vec<Member> =
        (0..6).map(|number| team.member(number, UMASKS[number as usize % 3])).collect();
    let script = "echo asked >>\"$1\"; exec gpg --batch --digest-algo SHA256 --detach-sign -o - \"$2\"";
    for member in &members {
        let signer = format!(
            "[keys.team]\nfingerprint = \"{}\"\nsigner = {{ command = [\"sh\", \"-c\", '{script}', \"sh\", \"{}\", \"{{file}}\"] }}\n",
            team.key,
            log.display()
        );
        member.user.configure(&signer);
        member.write("content", "raced for");
    }
    let commands: [&[&str]; 3] = [
        &["sign", "-q", "-o", "-", "content"],
        &["exec", "-q", "--emit", "inline", "content"],
        &["sign", "-q", "-o", "-", "content"],
    ];
    let racers: Vec<(usize, Child)> = (0..18)
        .map(|number| {
            let kind = number / members.len();
            (kind, members[number % members.len()].start(commands[kind]))
        })
        .collect();
    let mut answers: [Vec<Vec<u8>>; 2] = Default::default();
    for (kind, racer) in racers {
        let ended = Ended::from(racer.wait_with_output().unwrap());
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
        answers[usize::from(kind == 1)].push(ended.stdout);
    }
    for answers in &answers {
        assert!(answers.iter().all(|answer| *answer == answers[0]));
    }
    let first = value::<Vec<u8>>(&team.cache(), "SELECT signature FROM entry");
    assert_eq!(answers[0][0], first);
    assert_eq!(fs::read_to_string(&log).unwrap(), "asked\n");
}

/// What the one signature of a content says, and the other one doesn't.
const ANOTHER: &str = "another@example.org";

/// Signatures that exist before anybody in a team asks for one.
struct Made {
    contents: Vec<String>,
    bundle: PathBuf,
    /// Directories with a signature for each content: that of the bundle, and another one.
    signatures: [PathBuf; 2],
}

impl Made {
    /// Has somebody outside, who holds the team's key, sign contents and pass that on.
    fn new(team: &Team, count: usize) -> Self {
        let maker = User::new();
        maker.gnupg.import(&team.secret);
        let contents: Vec<String> = (0..count).map(|number| format!("content-{number}")).collect();
        let bundle = team.place.path().join("bundle.tar.zst");
        let signatures = ["same", "other"].map(|name| team.place.path().join(name));
        for directory in &signatures {
            fs::create_dir(directory).unwrap();
        }
        for name in &contents {
            maker.write(name, name);
        }
        let sign = ["sign", "-q", "-k", &team.key].into_iter().chain(contents.iter().map(String::as_str));
        maker.done(sign.collect::<Vec<_>>());
        for name in &contents {
            let file = maker.files().join(name);
            fs::copy(file.with_extension("sig"), signatures[0].join(name)).unwrap();
            let mut gpg = maker.gnupg.gpg();
            gpg.args(["--digest-algo", "SHA256", "--set-notation", &format!("{ANOTHER}=yes")]);
            gpg.arg("-o").arg(signatures[1].join(name)).arg("--detach-sign").arg(file);
            assert!(gpg.status().unwrap().success());
        }
        maker.done(["export", "-o", bundle.to_str().unwrap()]);
        // Whatever the umask of who runs the test.
        let all = walkdir::WalkDir::new(team.place.path()).into_iter().map(Result::unwrap);
        for entry in all.filter(|entry| !entry.path().starts_with(team.cache())) {
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self { contents, bundle, signatures }
    }

    /// Lets a member sign with what answers with one of the signatures, and gives it the contents.
    fn give(&self, member: &Member, signatures: &Path) {
        let script = "exec cat \"$1/$(basename \"$2\")\"";
        member.user.configure(&format!(
            "[keys.team]\nfingerprint = \"{}\"\nsigner = {{ command = [\"sh\", \"-c\", '{script}', \"sh\", \"{}\", \"{{file}}\"] }}\n",
            member.key,
            signatures.display()
        ));
        for name in &self.contents {
            member.write(name, name);
        }
    }
}

/// What an import says that became of how many.
fn imported(ended: &Ended) -> impl Fn(&str) -> u64 {
    let text = String::from_utf8(ended.stdout.clone()).unwrap();
    let last: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    move |class| last["summary"][class].as_u64().unwrap()
}

#[test]
fn members_who_import_and_members_who_sign_the_same_at_once_agree() {
    for same in [true, false] {
        let team = Team::with_cache(&[]);
        let made = Made::new(&team, 40);
        // The others come with the bundle only.
        let to_sign = &made.contents[..30];
        let members: Vec<Member> =
            (0..6).map(|number| team.member(number, UMASKS[number as usize % 3])).collect();
        let (mut signing, mut importing) = (Vec::new(), Vec::new());
        for (number, member) in members.iter().enumerate() {
            made.give(member, &made.signatures[usize::from(!same)]);
            // Each begins with others, so that all are in each other's way.
            let mut names: Vec<&str> = to_sign.iter().map(String::as_str).collect();
            names.rotate_left(number * 5);
            signing.push(member.start(&[&["sign", "-q"], &names[..]].concat()));
        }
        // What has been signed by now is in the way of every import, and the rest goes on beside them.
        let stored = || u64::from(value_in_use::<u32>(&team.cache(), "SELECT count(*) FROM entry"));
        while stored() == 0 {
            std::thread::yield_now();
        }
        for (member, name) in members.iter().zip(to_sign) {
            let mut import = member.signcache(&["import", "-q", "--json", made.bundle.to_str().unwrap()]);
            importing.push(import.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
            signing.push(member.start(&["exec", "-q", "--emit", "inline", name]));
        }
        let ended = |child: Child| Ended::from(child.wait_with_output().unwrap());
        let (signed, imports): (Vec<_>, Vec<_>) =
            (signing.into_iter().map(ended).collect(), importing.into_iter().map(ended).collect());
        for ended in signed {
            assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
        }
        let (mut new, total) = (0, made.contents.len() as u64);
        for ended in imports {
            let count = imported(&ended);
            // One that came first stays, whether it is the same or another one.
            let (class, code) = if same { ("identical", 0) } else { ("conflicting", 4) };
            let only_hints = ended.stderr.lines().all(|line| line.starts_with("signcache: hint: "));
            assert!(ended.code == code && only_hints, "{ended:?}");
            assert!(count(class) > 0, "{ended:?}");
            assert_eq!(count("new") + count("identical") + count("conflicting"), total, "{ended:?}");
            new += count("new");
        }
        assert!((10..total).contains(&new), "{new}: a pair is new to one of them, if to any");
        assert_eq!(
            (stored(), value_in_use::<String>(&team.cache(), "PRAGMA integrity_check")),
            (total, "ok".into())
        );
        team.is_right(0);
        // Everybody has what the cache has, which is one of those that were made.
        for name in &made.contents {
            let kept = members[0].get(name).stdout;
            let is_other = kept.windows(ANOTHER.len()).any(|bytes| bytes == ANOTHER.as_bytes());
            let is_same = fs::read(made.signatures[0].join(name)).unwrap() == kept;
            assert!(is_same || !same && is_other, "{name}");
            for member in members.iter().filter(|_| to_sign.contains(name)) {
                let beside = member.user.files().join(format!("{name}.sig"));
                assert!(fs::read(beside).unwrap() == kept, "{name}");
            }
        }
        team.is_right(0);
    }
}

#[test]
fn a_member_that_is_killed_in_the_middle_of_writing_keeps_nobody_out() {
    let team = Team::with_cache(&[]);
    let (killed, other) = (team.member(0, "077"), team.member(1, "022"));
    // A secret key in a file signs so fast that storing never stops.
    let key_file = killed.user.write("secret.pgp", &team.secret);
    let (key, path) = (&team.key, key_file.display());
    killed
        .user
        .configure(&format!("[keys.k]\nfingerprint = \"{key}\"\nsigner = {{ key-file = \"{path}\" }}\n"));
    fs::set_permissions(&key_file, fs::Permissions::from_mode(0o600)).unwrap();
    chown(&key_file, Some(killed.account), None).unwrap();
    let stored = || value_in_use::<i64>(&team.cache(), "SELECT count(*) FROM entry");
    for round in 1..=6 {
        let names: Vec<String> = (0..1000).map(|number| format!("file {round} {number}")).collect();
        for name in &names {
            killed.write(name, name);
        }
        let mut arguments = vec!["sign", "-q"];
        arguments.extend(names.iter().map(String::as_str));
        if round % 2 == 0 {
            // Side files that are made again by whoever is killed.
            for suffix in ["-wal", "-shm"] {
                value::<i64>(&team.cache(), "SELECT 1");
                let _ = fs::remove_file(team.cache().join(format!("cache.sqlite{suffix}")));
            }
        }
        let before = stored();
        let mut child = killed.start(&arguments);
        // Killed when it has stored something and is about to store more, wherever that is.
        while stored() == before && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let _ = child.kill();
        let ended = Ended::from(child.wait_with_output().unwrap());
        assert_eq!((ended.code, ended.stderr.as_str()), (-1, ""), "it was killed at work");
        team.is_right(0);

        // The other one can read and write, and loses nothing.
        let after = stored();
        other.sign(&format!("after round {round}"));
        assert_eq!(stored(), after + 1);
        let served = other.get(&names[0]);
        assert_eq!((served.code, served.stderr.as_str()), (0, ""));
        assert_eq!(value_in_use::<String>(&team.cache(), "PRAGMA integrity_check"), "ok");
        team.is_right(0);
    }
}

/// One value of a cache that others use: whoever looks leaves the side files where they are.
fn value_in_use<T: rusqlite::types::FromSql>(cache: &Path, sql: &str) -> T {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = rusqlite::Connection::open_with_flags(cache.join("cache.sqlite"), flags).unwrap();
    connection.busy_timeout(std::time::Duration::from_secs(20)).unwrap();
    connection.query_row(sql, (), |row| row.get(0)).unwrap()
}

#[test]
fn who_is_no_member_is_told_whose_it_is() {
    let team = Team::with_cache(&[]);
    team.member(0, "022").sign("content");
    let outsider = team.outsider(1);
    outsider.write("content", "content");
    for command in [&["get", "content"][..], &["sign", "content"], &["exec", "content"]] {
        let refused = outsider.run(command);
        refused.says(1, "belongs to a group that you are no member of");
        refused.says(1, &format!("hint: ask root to add you to the group {GROUP}"));
    }
    assert_eq!(fs::read_dir(outsider.user.home.path().join("data")).map(Iterator::count).unwrap_or(0), 0);
    // As an upstream it is required, unless the configuration says otherwise.
    let upstream = team.cache();
    outsider.user.configure(&format!("upstream = [{upstream:?}]\n"));
    outsider.run(&["sign", "content"]).says(1, "belongs to a group that you are no member of");
    outsider.user.configure(&format!("upstream = [{{ path = {upstream:?}, optional = true }}]\n"));
    let mut own = outsider.command(&outsider.program);
    let signed = Ended::from(own.args(["sign", "content", "-k", &team.key]).output().unwrap());
    signed.says(0, "belongs to a group that you are no member of");
    signed.says(0, "1 signed");
    // Nor may anybody but the owner or root change whose it is.
    let mut init = outsider.command(&outsider.program);
    Ended::from(init.arg("init").arg(team.cache()).output().unwrap()).says(1, "no member");
    team.is_right(0);
}

#[test]
fn who_may_only_read_gets_hits_whoever_writes_meanwhile() {
    let team = Team::with_cache(&["--world-readable"]);
    let (member, reader) = (team.member(0, "077"), team.outsider(1));
    let first = member.sign("content");
    team.is_right(0o005);
    let served = || {
        for fresh in [true, false] {
            if fresh && reader.user.state().exists() {
                reader.forget();
            }
            let ended = reader.get("content");
            assert_eq!((ended.code, ended.stderr.as_str(), &ended.stdout), (0, "", &first));
        }
    };
    served();
    let refused = {
        reader.write("new", "new");
        reader.run(&["sign", "new"])
    };
    refused.says(1, "can't be written");
    // Somebody has it open and has not written back what was written.
    let connection = rusqlite::Connection::open(team.cache().join("cache.sqlite")).unwrap();
    connection.execute_batch("PRAGMA wal_autocheckpoint = 0; UPDATE entry SET label = 'x'").unwrap();
    assert!(team.cache().join("cache.sqlite-wal").metadata().unwrap().len() > 0);
    served();
    drop(connection);
    served();
    // Its own cache reads the shared one, and then does without.
    reader.user.configure(&format!("upstream = [{:?}]\n", team.cache().to_str().unwrap()));
    let own = |arguments: &[&str]| {
        let mut command = reader.command(&reader.program);
        Ended::from(command.args(arguments).args(["-k", &team.key, "content"]).output().unwrap())
    };
    assert_eq!(own(&["get", "-o", "-"]).stdout, first);
    fs::remove_dir_all(team.cache()).unwrap();
    let kept = own(&["get", "-o", "-"]);
    assert_eq!((kept.code, kept.stderr.as_str(), kept.stdout), (0, "", first));
}

#[test]
fn a_cache_on_a_file_system_that_is_mounted_read_only_is_an_upstream() {
    let team = Team::with_cache(&[]);
    let member = team.member(0, "022");
    let first = member.sign("content");
    let mount = team.place.path().join("mounted");
    fs::create_dir(&mount).unwrap();
    let mounted = Mounted::read_only(&team.cache(), &mount);
    member.user.configure(&format!("upstream = [{:?}]\n", mount.to_str().unwrap()));
    member.forget();
    let mut own = member.command(&member.program);
    let hit = Ended::from(own.args(["get", "-o", "-", "-k", &team.key, "content"]).output().unwrap());
    assert_eq!((hit.code, hit.stderr.as_str(), hit.stdout), (0, "", first));
    drop(mounted);
}

/// A directory that is also somewhere else, read-only, until this is dropped.
struct Mounted<'a> {
    place: &'a Path,
}

impl<'a> Mounted<'a> {
    fn read_only(directory: &Path, place: &'a Path) -> Self {
        let mount = |arguments: &[&str]| {
            let mut mount = Command::new("mount");
            assert!(mount.args(arguments).args([directory, place]).status().unwrap().success());
        };
        mount(&["--bind"]);
        let mounted = Self { place };
        mount(&["-o", "remount,ro,bind"]);
        mounted
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        // A failure would only leave it behind.
        let _ = Command::new("umount").arg("-l").arg(self.place).status();
    }
}

#[test]
fn init_by_the_owner_or_root_puts_everything_right_again() {
    let team = Team::with_cache(&[]);
    let (owner, other) = (team.member(0, "077"), team.member(1, "022"));
    owner.sign("content");
    for name in ["cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm"] {
        let path = team.cache().join(name);
        chown(&path, Some(owner.account), Some(owner.account)).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    let refused = other.get("content");
    refused.says(1, "signcache init");
    let mut init = other.command(&other.program);
    let refused = Ended::from(init.arg("init").arg(team.cache()).output().unwrap());
    refused.says(1, "can't put the permissions of");
    refused.says(1, "hint:");
    let mut init = owner.command(&owner.program);
    assert_eq!(Ended::from(init.arg("init").arg(team.cache()).output().unwrap()).code, 0);
    team.is_right(0);
    assert_eq!(other.get("content").code, 0);
}
