//! The shelf against the plainest way to search there is.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use uuid::Uuid;

use super::*;
use crate::bodies::BodyKind;
use crate::catalogue::filter::{CatalogueFilter, Pays, Spelling};
use crate::catalogue::model::Service;
use crate::catalogue::words::Sought;
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
        name: ["Ashdale Council", "O'Brien Police", "Audit Office"][usize::from(number)].to_owned(),
        kind,
        nation: if number == 1 { "Wales" } else { "England" }.to_owned(),
        region: format!("Region {number}"),
    };
    (0_u8..3).zip(kinds).map(body).collect()
}

fn an_item() -> impl Strategy<Value = Item> {
    let what = (0_u8..12, 0_u8..3, 0_usize..3, 0_usize..3, prop::option::of(0_i64..4));
    let when = (NOW - 3..NOW + 3, 0_i32..4, 0_i64..5, texts());
    (what, when).prop_map(|((number, body, service, takes, price), (last, months, free, texts))| Item {
        id: OfferId::from_uuid(Uuid::from_u128(u128::from(number) + 100)),
        body: body_id(body),
        service: ["PAY-1", "PAY-2", "IT-1"][service].to_owned(),
        title: texts.0,
        description: texts.1,
        takes: Takes::ALL[takes],
        first_month: Month::from_i32(last - months),
        last_month: Month::from_i32(last),
        price_kind: price.map(|price| if price % 2 == 0 { PriceKind::PerUnit } else { PriceKind::Fixed }),
        price: price.map(Rate::from_i64),
        free_most: Quantity::from_whole(u32::try_from(free).unwrap_or(0)),
        published_at: None,
    })
}

const WORDS: [&str; 16] = [
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

fn some_words(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..most).prop_map(|words| words.join(" "))
}

/// A title and a description.
fn texts() -> impl Strategy<Value = (String, String)> {
    (some_words(3), some_words(12))
}

/// What somebody types: words, beginnings of words, and what nobody would.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => some_words(4),
        2 => (some_words(3), "[a-p]{1,3}").prop_map(|(words, last)| format!("{words} {last}")),
        1 => "\\PC{0,12}",
    ]
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
    let texts = [item.title.as_str(), &item.description, &item.service, family, &body.name];
    if !Sought::parse(&filter.words).is_in(&texts) {
        return false;
    }
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

fn found(shelf: &Shelf, filter: &CatalogueFilter) -> Found {
    shelf.find(filter, &None, Month::from_i32(NOW), PageRequest::first(50))
}

fn searching(words: &str) -> CatalogueFilter {
    CatalogueFilter { words: words.to_owned(), ..CatalogueFilter::default() }
}

proptest! {
    #[test]
    fn a_search_finds_just_what_passes_and_each_count_is_what_choosing_it_would_leave(
        items in items(), filter in a_filter(), words in typed(),
    ) {
        let shelf = Shelf::new(items.clone(), bodies(), families()).unwrap();
        let filter = CatalogueFilter { words, spelling: Spelling::Exact, ..filter };

        let Found { ids, total, facets, .. } = found(&shelf, &filter);

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
        before in items(), after in items(), filter in a_filter(), words in typed(),
    ) {
        let filter = CatalogueFilter { words, ..filter };
        let mut followed = Shelf::new(before.clone(), bodies(), families()).unwrap();
        let mut changed: HashMap<OfferId, Option<Item>> = before.iter().map(|item| (item.id, None)).collect();
        changed.extend(after.iter().map(|item| (item.id, Some(item.clone()))));

        let kept = followed.clone();
        followed.follow(changed.into_iter().collect()).unwrap();

        let anew = Shelf::new(after, bodies(), families()).unwrap();
        prop_assert_eq!(found(&followed, &filter), found(&anew, &filter));
        prop_assert_eq!(followed.len(), anew.len());
        // Whoever was reading meanwhile reads on as it was.
        let before = Shelf::new(before, bodies(), families()).unwrap();
        prop_assert_eq!(found(&kept, &filter), found(&before, &filter));
    }
}

fn offer(number: u8, body: u8, service: &str, title: &str, description: &str) -> Item {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    Item {
        id: OfferId::from_uuid(Uuid::from_u128(u128::from(number))),
        body: body_id(body),
        service: service.to_owned(),
        title: title.to_owned(),
        description: description.to_owned(),
        last_month: Month::from_i32(NOW),
        ..an_item().new_tree(&mut runner).unwrap().current()
    }
}

fn numbers(found: &Found) -> Vec<u128> {
    found.ids.iter().map(|id| id.as_uuid().as_u128()).collect()
}

