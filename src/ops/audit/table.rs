use std::collections::BTreeMap;

use crate::model::Verdict;
use crate::ops::Names;
use crate::ops::audit::{Report, Standing};

/// How many entries of each key are how, a line each, the first one with what the columns mean.
///
/// What no entry is has no column, unless it is good.
#[must_use]
pub fn table(report: &Report, names: &Names) -> Vec<String> {
    let good = Standing::Verdict(Verdict::Good);
    let shown: Vec<Standing> =
        Standing::ALL.into_iter().filter(|standing| *standing == good || report.of(*standing) > 0).collect();
    let line = |name: &str, cells: &mut dyn Iterator<Item = (String, usize)>| {
        cells.fold(format!("{name:<16}"), |line, (cell, width)| format!("{line}  {cell:>width$}"))
    };
    let width = |standing: &Standing| standing.word().len().max(9);
    let head = ("entries".to_owned(), 9);
    let words = shown.iter().map(|standing| (standing.word().to_owned(), width(standing)));
    let first = line("key", &mut std::iter::once(head).chain(words));
    let of_key = |counts: &BTreeMap<Standing, u64>| {
        let all: u64 = counts.values().sum();
        let of = |standing: &Standing| counts.get(standing).copied().unwrap_or(0).to_string();
        let cells: Vec<_> = shown.iter().map(|standing| (of(standing), width(standing))).collect();
        std::iter::once((all.to_string(), 9)).chain(cells)
    };
    let keys = report.keys.iter().map(|(key, counts)| line(&names.of(key), &mut of_key(counts)));
    std::iter::once(first).chain(keys).collect()
}
