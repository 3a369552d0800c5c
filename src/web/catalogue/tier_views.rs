//! A price in tiers, as a table and one worked example.

use maud::{Markup, html};

use crate::catalogue::OfferContent;
use crate::catalogue::tariff::{Tariff, Tier};
use crate::kernel::{Quantity, Rate, unit};
use crate::web::ui::{Column, Row, Table};

/// From where to where each price holds; nothing for a price without tiers.
pub(super) fn tiers(content: &OfferContent) -> Markup {
    let tariff = &content.terms.tariff;
    let (Some(price), [_, ..]) = (content.price, tariff.tiers()) else { return html! {} };
    let bounds = bounds(price, tariff.tiers());
    let (_, most) = content.least_and_most();
    let row = |(from, to, price): &(Quantity, Option<Quantity>, Rate)| {
        Row::new([
            html! { @if from.is_zero() { "0" } @else { "above " (from) } },
            html! { (to.unwrap_or(most)) },
            html! { (price) },
        ])
    };
    let units = unit::plural(&content.unit);
    html! {
        h2 { "Price by quantity" }
        p { (kind(tariff)) }
        (Table::new("Price by quantity")
            .hidden_caption()
            .columns([
                Column::numeric(format!("From, {units} a month")),
                Column::numeric("To"),
                Column::numeric(format!("Price per {}", content.unit)),
            ])
            .rows(bounds.iter().map(row))
            .render())
        @if let Some(example) = example(content, price) { p.meta { (example) } }
    }
}

fn kind(tariff: &Tariff) -> &'static str {
    match tariff {
        Tariff::Volume(_) => "A volume price: the tier that your quantity reaches prices all of it.",
        _ => "A graduated price: each tier prices what lies within it.",
    }
}

/// The headline price from nothing on, then each tier from where the one before it ends.
fn bounds(price: Rate, tiers: &[Tier]) -> Vec<(Quantity, Option<Quantity>, Rate)> {
    let starts =
        std::iter::once((Quantity::ZERO, price)).chain(tiers.iter().map(|tier| (tier.above, tier.price)));
    let ends = tiers.iter().map(|tier| Some(tier.above)).chain([None]);
    starts.zip(ends).map(|((from, price), to)| (from, to, price)).collect()
}

/// "For example, 4,000 payslips in a month cost £16,150.00: 1,000 at £4.40, 2,500 at £4.00, 500 at £3.50." The month is the
/// first of those that have the most, and named where not all have as much.
fn example(content: &OfferContent, price: Rate) -> Option<String> {
    let (least, quantity) = content.least_and_most();
    let mut months = content.first_month.through(content.last_month);
    let month = months.find(|month| content.quantity_in(*month) == quantity)?;
    let month = if least == quantity { "a month".to_owned() } else { month.to_string() };
    let tariff = &content.terms.tariff;
    let total = tariff.amount(content.price_kind?, price, quantity).ok()?;
    let mut reached = bounds(price, tariff.tiers()).into_iter().filter(|(from, ..)| quantity > *from);
    let parts: Vec<String> = match tariff {
        Tariff::Volume(_) => {
            reached.next_back().map(|(.., price)| format!("all of them at {price}")).into_iter().collect()
        }
        _ => reached
            .filter_map(|(from, to, price)| {
                let part = to.map_or(quantity, |to| to.min(quantity)).checked_sub(from).ok()?;
                Some(format!("{part} at {price}"))
            })
            .collect(),
    };
    let counted = unit::counted(quantity, &content.unit);
    Some(format!("For example, {counted} in {month} cost {total}: {}.", parts.join(", ")))
}
