use super::rounds::{Ratio, Times};

/// Collects what was to be met, and whether it was.
#[derive(Default)]
pub struct Report {
    lines: Vec<String>,
}

/// What a ratio is to be.
pub enum Target {
    AtMost(f64),
    AtLeast(f64),
}

impl Report {
    /// Prints what the contenders of one comparison took.
    pub fn table(&self, title: &str, times: &[Times]) {
        println!("\n{title} ({} rounds)", times.first().map_or(0, |times| times.each.len()));
        for times in times {
            let median = times.median();
            println!("  {:<52} {:>10.3} ms {:>10.3} ms of a processor", times.name, median.wall, median.cpu);
        }
    }

    /// Prints a ratio beside its target, and keeps both for the summary.
    pub fn ratio(&mut self, what: &str, ratio: &Ratio, target: Option<&Target>) {
        let Ratio { wall, quartiles: [low, high], cpu } = ratio;
        let verdict = match target {
            None => "no target".to_owned(),
            Some(Target::AtMost(limit)) => {
                format!("at most {limit}: {}", if wall <= limit { "met" } else { "NOT MET" })
            }
            Some(Target::AtLeast(limit)) => {
                format!("at least {limit}: {}", if wall >= limit { "met" } else { "NOT MET" })
            }
        };
        let line = format!("{what:<62} {wall:>7.2} ({low:.2} to {high:.2}), processor {cpu:.2}; {verdict}");
        println!("  {line}");
        self.lines.push(line);
    }

    /// Prints all ratios again, one below the other. Time fails nothing: it is for people to judge.
    pub fn summarise(&self) {
        println!("\nRatios: median of all rounds (quartiles), the same for processor time; target");
        for line in &self.lines {
            println!("  {line}");
        }
    }
}
