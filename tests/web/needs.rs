//! Journeys through `needs`: listing one, finding it, changing and closing it, and what nobody else may do with it.

use serde_json::{Value, json};
use symbiosis::access::Role;
use symbiosis::worker::run_due;

use crate::support::{Answer, Client, TestApp};

/// The address up to the need's id.
fn need_of(answer: &Answer) -> String {
    answer.location().split('/').take(3).collect::<Vec<_>>().join("/")
}

async fn version(owner: &Client, need: &str) -> String {
    owner.get(&format!("{need}/edit/service")).await.hidden_field("version").expect("no version")
}

async fn save(owner: &Client, need: &str, step: &str, fields: &[(&str, &str)]) -> Answer {
    let version = version(owner, need).await;
    let mut all = vec![("version", version.as_str())];
    all.extend(fields);
    let answer = owner.post(&format!("{need}/edit/{step}"), &all).await;
    // A page with mistakes is kept and shown again under its own address.
    if answer.status == 303 && answer.location().contains("again=yes") {
        return owner.get(&answer.location()).await;
    }
    answer
}

async fn publish(owner: &Client, need: &str) -> Answer {
    let version = version(owner, need).await;
    owner.post(&format!("{need}/publish"), &[("version", &version)]).await
}

/// A need of 400 payslips, as a program sends it.
fn payslips() -> Value {
    json!({
        "service": "PAY-01", "shape": "capacity", "title": "Payroll for four hundred",
        "description": "Our own payroll officer retires in spring.", "unit": "payslip",
        "quantity_per_month": "400", "first_month": "2027-04", "last_month": "2028-03", "pays": "either",
        "highest_price": "5.00", "gives": ["AUD-01"],
    })
}

#[actix_web::test]
async fn a_need_for_a_whole_service_is_listed_page_by_page_and_a_draft_waits_between_visits() {
    let app = TestApp::with_services().await;
    let trust = app.body("Northmoor NHS Trust").await;
    let owner = app.signed_in(&trust, &[Role::Negotiator]).await;

    let unsaid = owner.post("/needs/new", &[("service", "IT-01")]).await;
    unsaid.assert_status(422).assert_says("Choose whether you need so much a month or the whole service");
    let begun = owner.post("/needs/new", &[("service", "IT-01"), ("shape", "whole_service")]).await;
    let need = need_of(begun.assert_status(303));
    app.visitor().get(&need).await.assert_status(404);

    // A colleague goes on another day, with what was said still there.
    save(&owner, &need, "about", &[("title", "Run our service desk"), ("description", "For all our wards.")])
        .await
        .assert_status(303);
    let colleague = app.signed_in(&trust, &[Role::ServiceOwner]).await;
    colleague.get("/").await.assert_says("Finish “Run our service desk”");
    colleague.get(&format!("{need}/check")).await.assert_says("There is more to say");
    let amount =
        [("size_measure", "staff"), ("size", "a few"), ("first_month", "2027-04"), ("last_month", "2029-03")];
    let refused = save(&colleague, &need, "amount", &amount).await;
    refused.assert_status(200).assert_says("Enter a whole number, 1 to 5,000,000");
    assert!(refused.body.contains("value=\"a few\""), "what was typed is still there");
    let amount =
        [("size_measure", "staff"), ("size", "1,200"), ("first_month", "2027-04"), ("last_month", "2029-03")];
    save(&colleague, &need, "amount", &amount).await.assert_status(303);
    save(&colleague, &need, "price", &[("pays", "cash"), ("highest_price", "14000")])
        .await
        .assert_status(303);
    save(&colleague, &need, "terms", &[("reach", "within"), ("miles", "80"), ("assurances", "dspt")])
        .await
        .assert_status(303);
    publish(&colleague, &need).await.assert_status(303);

    app.visitor()
        .get(&need)
        .await
        .assert_says("Needed by Northmoor NHS Trust")
        .assert_says("The whole service, for 1,200 members of staff")
        .assert_says("£14,000.00 a month")
        .assert_says("Within 80 miles");
    app.visitor().get(&format!("/bodies/{}", trust.id)).await.assert_says("Run our service desk");
}

