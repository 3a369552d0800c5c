//! The audit trail: whatever is done to it afterwards shows, and where.

use diesel::connection::SimpleConnection as _;
use serde_json::json;
use symbiosis::audit::verify::{Break, Verdict, verify};
use symbiosis::audit::{self, Actor, Event, Object, SigningKey, export};
use symbiosis::kernel::Instant;
use symbiosis::kernel::ids::BodyId;
use symbiosis::storage::{Db, StorageError};

use crate::database::TestDatabase;

fn now() -> Instant {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

/// A trail of `count` events, sealed in two batches, so that it carries two checkpoints.
fn sealed_trail(db: &Db, key: &SigningKey, count: i64) {
    for half in [count / 2, count - count / 2] {
        for number in 0..half {
            db.write_now(move |tx| {
                let event = Event {
                    actor: Actor::system(),
                    action: "offer.published",
                    object: Object::new("offer", number),
                    seen_by: vec![BodyId::new()],
                    data: json!({ "title": "Rack space — “cold aisle”", "pence": 123_456, "none": null }),
                };
                audit::record(tx, event, now())
            })
            .unwrap();
        }
        audit::seal_all(db, key, now()).unwrap();
    }
}

fn verdict(db: &Db, key: &SigningKey) -> Verdict {
    let verdict: Result<_, StorageError> = db.read_now(|conn| verify(conn, key));
    verdict.unwrap()
}

fn tamper(db: &Db, sql: &'static str) {
    db.write_now(move |tx| tx.conn().batch_execute(sql).map_err(StorageError::from)).unwrap();
}

#[test]
fn a_trail_that_nobody_touched_is_whole() {
    let database = TestDatabase::fresh();
    let (db, key) = (database.open(), SigningKey::generate().unwrap());
    sealed_trail(&db, &key, 20);

    assert_eq!(verdict(&db, &key), Verdict::Intact { entries: 20 });
}

#[test]
fn a_changed_event_is_named() {
    let database = TestDatabase::fresh();
    let (db, key) = (database.open(), SigningKey::generate().unwrap());
    sealed_trail(&db, &key, 20);

    tamper(&db, "UPDATE audit_events SET actor_name = 'Somebody else' WHERE seq = 7");

    assert!(matches!(verdict(&db, &key), Verdict::Broken(Break::Changed { seq: 7, .. })));
}

#[test]
fn a_removed_event_is_named() {
    let database = TestDatabase::fresh();
    let (db, key) = (database.open(), SigningKey::generate().unwrap());
    sealed_trail(&db, &key, 20);

    tamper(
        &db,
        "DELETE FROM audit_event_bodies WHERE event_id = (SELECT id FROM audit_events WHERE seq = 7);
         DELETE FROM audit_events WHERE seq = 7",
    );

    assert_eq!(verdict(&db, &key), Verdict::Broken(Break::Removed { seq: 7, found: 8 }));
}

#[test]
fn a_removed_end_shows_by_the_signed_checkpoint() {
    let database = TestDatabase::fresh();
    let (db, key) = (database.open(), SigningKey::generate().unwrap());
    sealed_trail(&db, &key, 20);

    tamper(
        &db,
        "DELETE FROM audit_event_bodies WHERE event_id IN (SELECT id FROM audit_events WHERE seq > 17);
         DELETE FROM audit_events WHERE seq > 17",
    );

    assert_eq!(verdict(&db, &key), Verdict::Broken(Break::CutOff { signed: 20, entries: 17, missing: 3 }));
}

#[test]
fn an_added_event_shows() {
    let database = TestDatabase::fresh();
    let (db, key) = (database.open(), SigningKey::generate().unwrap());
    sealed_trail(&db, &key, 20);

    tamper(
        &db,
        "UPDATE audit_events SET seq = 1000 WHERE seq = 20;
         UPDATE audit_events SET seq = 21 WHERE seq = 1000",
    );

    assert_eq!(verdict(&db, &key), Verdict::Broken(Break::Removed { seq: 20, found: 21 }));
}

#[test]
fn a_trail_rewritten_from_one_place_on_does_not_fit_its_checkpoints() {
    let database = TestDatabase::fresh();
    let (db, ours) = (database.open(), SigningKey::generate().unwrap());
    sealed_trail(&db, &ours, 20);

    // Somebody with the database but without our key unseals everything, changes it and seals it anew.
    tamper(
        &db,
        "UPDATE audit_events SET seq = NULL, prev = NULL, hash = NULL, action = 'nothing.happened';
         DELETE FROM audit_checkpoints",
    );
    audit::seal_all(&db, &SigningKey::generate().unwrap(), now()).unwrap();

    assert!(matches!(verdict(&db, &ours), Verdict::Broken(Break::ForgedCheckpoint { .. })));
}

#[test]
fn an_export_satisfies_a_checker_that_is_not_ours() {
    let Some(kit) = kit() else {
        eprintln!("LEFT OUT: an_export_satisfies_a_checker_that_is_not_ours (no kit)");
        return;
    };
    let database = TestDatabase::fresh();
    let (db, key) = (database.open(), SigningKey::generate().unwrap());
    sealed_trail(&db, &key, 20);
    let folder = tempfile::tempdir().unwrap();

    db.read_now(|conn| export::export(conn, &key, folder.path())).unwrap();
    let checked = std::process::Command::new(kit.join("check-audit")).arg(folder.path()).output().unwrap();

    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{said}{}", String::from_utf8_lossy(&checked.stderr));
    assert!(said.contains("entries: 20"), "{said}");
}

/// The installed kit of checkers, where there is one.
fn kit() -> Option<std::path::PathBuf> {
    let home = std::env::var("KIT_HOME").map(Into::into).or_else(|_| {
        std::env::var("HOME").map(|home| std::path::PathBuf::from(home).join(".cache/symbiosis-kit"))
    });
    home.ok().filter(|kit: &std::path::PathBuf| kit.join(".installed").exists())
}
