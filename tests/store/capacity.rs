//! The capacity ledger: however many reach for it at once, nobody is promised what is not there.

use std::thread;

use diesel::prelude::*;
use symbiosis::access::System;
use symbiosis::catalogue::audience::View;
use symbiosis::catalogue::capacity::{commit, release, reserve};
use symbiosis::catalogue::model::LedgerMonth;
use symbiosis::catalogue::{CapacityError, CatalogueError, Shelves, commands, queries};
use symbiosis::kernel::ids::{BodyId, OfferId, ProposalId};
use symbiosis::kernel::{Instant, Month, Quantity, london};
use symbiosis::storage::schema::{bodies, offers, proposals};
use symbiosis::storage::{Db, Options, StorageError};

use crate::database::TestDatabase;

const TAXONOMY: &str = include_str!("../../seed/taxonomy.csv");

fn now() -> Instant {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

/// A published offer of 10 a month for a year, and `count` proposals that would like some of it.
fn offer_and_proposals(db: &Db, count: usize) -> (OfferId, Month, Vec<ProposalId>) {
    let (provider, consumer) = (BodyId::new(), BodyId::new());
    let proposals: Vec<ProposalId> = (0..count).map(|_| ProposalId::new()).collect();
    let all = proposals.clone();
    let offer = db
        .write_now(move |tx| -> Result<OfferId, CatalogueError> {
            let by = System::of_this_process();
            commands::load_taxonomy(tx, by, TAXONOMY)?;
            for body in [provider, consumer] {
                insert_body(tx.conn(), body).map_err(StorageError::from)?;
            }
            commands::fill_with_synthetic_offers(tx, by, &[provider], 0, 1, now())?;
            for id in &all {
                insert_proposal(tx.conn(), *id, provider, consumer).map_err(StorageError::from)?;
            }
            let offer = offers::table.select(offers::id).first(tx.conn());
            Ok(offer.map_err(StorageError::from)?)
        })
        .unwrap();
    let month = db
        .read_now(|conn| queries::published_brief(conn, View::public(london::date(now())), offer))
        .unwrap()
        .unwrap()
        .first_month;
    (offer, month, proposals)
}

pub(crate) fn insert_body(conn: &mut symbiosis::storage::Conn, id: BodyId) -> QueryResult<usize> {
    diesel::insert_into(bodies::table)
        .values((
            bodies::id.eq(id),
            bodies::import_key.eq(id.to_string()),
            bodies::name.eq("Ashdale Council"),
            bodies::kind.eq("council"),
            bodies::register_kind.eq("test"),
            bodies::nation.eq("England"),
            bodies::region.eq("North West"),
            bodies::state.eq("verified"),
            bodies::notes.eq(""),
            bodies::version.eq(1_i64),
            bodies::updated_at.eq(now()),
        ))
        .execute(conn)
}

fn insert_proposal(
    conn: &mut symbiosis::storage::Conn,
    id: ProposalId,
    provider: BodyId,
    consumer: BodyId,
) -> QueryResult<usize> {
    diesel::insert_into(proposals::table)
        .values((
            proposals::id.eq(id),
            proposals::reference.eq(id.to_string()),
            proposals::title.eq("Some capacity"),
            proposals::proposer_id.eq(consumer),
            proposals::partner_id.eq(provider),
            proposals::state.eq("sent"),
            proposals::number.eq(1),
            proposals::version.eq(1_i64),
            proposals::created_at.eq(now()),
            proposals::updated_at.eq(now()),
        ))
        .execute(conn)
}

/// What a visitor is shown by a program that has shown it before, and what the database says.
fn shown_and_true(db: &Db, shelves: &std::sync::Arc<Shelves>, offer: OfferId) -> [Vec<LedgerMonth>; 2] {
    let view = View::public(london::date(now()));
    db.read_now(|conn| -> Result<_, CatalogueError> {
        let seen = shelves.seen(conn, view, offer)?.map(|seen| seen.offer.months.clone());
        Ok([seen.unwrap_or_default(), queries::offer(conn, view, offer)?.months])
    })
    .unwrap()
}

#[test]
fn the_page_that_a_program_keeps_of_an_offer_follows_every_month_of_its_ledger() {
    let database = TestDatabase::fresh();
    let db = database.open();
    let (offer, month, proposals) = offer_and_proposals(&db, 2);
    let shelves = Shelves::new(db.clone());
    let (taken, dropped) = (proposals[0], proposals[1]);
    let mut told = vec![shown_and_true(&db, &shelves, offer)];

    take(&db, offer, taken, month, month, 4).unwrap();
    told.push(shown_and_true(&db, &shelves, offer));
    take(&db, offer, dropped, month, month.plus(1), 3).unwrap();
    told.push(shown_and_true(&db, &shelves, offer));
    db.write_now(move |tx| commit(tx, taken, now())).unwrap();
    told.push(shown_and_true(&db, &shelves, offer));
    db.write_now(move |tx| release(tx, dropped, now())).unwrap();
    told.push(shown_and_true(&db, &shelves, offer));

    for [shown, truth] in &told {
        assert_eq!(shown, truth);
    }
    // Five different moments, so that none can have been told from before.
    let moments: Vec<_> = told.iter().map(|[_, truth]| truth).collect();
    assert!(moments.windows(2).all(|pair| pair[0] != pair[1]), "{moments:?}");
}

/// Reserved, committed and free in the first month, in whole units; every month must balance.
fn ledger(db: &Db, offer: OfferId) -> (i64, i64, i64) {
    let months =
        db.read_now(|conn| queries::offer(conn, View::public(london::date(now())), offer)).unwrap().months;
    for row in &months {
        let taken = row.reserved.checked_add(row.committed).unwrap();
        assert_eq!(row.listed, taken.checked_add(row.free).unwrap(), "{row:?}");
    }
    let whole = |quantity: Quantity| quantity.to_i64() / 10_000;
    (whole(months[0].reserved), whole(months[0].committed), whole(months[0].free))
}

fn take(
    db: &Db,
    offer: OfferId,
    by: ProposalId,
    first: Month,
    last: Month,
    units: u32,
) -> Result<(), CapacityError> {
    db.write_now(move |tx| reserve(tx, offer, (by, 1), (first, last), Quantity::from_whole(units), now()))
}

#[test]
fn of_fifty_that_reserve_at_once_exactly_as_many_win_as_there_is_room_for() {
    let database = TestDatabase::fresh();
    let db = Db::open(&database.url, Options { connections: 16, ..Options::default() }).unwrap();
    let (offer, month, proposals) = offer_and_proposals(&db, 50);

    let racers: Vec<_> = proposals
        .into_iter()
        .map(|proposal| {
            let db = db.clone();
            thread::spawn(move || take(&db, offer, proposal, month, month.plus(2), 1))
        })
        .collect();
    let outcomes: Vec<_> = racers.into_iter().map(|racer| racer.join().unwrap()).collect();

    let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let turned_away =
        outcomes.iter().filter(|outcome| matches!(outcome, Err(CapacityError::NotEnough { .. }))).count();
    assert_eq!((won, turned_away), (10, 40));
    assert_eq!(ledger(&db, offer), (10, 0, 0));
}

#[test]
fn what_is_reserved_is_committed_or_given_back_and_never_lost() {
    let database = TestDatabase::fresh();
    let db = database.open();
    let (offer, month, proposals) = offer_and_proposals(&db, 3);
    let [signed, dropped, late] = proposals[..] else { panic!("three proposals") };

    take(&db, offer, signed, month, month.plus(5), 6).unwrap();
    take(&db, offer, dropped, month, month, 4).unwrap();
    assert!(matches!(
        take(&db, offer, late, month, month, 1),
        Err(CapacityError::NotEnough { free: Quantity::ZERO, .. })
    ));
    db.write_now(move |tx| commit(tx, signed, now())).unwrap();
    db.write_now(move |tx| release(tx, dropped, now())).unwrap();
    // A second time there is nothing left to commit or give back.
    db.write_now(move |tx| commit(tx, signed, now())).unwrap();
    db.write_now(move |tx| release(tx, signed, now())).unwrap();

    assert_eq!(ledger(&db, offer), (0, 6, 4));
    take(&db, offer, dropped, month, month, 4).unwrap();
    assert_eq!(ledger(&db, offer), (4, 6, 0));
}

#[test]
fn nothing_is_reserved_outside_the_offer_or_in_part() {
    let database = TestDatabase::fresh();
    let db = database.open();
    let (offer, month, proposals) = offer_and_proposals(&db, 2);
    let [first, second] = proposals[..] else { panic!("two proposals") };

    let refused = [
        take(&db, offer, first, month.prev(), month, 1),
        take(&db, offer, first, month, month.plus(100), 1),
        take(&db, offer, first, month.next(), month, 1),
    ];
    take(&db, offer, first, month.next(), month.next(), 10).unwrap();
    let in_part = take(&db, offer, second, month, month.plus(2), 1);
    let unknown = take(&db, OfferId::new(), second, month, month, 1);

    assert!(refused.iter().all(|outcome| matches!(outcome, Err(CapacityError::OutsideMonths))));
    assert!(matches!(in_part, Err(CapacityError::NotEnough { month: full, .. }) if full == month.next()));
    assert!(matches!(unknown, Err(CapacityError::NotOffered)));
    assert_eq!(ledger(&db, offer), (0, 0, 10));
}

#[test]
fn any_run_of_promises_and_returns_conserves_every_month() {
    let database = TestDatabase::fresh();
    let db = database.open();
    let (offer, month, proposals) = offer_and_proposals(&db, 12);
    let mut seed: u32 = 7;
    let mut next = move |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };

    for _ in 0..120 {
        let proposal = proposals[next(12) as usize];
        let first = month.plus(i32::try_from(next(6)).unwrap());
        match next(4) {
            0 => db.write_now(move |tx| commit(tx, proposal, now())).unwrap(),
            1 => db.write_now(move |tx| release(tx, proposal, now())).unwrap(),
            _ => {
                let last = first.plus(i32::try_from(next(4)).unwrap());
                let units = 1 + next(4);
                // A proposal that holds something already, or a full month, is refused; either way nothing leaks.
                drop(take(&db, offer, proposal, first, last, units));
            }
        }
        ledger(&db, offer);
    }
}
