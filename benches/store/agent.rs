//! The agent under load, and a process for each request.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use signcache::model::{KeyId, Untrusted};
use signcache::wire::{Reply, Request, send_chunks};

use crate::{fill, signcache};

/// How many clients ask at once.
const CLIENTS: u32 = 64;

/// How many requests a second they make together where they wait in between.
const PACE: u32 = 20_000;

/// How many pairs they ask for.
const PAIRS: u32 = 1000;

pub fn compare(measured: bool) -> Result<(), Box<dyn Error>> {
    let stage = tempfile::Builder::new().prefix("signcache-agent").tempdir()?;
    let certificate = fill::fill(&stage.path().join("cache"), PAIRS)?;
    let key = KeyId::OpenPgp(certificate.fingerprint());
    let configuration = stage.path().join("config.toml");
    fs::write(&configuration, format!("[agent.keys.{}]\npolicy = \"cached\"\n", key.fingerprint()))?;
    let socket = stage.path().join("socket");
    let mut command = signcache(stage.path(), &stage.path().join("cache"));
    command.arg("--config").arg(&configuration).args(["agent", "--socket"]).arg(&socket);
    command.arg("--log").arg(stage.path().join("log"));
    let _agent = Agent(command.stderr(Stdio::null()).spawn()?);
    while UnixStream::connect(&socket).is_err() {
        thread::yield_now();
    }
    let time = if measured { Duration::from_secs(5) } else { Duration::from_millis(200) };
    println!("{CLIENTS} clients ask for {PAIRS} cached pairs (Ed25519, small contents), for {time:?}");
    let mut rates = Vec::new();
    let slot = Duration::from_secs(1) * CLIENTS / PACE;
    for (what, kept, slot) in [
        ("a connection for each client", true, None),
        ("the same, 20000 requests/s", true, Some(slot)),
        ("a connection for each request", false, None),
    ] {
        let mut latencies = load(&socket, &key, time, kept, slot);
        latencies.sort_unstable();
        let rate = latencies.len() as f64 / time.as_secs_f64();
        let at = |part: usize| latencies[(latencies.len() - 1) * part / 100].as_secs_f64() * 1e3;
        println!("{what:<32} {rate:>8.0} requests/s, median {:.2} ms, p99 {:.2} ms", at(50), at(99));
        rates.push(rate);
    }
    let single = processes(stage.path(), &key, &configuration, if measured { 200 } else { 5 })?;
    println!("{:<32} {single:>8.0} requests/s", "`signcache get` for each request");
    println!("\nratios (targets: at least 20000 requests/s, p99 below 5 ms):");
    println!(
        "  agent / process each: {:.0}, with a connection each {:.0}",
        rates[0] / single,
        rates[2] / single
    );
    Ok(())
}

/// Asks from all clients at once, at once again or in slots of time; how long each request took from the beginning of its slot.
fn load(socket: &Path, key: &KeyId, time: Duration, kept: bool, slot: Option<Duration>) -> Vec<Duration> {
    let begin = Barrier::new(CLIENTS as usize);
    let client = |number: u32| {
        let mut latencies = Vec::new();
        let connect = || {
            let stream = UnixStream::connect(socket).expect("the agent listens");
            (BufReader::new(stream.try_clone().expect("a descriptor")), stream)
        };
        let mut line = connect();
        begin.wait();
        let begun = Instant::now();
        let mut pair = number;
        let mut due = begun + slot.unwrap_or_default() * number / CLIENTS;
        while begun.elapsed() < time {
            let asked = match slot {
                Some(slot) => {
                    thread::sleep(due.saturating_duration_since(Instant::now()));
                    due += slot;
                    due - slot
                }
                None => Instant::now(),
            };
            if !kept {
                line = connect();
            }
            pair = (pair.wrapping_mul(1_103_515_245).wrapping_add(12_345)) % PAIRS;
            let request = Request::Content { key: *key, label: Untrusted::new("x"), whole: false };
            let mut message = format!("{request}\n").into_bytes();
            send_chunks(&mut fill::content(pair).as_bytes(), &mut message).expect("it is in memory");
            line.1.write_all(&message).expect("the agent reads");
            let Ok(Reply::Signature(_)) = Reply::receive(&mut line.0) else { unreachable!("it is cached") };
            latencies.push(asked.elapsed());
        }
        latencies
    };
    let client = &client;
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|number| scope.spawn(move || client(number))).collect();
        clients.into_iter().flat_map(|client| client.join().unwrap_or_default()).collect()
    })
}

/// How many requests a second processes answer, as many at once as there are cores.
fn processes(home: &Path, key: &KeyId, configuration: &Path, count: usize) -> Result<f64, Box<dyn Error>> {
    let file = home.join("content");
    fs::write(&file, fill::content(1))?;
    let cores = thread::available_parallelism()?.get();
    let begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                for _ in 0..count / cores {
                    let mut get = signcache(home, &home.join("cache"));
                    get.arg("--config").arg(configuration).args(["get", "-o", "-", "-k", &key.to_string()]);
                    let output = get.arg(&file).output().expect("it runs");
                    assert!(output.status.success() && output.stdout.lines().count() > 0);
                }
            });
        }
    });
    Ok((count / cores * cores) as f64 / begun.elapsed().as_secs_f64())
}

struct Agent(Child);

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
