//! What the made-up bodies have to give.

use std::collections::BTreeMap;

use chrono::Duration;

use super::cast::rows;
use super::stage::{Stage, StageError};
use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::commands::{create, publish};
use crate::catalogue::draft::{OfferDraft, TypedKpi};
use crate::kernel::ids::OfferId;
use crate::kernel::service_calendar::Preset;
use crate::kernel::working_days::Division;
use crate::kernel::{Instant, london};
use crate::storage::Tx;

const OFFERS: &str = include_str!("../../seed/demo/offers.csv");

/// The offers by body and service: `("DEMO-01", "IT-03")`.
pub(super) type Offers = BTreeMap<(String, String), OfferId>;

/// Lists and publishes every offer, over the weeks before `now`.
pub(super) fn list(tx: &mut Tx<'_>, stage: &Stage, now: Instant) -> Result<Offers, StageError> {
    let mut offers = Offers::new();
    for (place, row) in (0_i64..).zip(rows(OFFERS)) {
        let recent = now.minus(Duration::days(1 + place * 2) + Duration::hours(place % 7));
        // What agreements of the past rest on was listed before them.
        let at = if row.get(6).is_some_and(|starts_in| starts_in.starts_with('-')) {
            now.minus(Duration::days(125))
        } else {
            recent
        };
        let (Some(body), Some(service)) = (row.first(), row.get(1)) else { continue };
        let by: Member<ManageOffers> = stage.member(tx.conn(), body)?;
        let id = create(tx, &by, &with_terms(draft(&row, now)?, place), at)?;
        publish(tx, &by, id, None, at)?;
        offers.insert((body.clone(), service.clone()), id);
    }
    Ok(offers)
}

/// Terms as different as those of real offers: some ask for notice, some reach their neighbours alone, some say what
/// they propose for VAT.
fn with_terms(draft: OfferDraft, place: i64) -> OfferDraft {
    let one_of = |words: &[&str]| {
        let turn = usize::try_from(place).unwrap_or_default() % words.len();
        words.get(turn).copied().unwrap_or_default().to_owned()
    };
    OfferDraft {
        lead_days: one_of(&["", "14", "30", "60"]),
        reach: one_of(&["anywhere", "anywhere", "within", "anywhere", "anywhere"]),
        miles: one_of(&["", "", "120", "", ""]),
        vat_treatment: one_of(&["standard", "", "standard"]),
        price_basis: one_of(&["full_cost", "", "cost_plus", "tariff"]),
        assurances: vec![one_of(&["cyber_essentials", "iso_9001", "dspt", "iso_27001", "cyber_essentials"])],
        ..draft
    }
}

/// A row of the seed as somebody would have typed it.
fn draft(row: &[String], now: Instant) -> Result<OfferDraft, StageError> {
    let cell = |place: usize| row.get(place).cloned().unwrap_or_default();
    let number = |place: usize| {
        cell(place).parse::<i32>().map_err(|_| StageError::Seed(format!("not a number: {}", cell(place))))
    };
    let first = london::month(now).plus(number(6)?);
    let wants = cell(11);
    let division = match cell(0).as_str() {
        "DEMO-06" => Division::Scotland,
        "DEMO-08" => Division::NorthernIreland,
        _ => Division::EnglandAndWales,
    };
    Ok(OfferDraft {
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
        wants: wants.split(';').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        kpis: vec![TypedKpi { name: cell(12), target: cell(13) }],
        hours: Preset::OfficeHours.as_str().to_owned(),
        holidays: division.as_str().to_owned(),
        // Whoever moves the demo's clock on by months still finds them.
        confirm_days: "365".to_owned(),
        ..OfferDraft::default()
    })
}
