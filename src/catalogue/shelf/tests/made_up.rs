//! Made-up bodies, offers and searches, few enough of each that they often meet.

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use crate::bodies::BodyKind;
use crate::bodies::model::Place;
use crate::bodies::region::Region;
use crate::catalogue::audience::View;
use crate::catalogue::filter::{CatalogueFilter, Pays, Reaching, Sort};
use crate::catalogue::model::{Family, Service, Takes};
use crate::catalogue::price_for_me::{VatAssumptions, VatProfile};
use crate::catalogue::shape::{Shape, Size, SizeMeasure};
use crate::catalogue::shelf::{Found, Item, Shelf, ShelfBody};
use crate::catalogue::tariff::{Tariff, Tier};
use crate::catalogue::terms::{Assurance, OfferTerms, Reach};
use crate::catalogue::whole::{SizeBand, Sizes};
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::price::PriceKind;
use crate::kernel::vat::VatTreatment;
use crate::kernel::{Instant, Month, PageRequest, Quantity, Rate};
use std::collections::HashMap;

pub(super) const NOW: i32 = 24_300;

/// The 20th of this month: notice of 11 days ends in the next.
pub(super) fn today() -> NaiveDate {
    Month::from_i32(NOW).first_day() + chrono::Days::new(19)
}

pub(super) fn family(code: &str, services: &[&str]) -> Family {
    let service = |code: &&str| Service {
        code: (*code).to_owned(),
        name: (*code).to_owned(),
        family_code: String::new(),
        family_name: String::new(),
        cpv_code: String::new(),
        cpv_name: String::new(),
        units: vec![],
    };
    Family { code: code.to_owned(), name: code.to_owned(), services: services.iter().map(service).collect() }
}

pub(super) fn families() -> Vec<Family> {
    vec![family("PAY", &["PAY-1", "PAY-2"]), family("IT", &["IT-1"])]
}

pub(super) fn body_id(number: u8) -> BodyId {
    BodyId::from_uuid(Uuid::from_u128(u128::from(number)))
}

pub(super) fn bodies() -> Vec<ShelfBody> {
    let kinds = [BodyKind::Council, BodyKind::Police, BodyKind::Council];
    let places = [Some(("50.72", "-3.53")), Some(("51.48", "-3.18")), None];
    let degrees = |text: &str| text.parse().unwrap();
    let body = |(number, kind): (u8, BodyKind)| ShelfBody {
        id: body_id(number),
        name: ["Ashdale Council", "O'Brien Police", "Audit Office"][usize::from(number)].to_owned(),
        kind,
        nation: if number == 1 { "Wales" } else { "England" }.to_owned(),
        region: ["South West", "Wales", ""][usize::from(number)].to_owned(),
        valid_to: None,
        place: places[usize::from(number)].map(|(latitude, longitude)| Place {
            latitude: degrees(latitude),
            longitude: degrees(longitude),
        }),
    };
    (0_u8..3).zip(kinds).map(body).collect()
}

pub(super) fn an_item() -> impl Strategy<Value = Item> {
    let what = (0_u8..12, 0_u8..3, 0_usize..3, 0_usize..3, prop::option::of(0_i64..4));
    let when = (NOW - 3..NOW + 3, 0_i32..4, 0_i64..5, texts());
    let units = prop::sample::select(vec!["payslip", "audit day", "hour"]);
    let full = prop::collection::btree_set(NOW - 2..NOW + 4, 0..3);
    let said = (units, some_terms(), 0_i64..3, full, prop::option::weighted(0.3, some_sizes()));
    (what, when, said).prop_map(
        |(
            (number, body, service, takes, price),
            (last, months, free, texts),
            (unit, terms, published, full, sizes),
        )| {
            Item {
                id: OfferId::from_uuid(Uuid::from_u128(u128::from(number) + 100)),
                body: body_id(body),
                service: ["PAY-1", "PAY-2", "IT-1"][service].to_owned(),
                title: texts.0,
                description: texts.1,
                takes: Takes::ALL[takes],
                first_month: Month::from_i32(last - months),
                last_month: Month::from_i32(last),
                price_kind: price
                    .map(|price| if price % 2 == 0 { PriceKind::PerUnit } else { PriceKind::Fixed }),
                price: price.map(Rate::from_i64),
                free_most: Quantity::from_whole(u32::try_from(free).unwrap_or(0)),
                full: full.into_iter().map(Month::from_i32).collect(),
                published_at: Instant::from_micros(published),
                unit: if sizes.is_some() { "service" } else { unit }.to_owned(),
                terms,
                sizes,
            }
        },
    )
}

/// One or two sizes, the larger the dearer.
fn some_sizes() -> impl Strategy<Value = Sizes> {
    let measure = prop::sample::select(vec![SizeMeasure::Staff, SizeMeasure::Sites]);
    (measure, 1_i64..4, 1_usize..3).prop_map(|(measure, price, count)| {
        let band = |(up_to, price)| SizeBand { up_to, price: Rate::from_i64(price) };
        let bands = [(10, price), (100, price + 2)].into_iter().take(count).map(band).collect();
        Sizes { measure, bands }
    })
}

