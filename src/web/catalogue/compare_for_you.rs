//! What decides between offers for whoever compares them: how far away they are, whether they reach them, when they could
//! start, what they cost with VAT, and how their providers perform.

use super::find_asked::Asked;
use super::find_results::{asked_for, cost};
use crate::catalogue::model::OfferView;
use crate::catalogue::reader::AsSeen;
use crate::catalogue::shape::WHOLE_SERVICE_UNIT;
use crate::catalogue::shelf::Shelf;
use crate::catalogue::{OfferContent, price_words};
use crate::kernel::price::PriceKind;
use crate::kernel::{Instant, Rate, london, unit};
use crate::service_levels::record::{RECORD_MONTHS, Record, of_provider};
use crate::storage::{Conn, StorageError};

/// The lines, each by its name with a value for each offer.
pub(super) fn lines(
    conn: &mut Conn,
    offers: &[OfferView],
    (shelf, asked): (&Shelf, &Asked),
    now: Instant,
) -> Result<Vec<(String, Vec<String>)>, StorageError> {
    let (this_month, today) = (london::month(now), london::date(now));
    let seen: Vec<Option<AsSeen>> =
        offers.iter().map(|offer| AsSeen::of_view(offer, shelf, &asked.filter, today)).collect();
    let each = |words: &dyn Fn(&OfferContent, &AsSeen) -> String| -> Vec<String> {
        let both = |(offer, seen): (&OfferView, &Option<AsSeen>)| {
            let content = &offer.published.as_ref()?.content;
            Some(words(content, seen.as_ref()?))
        };
        offers.iter().zip(&seen).map(both).map(Option::unwrap_or_default).collect()
    };
    let mut lines = Vec::new();
    if let Some(near) = &asked.near {
        let away = |_: &OfferContent, seen: &AsSeen| {
            seen.distance
                .map_or_else(|| "Not known: the registers do not say".to_owned(), |miles| miles.to_string())
        };
        lines.push((format!("Distance from {}", near.name), each(&away)));
        let reaches = |_: &OfferContent, seen: &AsSeen| match seen.is_reached {
            Some(true) => "Yes".to_owned(),
            Some(false) => "No".to_owned(),
            None => "Cannot be told".to_owned(),
        };
        lines.push((format!("Reaches {}", near.name), each(&reaches)));
    }
    let start = |_: &OfferContent, seen: &AsSeen| {
        seen.starts.map_or_else(
            || "No month with room is left after its notice".to_owned(),
            |month| month.to_string(),
        )
    };
    lines.push(("Could start in".to_owned(), each(&start)));
    let whom = asked.near.as_ref().map_or("you", |near| near.name.as_str());
    lines.push((format!("Price asked of {whom}"), each(&price)));
    if asked.filter.vat.is_some() {
        lines.push((format!("What it costs {whom}, with VAT"), each(&cost_with_vat)));
        let a_month =
            |content: &OfferContent, seen: &AsSeen| a_month(content, seen, asked).unwrap_or_default();
        lines.push(("What a month costs, with VAT".to_owned(), each(&a_month)));
    }
    let mut performs = Vec::new();
    for offer in offers {
        let records = of_provider(conn, offer.body, asked.own, this_month)?;
        let service = offer.published.as_ref().map(|version| version.content.service_name.as_str());
        performs.push(record(records.iter().find(|record| Some(record.service_name.as_str()) == service)));
    }
    lines.push(("How the provider performs".to_owned(), performs));
    Ok(lines)
}

/// What is asked for the size or the quantity that was named.
fn price(content: &OfferContent, seen: &AsSeen) -> String {
    match (seen.price, seen.priced_for) {
        (price, Some(priced_for)) => asked_for(price, priced_for, &content.unit),
        (None, None) => "No price: a service in return".to_owned(),
        (Some(price), None) => {
            let kind = content.price_kind.unwrap_or(PriceKind::PerUnit);
            price_words::asked(kind, price, &content.unit, &content.terms.tariff)
        }
    }
}

fn cost_with_vat(content: &OfferContent, seen: &AsSeen) -> String {
    cost(seen, &content.unit).unwrap_or_else(|| "No price, so no VAT is worked out".to_owned())
}

/// The cost of a month of the quantity that was named, where one was; of a whole service its own.
fn a_month(content: &OfferContent, seen: &AsSeen, asked: &Asked) -> Option<String> {
    let (kind, price) = content.price_kind.zip(content.price)?;
    let vat = asked.filter.vat?;
    let quantity = asked.filter.least.filter(|_| content.unit != WHOLE_SERVICE_UNIT)?;
    let pence = content.terms.tariff.amount(kind, price, quantity).ok()?;
    let total = vat.cost(Rate::of_pence(pence)?, content.terms.vat).ok()?.total;
    let assumed = if seen.cost.is_some_and(|cost| cost.is_stated) { "" } else { ", if taxed as assumed" };
    Some(format!("{total} for {}{assumed}", unit::counted(quantity, &content.unit)))
}

fn record(record: Option<&Record>) -> String {
    let Some(Record { returns, met, measured, .. }) = record else {
        return "No accepted monthly returns that you may see".to_owned();
    };
    let months = if *returns == 1 { "monthly return" } else { "monthly returns" };
    format!(
        "{met} of {measured} targets met, in {returns} {months} accepted in the last {RECORD_MONTHS} months"
    )
}
