//! Capacity by month: what is committed, reserved and free of what is listed.

use maud::{Markup, html};

use super::{
    super::{
        format::quantity,
        table::{Column, Row, Table},
    },
    figure::{Figure, Twin, chart_id, grid, key, longest_label, months},
    scale::{Scale, Slots, WIDTH},
};
use crate::kernel::{Month, Quantity};

/// One month of capacity.
#[derive(Clone, Copy, Debug)]
pub struct CapacityMonth {
    pub month: Month,
    pub listed: Quantity,
    pub reserved: Quantity,
    pub committed: Quantity,
}

impl CapacityMonth {
    /// What is left, and never less than nothing.
    fn free(&self) -> Quantity {
        let taken = self.reserved.to_i64().saturating_add(self.committed.to_i64());
        Quantity::from_i64(self.listed.to_i64().saturating_sub(taken).max(0))
    }
}

/// What the axis writes at a gridline.
fn scaled(ten_thousandths: i64) -> String {
    quantity(Quantity::from_i64(ten_thousandths))
}

/// Capacity by month. Committed is solid, reserved is hatched, free is an outline.
#[derive(Clone, Debug)]
pub struct StackedBars {
    pub title: String,
    /// What is counted: "rack units".
    pub unit: String,
    pub months: Vec<CapacityMonth>,
    pub twin: Twin,
}

impl StackedBars {
    pub fn render(&self) -> Markup {
        let scale = Scale::counting(self.months.iter().map(|month| month.listed));
        let slots = Slots::new(self.months.len(), longest_label(&scale, scaled));
        let hatch = format!("{}-hatch", chart_id(&self.title));
        let drawing = html! {
            defs { (hatching(&hatch)) }
            (grid(&scale, scaled))
            @for (place, month) in self.months.iter().enumerate() {
                (bar(month, &scale, slots.centre(place), slots.bar(), &hatch))
            }
            line.axis x1="0" x2=(WIDTH) y1=(scale.y(0)) y2=(scale.y(0)) {}
            (months(&slots, self.months.iter().map(|month| month.month)))
        };
        let figure = Figure {
            title: &self.title,
            description: self.description(),
            drawing,
            legend: legend(&hatch),
            table: self.table(),
            twin: self.twin,
        };
        figure.render()
    }

    fn description(&self) -> String {
        let free: Vec<String> = self
            .months
            .iter()
            .map(|month| format!("{} {}", month.month.short(), quantity(month.free())))
            .collect();
        format!("Committed, reserved and free {} by month. Free: {}.", self.unit, free.join(", "))
    }

    fn table(&self) -> Table {
        let write = |value: Quantity| html! { (quantity(value)) };
        Table::new(&self.title)
            .columns([
                Column::text("Month"),
                Column::numeric("Listed"),
                Column::numeric("Reserved"),
                Column::numeric("Committed"),
                Column::numeric("Free"),
            ])
            .empty("No capacity is listed.")
            .rows(self.months.iter().map(|month| {
                Row::new([
                    html! { (month.month.short()) },
                    write(month.listed),
                    write(month.reserved),
                    write(month.committed),
                    write(month.free()),
                ])
            }))
    }
}

/// One month's bar, from the ground up: committed, reserved, free.
fn bar(month: &CapacityMonth, scale: &Scale, centre: i64, width: i64, hatch: &str) -> Markup {
    let x = centre - width / 2;
    let (ground, committed) = (scale.y(0), scale.y(month.committed.to_i64()));
    let reserved = scale.y(month.committed.to_i64().saturating_add(month.reserved.to_i64()));
    let listed = scale.y(month.listed.to_i64());
    html! {
        rect.free x=(x) y=(listed) width=(width) height=((ground - listed).max(0)) {}
        @if month.committed.to_i64() > 0 {
            rect.committed x=(x) y=(committed) width=(width) height=((ground - committed).max(1)) {}
        }
        @if month.reserved.to_i64() > 0 {
            rect.reserved x=(x) y=(reserved) width=(width) height=((committed - reserved).max(1))
                fill={ "url(#" (hatch) ")" } {}
        }
    }
}

/// Slanted lines, so that reserved differs from committed without colour.
fn hatching(id: &str) -> Markup {
    html! {
        pattern id=(id) width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
            rect.hatch-ground width="6" height="6" {}
            line.hatch-line x1="1" x2="1" y1="0" y2="6" {}
        }
    }
}

fn legend(hatch: &str) -> Vec<(Markup, String)> {
    let swatch = |class: &str, fill: Option<String>| {
        key(html! { rect class=(class) x="3" y="1" width="20" height="14" fill=[fill] {} })
    };
    vec![
        (swatch("committed", None), "Committed".to_owned()),
        (swatch("reserved", Some(format!("url(#{hatch})"))), "Reserved".to_owned()),
        (swatch("free", None), "Free".to_owned()),
    ]
}
