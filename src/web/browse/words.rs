//! What the pages to browse say alike.

use maud::{Markup, html};

use crate::catalogue::browse::{NEW_DAYS, PriceRange, Tally, UnitFree};
use crate::catalogue::shape::{WHOLE_SERVICE_UNIT, free_in_words};
use crate::kernel::unit;
use crate::web::catalogue::price_in_words;
use crate::web::ui::{plural, thousands};

/// "Payroll: 6 offers from 4 public bodies." for a description of a page.
pub(super) fn sum_up(what: &str, tally: &Tally) -> String {
    if tally.offers == 0 {
        return format!("{what}: nothing is offered at the moment.");
    }
    format!("{what}: {}.", offers_from_bodies(tally))
}

/// "6 offers from 4 public bodies".
pub(super) fn offers_from_bodies(tally: &Tally) -> String {
    let bodies = plural(tally.bodies, "public body", "public bodies");
    format!("{} from {bodies}", plural(tally.offers, "offer", "offers"))
}

/// What is new, as a sentence of its own; nothing where nothing is.
pub(super) fn news(tally: &Tally) -> Option<String> {
    let days = format!("in the last {NEW_DAYS} days");
    match tally.new {
        0 => None,
        1 => Some(format!("One was published {days}.")),
        new => Some(format!("{} were published {days}.", thousands(new))),
    }
}

/// A count in a table; nothing at all is a dash, which reads as such.
pub(super) fn count(count: i64) -> Markup {
    html! {
        @if count == 0 { span.hint aria-hidden="true" { "–" } span.visually-hidden { "none" } }
        @else { (thousands(count)) }
    }
}

/// "£4.40 to £5.10 per payslip"; "A service in return" where no price is asked.
pub(super) fn prices(unit: &UnitFree) -> Vec<String> {
    if unit.prices.is_empty() {
        return vec!["A service in return".to_owned()];
    }
    unit.prices.iter().map(|range| range_in_words(range, &unit.unit)).collect()
}

fn range_in_words(range: &PriceRange, unit: &str) -> String {
    let PriceRange { kind, least, most } = range;
    // The price of a whole service is what the smallest size costs: of several the least is where they begin.
    if least == most || unit == WHOLE_SERVICE_UNIT {
        return price_in_words(*kind, *least, unit);
    }
    format!("{least} to {}", price_in_words(*kind, *most, unit))
}

/// "up to 4,000 payslips".
pub(super) fn most_free(unit: &UnitFree) -> String {
    if unit.most().is_zero() {
        return format!("no {}", room(&unit.unit));
    }
    free_in_words(unit.most(), &unit.unit)
}

/// What is counted of a unit: "payslips", and of a whole service "room for bodies".
pub(super) fn room(unit: &str) -> String {
    if unit == WHOLE_SERVICE_UNIT { "room for bodies".to_owned() } else { unit::plural(unit) }
}
