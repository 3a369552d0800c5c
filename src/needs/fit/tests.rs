//! What fits, what does not, and the sentence that says why.

use super::*;
use crate::bodies::region::Region;
use crate::catalogue::audience::Audience;
use crate::catalogue::model::{NamedService, Takes};
use crate::catalogue::shape::{Size, SizeMeasure, WHOLE_SERVICE_UNIT};
use crate::catalogue::terms::{Assurance, OfferTerms};
use crate::catalogue::whole::{SizeBand, WholeService};
use crate::kernel::service_calendar::Preset;
use crate::kernel::working_days::Division;

fn month(raw: &str) -> Month {
    raw.parse().unwrap()
}

fn audit() -> NamedService {
    NamedService { code: "AUD-01".into(), name: "Internal audit".into() }
}

fn need() -> NeedContent {
    NeedContent {
        audience: Audience::Everyone,
        service_code: "PAY-01".into(),
        service_name: "Payroll".into(),
        family_name: "Payroll and pensions".into(),
        shape: Shape::Capacity,
        title: "Payroll for four hundred".into(),
        description: "From spring.".into(),
        unit: "payslip".into(),
        quantity_per_month: Quantity::from_whole(400),
        size: None,
        first_month: month("2027-04"),
        last_month: month("2027-07"),
        pays: Takes::Either,
        highest_price: Some(Rate::parse("price", "5").unwrap()),
        gives: vec![audit()],
        reach: Reach::Anywhere,
        assurances: vec![],
    }
}

fn offer() -> OfferContent {
    OfferContent {
        service_code: "PAY-01".into(),
        service_name: "Payroll".into(),
        family_name: "Payroll and pensions".into(),
        title: "Payroll".into(),
        description: "Monthly.".into(),
        unit: "payslip".into(),
        quantity_per_month: Quantity::from_whole(1_000),
        first_month: month("2027-01"),
        last_month: month("2027-12"),
        differs: vec![],
        takes: Takes::Cash,
        price_kind: Some(PriceKind::PerUnit),
        price: Some(Rate::parse("price", "4.40").unwrap()),
        wants: vec![],
        kpis: vec![],
        calendar: Preset::OfficeHours.calendar(Division::EnglandAndWales),
        terms: OfferTerms::default(),
        whole: None,
        documents: vec![],
    }
}

/// What is free from January 2027 on.
fn free(quantities: &[u32]) -> Vec<LedgerMonth> {
    month("2027-01")
        .through(month("2027-12"))
        .zip(quantities)
        .map(|(month, free)| {
            let (free, none) = (Quantity::from_whole(*free), Quantity::ZERO);
            LedgerMonth { month, listed: free, reserved: none, committed: none, free }
        })
        .collect()
}

fn found(need: &NeedContent, offer: &OfferContent, free_in: &[u32]) -> Option<Fit> {
    let distance = Distance::from_metres(18 * 1_609);
    let between =
        Between { provider_region: "Wales", consumer_region: "North West", distance: Some(distance) };
    fit(need, offer, &free(free_in), between, month("2026-11"))
}

#[test]
fn a_fit_says_why_in_a_sentence() {
    let fit = found(&need(), &offer(), &[900; 12]).unwrap();

    assert_eq!(
        fit.why,
        "Payroll: enough free in every month you need, 400 payslips or more; £4.40, below the highest price of \
         £5.00; 18 miles away."
    );
}

#[test]
fn more_covered_months_a_lower_price_something_in_return_and_a_shorter_way_are_better() {
    let score = |offer: &OfferContent, free_in: &[u32]| found(&need(), offer, free_in).unwrap().score;
    let cheaper = OfferContent { price: Some(Rate::parse("price", "3").unwrap()), ..offer() };
    let swap = OfferContent { takes: Takes::Either, wants: vec![audit()], ..offer() };
    let half = [900, 900, 900, 900, 900, 0, 0, 0, 0, 0, 0, 0];

    assert!(score(&offer(), &[900; 12]) > score(&offer(), &half));
    assert!(score(&cheaper, &[900; 12]) > score(&offer(), &[900; 12]));
    assert!(score(&swap, &[900; 12]) > score(&offer(), &[900; 12]));
    assert_eq!(found(&need(), &swap, &[900; 12]).unwrap().in_return.as_deref(), Some("Internal audit"));
}

