//! What the made-up bodies have to give.

use std::collections::BTreeMap;

use chrono::Duration;

use super::cast::{self, reach, rows, several};
use super::stage::{Stage, StageError};
use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::commands::{create, publish};
use crate::catalogue::draft::{OfferDraft, Season, TypedKpi, TypedMonth};
use crate::kernel::ids::OfferId;
use crate::kernel::service_calendar::Preset;
use crate::kernel::working_days::Division;
use crate::kernel::{Instant, Month, london};
use crate::storage::Tx;

const OFFERS: &str = include_str!("../../seed/demo/offers.csv");

/// The offers by body and service: `("DEMO-01", "IT-03")`.
pub(super) type Offers = BTreeMap<(String, String), OfferId>;

/// Lists and publishes every offer, over the weeks before `now`.
pub(super) fn list(tx: &mut Tx<'_>, stage: &Stage, now: Instant) -> Result<Offers, StageError> {
    let mut offers = Offers::new();
    let nations: BTreeMap<String, String> =
        cast::bodies().into_iter().map(|body| (body.code, body.nation)).collect();
    for (place, row) in (0_i64..).zip(rows(OFFERS)) {
        // All within the last eighty days, and neighbours in the file weeks apart.
        let recent = now.minus(Duration::days(1 + place * 37 % 80) + Duration::hours(place % 7));
        // What agreements of the past rest on was listed before them.
        let at = if row.get(6).is_some_and(|starts_in| starts_in.starts_with('-')) {
            now.minus(Duration::days(125))
        } else {
            recent
        };
        let (Some(body), Some(service)) = (row.first(), row.get(1)) else { continue };
        let by: Member<ManageOffers> = stage.member(tx.conn(), body)?;
        let division = match nations.get(body).map(String::as_str) {
            Some("Scotland") => Division::Scotland,
            Some("Northern Ireland") => Division::NorthernIreland,
            _ => Division::EnglandAndWales,
        };
        let id = create(tx, &by, draft(&row, division, now)?, at)?;
        publish(tx, &by, id, None, at)?;
        offers.insert((body.clone(), service.clone()), id);
    }
    Ok(offers)
}

/// A row of the seed as somebody would have typed it.
fn draft(row: &[String], division: Division, now: Instant) -> Result<OfferDraft, StageError> {
    let cell = |place: usize| row.get(place).cloned().unwrap_or_default();
    let number = |place: usize| {
        cell(place).parse::<i32>().map_err(|_| StageError::Seed(format!("not a number: {}", cell(place))))
    };
    let first = london::month(now).plus(number(6)?);
    let months = differs(&cell(20), first)?;
    let (reach, regions, miles) = reach(&cell(18));
    let season = if months.is_empty() { Season::Same } else { Season::Differs };
    let draft = OfferDraft {
        service: cell(1),
        title: cell(2),
        description: cell(3),
        unit: cell(4),
        quantity_per_month: cell(5),
        first_month: first.iso(),
        last_month: first.plus(number(7)? - 1).iso(),
        takes: cell(8),
        price_kind: cell(9),
        price: cell(10),
        wants: several(&cell(11)),
        kpis: vec![TypedKpi { name: cell(12), target: cell(13) }],
        hours: Preset::OfficeHours.as_str().to_owned(),
        holidays: division.as_str().to_owned(),
        lead_days: cell(14),
        minimum_order: cell(15),
        price_basis: cell(16),
        vat_treatment: cell(17),
        reach,
        regions,
        miles,
        assurances: several(&cell(19)),
        season: season.as_str().to_owned(),
        months,
        // Whoever moves the demo's clock on by months still finds them.
        confirm_days: "365".to_owned(),
        ..OfferDraft::default()
    };
    with_more(&draft, &cell(21))
}

/// What only a few offers say is written as it is kept: the fields of a draft in JSON.
fn with_more(draft: &OfferDraft, more: &str) -> Result<OfferDraft, StageError> {
    let wrong = |error: serde_json::Error| StageError::Seed(format!("not fields of a draft: {error}"));
    let mut whole = serde_json::to_value(draft).map_err(wrong)?;
    if let (Some(whole), false) = (whole.as_object_mut(), more.is_empty()) {
        let more: serde_json::Map<String, serde_json::Value> = serde_json::from_str(more).map_err(wrong)?;
        whole.extend(more);
    }
    serde_json::from_value(whole).map_err(wrong)
}

/// Months that differ, counted from the first: `2:0;3:250`.
fn differs(raw: &str, first: Month) -> Result<Vec<TypedMonth>, StageError> {
    let month = |pair: &str| {
        let (after, quantity) = pair.split_once(':')?;
        Some(TypedMonth { month: first.plus(after.parse().ok()?).iso(), quantity: quantity.to_owned() })
    };
    let typed: Option<Vec<TypedMonth>> = raw.split(';').filter(|pair| !pair.is_empty()).map(month).collect();
    typed.ok_or_else(|| StageError::Seed(format!("not months that differ: {raw}")))
}
