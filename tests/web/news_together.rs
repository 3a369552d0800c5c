//! News is found, written down and mailed all at once or not at all: with several workers, when something fails in the
//! middle, and when the program is killed.

use std::process::{Command, Stdio};
use std::sync::Arc;

use chrono::Duration;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use symbiosis::access::capability::ManageNeeds;
use symbiosis::access::{Role, System};
use symbiosis::alerts::model::{Kept, SearchFilter, Sought};
use symbiosis::alerts::{AlertError, Cadence, commands};
use symbiosis::catalogue::commands::fill_with_synthetic_offers;
use symbiosis::catalogue::{CatalogueError, Shelves};
use symbiosis::needs::NeedShelves;
use symbiosis::storage::schema::{mails, search_finds};
use symbiosis::storage::{Db, Options, StorageError};
use symbiosis::worker::look_for_news;

use crate::support::TestApp;

const DATABASE: &str = "NEWS_TEST_DATABASE";
const NOW: &str = "NEWS_TEST_NOW";
const OFFERS: u32 = 30;

fn shelves(db: &Db) -> Arc<NeedShelves> {
    NeedShelves::new(Shelves::new(db.clone()))
}

/// So many people who keep a search that finds everything, and offers that none of them has been told of.
async fn people_who_look(app: &TestApp, count: usize) {
    let [trust, council] = app.bodies(["Northmoor NHS Trust", "Ashdale Council"]).await;
    for number in 0..count {
        let email = format!("reader-{number}@northmoor.example");
        let person = app.person_with_email("Nia Boateng", &email, &trust, &[Role::Negotiator]).await;
        let (member, now) = (app.member::<ManageNeeds>(person, &trust).await, app.now());
        let kept = Kept { name: "Anything".into(), cadence: Cadence::AtOnce };
        let filter = SearchFilter::Offers(Box::default());
        let sought = Sought { query: String::new(), filter };
        let saved: Result<_, AlertError> =
            app.db.write(move |tx| commands::save(tx, &member, &kept, &sought, now).map(|_| ())).await;
        saved.unwrap();
    }
    app.clock.advance(Duration::minutes(10)).unwrap();
    let (bodies, now) = ([council.id], app.now());
    app.db
        .write(move |tx| fill_with_synthetic_offers(tx, System::of_this_process(), &bodies, 0, OFFERS, now))
        .await
        .map_err(|error: CatalogueError| error.to_string())
        .unwrap();
    app.clock.advance(Duration::minutes(2)).unwrap();
}

/// To whom there is mail, and how many finds are noted.
async fn told(app: &TestApp) -> (Vec<String>, i64) {
    let to =
        app.read(|conn| mails::table.order(mails::to_address).select(mails::to_address).load(conn)).await;
    (to, app.read(|conn| search_finds::table.count().get_result(conn)).await)
}

/// Each of them once, with a find for each offer.
async fn assert_told_once(app: &TestApp, count: usize) {
    let (mut to, finds) = told(app).await;
    assert_eq!(to.len(), count);
    to.dedup();
    assert_eq!(to.len(), count, "nobody is told twice");
    assert_eq!(finds, i64::try_from(count).unwrap() * i64::from(OFFERS));
}

#[actix_web::test]
async fn two_workers_that_look_at_once_find_and_mail_once() {
    let app = TestApp::with_services().await;
    people_who_look(&app, 12).await;

    let looks = (0..4).map(|_| {
        let (db, now) = (app.db.clone(), app.now());
        async move { look_for_news(&db, &shelves(&db), now).await }
    });
    let outcomes = futures_util::future::join_all(looks).await;

    assert!(outcomes.into_iter().all(|outcome| outcome.is_ok()));
    assert_told_once(&app, 12).await;
}

#[actix_web::test]
async fn what_fails_between_finding_and_mailing_leaves_nothing_half_done() {
    let app = TestApp::with_services().await;
    people_who_look(&app, 2).await;
    let on_sqlite = app.database_url().starts_with("sqlite:");
    let (break_mail, mend_mail) = if on_sqlite {
        (
            "CREATE TRIGGER no_mail BEFORE INSERT ON mails BEGIN SELECT RAISE(ABORT, 'no room'); END",
            "DROP TRIGGER no_mail",
        )
    } else {
        (
            "CREATE FUNCTION no_mail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;
             CREATE TRIGGER no_mail BEFORE INSERT ON mails FOR EACH ROW EXECUTE FUNCTION no_mail()",
            "DROP TRIGGER no_mail ON mails",
        )
    };
    app.write(move |conn| conn.batch_execute(break_mail)).await;

    look_for_news(&app.db, &shelves(&app.db), app.now()).await.unwrap();
    assert_eq!(told(&app).await, (vec![], 0), "without its mail nothing is found");

    app.write(move |conn| conn.batch_execute(mend_mail)).await;
    look_for_news(&app.db, &shelves(&app.db), app.now()).await.unwrap();
    assert_told_once(&app, 2).await;
}

#[actix_web::test]
async fn a_worker_that_is_killed_while_it_tells_has_told_everybody_once_when_it_comes_back() {
    let app = TestApp::with_services().await;
    people_who_look(&app, 60).await;
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "news_together::the_worker_that_is_killed"])
        .env(DATABASE, app.database_url())
        .env(NOW, app.now().to_rfc3339())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();

    // As soon as some have been told, whatever it is just doing.
    let mut count = 0;
    while count < 10 && child.try_wait().unwrap().is_none() {
        count = told(&app).await.0.len();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (to, finds) = told(&app).await;
    assert!(to.len() >= 10);
    assert_eq!(finds, i64::try_from(to.len()).unwrap() * i64::from(OFFERS), "a find has its mail");

    look_for_news(&app.db, &shelves(&app.db), app.now()).await.unwrap();
    assert_told_once(&app, 60).await;
}

/// Not a test: what the test above starts and kills.
#[actix_web::test]
#[ignore = "only as a program that another test starts and kills"]
async fn the_worker_that_is_killed() {
    let (Ok(url), Ok(now)) = (std::env::var(DATABASE), std::env::var(NOW)) else { return };
    let db = Db::open(&url.parse().unwrap(), Options { connections: 2, ..Options::default() }).unwrap();
    let looked: Result<(), StorageError> = look_for_news(&db, &shelves(&db), now.parse().unwrap()).await;
    looked.unwrap();
}
