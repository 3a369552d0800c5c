//! A key is spent with the command it belongs to, or not at all.

use chrono::Duration;
use symbiosis::kernel::Instant;
use symbiosis::storage::idempotency::{
    Answer, OnceKey, Reservation, forget_expired, keep_answer, release, reserve,
};
use symbiosis::storage::{Db, StorageError, set_setting, setting};

use crate::database::TestDatabase;

fn now() -> Instant {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn key() -> OnceKey {
    OnceKey::new("session 1".into(), "key-1".into(), now())
}

fn reserved(db: &Db, hash: &'static str, at: Instant) -> Reservation {
    db.write_now(move |tx| reserve(tx, &key(), hash, at)).unwrap()
}

#[test]
fn the_same_request_gets_the_first_answer_and_another_one_is_told_apart() {
    let database = TestDatabase::fresh();
    let db = database.open();
    let answer = Answer { status: 303, location: Some("/offers/1".into()), content_type: None, body: vec![] };

    let first = reserved(&db, "a", now());
    let meanwhile = reserved(&db, "a", now());
    db.once(key()).write_now(|tx| set_setting(tx, "done", "once")).unwrap();
    let kept = answer.clone();
    db.write_now(move |tx| keep_answer(tx, &key(), &kept)).unwrap();

    assert_eq!(first, Reservation::Ours);
    assert_eq!(meanwhile, Reservation::Running);
    assert_eq!(reserved(&db, "a", now()), Reservation::Replay(answer));
    assert_eq!(reserved(&db, "b", now()), Reservation::OtherRequest);
}

#[test]
fn a_command_that_fails_does_not_spend_its_key() {
    let database = TestDatabase::fresh();
    let db = database.open();
    reserved(&db, "a", now());

    let failed: Result<(), StorageError> = db.once(key()).write_now(|_| Err(StorageError::Stale));
    db.write_now(|tx| release(tx, &key())).unwrap();

    assert!(failed.is_err());
    assert_eq!(reserved(&db, "b", now()), Reservation::Ours);
}

#[test]
fn a_crash_after_the_commit_never_carries_the_command_out_again() {
    let database = TestDatabase::fresh();
    let db = database.open();
    reserved(&db, "a", now());
    db.once(key()).write_now(|tx| set_setting(tx, "count", "1")).unwrap();

    // The answer was never kept: the program died here.
    let much_later = now().plus(Duration::hours(1));
    let repeat = reserved(&db, "a", much_later);
    let again = db.once(key()).write_now(|tx| set_setting(tx, "count", "2"));

    assert_eq!(repeat, Reservation::AppliedWithoutAnswer);
    assert!(matches!(again, Err(StorageError::AlreadyApplied)));
    assert_eq!(db.read_now(|conn| setting(conn, "count")).unwrap().as_deref(), Some("1"));
}

#[test]
fn a_crash_before_the_commit_leaves_a_key_that_lapses() {
    let database = TestDatabase::fresh();
    let db = database.open();
    reserved(&db, "a", now());

    let soon = reserved(&db, "a", now().plus(Duration::seconds(60)));
    let later = reserved(&db, "a", now().plus(Duration::seconds(180)));

    assert_eq!(soon, Reservation::Running);
    assert_eq!(later, Reservation::Ours);
}

#[test]
fn keys_expire_and_are_forgotten() {
    let database = TestDatabase::fresh();
    let db = database.open();
    reserved(&db, "a", now());

    let kept = db.write_now(|tx| forget_expired(tx, now())).unwrap();
    let forgotten = db.write_now(|tx| forget_expired(tx, now().plus(Duration::days(2)))).unwrap();

    assert_eq!((kept, forgotten), (0, 1));
}

#[test]
fn a_request_may_use_its_key_for_several_transactions() {
    let database = TestDatabase::fresh();
    let db = database.open();
    reserved(&db, "a", now());
    let request = db.once(key());

    request.write_now(|tx| set_setting(tx, "first", "1")).unwrap();
    request.write_now(|tx| set_setting(tx, "second", "2")).unwrap();

    assert_eq!(db.read_now(|conn| setting(conn, "second")).unwrap().as_deref(), Some("2"));
}