#[test]
fn whatever_rules_a_pair_out_rules_it_out() {
    let full = [900; 12];
    let with_terms = |terms: OfferTerms| OfferContent { terms, ..offer() };
    assert!(found(&need(), &offer(), &full).is_some());
    for (why, need, offer, free_in) in [
        ("another service", NeedContent { service_code: "PAY-02".into(), ..need() }, offer(), full),
        ("another unit", NeedContent { unit: "member".into(), ..need() }, offer(), full),
        ("nothing free", need(), offer(), [0; 12]),
        (
            "too dear",
            need(),
            OfferContent { price: Some(Rate::parse("price", "6.01").unwrap()), ..offer() },
            full,
        ),
        ("cash alone against service alone", NeedContent { pays: Takes::InKind, ..need() }, offer(), full),
        (
            "out of the provider's reach",
            need(),
            with_terms(OfferTerms { reach: Reach::Regions(vec![Region::Wales]), ..OfferTerms::default() }),
            full,
        ),
        ("out of the consumer's reach", NeedContent { reach: Reach::Within(10), ..need() }, offer(), full),
        (
            "a least order above what is needed",
            need(),
            with_terms(OfferTerms {
                minimum_order: Some(Quantity::from_whole(500)),
                ..OfferTerms::default()
            }),
            full,
        ),
        (
            "a standard that is missing",
            NeedContent { assurances: vec![Assurance::Dspt], ..need() },
            offer(),
            full,
        ),
        (
            "months that are over",
            NeedContent { first_month: month("2026-01"), last_month: month("2026-10"), ..need() },
            offer(),
            full,
        ),
    ] {
        assert_eq!(found(&need, &offer, &free_in), None, "{why}");
    }
}

#[test]
fn a_whole_service_is_priced_by_the_size_of_the_body_and_ruled_out_beyond_the_largest() {
    let sized = |measure, count| NeedContent {
        shape: Shape::WholeService,
        unit: WHOLE_SERVICE_UNIT.into(),
        quantity_per_month: Quantity::from_whole(1),
        size: Some(Size { measure, count }),
        highest_price: Some(Rate::parse("price", "10,000").unwrap()),
        ..need()
    };
    let price = |text| Rate::parse("price", text).unwrap();
    let whole = WholeService {
        includes: "Everything".into(),
        excludes: None,
        gives_up: None,
        measure: SizeMeasure::Staff,
        bands: vec![
            SizeBand { up_to: 250, price: price("4,000") },
            SizeBand { up_to: 1_000, price: price("9,000") },
        ],
        transition_weeks: 8,
        transition_help: None,
        way_back: "With a year's notice".into(),
        way_back_cost: None,
    };
    let offer = OfferContent { unit: WHOLE_SERVICE_UNIT.into(), whole: Some(whole), ..offer() };
    let why = |need: &NeedContent| found(need, &offer, &[2; 12]).map(|fit| fit.why);

    assert_eq!(
        why(&sized(SizeMeasure::Staff, 900)).unwrap(),
        "Payroll: runs the whole service, up to 1,000 members of staff; 2 more bodies can be taken on, in 4 of the 4 \
         months; £9,000.00, below the highest price of £10,000.00; 18 miles away."
    );
    assert!(why(&sized(SizeMeasure::Sites, 3)).unwrap().contains("ask for your size"));
    assert_eq!(why(&sized(SizeMeasure::Staff, 1_001)), None);
    assert_eq!(why(&need()), None);
}
