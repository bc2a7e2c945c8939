use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use crate::tui::job::Plan;
use crate::tui::layout;
use crate::tui::state::State;
use crate::tui::state::dialog::PlanDialog;
use crate::tui::view::jobs::progress;

/// Draws a plan, in the making or to be agreed to.
pub fn draw(state: &State, frame: &mut Frame<'_>, dialog: &PlanDialog) {
    let inner = super::window(state, frame, &dialog.title, layout::plan_window(state.size));
    let Some(planned) = &dialog.planned else {
        let job = state.jobs.list.iter().find(|job| job.id == dialog.job);
        let text = job.map(|job| format!("{} {}", job.title, progress(state, job))).unwrap_or_default();
        let lines = vec![
            Line::from(text),
            Line::default(),
            Line::styled("Esc stops it; nothing was changed.", state.theme.dim),
        ];
        frame.render_widget(Paragraph::new(lines), inner);
        return;
    };
    let [summary, rows, keys] = Layout::vertical([
        Constraint::Length(layout::PLAN_SUMMARY),
        Constraint::Min(1),
        Constraint::Length(1),
    ])
    .areas(inner);
    let lines: Vec<Line<'_>> = planned.summary().into_iter().map(Line::from).collect();
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), summary);
    sample(state, frame, rows, dialog, &**planned);
    let agree = if planned.is_empty() {
        Line::styled("There is nothing to be done.  Esc", state.theme.dim)
    } else {
        Line::from(vec![
            Span::styled(dialog.agree.to_string(), state.theme.accent),
            Span::raw(format!(" {}   ", planned.verb())),
            Span::styled("Esc", state.theme.accent),
            Span::raw(" leave everything as it is"),
        ])
    };
    frame.render_widget(agree, keys);
}

fn sample(state: &State, frame: &mut Frame<'_>, area: Rect, dialog: &PlanDialog, planned: &dyn Plan) {
    let first = dialog.position.offset;
    let lines: Vec<Line<'_>> = (first..first + usize::from(area.height))
        .map_while(|index| Some((index, planned.row(index)?)))
        .map(|(index, row)| {
            let pair = row.pair.map(|pair| {
                let digest = pair.content.to_string();
                format!("{digest:.12}  {:<16}  ", state.name(&pair.key))
            });
            let line = Line::from(vec![
                Span::styled(format!("{:<22}  ", row.word), state.theme.warning),
                Span::styled(pair.unwrap_or_default(), state.theme.dim),
                Span::raw(super::super::text::label(row.text.as_ref())),
            ]);
            if index == dialog.position.cursor { line.style(state.theme.cursor) } else { line }
        })
        .collect();
    frame.render_widget(Paragraph::new(lines), area);
}
