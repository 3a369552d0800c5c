//! Writes: all of a command or nothing of it, acknowledged when durable.

use std::sync::atomic::{AtomicBool, Ordering};

use symbiosis::storage::{Db, StorageError, Tx, set_setting, setting};

use crate::database::TestDatabase;

fn value(db: &Db, name: &str) -> Option<String> {
    db.read_now(|conn| setting(conn, name)).unwrap()
}

#[test]
fn a_command_that_fails_leaves_nothing_behind_and_says_why() {
    let database = TestDatabase::fresh();
    let db = database.open();

    let refused: Result<(), StorageError> = db.write_now(|tx| {
        set_setting(tx, "half", "written")?;
        Err(StorageError::Stale)
    });

    assert!(matches!(refused, Err(StorageError::Stale)));
    assert_eq!(value(&db, "half"), None);
}

#[test]
fn a_command_that_panics_leaves_nothing_behind_and_the_next_one_works() {
    let database = TestDatabase::fresh();
    let db = database.open();

    let broken: Result<(), StorageError> = db.write_now(|tx| {
        set_setting(tx, "half", "written")?;
        panic!("a mistake of ours");
    });
    db.write_now(|tx| set_setting(tx, "next", "written")).unwrap();

    assert!(matches!(broken, Err(StorageError::Panicked(message)) if message == "a mistake of ours"));
    assert_eq!(value(&db, "half"), None);
    assert_eq!(value(&db, "next").as_deref(), Some("written"));
}

#[test]
fn a_panic_inside_a_nested_transaction_unwinds_all_of_it() {
    use diesel::Connection as _;

    let database = TestDatabase::fresh();
    let db = database.open();

    let broken: Result<(), StorageError> = db.write_now(|tx: &mut Tx<'_>| {
        set_setting(tx, "outer", "written")?;
        tx.conn().transaction::<(), diesel::result::Error, _>(|_| panic!("deep inside"))?;
        Ok(())
    });
    db.write_now(|tx| set_setting(tx, "next", "written")).unwrap();

    assert!(matches!(broken, Err(StorageError::Panicked(_))));
    assert_eq!(value(&db, "outer"), None);
    assert_eq!(value(&db, "next").as_deref(), Some("written"));
}

#[test]
fn of_many_commands_at_once_each_succeeds_or_fails_by_itself() {
    let database = TestDatabase::fresh();
    let db = database.open();

    std::thread::scope(|scope| {
        for number in 0..64 {
            let db = db.clone();
            scope.spawn(move || {
                let outcome: Result<(), StorageError> = db.write_now(move |tx| {
                    set_setting(tx, &format!("row {number}"), "written")?;
                    if number % 4 == 0 { Err(StorageError::Stale) } else { Ok(()) }
                });
                assert_eq!(outcome.is_ok(), number % 4 != 0);
            });
        }
    });

    for number in 0..64 {
        assert_eq!(value(&db, &format!("row {number}")).is_some(), number % 4 != 0, "row {number}");
    }
}

#[test]
fn a_reader_on_sqlite_cannot_write() {
    use diesel::connection::SimpleConnection as _;

    if std::env::var("TEST_DATABASE_URL").is_ok() {
        return;
    }
    let database = TestDatabase::fresh();
    let db = database.open();

    let written = db.read_now(|conn| {
        conn.batch_execute("INSERT INTO settings (name, value) VALUES ('sly', 'write')")
            .map_err(StorageError::from)
    });

    assert!(written.is_err());
    assert_eq!(value(&db, "sly"), None);
}

#[test]
fn a_postgresql_that_dropped_every_connection_is_used_again() {
    use diesel::connection::SimpleConnection as _;

    if std::env::var("TEST_DATABASE_URL").is_err() {
        return;
    }
    let database = TestDatabase::fresh();
    let db = database.open();
    db.write_now(|tx| set_setting(tx, "before", "written")).unwrap();

    // What a restart does to the pool: every connection of it is gone.
    let killed = db.read_now(|conn| {
        conn.batch_execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()",
        )
        .map_err(StorageError::from)
    });
    // At most one failure for each pooled connection, then it works again.
    let tries = (0..10).find(|_| db.read_now(|conn| setting(conn, "before")).is_ok());

    assert!(killed.is_err());
    assert!(tries.is_some(), "no connection was made again");
    db.write_now(|tx| set_setting(tx, "after", "written")).unwrap();
    assert_eq!(value(&db, "after").as_deref(), Some("written"));
}

#[test]
fn a_postgresql_that_is_restarted_while_many_write_loses_nothing_it_acknowledged() {
    const WRITERS: usize = 6;
    // Restarting takes the server away from every other test, so this one has a step of its own in tests/run.
    let (Ok(restart), true) =
        (std::env::var("TEST_DATABASE_RESTART"), std::env::var("TEST_DATABASE_URL").is_ok())
    else {
        eprintln!("left out: TEST_DATABASE_RESTART does not say how PostgreSQL is restarted");
        return;
    };
    let database = TestDatabase::fresh();
    let db = database.open();
    let over = AtomicBool::new(false);

    let (acknowledged, refused) = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (db, over) = (&db, &over);
                scope.spawn(move || {
                    let (mut acknowledged, mut refused) = (Vec::new(), 0);
                    while !over.load(Ordering::Relaxed) {
                        let name = format!("{writer}-{}", acknowledged.len() + refused);
                        let written = name.clone();
                        match db.write_now(move |tx| set_setting(tx, &written, "written")) {
                            Ok(()) => acknowledged.push(name),
                            Err(_) => refused += 1,
                        }
                    }
                    (acknowledged, refused)
                })
            })
            .collect();
        let status = std::process::Command::new("sh").args(["-c", &restart]).status().unwrap();
        assert!(status.success(), "{restart}");
        // Back in use by the same pool, with nobody having been told to open it again.
        while db.write_now(|tx| set_setting(tx, "after", "written")).is_err() {}
        over.store(true, Ordering::Relaxed);
        writers.into_iter().map(|writer| writer.join().unwrap()).fold(
            (vec![], 0),
            |mut all, (names, refused)| {
                all.0.extend(names);
                (all.0, all.1 + refused)
            },
        )
    });

    let lost: Vec<_> = acknowledged.iter().filter(|name| value(&db, name).is_none()).collect();
    assert_eq!(lost, Vec::<&String>::new());
    assert!(refused > 0, "the restart went unnoticed, so it proves nothing");
    assert_eq!(value(&db, "after").as_deref(), Some("written"));
}
