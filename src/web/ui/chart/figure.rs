//! What all charts share: the figure with its title and description, gridlines, months, legend, and the table
//! beneath.

use maud::{Markup, html};

use super::{
    super::{
        anchor::slug,
        disclosure::{disclosure, disclosure_open},
        table::Table,
    },
    scale::{HEIGHT, Scale, Slots, WIDTH},
};
use crate::kernel::Month;

/// Whether the table beneath a chart is open at first. It is always there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Twin {
    #[default]
    Folded,
    Open,
}

/// A chart ready to be put on the page.
pub(super) struct Figure<'a> {
    pub(super) title: &'a str,
    /// What the picture shows, in a sentence or two.
    pub(super) description: String,
    pub(super) drawing: Markup,
    pub(super) legend: Vec<(Markup, String)>,
    pub(super) table: Table,
    pub(super) twin: Twin,
}

impl Figure<'_> {
    pub(super) fn render(self) -> Markup {
        let id = chart_id(self.title);
        let (title_id, description_id) = (format!("{id}-title"), format!("{id}-desc"));
        let table = self.table.id(format!("{id}-table")).hidden_caption().render();
        html! {
            figure.figure-chart {
                figcaption { (self.title) }
                svg.chart role="img" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) }
                    aria-labelledby={ (title_id) " " (description_id) } {
                    title id=(title_id) { (self.title) }
                    desc id=(description_id) { (self.description) }
                    (self.drawing)
                }
                ul.legend aria-hidden="true" { @for (key, words) in &self.legend { li { (key) (words) } } }
                @match self.twin {
                    Twin::Folded => { (disclosure("The same figures in a table", table)) }
                    Twin::Open => { (disclosure_open("The same figures in a table", table)) }
                }
            }
        }
    }
}

/// The id that everything of one chart starts with.
pub(super) fn chart_id(title: &str) -> String {
    format!("chart-{}", slug(title))
}

/// The length of the longest label of the vertical axis.
pub(super) fn longest_label(scale: &Scale, format: fn(i64) -> String) -> usize {
    scale.ticks().into_iter().map(|tick| format(tick).chars().count()).max().unwrap_or(0)
}

/// Gridlines, each with its value written on top of it at the left edge.
pub(super) fn grid(scale: &Scale, format: fn(i64) -> String) -> Markup {
    html! {
        @for tick in scale.ticks() {
            @let y = scale.y(tick);
            line.grid x1="0" x2=(WIDTH) y1=(y) y2=(y) {}
            text x="0" y=(y - 5) { (format(tick)) }
        }
    }
}

/// The months below the drawing, the year beneath the first month of each.
pub(super) fn months(slots: &Slots, months: impl IntoIterator<Item = Month>) -> Markup {
    let mut year_before = None;
    let labels: Vec<(i64, String, Option<i32>)> = months
        .into_iter()
        .enumerate()
        .filter(|(place, _)| place % slots.every() == 0)
        .map(|(place, month)| {
            let new_year = year_before.replace(month.year()).is_none_or(|year| year != month.year());
            (slots.centre(place), month.name().chars().take(3).collect(), new_year.then(|| month.year()))
        })
        .collect();
    html! {
        @for (x, name, year) in labels {
            text.month x=(x) y=(Scale::bottom() + 22) { (name) }
            @if let Some(year) = year { text.month x=(x) y=(Scale::bottom() + 44) { (year) } }
        }
    }
}

/// The small picture before a word of the legend.
pub(super) fn key(content: Markup) -> Markup {
    html! { svg.key width="26" height="16" viewBox="0 0 26 16" focusable="false" { (content) } }
}
