use std::str::FromStr;

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
    pub scenarios: Vec<Scenario>,
}

#[derive(Clone, Copy)]
pub enum Scenario {
    Hit,
    Sizes,
    Batch,
    First,
}

const USAGE: &str = "cargo bench --bench exec -- [hit|sizes|batch|first]... \
                     [--rounds N] [--keys ed25519,rsa4096] [--sizes 1000,1000000] [--batch N]";

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
            scenarios: Vec::new(),
        };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(USAGE);
            match argument.as_str() {
                "hit" => options.scenarios.push(Scenario::Hit),
                "sizes" => options.scenarios.push(Scenario::Sizes),
                "batch" => options.scenarios.push(Scenario::Batch),
                "first" => options.scenarios.push(Scenario::First),
                "--rounds" => options.rounds = number(&value()?)?,
                "--batch" => options.batch = number(&value()?)?,
                "--keys" => options.keys = value()?.split(',').map(str::to_owned).collect(),
                "--sizes" => options.sizes = value()?.split(',').map(number).collect::<Result<_, _>>()?,
                _ => return Err(USAGE.into()),
            }
        }
        if options.scenarios.is_empty() {
            options.scenarios = vec![Scenario::Hit, Scenario::Sizes, Scenario::Batch, Scenario::First];
        }
        Ok(options)
    }
}

fn number<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("`{text}` is no number; {USAGE}"))
}
