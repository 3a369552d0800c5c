//! The demo's clock.

use serde_json::json;
use symbiosis::access::Role;

use super::{accepted, statement_of_october};
use crate::agreed;
use crate::support::{Listing, TestApp};

#[actix_web::test]
async fn moving_the_demos_clock_charges_what_falls_due_and_ends_no_session() {
    let app = TestApp::start_demo().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let agreed = agreed::cash(&app, &council, &trust).await;
    accepted(&app, &council, &trust, agreed.leg(), "1000").await;
    let officer = app.signed_in(&council, &[Role::FinanceOfficer]).await;
    officer.get("/demo/clock").await.assert_says("It is now 23 November 2026 at 10am");

    let nowhere = officer.post("/demo/clock", &[]).await;
    let moved = officer.post("/demo/clock", &[("forward", "first_working_day")]).await;

    nowhere.assert_status(422).assert_says("Choose how far to move the clock");
    assert_eq!(moved.assert_status(303).location(), "/demo/clock");
    let page = officer.get("/demo/clock").await;
    page.assert_says("It is now 1 December 2026 at 9am").assert_says("1 invoice was issued");
    officer.get(&statement_of_october(&agreed)).await.assert_says("State of the month Closed");
    officer.post("/demo/clock", &[("forward", "month")]).await.assert_status(303);
    officer.get("/demo/clock").await.assert_says("1 January 2027 at 9am");
    let kept = app.db.read(|conn| symbiosis::storage::setting(conn, "demo_clock_offset_seconds")).await;
    let days = |from: &str, to: &str| {
        let at = |text: &str| text.parse::<symbiosis::kernel::Instant>().unwrap();
        at(to).since(at(from)).num_seconds().to_string()
    };
    assert_eq!(kept.unwrap(), Some(days("2026-11-23T10:00:00Z", "2027-01-01T09:00:00Z")));
}

#[actix_web::test]
async fn nobody_misses_a_reminder_because_the_clock_jumps_over_its_day() {
    let app = TestApp::start_demo().await;
    let council = app.body("Ashdale Borough Council").await;
    app.load_services().await;
    app.listed(&council, &Listing::default()).await;

    for _ in 0..3 {
        app.api_visitor().post("/demo/clock", &json!({ "forward": "month" })).await.assert_status(200);
    }

    let subjects = app.mails_to("").await.into_iter().map(|(subject, _)| subject);
    let told: Vec<String> = subjects.filter(|subject| subject.starts_with("Your offer")).collect();
    let will = "Your offer “Payroll for up to 4,000 staff” will expire";
    assert_eq!(told, [will, will, "Your offer “Payroll for up to 4,000 staff” has expired"]);
}

#[actix_web::test]
async fn programs_move_the_demos_clock_too() {
    let app = TestApp::start_demo().await;
    let program = app.api_visitor();

    let moved = program.post("/demo/clock", &json!({ "forward": "day" })).await;
    let wrong = program.post("/demo/clock", &json!({ "forward": "back" })).await;

    assert_eq!(moved.assert_status(200).json()["now"], "2026-11-24T10:00:00.000000Z");
    wrong.assert_status(422);
    assert_eq!(program.get("/demo/clock").await.json()["now"], "2026-11-24T10:00:00.000000Z");
}

#[actix_web::test]
async fn a_real_site_has_no_such_clock() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let officer = app.signed_in(&council, &[Role::FinanceOfficer]).await;

    officer.get("/demo/clock").await.assert_status(404);
    officer.post("/demo/clock", &[("forward", "month")]).await.assert_status(404);
    app.api_visitor().get("/demo/clock").await.assert_status(404);
    app.api_visitor().post("/demo/clock", &json!({ "forward": "month" })).await.assert_status(404);
    app.api_visitor().post("/demo/clock", &json!({})).await.assert_status(404);
    assert_eq!(app.now().to_rfc3339(), "2026-11-23T10:00:00.000000Z");
}
