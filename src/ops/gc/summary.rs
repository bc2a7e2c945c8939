use super::Plan;

/// What a plan comes to, in one line.
pub fn summary(plan: &Plan) -> String {
    let bytes: u64 = plan.items.iter().map(|item| item.bytes).sum();
    let mut text = format!(
        "{} of {} entries go ({bytes} of {} bytes of signatures and proofs)",
        plan.items.len(),
        plan.entries,
        plan.bytes
    );
    let used = || plan.items.iter().map(|item| item.used);
    if let (Some(first), Some(last)) = (used().min(), used().max()) {
        let day = |time: jiff::Timestamp| time.to_string().chars().take(10).collect::<String>();
        text += &format!(", last used from {} to {}", day(first), day(last));
    }
    let last_copies = plan.items.iter().filter(|item| item.last_copy).count();
    if last_copies > 0 {
        text += &format!("; of {last_copies} no other copy is known");
    }
    if !plan.kept.is_empty() {
        text += &format!("; kept: {}", kept(plan));
    }
    text
}

/// How many entries each guard keeps.
pub fn kept(plan: &Plan) -> String {
    let counts = plan.kept.iter().map(|(guard, count)| format!("{count} {}", guard.word()));
    counts.collect::<Vec<_>>().join(", ")
}
