use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Paragraph, Wrap};

use super::text::{ago, label, size, time};
use crate::model::{Origin, Verdict};
use crate::tui::state::State;

/// Draws the details of the entry that the cursor is on beside the table.
pub fn beside(state: &State, frame: &mut Frame<'_>, area: Rect) {
    let mut block = Block::new().borders(Borders::LEFT).border_style(state.theme.border);
    if state.glyphs.ascii {
        block = block.border_set(super::border::ASCII);
    }
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let padded = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner };
    draw(state, frame, padded);
}

/// Draws the details of the entry that the cursor is on.
pub fn draw(state: &State, frame: &mut Frame<'_>, area: Rect) {
    let lines = lines(state);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let scroll = state.scroll.min(height.saturating_sub(1));
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }).scroll((scroll, 0)), area);
}

fn lines(state: &State) -> Vec<Line<'static>> {
    let theme = &state.theme;
    let Some(row) = state.entries.row() else { return Vec::new() };
    let entry = &row.entry;
    let now = state.now;
    let fact = |name: &str, value: String| {
        Line::from(vec![Span::styled(format!("{name:<10}"), theme.dim), Span::raw(value)])
    };
    let dated = |at| format!("{} ({} ago)", time(at), ago(at, now));
    let verdict = format!(
        "{} {}",
        state.glyphs.verdict(entry.verdict),
        entry.verdict.map_or("unproven", Verdict::word)
    );
    let judged = entry.judged.map_or_else(|| "never audited".into(), dated);
    let mut lines = vec![
        Line::styled(label(entry.label.as_ref()), theme.accent),
        Line::from(vec![
            Span::styled(format!("{:<10}", "verdict"), theme.dim),
            Span::styled(verdict, theme.verdict(entry.verdict)),
        ]),
        fact("judged", judged),
        fact("content", entry.pair.content.to_string()),
        fact("size", size(entry.size)),
        fact("key", format!("{} ({})", entry.pair.key, state.name(&entry.pair.key))),
        fact("signed", dated(entry.signed)),
        fact("stored", dated(entry.stored)),
        fact("used", dated(entry.used)),
        fact("origin", entry.origin.map_or_else(|| "unknown".into(), |origin: Origin| origin.to_string())),
        fact(
            "proof",
            if entry.proof.is_some() { "from the proof alone".into() } else { "needs the content".into() },
        ),
        fact("pinned", if entry.pinned { "yes".into() } else { "no".into() }),
    ];
    let Some(shown) = state.entries.shown.as_ref().filter(|shown| shown.entry.pair == entry.pair) else {
        return lines;
    };
    let (standing, reason) = &shown.standing;
    let reason = reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
    let today = Span::styled(format!("{standing}{reason}"), theme.verdict(Some(standing.verdict())));
    lines.insert(2, Line::from(vec![Span::styled(format!("{:<10}", "now"), theme.dim), today]));
    lines.extend(shown.user_ids.iter().map(|user| fact("user id", user.to_string())));
    let head = |name: &'static str| [Line::default(), Line::styled(name, theme.head)];
    lines.extend(head("signature"));
    lines.push(Line::from(format!("{} bytes, {}", entry.signature.len(), shown.algorithms)));
    lines.extend(shown.subpackets.iter().map(|subpacket| {
        let signed = if subpacket.signed { "" } else { " (not signed)" };
        let name = Span::styled(format!("{} ", subpacket.name), theme.dim);
        Line::from(vec![name, Span::raw(format!("{}{signed}", subpacket.value))])
    }));
    if !shown.bindings.is_empty() {
        lines.extend(head("copies in Nix stores"));
    }
    for binding in &shown.bindings {
        lines.push(Line::from(binding.path.to_string()));
        lines.push(fact("  root", binding.root.to_string()));
        lines.push(fact("  bound", dated(binding.bound)));
    }
    if let Some((path, registered)) = &shown.provided {
        lines.extend(head("where builds look for it"));
        lines.push(Line::from(path.to_string()));
        let registered = match registered {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown: that store can't be looked at",
        };
        lines.push(fact("provided", registered.into()));
    }
    lines.extend(head("history"));
    let past =
        shown.history.iter().map(|(at, what)| fact(&format!("{:>4} ago", ago(*at, now)), what.to_string()));
    lines.extend(past);
    lines
}
