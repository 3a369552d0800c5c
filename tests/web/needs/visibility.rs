//! Who may see a need, and from which day: its own body, then named partners, then every body, then everybody.

use chrono::Duration;
use serde_json::{Value, json};
use symbiosis::access::Role;

use super::{need_of, payslips, publish, save};
use crate::support::{Api, Listing, TestApp, TestBody};

/// A need of 400 payslips that opens step by step; its path.
async fn stepped(owner: &Api, visibility: Value) -> String {
    let mut body = payslips();
    body["visibility"] = visibility;
    let made = owner.post("/needs", &body).await;
    made.assert_status(201);
    let path = format!("/needs/{}", made.json()["id"].as_str().unwrap());
    owner.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
    path
}

async fn found(reader: &Api) -> Value {
    reader.get("/catalogue/needs?q=payroll").await.json()["total"].clone()
}

async fn api(app: &TestApp, body: &TestBody) -> Api {
    app.api(body, &[Role::Negotiator, Role::ServiceOwner]).await
}

#[actix_web::test]
async fn each_circle_sees_a_need_from_its_day_and_not_before() {
    let app = TestApp::with_services().await;
    let [trust, partner, stranger] =
        app.bodies(["Northmoor NHS Trust", "Southmere University", "Ashdale Council"]).await;
    let [owner, friend, other] = [&trust, &partner, &stranger].map(|body| api(&app, body));
    let (owner, friend, other, visitor) = (owner.await, friend.await, other.await, app.api_visitor());
    let days = ["2026-11-24", "2026-11-25", "2026-11-26"];
    let visibility = json!({
        "partners": [partner.id], "partners_from": days[0], "bodies_from": days[1], "public_from": days[2],
    });
    let need = stepped(&owner, visibility).await;

    let mut table = Vec::new();
    for _ in 0..4 {
        let mut row = Vec::new();
        for reader in [&owner, &friend, &other, &visitor] {
            let page = reader.get(&need).await.status;
            let version = reader.get(&format!("{need}/versions/1")).await.status;
            assert_eq!(page, version, "the page and its version");
            assert_eq!(found(reader).await, json!(u8::from(page == 200)), "found as it is seen");
            row.push(page.to_string());
        }
        table.push(row.join(" "));
        app.clock.advance(Duration::days(1)).unwrap();
    }

    insta::assert_snapshot!(table.join("\n"), @"
    200 404 404 404
    200 200 404 404
    200 200 200 404
    200 200 200 200
    ");
    let feed = app.visitor().get("/feeds/needs").await;
    assert!(
        feed.body.contains("<updated>2026-11-26T00:00:00"),
        "it is new on the day it opened: {}",
        feed.body
    );
}

#[actix_web::test]
async fn a_need_that_is_not_for_them_is_neither_suggested_nor_dismissed_nor_on_the_page_of_its_body() {
    let app = TestApp::with_services().await;
    let [trust, partner, stranger] =
        app.bodies(["Northmoor NHS Trust", "Southmere University", "Ashdale Council"]).await;
    let owner = api(&app, &trust).await;
    let steps = json!({ "partners": [partner.id], "partners_from": "2026-11-20" });
    let need = stepped(&owner, steps).await;
    let id = need.rsplit('/').next().unwrap().to_owned();

    for (body, sees) in [(&partner, true), (&stranger, false)] {
        let (_, offer) = app.listed(body, &Listing::default()).await;
        let reader = api(&app, body).await;
        let suggested = reader.get("/suggestions").await;
        assert_eq!(suggested.body.contains(&id), sees, "{}", suggested.body);
        let offer = offer.rsplit('/').next().unwrap();
        let dismiss = format!("{need}/suggestions/{offer}/dismiss");
        let dismissed = reader.post(&dismiss, &json!({})).await.status;
        assert_eq!(dismissed == 404, !sees, "{dismissed}");
        let page = app.signed_in(body, &[Role::Negotiator]).await.get(&format!("/bodies/{}", trust.id)).await;
        assert_eq!(page.body.contains(&id), sees);
    }
}

#[actix_web::test]
async fn whoever_saw_a_version_sees_it_always_even_when_the_next_is_not_for_them() {
    let app = TestApp::with_services().await;
    let [trust, partner] = app.bodies(["Northmoor NHS Trust", "Southmere University"]).await;
    let owner = api(&app, &trust).await;
    let need = stepped(&owner, json!({ "bodies_from": "2026-11-20", "public_from": "2026-11-20" })).await;
    let mut narrowed = payslips();
    narrowed["title"] = json!("Payroll among friends");
    narrowed["visibility"] = json!({ "partners": [partner.id], "partners_from": "2026-11-20" });
    owner.put(&need, &narrowed).await.assert_status(200);
    owner.post(&format!("{need}/publish"), &json!({})).await.assert_status(200);

    let visitor = app.visitor();
    visitor.get(&need).await.assert_status(404);
    visitor.get(&format!("{need}/versions/2")).await.assert_status(404);
    let first = visitor.get(&format!("{need}/versions/1")).await;
    first.assert_status(200).assert_says("Payroll for four hundred").assert_does_not_say("among friends");
    let friend = app.signed_in(&partner, &[Role::Negotiator]).await;
    friend.get(&need).await.assert_says("Payroll among friends");
}

#[actix_web::test]
async fn the_pages_ask_who_may_see_a_need_and_tell_its_owner() {
    let app = TestApp::with_services().await;
    let [trust, _] = app.bodies(["Northmoor NHS Trust", "Southmere University"]).await;
    let owner = app.signed_in(&trust, &[Role::Negotiator]).await;
    let api = api(&app, &trust).await;
    let id = api.post("/needs", &payslips()).await.json()["id"].as_str().unwrap().to_owned();
    let need = format!("/needs/{id}");

    owner.get(&format!("{need}/edit/audience")).await.assert_says("Who may see this need?");
    let next = save(&owner, &need, "audience", &[("audience", "steps")]).await;
    assert!(next.location().ends_with("/edit/opening"), "{}", next.location());
    assert_eq!(need_of(&next), need);
    let wrong = [("partners", "Nowhere Council"), ("partners_from", "1 December 2026")];
    let refused = save(&owner, &need, "opening", &wrong).await;
    insta::assert_snapshot!(refused.assert_status(422).error_summary(), @r#"No body is called “Nowhere Council”. Copy the name from the page of the body"#);
    assert!(refused.body.contains("Nowhere Council</textarea>"));
    let right = [("partners", "southmere"), ("partners_from", "1 December 2026")];
    save(&owner, &need, "opening", &right).await.assert_status(303);
    owner
        .get(&format!("{need}/check"))
        .await
        .assert_says("Southmere University")
        .assert_says("those you chose");
    publish(&owner, &need).await.assert_status(303);

    let told = "Seen by your own body; by Southmere University from 1 December 2026; not the public.";
    owner.get(&need).await.assert_says(told);
    app.visitor().get(&need).await.assert_status(404);
    let file = owner.get("/needs/download.csv").await;
    assert!(file.status != 200 || file.body.contains("Southmere University"), "{}", file.body);
}
