//! Terms in plain words: each term has a label that stays the same from version to version, so that two versions
//! can be compared line by line and a text written down.

use super::model::Parties;
use super::terms::{LegTerms, Terms};
use crate::kernel::price::{PriceKind, Settlement};
use crate::kernel::{Month, unit};

/// One term and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermLine {
    /// Whose part of the exchange it belongs to, "Northmoor NHS Trust gives"; empty for what holds for all.
    pub part: String,
    pub label: String,
    pub value: String,
}

impl TermLine {
    fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { part: String::new(), label: label.into(), value: value.into() }
    }

    /// The part and the label in one: "Northmoor NHS Trust gives: quantity a month".
    pub fn name(&self) -> String {
        if self.part.is_empty() {
            self.label.clone()
        } else {
            format!("{}: {}", self.part, lower_first(&self.label))
        }
    }
}

/// Every term, flattened: what both share first, then each leg under the name of whoever provides it.
pub fn lines(terms: &Terms, parties: &Parties) -> Vec<TermLine> {
    let mut lines = shared_lines(terms);
    for leg in &terms.legs {
        let provider = parties.name_of(leg.provider);
        let part = format!("{provider} gives");
        lines.extend(leg_lines(leg).into_iter().map(|line| TermLine { part: part.clone(), ..line }));
    }
    lines
}

/// What holds for all legs.
pub fn shared_lines(terms: &Terms) -> Vec<TermLine> {
    let mut lines = vec![
        TermLine::new("Title", &terms.title),
        TermLine::new("First month", terms.first_month.to_string()),
        TermLine::new("Last month", terms.last_month.to_string()),
    ];
    if terms.is_in_kind() {
        lines.push(TermLine::new("Tolerance of the in-kind account", terms.tolerance.to_string()));
    }
    lines
}

/// The terms of one leg.
pub fn leg_lines(leg: &LegTerms) -> Vec<TermLine> {
    let mut lines = vec![
        TermLine::new("Service", format!("{} ({})", leg.service_name, leg.service_code)),
        TermLine::new("Description", &leg.description),
        TermLine::new("Quantity a month", unit::counted(leg.quantity_per_month, &leg.unit)),
        TermLine::new("Paid for", settlement(leg.settlement)),
        TermLine::new(price_label(leg.settlement), price(leg)),
        TermLine::new("VAT", leg.vat.label()),
        TermLine::new("Service hours", leg.calendar.describe()),
    ];
    for kpi in &leg.kpis {
        lines.push(TermLine::new(format!("Measure “{}”", kpi.name), format!("at least {}", kpi.target)));
    }
    lines.push(TermLine::new("Purchase order reference", leg.po_ref.as_deref().unwrap_or_default()));
    lines
}

/// "£4.40 for each payslip" or "£900 a month".
pub fn price(leg: &LegTerms) -> String {
    match leg.price_kind {
        PriceKind::Fixed => format!("{} a month", leg.price),
        PriceKind::PerUnit => format!("{} for each {}", leg.price, leg.unit),
    }
}

/// "December 2026 to November 2027, 12 months".
pub fn span(first: Month, last: Month) -> String {
    match last.since(first) + 1 {
        1 => format!("{first}, 1 month"),
        months => format!("{first} to {last}, {months} months"),
    }
}

fn settlement(settlement: Settlement) -> &'static str {
    match settlement {
        Settlement::Cash => "In cash, VAT added",
        Settlement::InKind => "With the service given in return",
    }
}

fn price_label(settlement: Settlement) -> &'static str {
    match settlement {
        Settlement::Cash => "Price before VAT",
        Settlement::InKind => "Assessed value with VAT",
    }
}

/// A label within a longer one. "VAT" stays as it is.
fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    let (first, second) = (letters.next(), letters.clone().next());
    match (first, second) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            format!("{}{}", first.to_lowercase(), letters.as_str())
        }
        _ => label.to_owned(),
    }
}
