//! The audit trail as its readers see it.

use chrono::Duration;
use symbiosis::access::Role;
use symbiosis::audit::{SigningKey, seal};

use crate::support::TestApp;

#[actix_web::test]
async fn the_trail_is_filtered_by_kind_and_day_and_downloaded() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let person = app.person("Ana Bell", &council, &[Role::Administrator]).await;
    let admin = app.browser_of(person, Some(council.id)).await;
    let invite = [("email", "ben@ashdale.example"), ("roles", "auditor"), ("confirmed", "yes")];
    admin.post("/our-body/people/invite", &invite).await.assert_status(303);
    app.clock.advance(Duration::hours(1)).unwrap();

    let all = admin.get("/audit").await;
    let invitations = admin.get("/audit?kind=invitation").await;
    let today = admin.get("/audit?from=23+November+2026&to=23/11/2026").await;
    let yesterday = admin.get("/audit?to=22/11/2026").await;
    let wrong = admin.get("/audit?from=soon").await;
    let file = admin.get("/audit.csv?kind=invitation").await;

    all.assert_says("Invitation sent").assert_says("Membership granted").assert_says("Ana Bell");
    invitations.assert_says("Invitation sent").assert_does_not_say("Membership granted");
    today.assert_says("Invitation sent");
    yesterday.assert_says("Nothing happened that fits");
    wrong.assert_status(422).assert_says("Enter a date like 4 November 2026");
    assert_eq!(file.body.lines().count(), 2, "{}", file.body);
    assert!(file.body.contains("Ashdale Borough Council,invitation.sent,invitation,"), "{}", file.body);
}

#[actix_web::test]
async fn a_sealed_event_shows_its_place_and_hash() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let auditor = app.signed_in(&council, &[Role::Auditor]).await;
    auditor.get("/audit").await.assert_says("In a moment");

    let (key, now) = (SigningKey::generate().unwrap(), app.now());
    app.db.write(move |tx| seal(tx, &key, now)).await.unwrap();

    auditor.get("/audit").await.assert_says("No. ").assert_does_not_say("In a moment");
    let program = app.api_as(&council, Role::Auditor).await;
    let events = program.get("/audit?kind=person&from=2026-11-23&to=2026-11-23").await;
    events.assert_status(200);
    let sealed = events.json()["items"].as_array().unwrap().last().unwrap().clone();
    assert!(sealed["seq"].as_i64().unwrap() > 0);
    assert_eq!(sealed["hash"].as_str().unwrap().len(), 64);
}

#[actix_web::test]
async fn nobody_reads_the_trail_of_another_body() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    app.person("Ana Bell", &council, &[Role::Administrator]).await;
    let invite = [("email", "ben@ashdale.example"), ("roles", "auditor"), ("confirmed", "yes")];
    let admin = app.signed_in(&council, &[Role::Administrator]).await;
    admin.post("/our-body/people/invite", &invite).await.assert_status(303);

    let theirs = app.signed_in(&trust, &[Role::Auditor]).await.get("/audit").await;
    let negotiator = app.signed_in(&council, &[Role::Negotiator]).await.get("/audit").await;

    theirs.assert_status(200).assert_does_not_say("Invitation sent");
    negotiator.assert_status(403);
}

#[actix_web::test]
async fn a_program_pages_through_the_trail_by_cursor() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    for name in ["Ana Bell", "Ben Okri", "Cy Dunn"] {
        app.person(name, &council, &[Role::Negotiator]).await;
    }
    let program = app.api(&council, &[Role::Auditor]).await;

    let (mut seen, mut cursor) = (Vec::new(), Some(String::new()));
    while let Some(at) = cursor {
        let path =
            if at.is_empty() { "/audit?limit=2".to_owned() } else { format!("/audit?limit=2&cursor={at}") };
        let page = program.get(&path).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|event| event["id"].clone()));
        cursor = page["next_cursor"].as_str().map(str::to_owned);
        assert!(seen.len() <= 50, "the pages never end");
    }

    assert_eq!(
        seen.len(),
        usize::try_from(program.get("/audit").await.json()["total"].as_i64().unwrap()).unwrap()
    );
    program.get("/audit?cursor=x").await.assert_status(422);
    program.get("/audit?from=2026-13-01").await.assert_status(422);
}
