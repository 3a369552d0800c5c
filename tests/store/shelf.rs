//! The catalogue in memory follows the database, on every instance that shares it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use diesel::prelude::*;
use symbiosis::access::System;
use symbiosis::catalogue::audience::View;
use symbiosis::catalogue::filter::CatalogueFilter;
use symbiosis::catalogue::{CatalogueError, Shelves, commands, queries};
use symbiosis::kernel::ids::{BodyId, OfferId};
use symbiosis::kernel::{Instant, PageRequest, london};
use symbiosis::storage::schema::offers;
use symbiosis::storage::{DatabaseUrl, Db, StorageError, Tx};

use crate::capacity::insert_body;
use crate::database::TestDatabase;

const TAXONOMY: &str = include_str!("../../seed/taxonomy.csv");

fn now() -> Instant {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn with_a_body() -> (TestDatabase, Db, BodyId) {
    let database = TestDatabase::fresh();
    let db = database.open();
    let body = BodyId::new();
    db.write_now(move |tx| -> Result<(), CatalogueError> {
        commands::load_taxonomy(tx, System::of_this_process(), TAXONOMY)?;
        insert_body(tx.conn(), body).map_err(StorageError::from)?;
        Ok(())
    })
    .unwrap();
    (database, db, body)
}

fn publish(db: &Db, body: BodyId, first: u32, count: u32) {
    db.write_now(move |tx| -> Result<(), CatalogueError> {
        commands::fill_with_synthetic_offers(tx, System::of_this_process(), &[body], first, count, now())
    })
    .unwrap();
}

/// What one instance shows: the ids of the first page, and how many there are.
fn shown(db: &Db, instance: &Arc<Shelves>, words: &str) -> (Vec<OfferId>, i64) {
    let filter = CatalogueFilter { words: words.to_owned(), ..CatalogueFilter::default() };
    let today = london::date(now());
    let found = db
        .read_now(|conn| {
            let shelf = instance.current(conn)?;
            queries::find(conn, &shelf, &filter, View::public(today), PageRequest::first(50))
        })
        .unwrap();
    (found.page.items.into_iter().map(|offer| offer.id).collect(), found.page.total)
}

#[test]
fn what_one_instance_publishes_or_takes_away_the_other_shows_with_the_next_search() {
    let (_database, db, body) = with_a_body();
    let (here, there) = (Shelves::new(db.clone()), Shelves::new(db.clone()));
    assert_eq!((shown(&db, &here, "").1, shown(&db, &there, "").1), (0, 0));

    publish(&db, body, 0, 30);
    let (ids, total) = shown(&db, &here, "");
    let gone = ids[0];
    db.write_now(move |tx| {
        let withdrawn = diesel::update(offers::table.find(gone)).set(offers::state.eq("withdrawn"));
        withdrawn.execute(tx.conn()).map(drop).map_err(StorageError::from)
    })
    .unwrap();

    assert_eq!(total, 30);
    assert_eq!(shown(&db, &here, "").1, 29);
    assert_eq!(shown(&db, &here, ""), shown(&db, &there, ""));
    assert!(!shown(&db, &there, "").0.contains(&gone));
    // Words that still know the offer do not bring it back.
    assert_eq!(shown(&db, &here, "made-up").1, 29);
}

#[test]
fn an_offer_of_a_body_that_was_not_there_before_is_found_by_the_name_of_its_body() {
    let (_database, db, body) = with_a_body();
    let instance = Shelves::new(db.clone());
    publish(&db, body, 0, 2);
    assert_eq!(shown(&db, &instance, "").1, 2);

    let newcomer = BodyId::new();
    db.write_now(move |tx| insert_body(tx.conn(), newcomer).map_err(StorageError::from)).unwrap();
    publish(&db, newcomer, 7, 1);

    assert_eq!(shown(&db, &instance, "").1, 3);
    assert_eq!(shown(&db, &instance, "made-up reference").1, 3);
    assert_eq!(shown(&db, &instance, "pratners").1, 3);
}

#[test]
fn changes_that_everybody_has_seen_are_forgotten_and_nothing_is_lost_by_it() {
    let (_database, db, body) = with_a_body();
    let instance = Shelves::new(db.clone());
    publish(&db, body, 0, 3);
    assert_eq!(shown(&db, &instance, "").1, 3);

    // More than an instance follows one by one, and more than are kept.
    publish(&db, body, 3, 10);
    db.write_now(|tx| {
        for _ in 0..1_200 {
            diesel::update(offers::table).set(offers::title.eq(offers::title)).execute(tx.conn())?;
        }
        Ok::<_, StorageError>(())
    })
    .unwrap();
    let forgotten = db.write_now(|tx| commands::forget_changes(tx, System::of_this_process())).unwrap();

    assert!(forgotten > 3_000, "{forgotten}");
    assert_eq!(shown(&db, &instance, "").1, 13);
}

#[test]
fn whoever_publishes_finds_the_offer_with_the_next_search_however_many_publish_at_once() {
    let (_database, db, body) = with_a_body();
    let instance = Shelves::new(db.clone());
    let committed = AtomicI64::new(0);

    thread::scope(|scope| {
        for writer in 0..4_u32 {
            let (db, instance, committed) = (&db, &instance, &committed);
            scope.spawn(move || {
                for round in 0..12 {
                    publish(db, body, writer * 100 + round, 1);
                    let so_far = committed.fetch_add(1, Ordering::SeqCst) + 1;
                    assert!(shown(db, instance, "").1 >= so_far);
                }
            });
        }
    });

    assert_eq!(shown(&db, &instance, "").1, 48);
}

/// SQLite has one writer: there no change can be committed after a later one.
#[test]
fn on_postgresql_a_change_that_is_committed_after_a_later_one_is_not_missed() {
    let (database, db, body) = with_a_body();
    if matches!(database.url, DatabaseUrl::Sqlite(_)) {
        return;
    }
    let instance = Shelves::new(db.clone());
    publish(&db, body, 0, 2);
    let offers_shown = shown(&db, &instance, "").0;
    let [slow, quick] = offers_shown[..] else { panic!("two offers were published") };
    let withdraw = |tx: &mut Tx<'_>, offer: OfferId| {
        let withdrawn = diesel::update(offers::table.find(offer)).set(offers::state.eq("withdrawn"));
        withdrawn.execute(tx.conn()).map(drop).map_err(StorageError::from)
    };
    let ((changed, has_changed), (commit, may_commit)) = (mpsc::channel(), mpsc::channel());

    thread::scope(|scope| {
        let slow_db = db.clone();
        let writer = scope.spawn(move || {
            slow_db.write_now(move |tx| {
                withdraw(tx, slow)?;
                changed.send(()).unwrap();
                may_commit.recv().unwrap();
                Ok::<_, StorageError>(())
            })
        });
        has_changed.recv().unwrap();
        db.write_now(move |tx| withdraw(tx, quick)).unwrap();
        assert_eq!(shown(&db, &instance, "").0, [slow]);
        // However many changes come and are seen meanwhile.
        for _ in 0..20 {
            db.write_now(move |tx| {
                for _ in 0..50 {
                    withdraw(tx, quick)?;
                }
                Ok::<_, StorageError>(())
            })
            .unwrap();
            assert_eq!(shown(&db, &instance, "").0, [slow]);
        }
        commit.send(()).unwrap();
        writer.join().unwrap().unwrap();
    });

    assert_eq!(shown(&db, &instance, "").1, 0);
}
