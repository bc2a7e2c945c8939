use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use crate::tui::job::Plan;
use crate::tui::layout;
use crate::tui::state::State;
use crate::tui::state::dialog::PlanDialog;
use crate::tui::view::jobs::progress;
use crate::tui::view::text::label;

/// Draws a plan, in the making or to be agreed to.
pub fn draw(state: &State, frame: &mut Frame<'_>, dialog: &PlanDialog) {
    let (width, height) = layout::plan_window(state.size);
    let Some(planned) = &dialog.planned else {
        let inner = super::window(state, frame, &dialog.title, (width, height.min(5)));
        let job = state.jobs.list.iter().find(|job| job.id == dialog.job);
        let text = job.map(|job| format!("{} {}", job.title, progress(state, job))).unwrap_or_default();
        let stop = super::keys(state, &[("Esc", "stop it; nothing was changed")]);
        frame.render_widget(Paragraph::new(vec![Line::from(text), Line::default(), stop]), inner);
        return;
    };
    // No larger than what there is to be seen.
    let rows = u16::try_from(planned.len()).unwrap_or(u16::MAX);
    let height = height.min(layout::around_plan(state.size, &**planned).saturating_add(rows));
    let inner = super::window(state, frame, &dialog.title, (width, height));
    let [summary, rows, below] = Layout::vertical([
        Constraint::Length(layout::summary_rows(state.size, &**planned)),
        Constraint::Fill(1),
        Constraint::Length(1),
    ])
    .areas(inner);
    self::summary(frame, summary, &**planned);
    sample(state, frame, rows, (dialog.position.offset, Some(dialog.position.cursor)), &**planned);
    let keys = if planned.is_empty() {
        super::keys(state, &[("Esc", "leave; there is nothing to be done")])
    } else {
        let agree = dialog.agree.to_string();
        super::keys(state, &[(&agree, planned.verb()), ("Esc", "leave everything as it is")])
    };
    frame.render_widget(keys, below);
}

/// Draws what a plan comes to.
pub fn summary(frame: &mut Frame<'_>, area: Rect, planned: &dyn Plan) {
    let lines: Vec<Line<'_>> = planned.summary().into_iter().map(Line::from).collect();
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), area);
}

/// Draws the rows of a plan, from the first one that is in sight on.
pub fn sample(
    state: &State,
    frame: &mut Frame<'_>,
    area: Rect,
    (first, cursor): (usize, Option<usize>),
    planned: &dyn Plan,
) {
    let lines: Vec<Line<'_>> = (first..first + usize::from(area.height))
        .map_while(|index| Some((index, planned.row(index)?)))
        .map(|(index, row)| {
            let pair = row.pair.map(|pair| {
                let digest = pair.content.to_string();
                format!("{digest:.12}  {:<16}  ", state.name(&pair.key))
            });
            let line = Line::from(vec![
                Span::styled(format!("{:<20}  ", row.word), state.theme.warning),
                Span::styled(pair.unwrap_or_default(), state.theme.dim),
                Span::raw(label(row.text.as_ref())),
            ]);
            if Some(index) == cursor { line.style(state.theme.cursor) } else { line }
        })
        .collect();
    frame.render_widget(Paragraph::new(lines), area);
}
