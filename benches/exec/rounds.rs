use std::error::Error;
use std::process::{Command, Stdio};
use std::time::Instant;

/// One of those who run against each other.
pub struct Contender<'a> {
    pub name: String,
    /// Done before each run and not timed.
    pub before: Box<dyn FnMut() -> Result<(), Box<dyn Error>> + 'a>,
    /// What is timed, one process after the other.
    pub commands: Vec<Command>,
    /// How many times in a row, of which the mean counts.
    pub burst: u32,
}

/// How many times in a row a single command runs. An evaluation asks for many files, so each
/// contender is to be measured with a machine that it has warmed for itself, not just after another one.
const BURST: u32 = 5;

impl<'a> Contender<'a> {
    pub fn new(name: &str, command: Command) -> Self {
        Self { burst: BURST, ..Self::many(name, vec![command]) }
    }

    pub fn many(name: &str, commands: Vec<Command>) -> Self {
        Self { name: name.to_owned(), before: Box::new(|| Ok(())), commands, burst: 1 }
    }

    /// Does something before each run, which then is a single one.
    pub fn after(mut self, before: impl FnMut() -> Result<(), Box<dyn Error>> + 'a) -> Self {
        self.before = Box::new(before);
        self.burst = 1;
        self
    }

    fn run(&mut self) -> Result<f64, Box<dyn Error>> {
        (self.before)()?;
        let begun = Instant::now();
        for _ in 0..self.burst {
            for command in &mut self.commands {
                let status = command.spawn()?.wait()?;
                if !status.success() {
                    return Err(format!("{command:?}: {status}").into());
                }
            }
        }
        Ok(begun.elapsed().as_secs_f64() * 1e3 / f64::from(self.burst))
    }
}

/// What a contender's runs took, in milliseconds, round by round.
pub struct Times {
    pub name: String,
    pub each: Vec<f64>,
}

/// Runs all contenders one after the other in each round, each round beginning with another one.
///
/// What disturbs the machine for a while so disturbs all of them, and ratios are taken within a round.
pub fn run(rounds: usize, mut contenders: Vec<Contender<'_>>) -> Result<Vec<Times>, Box<dyn Error>> {
    let count = contenders.len();
    let mut times: Vec<Times> = contenders
        .iter_mut()
        .map(|contender| {
            for command in &mut contender.commands {
                command.stdin(Stdio::null()).stdout(Stdio::null());
            }
            Times { name: contender.name.clone(), each: Vec::with_capacity(rounds) }
        })
        .collect();
    let warming = rounds.div_ceil(20);
    for round in 0..warming + rounds {
        for position in 0..count {
            let index = (round + position) % count;
            let took = contenders[index].run()?;
            if round >= warming {
                times[index].each.push(took);
            }
        }
    }
    Ok(times)
}

impl Times {
    pub fn median(&self) -> f64 {
        quantile(self.each.clone(), 0.5)
    }

    /// The quartiles of how many times as long as `other` it took, round by round.
    pub fn ratio_to(&self, other: &Self) -> [f64; 3] {
        let ratios: Vec<f64> = self.each.iter().zip(&other.each).map(|(own, other)| own / other).collect();
        [0.25, 0.5, 0.75].map(|q| quantile(ratios.clone(), q))
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position in a list")]
fn quantile(mut values: Vec<f64>, q: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get((q * last as f64).round() as usize).copied().unwrap_or(f64::NAN)
}
