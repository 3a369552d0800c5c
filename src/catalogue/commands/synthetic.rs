//! Offers that nobody made, to measure the catalogue with. Obviously so: their titles carry a number.

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
    bodies: &[BodyId],
    first: u32,
    count: u32,
    now: Instant,
) -> Result<(), CatalogueError> {
    let services = queries::services(tx.conn())?;
    for number in first..first.saturating_add(count) {
        // Every service once before any twice, and each body with many of them.
        let (Some(body), Some(service)) = (pick(bodies, number), pick(&services, number.wrapping_mul(17)))
        else {
            return Err(CatalogueError::NotFound);
        };
        let content = made_up(number, service, Month::of(london::date(now)));
        let at = now.minus(chrono::Duration::seconds(i64::from(number % 500_000)));
        publish_as(tx, *body, &content, at)?;
    }
    Ok(())
}

fn pick<T>(things: &[T], number: u32) -> Option<&T> {
    let place = usize::try_from(number).unwrap_or_default().checked_rem(things.len())?;
    things.get(place)
}

fn made_up(number: u32, service: &Service, this_month: Month) -> OfferContent {
    let takes = Takes::ALL[(number % 3) as usize];
    let quantity = Quantity::from_whole(10 + number * 37 % 4_990);
    let (place, strength) = (phrase(&PLACES, number, 1), phrase(&STRENGTHS, number, 2));
    let description = format!(
        "A made-up offer of {service} for {place} partners, with {strength} and {other}. Delivered {how} by {who} \
         under our {standard}, with {record} and a named lead who answers within two working days. Partners bring \
         {bring}. Reference {reference}. It exists to be counted, sorted and found, and nobody stands behind it.",
        service = service.name.to_lowercase(),
        other = phrase(&STRENGTHS, number, 3),
        how = phrase(&WAYS, number, 4),
        who = phrase(&TEAMS, number, 5),
        standard = phrase(&STANDARDS, number, 6),
        record = phrase(&RECORDS, number, 7),
        bring = phrase(&NEEDS, number, 8),
        reference = invented_name(number),
    );
    OfferContent {
        service_code: service.code.clone(),
        service_name: service.name.clone(),
        family_name: service.family_name.clone(),
        title: format!("{} for {place} partners, made-up offer {number}", service.name),
        description,
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
        whole: None,
        documents: vec![],
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

const PLACES: [&str; 8] = ["northern", "southern", "coastal", "rural", "city", "valley", "island", "border"];
const STRENGTHS: [&str; 12] = [
    "an experienced team",
    "out-of-hours cover",
    "short notice",
    "pensions know-how",
    "a secure site",
    "bilingual staff",
    "school experience",
    "NHS experience",
    "apprentices",
    "a disaster recovery plan",
    "cyber security certificates",
    "audited accounts",
];
const WAYS: [&str; 6] =
    ["remotely", "on your premises", "from our depot", "by post and e-mail", "online", "in shared offices"];
const TEAMS: [&str; 10] = [
    "accountants",
    "surveyors",
    "officers in their second career",
    "a partnership of three councils",
    "engineers",
    "a central support team",
    "solicitors",
    "caseworkers",
    "drivers and loaders",
    "analysts",
];
const STANDARDS: [&str; 8] = [
    "ISO 27001 controls",
    "ISO9001 quality system",
    "PSN rules",
    "data protection policy",
    "safeguarding policy",
    "accessibility statement",
    "carbon budget",
    "internal audit plan",
];
const RECORDS: [&str; 8] = [
    "99.5% done on time last year",
    "monthly reports",
    "quarterly reviews",
    "an open book",
    "no backlog",
    "three satisfied partners",
    "a waiting list of one week",
    "references from neighbours",
];
const NEEDS: [&str; 6] = [
    "their own licences",
    "a single point of contact",
    "clean data",
    "a vehicle",
    "nothing but their questions",
    "a signed data sharing agreement",
];

/// One of some phrases: which, depends on the number, and for each `salt` differently.
fn phrase<'p>(phrases: &[&'p str], number: u32, salt: u32) -> &'p str {
    let mixed = (number ^ salt.wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b) >> 8;
    pick(phrases, mixed).copied().unwrap_or_default()
}

/// A word that a few offers share, so that there are tens of thousands, as names and places make in real texts.
fn invented_name(number: u32) -> String {
    const SYLLABLES: [&str; 40] = [
        "ash", "ben", "cor", "dal", "ely", "fen", "gar", "hol", "ing", "jor", "kel", "lan", "mor", "nor",
        "oak", "pen", "quor", "ros", "sal", "tor", "ul", "ven", "wen", "yar", "zel", "bury", "ton", "ham",
        "ley", "by", "wick", "ford", "combe", "stead", "thorpe", "worth", "dale", "mere", "field", "hurst",
    ];
    let mut rest = number / 3;
    let mut name = String::new();
    for _ in 0..3 {
        name.push_str(pick(&SYLLABLES, rest).copied().unwrap_or_default());
        rest /= 40;
    }
    name
}

fn publish_as(
    tx: &mut Tx<'_>,
    body: BodyId,
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
        confirmed_at: Some(at),
        fresh_until: Some(content.terms.fresh_until(at)),
        reminded: 0,
        terms: Json::of(&content.terms)?,
        public_from: content.terms.audience.public_from(),
        full_since: None,
        left_at: None,
        entered_at: Some(at),
    };
    offers::insert(tx, &row)?;
    capacity::list(tx, row.id, &[], &row.unit, content, at)?;
    versions::add(tx, row.id, 1, content, PersonId::new(), at)?;
    Ok(())
}