#[test]
fn a_title_is_the_best_place_for_a_word_then_the_service_then_the_body_then_the_description() {
    let mut families = families();
    families[0].services[0].name = "Audit".to_owned();
    let items = vec![
        offer(1, 0, "IT-1", "Something", "With an audit of everything and much else"),
        offer(2, 2, "IT-1", "Something", "Else"),
        offer(3, 0, "PAY-1", "Something", "Else"),
        offer(4, 0, "IT-1", "Audits", "Else"),
        offer(5, 0, "IT-1", "Something", "In the auditorium"),
        offer(6, 0, "IT-1", "Nothing", "Else"),
    ];
    let shelf = Shelf::new(items, bodies(), families).unwrap();

    assert_eq!(numbers(&found(&shelf, &searching("audit"))), [4, 3, 2, 1, 5]);
}

#[test]
fn a_word_that_occurs_nowhere_is_put_right_and_the_answer_says_so() {
    let items = vec![
        offer(1, 0, "PAY-1", "Payroll for schools", "Recruitment too"),
        offer(2, 0, "IT-1", "Hosting", "Payroll"),
        offer(3, 0, "IT-1", "Payrolls", "Banding and bonding of 4001"),
        offer(4, 0, "IT-1", "Bonding", ""),
    ];
    let mut shelf = Shelf::new(items.clone(), bodies(), families()).unwrap();
    let read = |shelf: &Shelf, typed: &str| {
        let found = found(shelf, &searching(typed));
        (found.searched.sought().text(), found.searched.is_corrected(), found.total)
    };

    assert_eq!(read(&shelf, "pyaroll"), ("payroll".to_owned(), true, 3));
    assert_eq!(read(&shelf, "Recruitmnet schols"), ("recruitment schools".to_owned(), true, 1));
    assert_eq!(read(&shelf, "pyaroll-schools"), ("payroll schools".to_owned(), true, 1));
    assert_eq!(read(&shelf, "payroll"), ("payroll".to_owned(), false, 3));
    assert_eq!(read(&shelf, "bending"), ("bonding".to_owned(), true, 2));
    for hopeless in ["pyr", "4002", "xyzzyxyzzy", "漢字漢字"] {
        assert_eq!(read(&shelf, hopeless), (hopeless.to_owned(), false, 0));
    }
    let exact = CatalogueFilter { spelling: Spelling::Exact, ..searching("pyaroll") };
    assert_eq!(found(&shelf, &exact).total, 0);
    // A word that has left the catalogue with its last offer is nothing to be put right to.
    shelf.follow(items.iter().take(3).map(|item| (item.id, None)).collect()).unwrap();
    assert_eq!(read(&shelf, "pyaroll"), ("pyaroll".to_owned(), false, 0));
}

#[test]
fn of_many_finds_each_page_has_the_next_best() {
    let text = |number: u8| "payroll ".repeat(usize::from(number % 7));
    let items: Vec<Item> = (0..60).map(|number| offer(number, 0, "IT-1", "Pay", &text(number))).collect();
    let shelf = Shelf::new(items, bodies(), families()).unwrap();
    let page = |number, size| {
        let page = PageRequest::new(number, size);
        numbers(&shelf.find(&searching("payr"), &None, Month::from_i32(NOW), page))
    };

    let whole = page(1, 60);
    let in_pages: Vec<u128> = (1..=8).flat_map(|number| page(number, 7)).collect();

    assert_eq!(whole.len(), 51);
    assert_eq!(in_pages, whole);
}

#[test]
fn bodies_that_change_their_name_or_are_new_are_settled_without_reading_offers_again() {
    let items = vec![offer(1, 0, "IT-1", "Hosting", ""), offer(2, 1, "PAY-1", "Payroll", "")];
    let mut shelf = Shelf::new(items, bodies(), families()).unwrap();
    let stranger = offer(3, 7, "IT-1", "Storage", "");
    let before = found(&shelf, &searching(""));

    assert_eq!(shelf.follow(vec![(stranger.id, Some(stranger.clone()))]).map(drop), Err(Unknown));
    assert_eq!(found(&shelf, &searching("")), before);

    let mut now = bodies();
    now[0].name = "Northmoor Council".to_owned();
    now.insert(0, ShelfBody { id: body_id(7), name: "Torcombe Police".to_owned(), ..bodies().remove(1) });
    assert!(!shelf.is_settled(&now, &families()));
    shelf.settle(now.clone(), families()).unwrap().follow(vec![(stranger.id, Some(stranger))]).unwrap();
    now.reverse();
    assert!(shelf.is_settled(&now, &families()));
    assert_eq!(numbers(&found(&shelf, &searching("northmoor"))), [1]);
    assert_eq!(found(&shelf, &searching("ashdale")).total, 0);
    assert_eq!(numbers(&found(&shelf, &searching("torcombe"))), [3]);
    assert_eq!(numbers(&found(&shelf, &searching("pay payroll"))), [2]);
    assert_eq!(shelf.settle(vec![], families()).map(drop), Err(Unknown));
}
