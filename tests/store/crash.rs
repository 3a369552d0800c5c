//! kill -9 in the middle of writing: what was acknowledged is there, and nothing is half there.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use diesel::prelude::*;
use diesel::sql_types::Text;
use symbiosis::storage::{self, DatabaseUrl, Db, Options, StorageError, set_setting, setting};

const DATABASE: &str = "CRASH_TEST_DATABASE";
/// How many acknowledgements the parent waits for before it kills.
const ACKNOWLEDGED: usize = 400;

#[test]
fn nothing_acknowledged_is_lost_when_the_program_is_killed_while_writing() {
    if std::env::var("TEST_DATABASE_URL").is_ok() {
        return; // PostgreSQL keeps this promise by itself; killing it is its own test suite's business.
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crash.db");
    storage::migrate(&DatabaseUrl::Sqlite(path.clone())).unwrap();

    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "crash::the_program_that_is_killed"])
        .env(DATABASE, &path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let acknowledged: Vec<String> = lines
        .filter_map(|line| line.strip_prefix("durable ").map(str::to_owned))
        .take(ACKNOWLEDGED)
        .collect();
    child.kill().unwrap();
    child.wait().unwrap();

    let db = Db::open(&DatabaseUrl::Sqlite(path), Options::default()).unwrap();
    assert_eq!(acknowledged.len(), ACKNOWLEDGED);
    for name in &acknowledged {
        let (left, right): (Option<String>, Option<String>) = db
            .read_now(|conn| {
                Ok::<_, StorageError>((setting(conn, name)?, setting(conn, &format!("{name} twin"))?))
            })
            .unwrap();
        assert!(left.is_some() && left == right, "{name} was acknowledged and is {left:?} and {right:?}");
    }
    let names: Vec<String> = db
        .read_now(|conn| {
            use symbiosis::storage::schema::settings;
            settings::table.select(settings::name).load(conn).map_err(StorageError::from)
        })
        .unwrap();
    assert!(names.len().is_multiple_of(2), "a command was kept by half");
    assert_eq!(integrity(&db), "ok");
}

fn integrity(db: &Db) -> String {
    #[derive(QueryableByName)]
    struct Check {
        #[diesel(sql_type = Text)]
        integrity_check: String,
    }
    let check: Check = db
        .read_now(|conn| {
            diesel::sql_query("PRAGMA integrity_check").get_result(conn).map_err(StorageError::from)
        })
        .unwrap();
    check.integrity_check
}

/// Not a test: what the test above starts and kills. Writes from many threads and says what is durable.
#[test]
#[ignore = "only as a program that another test starts and kills"]
fn the_program_that_is_killed() {
    let Ok(path) = std::env::var(DATABASE) else { return };
    let db = Db::open(&DatabaseUrl::Sqlite(path.into()), Options::default()).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..16 {
            let db = db.clone();
            scope.spawn(move || {
                for number in 0..1_000_000 {
                    let name = format!("{thread}-{number}");
                    let (written, value) = (name.clone(), format!("value of {name}"));
                    db.write_now(move |tx| {
                        set_setting(tx, &written, &value)?;
                        set_setting(tx, &format!("{written} twin"), &value)
                    })
                    .unwrap();
                    // One write call, so that a line is never torn.
                    std::io::stdout().lock().write_all(format!("durable {name}\n").as_bytes()).unwrap();
                }
            });
        }
    });
}
