use std::error::Error;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::cpu;

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

    fn run(&mut self) -> Result<Time, Box<dyn Error>> {
        (self.before)()?;
        let used = cpu::of_children();
        let begun = Instant::now();
        for _ in 0..self.burst {
            for command in &mut self.commands {
                let status = command.spawn()?.wait()?;
                if !status.success() {
                    return Err(format!("{command:?}: {status}").into());
                }
            }
        }
        let burst = f64::from(self.burst);
        let wall = begun.elapsed().as_secs_f64() * 1e3 / burst;
        Ok(Time { wall, cpu: (cpu::of_children() - used) / burst })
    }
}

/// How many milliseconds something took.
#[derive(Clone, Copy)]
pub struct Time {
    /// From before the start to the end.
    pub wall: f64,
    /// Of a processor: on a machine that others use too this says more.
    pub cpu: f64,
}

/// What a contender's runs took, round by round.
pub struct Times {
    pub name: String,
    pub each: Vec<Time>,
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
    pub fn median(&self) -> Time {
        let median = |part: fn(&Time) -> f64| quantile(self.each.iter().map(part), 0.5);
        Time { wall: median(|time| time.wall), cpu: median(|time| time.cpu) }
    }

    /// How many times as long as `other` it took, round by round.
    pub fn ratio_to(&self, other: &Self) -> Ratio {
        let rounds = || self.each.iter().zip(&other.each);
        let wall = |q| quantile(rounds().map(|(own, other)| own.wall / other.wall), q);
        let cpu = quantile(rounds().map(|(own, other)| own.cpu / other.cpu), 0.5);
        Ratio { wall: wall(0.5), quartiles: [wall(0.25), wall(0.75)], cpu }
    }

    /// As if it had been so many times as much.
    pub fn multiply(&mut self, factor: f64) {
        self.each
            .iter_mut()
            .for_each(|time| *time = Time { wall: time.wall * factor, cpu: time.cpu * factor });
    }
}

/// How the times of two contenders compare, over all rounds.
pub struct Ratio {
    /// The median.
    pub wall: f64,
    pub quartiles: [f64; 2],
    /// The median for processor time.
    pub cpu: f64,
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position in a list")]
fn quantile(values: impl Iterator<Item = f64>, q: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get((q * last as f64).round() as usize).copied().unwrap_or(f64::NAN)
}
