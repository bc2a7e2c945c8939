use std::path::PathBuf;
use std::str::FromStr;

use super::stage::OURS;

/// What is measured, and how often.
pub struct Options {
    /// The algorithms of the keys, as GnuPG calls them.
    pub keys: Vec<String>,
    /// How many entries the caches have that are compared.
    pub sizes: Vec<u32>,
    /// How many rounds; in each, every contender has a turn.
    pub rounds: usize,
    /// How many files a batch has.
    pub batch: usize,
    /// How many MiB the large file has.
    pub mebibytes: usize,
    /// The builds that are compared, by the names that they have in the report.
    pub binaries: Vec<(String, PathBuf)>,
    pub scenarios: Vec<Scenario>,
}

#[derive(Clone, Copy)]
pub enum Scenario {
    Hit,
    Sizes,
    Batch,
    First,
    Hash,
    Sign,
    Start,
}

const ALL: [(&str, Scenario); 7] = [
    ("hit", Scenario::Hit),
    ("sizes", Scenario::Sizes),
    ("batch", Scenario::Batch),
    ("first", Scenario::First),
    ("hash", Scenario::Hash),
    ("sign", Scenario::Sign),
    ("start", Scenario::Start),
];

const USAGE: &str = "cargo bench --bench exec -- [hit|sizes|batch|first|hash|sign|start]... \
                     [--rounds N] [--keys ed25519,rsa4096] [--sizes 1000,1000000] [--batch N] [--mebibytes N] \
                     [--binary NAME=PATH]...";

impl Options {
    /// Reads the command line. Without cargo's `--bench` it is a test run, which only shows that all of it works.
    pub fn read() -> Result<Self, String> {
        let mut arguments: Vec<String> = std::env::args().skip(1).collect();
        let measured = arguments.iter().any(|argument| argument == "--bench");
        arguments.retain(|argument| argument != "--bench");
        let mut options = Self {
            keys: vec!["ed25519".into(), "rsa4096".into()],
            sizes: if measured { vec![1_000, 1_000_000] } else { vec![100, 200] },
            rounds: if measured { 100 } else { 2 },
            batch: if measured { 1_000 } else { 3 },
            mebibytes: if measured { 1024 } else { 1 },
            binaries: Vec::new(),
            scenarios: Vec::new(),
        };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(USAGE);
            match argument.as_str() {
                "--rounds" => options.rounds = number(&value()?)?,
                "--batch" => options.batch = number(&value()?)?,
                "--keys" => options.keys = value()?.split(',').map(str::to_owned).collect(),
                "--sizes" => options.sizes = value()?.split(',').map(number).collect::<Result<_, _>>()?,
                "--mebibytes" => options.mebibytes = number(&value()?)?,
                "--binary" => options.binaries.push(binary(&value()?)?),
                name => {
                    let found = ALL.iter().find(|(known, _)| *known == name).ok_or(USAGE)?;
                    options.scenarios.push(found.1);
                }
            }
        }
        if options.scenarios.is_empty() {
            options.scenarios = ALL.map(|(_, scenario)| scenario).into();
        }
        if options.binaries.is_empty() {
            options.binaries = vec![("this build".into(), OURS.into())];
        }
        Ok(options)
    }
}

fn number<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("`{text}` is no number; {USAGE}"))
}

fn binary(text: &str) -> Result<(String, PathBuf), String> {
    let (name, path) = text.split_once('=').ok_or(USAGE)?;
    // They run in a directory of their own.
    let path = std::path::absolute(path).map_err(|error| format!("{path}: {error}"))?;
    Ok((name.to_owned(), path))
}
