use std::collections::BTreeMap;

use indicatif::{HumanBytes, HumanCount};
use serde_json::{Map, Value, json};

use super::list;
use crate::cli::args;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::output::Style;
use crate::cli::resolve::Work;
use crate::model::{Age, Verdict};
use crate::ops::Names;
use crate::ops::{self, Count, Stats};

/// How long the longest bar is, in columns.
const WIDTH: u64 = 30;

/// How many of the last months and days are shown.
const RECENT: usize = 12;

/// Shows the cache in numbers.
pub fn run(_: &args::Stats, work: &Work<'_>) -> Result<Exit, Error> {
    let stats = ops::stats(&work.session, &work.bars)?;
    if work.output.json {
        work.output.object(&to_json(&stats))?;
        return Ok(Exit::Done);
    }
    let mut page = Page { work, text: String::new() };
    page.totals(&stats);
    if stats.total.entries > 0 {
        page.verdicts(&stats.total);
        page.keys(&stats);
        page.ages("stored", &stats.age);
        page.ages("last used", &stats.used);
        let growth: Vec<_> = stats.growth.iter().map(|(month, count)| (month.clone(), *count)).collect();
        page.chart("stored in the month", recent(&growth));
    }
    page.days(&stats);
    work.output.data(page.text.as_bytes())?;
    Ok(Exit::Done)
}

/// What is shown, as it grows.
struct Page<'a> {
    work: &'a Work<'a>,
    text: String,
}

impl Page<'_> {
    fn totals(&mut self, stats: &Stats) {
        let (total, beside) = (&stats.total, &stats.beside);
        let count = |number| HumanCount(number).to_string();
        self.fact("entries", count(total.entries));
        for (scheme, entries) in schemes(stats) {
            self.fact("", format!("{} {scheme}", count(entries)));
        }
        self.fact("contents", HumanBytes(total.content_bytes).to_string());
        self.fact("signatures", format!("{}, with proofs", HumanBytes(total.stored_bytes)));
        self.fact("database", HumanBytes(beside.database_bytes).to_string());
        self.fact("proofs", format!("{} entries can be verified without their content", count(total.proofs)));
        self.fact("pinned", count(total.pinned));
        self.fact("bound", count(beside.bound));
        self.fact("trash", count(beside.trash));
        self.fact("quarantine", count(beside.quarantine));
        self.fact("wanted", count(beside.wanted));
    }

    fn fact(&mut self, name: &str, value: String) {
        let name = self.work.output.paint(Style::Dim, &format!("{name:<10}"));
        self.text.push_str(&format!("{name}  {value}\n"));
    }

    fn head(&mut self, text: &str) {
        let head = self.work.output.paint(Style::Bold, text);
        self.text.push_str(&format!("\n{head}\n"));
    }

    fn verdicts(&mut self, total: &Count) {
        self.head("by verdict");
        let most = total.verdicts.values().copied().max();
        for (verdict, count) in &total.verdicts {
            let name = list::verdict(self.work.output, *verdict);
            self.line(&name, *count, most);
        }
    }

    fn keys(&mut self, stats: &Stats) {
        self.head("by key");
        let settings = self.work.session.settings();
        let names = Names::new(settings);
        for (key, count) in &stats.keys {
            let good = count.verdicts.get(&Some(Verdict::Good)).copied().unwrap_or(0);
            let signed = count.last_signed.map_or_else(String::new, |time| list::ago(time, settings.now));
            self.text.push_str(&format!(
                "  {:<16}  {:>12} entries, {:>12} good, {:>10}, last signed {signed} ago\n",
                names.of(key),
                HumanCount(count.entries).to_string(),
                HumanCount(good).to_string(),
                HumanBytes(count.stored_bytes).to_string(),
            ));
        }
    }

    fn ages(&mut self, what: &str, ages: &[(Option<Age>, u64)]) {
        let names = ages.iter().map(|(age, count)| {
            let name = age.map_or_else(|| "longer ago".to_owned(), |age| format!("within {age}"));
            (name, *count)
        });
        self.chart(what, &names.collect::<Vec<_>>());
    }

    fn chart(&mut self, head: &str, bars: &[(String, u64)]) {
        self.head(head);
        let most = bars.iter().map(|(_, count)| *count).max();
        for (name, count) in bars {
            self.line(&format!("{name:<13}"), *count, most);
        }
    }

    fn line(&mut self, name: &str, count: u64, most: Option<u64>) {
        let length = if self.work.output.on_terminal {
            count.saturating_mul(WIDTH).div_ceil(most.unwrap_or(0).max(1))
        } else {
            0
        };
        let bar = "█".repeat(usize::try_from(length).unwrap_or(0));
        let line = format!("  {name}  {:>12}  {bar}", HumanCount(count).to_string());
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn days(&mut self, stats: &Stats) {
        let days: Vec<_> = stats.days.iter().collect();
        if days.is_empty() {
            return;
        }
        self.head("what you looked up");
        for (date, day) in recent(&days) {
            self.text.push_str(&format!(
                "  {date}  {:>12} hits  {:>12} misses\n",
                HumanCount(day.hits).to_string(),
                HumanCount(day.misses).to_string(),
            ));
        }
    }
}

/// How many entries there are of each scheme of keys.
fn schemes(stats: &Stats) -> BTreeMap<String, u64> {
    let mut schemes = BTreeMap::new();
    for (key, count) in &stats.keys {
        let key = key.to_string();
        let scheme = key.split(':').next().unwrap_or_default();
        *schemes.entry(scheme.to_owned()).or_default() += count.entries;
    }
    schemes
}

fn recent<T>(all: &[T]) -> &[T] {
    &all[all.len().saturating_sub(RECENT)..]
}

fn to_json(stats: &Stats) -> Value {
    let ages = |ages: &[(Option<Age>, u64)]| -> Value {
        let bucket = |(age, count): &(Option<Age>, u64)| json!({ "withinSeconds": age.map(|age| age.duration().as_secs()), "entries": count });
        ages.iter().map(bucket).collect()
    };
    let mut value = count_json(&stats.total);
    let keys = stats.keys.iter().map(|(key, count)| (key.to_string(), count_json(count)));
    value["keys"] = keys.collect::<Map<_, _>>().into();
    value["schemes"] = json!(schemes(stats));
    value["stored"] = ages(&stats.age);
    value["used"] = ages(&stats.used);
    value["growth"] = json!(stats.growth);
    let days = stats
        .days
        .iter()
        .map(|(date, day)| (date.clone(), json!({ "hits": day.hits, "misses": day.misses })));
    value["days"] = days.collect::<Map<_, _>>().into();
    let beside = &stats.beside;
    for (name, number) in [
        ("bound", beside.bound),
        ("trash", beside.trash),
        ("quarantine", beside.quarantine),
        ("wanted", beside.wanted),
        ("databaseBytes", beside.database_bytes),
    ] {
        value[name] = json!(number);
    }
    value
}

fn count_json(count: &Count) -> Value {
    let verdicts = count
        .verdicts
        .iter()
        .map(|(verdict, count)| (verdict.map_or("unknown", Verdict::word).to_owned(), json!(count)));
    json!({
        "entries": count.entries,
        "contentBytes": count.content_bytes,
        "storedBytes": count.stored_bytes,
        "proofs": count.proofs,
        "pinned": count.pinned,
        "lastSignedAt": count.last_signed.map(|time| time.as_second()),
        "verdicts": verdicts.collect::<Map<_, _>>(),
    })
}