#[actix_web::test]
async fn an_open_need_is_found_by_words_and_filters_and_downloaded() {
    let app = TestApp::with_services().await;
    let trust = app.api(&app.body("Northmoor NHS Trust").await, &[Role::Negotiator]).await;
    let made = trust.post("/needs", &payslips()).await;
    made.assert_status(201);
    let need = made.json()["id"].as_str().unwrap().to_owned();
    trust.post(&format!("/needs/{need}/publish"), &json!({})).await.assert_status(200);

    let visitor = app.visitor();
    visitor.get("/catalogue/needs?q=retiring+officers").await.assert_says("Payroll for four hundred");
    visitor.get("/catalogue/needs?family=IT").await.assert_says("No need fits").assert_says("Leave out");
    visitor
        .get("/catalogue/needs?service=PAY-01")
        .await
        .assert_says("400 payslips a month")
        .assert_says("up to £5.00");
    let file = visitor.get("/catalogue/needs.csv?q=payroll").await;
    assert!(file.body.contains("Payroll for four hundred,payslip,400,2027-04,2028-03"), "{}", file.body);

    let api = app.api_visitor();
    let found = api.get("/catalogue/needs?q=payroll&sort=soonest").await.json();
    assert_eq!((&found["total"], &found["items"][0]["gives"]), (&json!(1), &json!(["AUD-01"])));
    assert_eq!(api.get("/catalogue/needs?q=gardening").await.json()["total"], 0);
    api.get("/catalogue/needs?sort=cheapest").await.assert_status(422);
    let mut both = payslips();
    both["size"] = json!(12);
    let refused = trust.post("/needs", &both).await;
    refused.assert_status(422);
    assert_eq!(refused.json()["errors"][0]["message"], "Only a whole service has a size");
}

#[actix_web::test]
async fn changing_a_need_makes_a_version_and_closing_it_takes_it_out_of_sight() {
    let app = TestApp::with_services().await;
    let trust = app.body("Northmoor NHS Trust").await;
    let api = app.api(&trust, &[Role::Negotiator]).await;
    let id = api.post("/needs", &payslips()).await.json()["id"].as_str().unwrap().to_owned();
    let need = format!("/needs/{id}");
    api.post(&format!("{need}/publish"), &json!({})).await.assert_status(200);

    let mut more = payslips();
    more["quantity_per_month"] = json!("650");
    api.put(&need, &more).await.assert_status(200);
    app.visitor().get(&need).await.assert_says("400 payslips").assert_does_not_say("650");
    assert_eq!(app.api_visitor().get(&need).await.json()["draft"], Value::Null);
    api.post(&format!("{need}/publish"), &json!({})).await.assert_status(200);
    app.visitor()
        .get(&format!("{need}/versions/1"))
        .await
        .assert_says("What has changed since")
        .assert_says("650 payslips a month");

    // Another body can neither change nor close it, and a stale page closes nothing.
    let other = app.api(&app.body("Ashdale Council").await, &[Role::Negotiator]).await;
    other.put(&need, &more).await.assert_status(404);
    other.post(&format!("{need}/meet"), &json!({})).await.assert_status(404);
    let owner = app.signed_in(&trust, &[Role::Negotiator]).await;
    owner.post(&format!("{need}/meet"), &[("version", "1")]).await.assert_status(409);
    let asked = owner.get(&format!("{need}/meet")).await;
    asked.assert_says("Nobody is shown it any more");
    let seen = asked.hidden_field("version").unwrap();
    owner.post(&format!("{need}/meet"), &[("version", &seen)]).await.assert_status(303);

    assert_eq!(app.api_visitor().get("/catalogue/needs").await.json()["total"], 0);
    app.visitor().get(&need).await.assert_says("This need is not open any more");
    api.post(&format!("{need}/publish"), &json!({})).await.assert_status(409);
    let copied = api.post(&format!("{need}/copy"), &json!({})).await;
    copied.assert_status(201);
    assert_eq!(copied.json()["draft"]["title"], "Copy of Payroll for four hundred");
}

#[actix_web::test]
async fn a_need_whose_months_are_over_expires_and_its_owner_is_told_once() {
    let app = TestApp::with_services().await;
    let trust = app.body("Northmoor NHS Trust").await;
    let person =
        app.person_with_email("Nia Boateng", "nia@northmoor.example", &trust, &[Role::Negotiator]).await;
    let api = app.api(&trust, &[Role::Negotiator]).await;
    let mut short = payslips();
    short["first_month"] = json!("2026-11");
    short["last_month"] = json!("2026-11");
    let id = api.post("/needs", &short).await.json()["id"].as_str().unwrap().to_owned();
    api.post(&format!("/needs/{id}/publish"), &json!({})).await.assert_status(200);

    app.clock.advance(chrono::Duration::days(14)).unwrap();
    for _ in 0..2 {
        run_due(&app.db, app.now()).await.unwrap();
    }

    assert_eq!(app.api_visitor().get(&format!("/needs/{id}")).await.json()["state"], "expired");
    let told = app.mails_to("nia@northmoor.example").await;
    let told: Vec<&str> = told.iter().map(|(subject, _)| subject.as_str()).collect();
    assert_eq!(told, ["Your need “Payroll for four hundred” has expired"]);
    let owner = app.browser_of(person, Some(trust.id)).await;
    owner.get("/").await.assert_says("Decide on “Payroll for four hundred”");
}