pub(super) fn some_terms() -> impl Strategy<Value = OfferTerms> {
    let reach = prop_oneof![
        Just(Reach::Anywhere),
        prop::sample::subsequence(vec![Region::SouthWest, Region::Wales, Region::London], 1..3)
            .prop_map(Reach::Regions),
        prop::sample::select(vec![1, 50, 60, 1_000]).prop_map(Reach::Within),
    ];
    let standards = prop::sample::subsequence(vec![Assurance::CyberEssentials, Assurance::Dspt], 0..=2);
    let lead = prop::sample::select(vec![0_u16, 10, 11, 45, 730]);
    let vat = prop::option::of(prop::sample::select(VatTreatment::ALL.to_vec()));
    let tier = |price| Tier { above: Quantity::from_whole(1), price: Rate::from_i64(price) };
    let tariff = prop_oneof![
        2 => Just(Tariff::Plain),
        1 => (0_i64..3).prop_map(move |price| Tariff::Volume(vec![tier(price)])),
    ];
    (lead, reach, standards, vat, tariff).prop_map(|(lead_days, reach, assurances, vat, tariff)| OfferTerms {
        lead_days,
        vat,
        reach,
        assurances,
        tariff,
        ..OfferTerms::default()
    })
}

pub(super) const WORDS: [&str; 16] = [
    "audit",
    "audits",
    "auditing",
    "payroll",
    "Pay",
    "the",
    "part-time",
    "time",
    "Llŷr",
    "O'Brien’s",
    "ISO27001",
    "27001",
    "4,000",
    "school",
    "schools",
    "&",
];

pub(super) fn some_words(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..most).prop_map(|words| words.join(" "))
}

/// A title and a description.
pub(super) fn texts() -> impl Strategy<Value = (String, String)> {
    (some_words(3), some_words(12))
}

/// What somebody types: words, beginnings of words, and what nobody would.
pub(super) fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => some_words(4),
        2 => (some_words(3), "[a-p]{1,3}").prop_map(|(words, last)| format!("{words} {last}")),
        1 => "\\PC{0,12}",
    ]
}

/// Offers with an id of their own each.
pub(super) fn items() -> impl Strategy<Value = Vec<Item>> {
    prop::collection::vec(an_item(), 0..12).prop_map(|items| {
        let by_id: HashMap<OfferId, Item> = items.into_iter().map(|item| (item.id, item)).collect();
        by_id.into_values().collect()
    })
}

pub(super) fn a_filter() -> impl Strategy<Value = CatalogueFilter> {
    let lists = (
        prop::sample::subsequence(vec!["PAY".to_owned(), "IT".to_owned()], 0..=2),
        prop::sample::subsequence(vec![BodyKind::Council, BodyKind::Police], 0..=2),
        prop::sample::subsequence(vec![Pays::Cash, Pays::InKind], 0..=2),
    );
    let places =
        (prop::option::of(Just("PAY-1")), prop::option::of(Just("Wales")), prop::option::of(0..3_u32));
    let rest = (prop::option::of(NOW - 1..NOW + 3), prop::sample::select(Sort::ALL.to_vec()));
    let base = (lists, places, rest).prop_map(
        |((families, kinds, pays), (service, nation, least), (from, sort))| CatalogueFilter {
            families,
            kinds,
            pays,
            service: service.map(str::to_owned),
            nation: nation.map(str::to_owned),
            from: from.map(Month::from_i32),
            least: least.map(Quantity::from_whole),
            sort: Some(sort),
            ..CatalogueFilter::default()
        },
    );
    (base, for_a_reader()).prop_map(|(base, reader)| CatalogueFilter {
        families: base.families,
        kinds: base.kinds,
        pays: base.pays,
        service: base.service,
        nation: base.nation,
        from: base.from,
        least: base.least,
        sort: base.sort,
        ..reader
    })
}

/// The choices that depend on the reader and the day.
pub(super) fn for_a_reader() -> impl Strategy<Value = CatalogueFilter> {
    let price = || prop::option::of((0_i64..4).prop_map(Rate::from_i64));
    let unit = prop::option::of(prop::sample::select(vec!["payslip", "audit day", "acre", "service"]));
    let start = prop::option::weighted(0.3, (NOW - 1..NOW + 3).prop_map(Month::from_i32));
    let near = (
        prop::option::of(prop::sample::select(vec![0_u8, 1, 2, 9]).prop_map(body_id)),
        prop::option::weighted(0.3, prop::sample::select(vec![1_u16, 57, 58, 900])),
        prop::option::weighted(0.3, Just(Reaching::Us)),
    );
    let standards = prop_oneof![
        2 => Just(vec![]),
        1 => prop::sample::subsequence(vec![Assurance::CyberEssentials, Assurance::Dspt], 1..=2),
    ];
    let vat = prop::option::of(prop::sample::select(VatProfile::ALL.to_vec()));
    let size = prop::sample::select(vec![10_u32, 11, 101])
        .prop_map(|count| Size { measure: SizeMeasure::Staff, count });
    let shapes = (prop::sample::subsequence(Shape::ALL.to_vec(), 0..=2), prop::option::weighted(0.3, size));
    (price(), price(), unit, start, near, standards, vat, shapes).prop_map(
        |(
            price_from,
            price_to,
            unit,
            start_by,
            (near, within, reaching),
            assurances,
            vat,
            (shapes, size),
        )| CatalogueFilter {
            shapes,
            size,
            unit: unit.map(str::to_owned),
            price_from,
            price_to,
            start_by,
            near,
            within,
            reaching,
            assurances,
            vat: vat.map(VatAssumptions::of),
            ..CatalogueFilter::default()
        },
    )
}

pub(super) fn found(shelf: &Shelf, filter: &CatalogueFilter) -> Found {
    shelf.find(filter, &None, View::public(today()), PageRequest::first(50))
}

pub(super) fn searching(words: &str) -> CatalogueFilter {
    CatalogueFilter { words: words.to_owned(), ..CatalogueFilter::default() }
}
