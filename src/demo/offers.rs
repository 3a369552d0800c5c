//! What the made-up bodies have to give.

use std::collections::BTreeMap;

use chrono::Duration;

use super::cast::{self, CastBody, reach, rows, several};
use super::pdf;
use super::stage::{Stage, StageError};
use crate::access::capability::ManageOffers;
use crate::access::{Member, System};
use crate::catalogue::Upload;
use crate::catalogue::commands::{attach, create, keep_fresh, pause, publish};
use crate::catalogue::draft::{OfferDraft, Season, TypedKpi, TypedMonth};
use crate::kernel::ids::OfferId;
use crate::kernel::service_calendar::Preset;
use crate::kernel::working_days::Division;
use crate::kernel::{Instant, Month, london};
use crate::storage::Tx;

const OFFERS: &str = include_str!("../../seed/demo/offers.csv");

/// The offers by body and service: `("DEMO-01", "IT-03")`.
pub(super) type Offers = BTreeMap<(String, String), OfferId>;

/// An offer that was published, and when.
pub(super) struct Listed {
    pub(super) id: OfferId,
    pub(super) body: String,
    pub(super) service: String,
    pub(super) at: Instant,
}

/// For how many days an offer holds that was to expire, and how long ago it was listed.
const SHORT_DAYS: &str = "60";
const EXPIRED_DAYS: i64 = 75;

/// Lists every offer, over the weeks before `now`, and publishes it unless it is still being prepared.
pub(super) fn list(
    tx: &mut Tx<'_>,
    stage: &Stage,
    now: Instant,
) -> Result<(Offers, Vec<Listed>), StageError> {
    let (mut offers, mut listed) = (Offers::new(), Vec::new());
    let bodies: BTreeMap<String, CastBody> =
        cast::bodies().into_iter().map(|body| (body.code.clone(), body)).collect();
    for (place, row) in (0_i64..).zip(rows(OFFERS)) {
        let cell = |place: usize| row.get(place).map(String::as_str).unwrap_or_default();
        let (body, service, then) = (cell(0), cell(1), cell(22));
        // All within the last eighty days, and neighbours in the file weeks apart.
        let recent = now.minus(Duration::days(1 + place * 37 % 80) + Duration::hours(place % 7));
        // What agreements of the past rest on was listed before them.
        let at = match then {
            "expired" => now.minus(Duration::days(EXPIRED_DAYS)),
            _ if cell(6).starts_with('-') => now.minus(Duration::days(125)),
            _ => recent,
        };
        let by: Member<ManageOffers> = stage.member(tx.conn(), body)?;
        let nation = bodies.get(body).map_or("", |body| body.nation.as_str());
        let mut draft = draft(&row, Division::of_nation(nation), now)?;
        if then == "expired" {
            SHORT_DAYS.clone_into(&mut draft.confirm_days);
        }
        let id = create(tx, &by, draft.clone(), at)?;
        if !cell(23).is_empty() {
            let name = bodies.get(body).map_or("", |body| body.name.as_str());
            attach(tx, &by, id, &document(cell(23), name, &draft)?, at)?;
        }
        if then == "draft" {
            continue;
        }
        publish(tx, &by, id, None, at)?;
        if then == "paused" {
            pause(tx, &by, id, None, at.plus(Duration::hours(20)))?;
        } else if then.is_empty() {
            listed.push(Listed { id, body: body.to_owned(), service: service.to_owned(), at });
            offers.entry((body.to_owned(), service.to_owned())).or_insert(id);
        }
    }
    // What nobody has confirmed in time leaves the catalogue today.
    keep_fresh(tx, System::of_this_process(), now)?;
    Ok((offers, listed))
}

/// A document that says a little more of an offer.
fn document(title: &str, body: &str, draft: &OfferDraft) -> Result<Upload, StageError> {
    let price = if draft.price.is_empty() {
        "as agreed with each partner".to_owned()
    } else {
        format!("£{} without VAT, as the offer says", draft.price)
    };
    let paragraphs = [
        format!("{body}: {}", draft.title),
        draft.description.clone(),
        draft.includes.clone(),
        format!("Price: {price}."),
        draft.kpis.iter().map(|kpi| format!("{}: {}%.", kpi.name, kpi.target)).collect::<Vec<_>>().join(" "),
        "This document was made up for the demonstration, and so was the body that it names.".to_owned(),
    ];
    let upload = Upload::parse(&format!("{title}.pdf"), pdf::page(title, &paragraphs));
    upload.map_err(|errors| StageError::Seed(errors.0.into_iter().map(|error| error.message).collect()))
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
