//! The shelf against the plainest way to search there is.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use uuid::Uuid;

use super::*;
use crate::catalogue::filter::{CatalogueFilter, Pays};
use crate::catalogue::model::Service;
use crate::kernel::PageRequest;

const NOW: i32 = 24_300;

fn family(code: &str, services: &[&str]) -> Family {
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

fn families() -> Vec<Family> {
    vec![family("PAY", &["PAY-1", "PAY-2"]), family("IT", &["IT-1"])]
}

fn body_id(number: u8) -> BodyId {
    BodyId::from_uuid(Uuid::from_u128(u128::from(number)))
}

fn bodies() -> Vec<ShelfBody> {
    let kinds = [BodyKind::Council, BodyKind::Police, BodyKind::Council];
    let body = |(number, kind): (u8, BodyKind)| ShelfBody {
        id: body_id(number),
        kind,
        nation: if number == 1 { "Wales" } else { "England" }.to_owned(),
        region: format!("Region {number}"),
    };
    (0_u8..3).zip(kinds).map(body).collect()
}

fn an_item() -> impl Strategy<Value = Item> {
    let what = (0_u8..12, 0_u8..3, 0_usize..3, 0_usize..3, prop::option::of(0_i64..4));
    let when = (NOW - 3..NOW + 3, 0_i32..4, 0_i64..5, "[ab]{1,2}");
    (what, when).prop_map(|((number, body, service, takes, price), (last, months, free, title))| Item {
        id: OfferId::from_uuid(Uuid::from_u128(u128::from(number) + 100)),
        seq: i64::from(number) + 1,
        body: body_id(body),
        service: ["PAY-1", "PAY-2", "IT-1"][service].to_owned(),
        title,
        takes: Takes::ALL[takes],
        first_month: Month::from_i32(last - months),
        last_month: Month::from_i32(last),
        price_kind: price.map(|price| if price % 2 == 0 { PriceKind::PerUnit } else { PriceKind::Fixed }),
        price: price.map(Rate::from_i64),
        free_most: Quantity::from_whole(u32::try_from(free).unwrap_or(0)),
        published_at: None,
    })
}

/// Offers with an id of their own each.
fn items() -> impl Strategy<Value = Vec<Item>> {
    prop::collection::vec(an_item(), 0..12).prop_map(|items| {
        let by_id: HashMap<OfferId, Item> = items.into_iter().map(|item| (item.id, item)).collect();
        by_id.into_values().collect()
    })
}

fn a_filter() -> impl Strategy<Value = CatalogueFilter> {
    let lists = (
        prop::sample::subsequence(vec!["PAY".to_owned(), "IT".to_owned()], 0..=2),
        prop::sample::subsequence(vec![BodyKind::Council, BodyKind::Police], 0..=2),
        prop::sample::subsequence(vec![Pays::Cash, Pays::InKind], 0..=2),
    );
    let places =
        (prop::option::of(Just("PAY-1")), prop::option::of(Just("Wales")), prop::option::of(0..3_u32));
    let rest = (prop::option::of(NOW - 1..NOW + 3), prop::sample::select(Sort::ALL.to_vec()));
    (lists, places, rest).prop_map(|((families, kinds, pays), (service, nation, least), (from, sort))| {
        CatalogueFilter {
            families,
            kinds,
            pays,
            service: service.map(str::to_owned),
            nation: nation.map(str::to_owned),
            from: from.map(Month::from_i32),
            least: least.map(Quantity::from_whole),
            sort: Some(sort),
            ..CatalogueFilter::default()
        }
    })
}

/// Whether an offer passes, one condition after the other.
fn passes(item: &Item, filter: &CatalogueFilter) -> bool {
    let body = bodies().into_iter().find(|body| body.id == item.body).unwrap();
    let family = if item.service == "IT-1" { "IT" } else { "PAY" };
    item.last_month >= Month::from_i32(NOW)
        && (filter.families.is_empty() || filter.families.iter().any(|code| code == family))
        && (filter.kinds.is_empty() || filter.kinds.contains(&body.kind))
        && (filter.pays.is_empty()
            || filter.pays.contains(&Pays::Cash) && item.takes.takes_cash()
            || filter.pays.contains(&Pays::InKind) && item.takes.takes_in_kind())
        && filter.service.as_ref().is_none_or(|code| *code == item.service)
        && filter.nation.as_ref().is_none_or(|nation| *nation == body.nation)
        && filter.from.is_none_or(|month| item.first_month <= month && month <= item.last_month)
        && filter.least.is_none_or(|least| item.free_most >= least)
}

fn found(shelf: &Shelf, filter: &CatalogueFilter) -> (Vec<OfferId>, i64, crate::catalogue::filter::Facets) {
    shelf.find(filter, &Found::default(), Month::from_i32(NOW), PageRequest::first(50))
}

proptest! {
    #[test]
    fn a_search_finds_just_what_passes_and_each_count_is_what_choosing_it_would_leave(
        items in items(), filter in a_filter(),
    ) {
        let shelf = Shelf::new(items.clone(), bodies(), families()).unwrap();

        let (ids, total, facets) = found(&shelf, &filter);

        let count = |filter: &CatalogueFilter| {
            i64::try_from(items.iter().filter(|item| passes(item, filter)).count()).unwrap()
        };
        let mut expected: Vec<OfferId> =
            items.iter().filter(|item| passes(item, &filter)).map(|item| item.id).collect();
        let mut in_any_order = ids.clone();
        expected.sort();
        in_any_order.sort();
        prop_assert_eq!(in_any_order, expected);
        prop_assert_eq!(total, count(&filter));
        for (code, _, left) in facets.families {
            prop_assert_eq!(left, count(&CatalogueFilter { families: vec![code], ..filter.clone() }));
        }
        for (kind, left) in facets.kinds {
            prop_assert_eq!(left, count(&CatalogueFilter { kinds: vec![kind], ..filter.clone() }));
        }
        for (pays, left) in facets.pays {
            prop_assert_eq!(left, count(&CatalogueFilter { pays: vec![pays], ..filter.clone() }));
        }
    }

    #[test]
    fn a_shelf_that_followed_every_change_is_the_same_as_one_made_anew(
        before in items(), after in items(), filter in a_filter(),
    ) {
        let mut followed = Shelf::new(before.clone(), bodies(), families()).unwrap();
        let mut changed: HashMap<OfferId, Option<Item>> = before.iter().map(|item| (item.id, None)).collect();
        changed.extend(after.iter().map(|item| (item.id, Some(item.clone()))));

        followed.follow(changed.into_iter().collect()).unwrap();

        let anew = Shelf::new(after, bodies(), families()).unwrap();
        prop_assert_eq!(found(&followed, &filter), found(&anew, &filter));
        prop_assert_eq!(followed.len(), anew.len());
    }
}

#[test]
fn words_narrow_the_search_and_the_best_match_comes_first() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let items: Vec<Item> = (0..4_u8)
        .map(|number| Item {
            id: OfferId::from_uuid(Uuid::from_u128(u128::from(number))),
            seq: i64::from(number),
            last_month: Month::from_i32(NOW),
            ..an_item().new_tree(&mut runner).unwrap().current()
        })
        .collect();
    let shelf = Shelf::new(items.clone(), bodies(), families()).unwrap();
    let words = Found { matches: Some(vec![3, 1, 77]), enough: None };

    let (ids, total, _) =
        shelf.find(&CatalogueFilter::default(), &words, Month::from_i32(NOW), PageRequest::first(50));

    assert_eq!(ids, [items[3].id, items[1].id]);
    assert_eq!(total, 2);
}
