//! One figure a month, as plain bars: what is free of a service, or how many offers are open in a region.

use maud::{Markup, html};

use super::{
    super::{
        format::quantity,
        table::{Column, Row, Table},
    },
    figure::{Figure, Twin, grid, key, longest_label, months},
    scale::{Scale, Slots, WIDTH},
};
use crate::kernel::{Month, Quantity};

/// Free capacity, or a count, by month.
#[derive(Clone, Debug)]
pub struct MonthBars {
    pub title: String,
    /// What is counted, as the table's column and the picture's key call it: "Payslips free".
    pub measure: String,
    pub months: Vec<(Month, Quantity)>,
    pub twin: Twin,
}

impl MonthBars {
    pub fn render(&self) -> Markup {
        let scale = Scale::counting(self.months.iter().map(|(_, value)| *value));
        let slots = Slots::new(self.months.len(), longest_label(&scale, scaled));
        let drawing = html! {
            (grid(&scale, scaled))
            @for (place, (_, value)) in self.months.iter().enumerate() {
                @let (top, ground) = (scale.y(value.to_i64()), scale.y(0));
                @if !value.is_zero() {
                    rect.bar-free x=(slots.centre(place) - slots.bar() / 2) y=(top) width=(slots.bar())
                        height=((ground - top).max(1)) {}
                }
            }
            line.axis x1="0" x2=(WIDTH) y1=(scale.y(0)) y2=(scale.y(0)) {}
            (months(&slots, self.months.iter().map(|(month, _)| *month)))
        };
        let figure = Figure {
            title: &self.title,
            description: self.description(),
            drawing,
            legend: vec![(
                key(html! { rect.bar-free x="3" y="1" width="20" height="14" {} }),
                self.measure.clone(),
            )],
            table: self.table(),
            twin: self.twin,
        };
        figure.render()
    }

    fn description(&self) -> String {
        let said: Vec<String> = self
            .months
            .iter()
            .map(|(month, value)| format!("{} {}", month.short(), quantity(*value)))
            .collect();
        format!("{} by month: {}.", self.measure, said.join(", "))
    }

    fn table(&self) -> Table {
        Table::new(&self.title)
            .columns([Column::text("Month"), Column::numeric(&self.measure)])
            .empty("No month is listed.")
            .rows(
                self.months.iter().map(|(month, value)| {
                    Row::new([html! { (month.short()) }, html! { (quantity(*value)) }])
                }),
            )
    }
}

/// What the axis writes at a gridline.
fn scaled(ten_thousandths: i64) -> String {
    quantity(Quantity::from_i64(ten_thousandths.max(0)))
}
