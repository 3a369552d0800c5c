//! What words find.

use proptest::strategy::{Strategy as _, ValueTree as _};
use uuid::Uuid;

use super::made_up::{NOW, an_item, bodies, body_id, families, found, searching, today};
use crate::catalogue::audience::View;
use crate::catalogue::filter::{CatalogueFilter, Spelling};
use crate::catalogue::shelf::{Found, Item, Shelf, ShelfBody, Unknown};
use crate::kernel::ids::OfferId;
use crate::kernel::{Month, PageRequest};

fn offer(number: u8, body: u8, service: &str, title: &str, description: &str) -> Item {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    Item {
        sizes: None,
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
        numbers(&shelf.find(&searching("payr"), &None, View::public(today()), page))
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
