//! A KPI by month against its target. A missed month is a filled diamond with its figure written beside it; a met one
//! is a ring; a month without a return is a gap in the line.

use maud::{Markup, html};

use super::{
    super::{
        format::plural,
        status::{Tone, status_tag},
        table::{Column, Row, Table},
    },
    figure::{Figure, Twin, grid, key, longest_label, months},
    scale::{Base, Scale, Slots, WIDTH},
};
use crate::kernel::Month;

/// Which side of the target is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KpiAim {
    AtLeast,
    AtMost,
}

/// One month of a KPI.
#[derive(Clone, Debug)]
pub struct KpiMonth {
    pub month: Month,
    /// `None` while there is no return for it.
    pub value: Option<i64>,
    /// Whether the target was met, as the service level decided it.
    pub met: bool,
    /// Cells for the table's further columns.
    pub more: Vec<Markup>,
}

/// A KPI by month against its target. Values are whole numbers of any unit that `format` can write.
#[derive(Clone, Debug)]
pub struct LineChart {
    pub title: String,
    /// What is measured, as the table's column: "Right first time".
    pub measure: String,
    pub target: i64,
    pub aim: KpiAim,
    /// The highest value there can be, such as 100 per cent.
    pub ceiling: Option<i64>,
    pub format: fn(i64) -> String,
    pub months: Vec<KpiMonth>,
    /// Further columns of the table, such as the consumer's answer.
    pub more_columns: Vec<Column>,
    pub twin: Twin,
}

impl LineChart {
    pub fn render(&self) -> Markup {
        let values = self.months.iter().filter_map(|month| month.value).chain([self.target]);
        let scale = Scale::holding(values, Base::Data, self.ceiling);
        let slots = Slots::new(self.months.len(), longest_label(&scale, self.format));
        let target_y = scale.y(self.target);
        let drawing = html! {
            (grid(&scale, self.format))
            (months(&slots, self.months.iter().map(|month| month.month)))
            line.target x1="0" x2=(WIDTH) y1=(target_y) y2=(target_y) {}
            @for run in self.runs(&scale, &slots) { polyline.line points=(run) {} }
            @for (place, month) in self.months.iter().enumerate() {
                @if let Some(value) = month.value {
                    (self.marker(month, value, slots.centre(place), scale.y(value)))
                }
            }
        };
        let figure = Figure {
            title: &self.title,
            description: self.description(),
            drawing,
            legend: self.legend(),
            table: self.table(),
            twin: self.twin,
        };
        figure.render()
    }

    /// The points of the line, broken where a month has no value.
    fn runs(&self, scale: &Scale, slots: &Slots) -> Vec<String> {
        let points: Vec<Option<String>> = self
            .months
            .iter()
            .enumerate()
            .map(|(place, month)| {
                month.value.map(|value| format!("{},{}", slots.centre(place), scale.y(value)))
            })
            .collect();
        points
            .split(Option::is_none)
            .filter(|run| run.len() > 1)
            .map(|run| run.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" "))
            .collect()
    }

    fn marker(&self, month: &KpiMonth, value: i64, x: i64, y: i64) -> Markup {
        let beside = match self.aim {
            KpiAim::AtLeast if y + 25 <= Scale::bottom() => y + 25,
            _ => y - 14,
        };
        html! {
            @if month.met { (ring(x, y)) }
            @else { (diamond(x, y)) text.value x=(x) y=(beside) { ((self.format)(value)) } }
        }
    }

    fn description(&self) -> String {
        let (met, missed): (Vec<&KpiMonth>, Vec<&KpiMonth>) =
            self.months.iter().filter(|month| month.value.is_some()).partition(|month| month.met);
        let named: Vec<String> = missed
            .iter()
            .filter_map(|month| {
                month.value.map(|value| format!("{} at {}", month.month.short(), (self.format)(value)))
            })
            .collect();
        let met = plural(met.len(), "month met", "months met");
        match named.as_slice() {
            [] => format!("{}: {met} the target, none missed it.", self.target_words()),
            _ => format!("{}: {met} the target; missed in {}.", self.target_words(), named.join(", ")),
        }
    }

    fn target_words(&self) -> String {
        match self.aim {
            KpiAim::AtLeast => format!("Target at least {}", (self.format)(self.target)),
            KpiAim::AtMost => format!("Target at most {}", (self.format)(self.target)),
        }
    }

    fn legend(&self) -> Vec<(Markup, String)> {
        vec![
            (key(html! { line.line x1="0" x2="26" y1="8" y2="8" {} (ring(13, 8)) }), "Met".to_owned()),
            (key(html! { line.line x1="0" x2="26" y1="8" y2="8" {} (diamond(13, 8)) }), "Missed".to_owned()),
            (key(html! { line.target x1="0" x2="26" y1="8" y2="8" {} }), self.target_words()),
        ]
    }

    fn table(&self) -> Table {
        let mut columns = vec![Column::text("Month"), Column::numeric(&self.measure), Column::text("Result")];
        columns.extend(self.more_columns.iter().cloned());
        Table::new(&self.title).columns(columns).empty("No month has been returned yet.").rows(
            self.months.iter().map(|month| {
                let value = month
                    .value
                    .map_or_else(|| html! { "No return" }, |value| html! { ((self.format)(value)) });
                let mut cells = vec![html! { (month.month.short()) }, value, result(month)];
                cells.extend(month.more.iter().cloned());
                Row::new(cells)
            }),
        )
    }
}

fn result(month: &KpiMonth) -> Markup {
    match (month.value, month.met) {
        (None, _) => html! { "" },
        (Some(_), true) => status_tag(Tone::Good, "Met"),
        (Some(_), false) => status_tag(Tone::Bad, "Missed"),
    }
}

fn ring(x: i64, y: i64) -> Markup {
    html! { circle.dot cx=(x) cy=(y) r="5" {} }
}

fn diamond(x: i64, y: i64) -> Markup {
    html! { path.miss d={ "M" (x) " " (y - 8) "l8 8l-8 8l-8 -8z" } {} }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::ui::percent;

    fn chart(title: &str) -> LineChart {
        let may = Month::from_i32(2026 * 12 + 4);
        let month =
            |after, value: Option<i64>, met| KpiMonth { month: may.plus(after), value, met, more: vec![] };
        LineChart {
            title: title.into(),
            measure: "Right first time".into(),
            target: 9950,
            aim: KpiAim::AtLeast,
            ceiling: Some(10_000),
            format: percent,
            months: vec![
                month(0, Some(9910), false),
                month(1, Some(9960), true),
                month(2, None, false),
                month(3, Some(9970), true),
            ],
            more_columns: vec![],
            twin: Twin::Open,
        }
    }

    #[test]
    fn a_title_cannot_smuggle_in_markup() {
        let page = chart("<script>alert(1)</script> \"quoted\"").render().into_string();

        assert!(!page.contains("<script>"));
        assert!(page.contains("<title id=\"chart-script-alert-1-script-quoted-title\">&lt;script&gt;"));
    }

    #[test]
    fn a_month_without_a_return_breaks_the_line() {
        let chart = chart("Payslips");
        let scale = Scale::holding([9900, 10_000], Base::Data, None);

        let runs = chart.runs(&scale, &Slots::new(4, 4));

        assert_eq!(runs.len(), 1);
    }

    #[test]
    fn the_description_names_what_was_missed() {
        let description = chart("Payslips").description();

        assert_eq!(
            description,
            "Target at least 99.5%: 2 months met the target; missed in May 2026 at 99.1%."
        );
    }
}
