//! Offers that nobody made, to measure the catalogue with. Obviously so: their titles carry a number.

use super::publish::words;
use crate::access::System;
use crate::bodies::region::Region;
use crate::catalogue::capacity;
use crate::catalogue::content::OfferContent;
use crate::catalogue::error::CatalogueError;
use crate::catalogue::model::{ProposedKpi, Service, Takes};
use crate::catalogue::queries;
use crate::catalogue::state::OfferState;
use crate::catalogue::store::offers::{self, OfferRow};
use crate::catalogue::store::versions;
use crate::catalogue::terms::{Assurance, OfferTerms, PriceBasis, Reach};
use crate::kernel::ids::{BodyId, OfferId, PersonId};
use crate::kernel::kpi::Target;
use crate::kernel::price::PriceKind;
use crate::kernel::service_calendar::Preset;
use crate::kernel::working_days::Division;
use crate::kernel::{Instant, Month, Quantity, Rate, london};
use crate::storage::{Json, Tx};

/// Publishes `count` made-up offers of `bodies`, which take turns, from number `first` on. The same numbers give the
/// same offers every time. For measurements only.
pub fn fill_with_synthetic_offers(
    tx: &mut Tx<'_>,
    _: System,
    bodies: &[(BodyId, String)],
    first: u32,
    count: u32,
    now: Instant,
) -> Result<(), CatalogueError> {
    let services = queries::services(tx.conn())?;
    for number in first..first.saturating_add(count) {
        let (Some((body, name)), Some(service)) = (pick(bodies, number), pick(&services, number / 3)) else {
            return Err(CatalogueError::NotFound);
        };
        let content = made_up(number, service, Month::of(london::date(now)));
        let at = now.minus(chrono::Duration::seconds(i64::from(number % 500_000)));
        publish_as(tx, *body, name, &content, at)?;
    }
    Ok(())
}

fn pick<T>(things: &[T], number: u32) -> Option<&T> {
    let place = usize::try_from(number).unwrap_or_default().checked_rem(things.len())?;
    things.get(place)
}

fn made_up(number: u32, service: &Service, this_month: Month) -> OfferContent {
    const PLACES: [&str; 8] =
        ["northern", "southern", "coastal", "rural", "city", "valley", "island", "border"];
    const STRENGTHS: [&str; 6] =
        ["experienced team", "out of hours", "short notice", "pensions", "secure site", "bilingual staff"];
    let place = PLACES[(number / 7 % 8) as usize];
    let strength = STRENGTHS[(number / 11 % 6) as usize];
    let takes = Takes::ALL[(number % 3) as usize];
    let quantity = Quantity::from_whole(10 + number * 37 % 4_990);
    OfferContent {
        service_code: service.code.clone(),
        service_name: service.name.clone(),
        family_name: service.family_name.clone(),
        title: format!("{} for {place} partners, made-up offer {number}", service.name),
        description: format!(
            "A made-up offer of {} with {strength}, for partners in {place} areas. It exists to be counted, sorted \
             and found, and nobody stands behind it.",
            service.name.to_lowercase()
        ),
        unit: service.units.first().cloned().unwrap_or_default(),
        quantity_per_month: quantity,
        first_month: this_month.plus(i32::try_from(number % 6).unwrap_or_default()),
        last_month: this_month.plus(12 + i32::try_from(number % 12).unwrap_or_default()),
        takes,
        price_kind: takes.takes_cash().then_some(PriceKind::PerUnit),
        price: takes.takes_cash().then(|| Rate::from_i64(i64::from(1 + number * 7919 % 400_000))),
        wants: Vec::new(),
        kpis: Target::of_ten_thousandths(9_900)
            .map(|target| ProposedKpi { name: "Done on time".to_owned(), target })
            .into_iter()
            .collect(),
        calendar: Preset::OfficeHours.calendar(Division::EnglandAndWales),
        differs: Vec::new(),
        terms: made_up_terms(number),
    }
}

fn made_up_terms(number: u32) -> OfferTerms {
    const LEAD_DAYS: [u16; 4] = [0, 14, 30, 90];
    let regions = |number: u32| pick(Region::ALL, number).copied().into_iter().collect();
    OfferTerms {
        lead_days: LEAD_DAYS[(number % 4) as usize],
        reach: match number % 5 {
            0 => Reach::Regions(regions(number / 5)),
            1 => Reach::Within(40),
            _ => Reach::Anywhere,
        },
        price_basis: pick(PriceBasis::ALL, number).copied(),
        assurances: pick(Assurance::ALL, number / 2).copied().into_iter().collect(),
        ..OfferTerms::default()
    }
}

fn publish_as(
    tx: &mut Tx<'_>,
    body: BodyId,
    body_name: &str,
    content: &OfferContent,
    at: Instant,
) -> Result<(), CatalogueError> {
    let row = OfferRow {
        id: OfferId::new(),
        body_id: body,
        service_code: content.service_code.clone(),
        title: content.title.clone(),
        description: content.description.clone(),
        unit: content.unit.clone(),
        quantity_per_month: content.quantity_per_month,
        first_month: content.first_month,
        last_month: content.last_month,
        takes: content.takes,
        price_kind: content.price_kind,
        price: content.price,
        kpis: Json::of(&content.kpis)?,
        calendar: Json::of(&content.calendar)?,
        draft: None,
        free_most: Quantity::ZERO,
        state: OfferState::Published,
        published_version: 1,
        published_at: Some(at),
        version: 1,
        created_at: at,
        updated_at: at,
    };
    offers::insert(tx, &row)?;
    capacity::list(tx, row.id, &[], &row.unit, content)?;
    versions::add(tx, row.id, 1, content, PersonId::new(), at)?;
    versions::set_words(tx, row.id, &content.title, &words(content, body_name))?;
    Ok(())
}
