//! An in-kind account: what was given (upwards) and taken (downwards) each month, and the running balance across.

use maud::{Markup, html};

use super::{
    super::{
        format::{money, thousands},
        table::{Column, Row, Table},
    },
    figure::{Figure, Twin, grid, key, longest_label, months},
    scale::{Base, Scale, Slots, WIDTH},
};
use crate::kernel::{Month, Pence};

/// One month of an in-kind account. `balance` is after the month; above nothing the reader's body is ahead.
#[derive(Clone, Copy, Debug)]
pub struct BalanceMonth {
    pub month: Month,
    pub given: Pence,
    pub taken: Pence,
    pub balance: Pence,
}

/// An in-kind account by month.
#[derive(Clone, Debug)]
pub struct BalanceChart {
    pub title: String,
    /// Who gives and takes, as the table's columns: "You gave", "You took".
    pub given_label: String,
    pub taken_label: String,
    pub months: Vec<BalanceMonth>,
    /// Within this much either way nothing is paid.
    pub tolerance: Option<Pence>,
    pub twin: Twin,
}

impl BalanceChart {
    pub fn render(&self) -> Markup {
        let scale = self.scale();
        let slots = Slots::new(self.months.len(), longest_label(&scale, pounds));
        let zero = scale.y(0);
        let drawing = html! {
            @if let Some(tolerance) = self.tolerance { (band(&scale, tolerance)) }
            (grid(&scale, pounds))
            @for (place, month) in self.months.iter().enumerate() {
                (bars(month, &scale, slots.centre(place), slots.bar()))
            }
            line.axis x1="0" x2=(WIDTH) y1=(zero) y2=(zero) {}
            polyline.balance points=(self.balance_points(&scale, &slots)) {}
            @for (place, month) in self.months.iter().enumerate() {
                (square(slots.centre(place), scale.y(month.balance.to_i64())))
            }
            (months(&slots, self.months.iter().map(|month| month.month)))
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

    fn scale(&self) -> Scale {
        let tolerance = self.tolerance.map_or(0, Pence::to_i64);
        let values = self.months.iter().flat_map(|month| {
            [month.given.to_i64(), month.taken.to_i64().saturating_neg(), month.balance.to_i64()]
        });
        Scale::holding(values.chain([tolerance, -tolerance]), Base::Zero, None)
    }

    fn balance_points(&self, scale: &Scale, slots: &Slots) -> String {
        let points: Vec<String> = self
            .months
            .iter()
            .enumerate()
            .map(|(place, month)| format!("{},{}", slots.centre(place), scale.y(month.balance.to_i64())))
            .collect();
        points.join(" ")
    }

    fn description(&self) -> String {
        match (self.months.first(), self.months.last()) {
            (Some(first), Some(last)) => format!(
                "{} and {} each month from {} to {}. The balance ends at {}.",
                self.given_label,
                self.taken_label,
                first.month.short(),
                last.month.short(),
                balance_words(last.balance)
            ),
            _ => "Nothing has been delivered yet.".to_owned(),
        }
    }

    fn legend(&self) -> Vec<(Markup, String)> {
        let swatch = |class: &str| key(html! { rect class=(class) x="3" y="1" width="20" height="14" {} });
        let mut legend = vec![
            (swatch("gives"), format!("{}, upwards", self.given_label)),
            (swatch("takes"), format!("{}, downwards", self.taken_label)),
            (
                key(html! { line.balance x1="0" x2="26" y1="8" y2="8" {} (square(13, 8)) }),
                "Balance".to_owned(),
            ),
        ];
        if let Some(tolerance) = self.tolerance {
            legend.push((swatch("band"), format!("Within {}, nothing is paid", money(tolerance))));
        }
        legend
    }

    fn table(&self) -> Table {
        Table::new(&self.title)
            .columns([
                Column::text("Month"),
                Column::numeric(&self.given_label),
                Column::numeric(&self.taken_label),
                Column::numeric("Balance"),
            ])
            .empty("Nothing has been delivered yet.")
            .rows(self.months.iter().map(|month| {
                Row::new([
                    html! { (month.month.short()) },
                    html! { (money(month.given)) },
                    html! { (money(month.taken)) },
                    html! { (balance_words(month.balance)) },
                ])
            }))
    }
}

/// "£240.00 ahead", "£12.00 behind", "even".
fn balance_words(balance: Pence) -> String {
    match balance.to_i64() {
        0 => "even".to_owned(),
        ahead if ahead > 0 => format!("{} ahead", money(balance)),
        _ => format!("{} behind", money(balance.abs())),
    }
}

/// "£5,000" for the axis, which counts in round figures; pence are shown only where a step has some.
fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "−" } else { "" };
    let (whole, rest) = (pence.unsigned_abs() / 100, pence.unsigned_abs() % 100);
    let whole = thousands(whole);
    if rest == 0 { format!("{sign}£{whole}") } else { format!("{sign}£{whole}.{rest:02}") }
}

fn band(scale: &Scale, tolerance: Pence) -> Markup {
    let (top, bottom) = (scale.y(tolerance.to_i64()), scale.y(tolerance.to_i64().saturating_neg()));
    html! { rect.band x="0" y=(top) width=(WIDTH) height=(bottom - top) {} }
}

fn bars(month: &BalanceMonth, scale: &Scale, centre: i64, width: i64) -> Markup {
    let (x, zero) = (centre - width / 2, scale.y(0));
    let (top, bottom) = (scale.y(month.given.to_i64()), scale.y(month.taken.to_i64().saturating_neg()));
    html! {
        rect.gives x=(x) y=(top) width=(width) height=((zero - top).max(0)) {}
        rect.takes x=(x) y=(zero) width=(width) height=((bottom - zero).max(0)) {}
    }
}

fn square(x: i64, y: i64) -> Markup {
    html! { rect.balance-mark x=(x - 4) y=(y - 4) width="8" height="8" {} }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balance_says_which_way_it_leans() {
        assert_eq!(balance_words(Pence::from_i64(24_000)), "£240.00 ahead");
        assert_eq!(balance_words(Pence::from_i64(-1200)), "£12.00 behind");
        assert_eq!(balance_words(Pence::from_i64(0)), "even");
    }

    #[test]
    fn the_axis_counts_in_pounds() {
        assert_eq!(pounds(500_000), "£5,000");
        assert_eq!(pounds(-50), "−£0.50");
    }
}
