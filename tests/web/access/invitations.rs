//! Inviting colleagues, and accepting.

use chrono::Duration;
use serde_json::json;
use symbiosis::access::Role;

use super::{PASSWORD, person_with_password, sign_in};
use crate::support::{Answer, Client, TestApp};

const BEN: &str = "ben@ashdale.example";

/// Both pages of an invitation: what to send, and that it is meant.
async fn invite(browser: &Client, email: &str, roles: &[&str]) -> Answer {
    let mut fields = vec![("email", email)];
    fields.extend(roles.iter().map(|role| ("roles", *role)));
    browser
        .post("/our-body/people/invite", &fields)
        .await
        .assert_status(200)
        .assert_says("Check the invitation");
    fields.push(("confirmed", "yes"));
    browser.post("/our-body/people/invite", &fields).await
}

#[actix_web::test]
async fn somebody_new_accepts_with_a_name_and_a_password_and_acts_for_the_body() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let admin = app.signed_in(&council, &[Role::Administrator]).await;

    invite(&admin, " Ben@Ashdale.example", &["negotiator", "signatory"]).await.assert_status(303);
    let link = app.last_link_to(BEN).await;
    let ben = app.visitor();
    let page = ben.get(&link).await;
    let lacking = ben.post(&link, &[("name", ""), ("password", "short")]).await;
    let accepted = ben.post(&link, &[("name", "Ben Okri"), ("password", PASSWORD)]).await;

    page.assert_says("Act for Ashdale Borough Council").assert_says("Signs agreements");
    lacking.assert_status(422);
    insta::assert_snapshot!(lacking.error_summary(), @r"
    Enter your name
    Password must be 12 characters or more. Three random words work well
    ");
    assert_eq!(accepted.location(), "/sign-in");
    sign_in(&ben, BEN, PASSWORD).await.assert_status(303);
    ben.get("/account").await.assert_says("Ashdale Borough Council").assert_says("Negotiator, Signatory");
    admin
        .get("/our-body/people")
        .await
        .assert_says("Ben Okri")
        .assert_says("Everybody who was invited has answered");
}

#[actix_web::test]
async fn somebody_with_an_account_only_agrees_and_keeps_their_password() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    person_with_password(&app, BEN, &trust, &[Role::Auditor]).await;
    let admin = app.signed_in(&council, &[Role::Administrator]).await;
    invite(&admin, BEN, &["negotiator"]).await.assert_status(303);
    let link = app.last_link_to(BEN).await;
    let ben = app.visitor();

    ben.get(&link).await.assert_says("You have an account already").assert_does_not_say("New password");
    ben.post(&link, &[("name", "Mallory"), ("password", "another-password-of-mine")])
        .await
        .assert_status(303);

    sign_in(&app.visitor(), BEN, "another-password-of-mine").await.assert_status(422);
    sign_in(&ben, BEN, PASSWORD).await.assert_status(303);
    let bodies = ben.get("/account/acting-body").await;
    bodies.assert_says("Ashdale Borough Council").assert_says("Northmoor NHS Trust");
    admin.get("/our-body/people").await.assert_says("Ana Bell").assert_does_not_say("Mallory");
}

#[actix_web::test]
async fn an_invitation_works_once_and_for_fourteen_days() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let admin = app.api(&council, &[Role::Administrator]).await;
    let browser = app.visitor();
    let accept = [("name", "Ben Okri"), ("password", PASSWORD)];

    admin.post("/invitations", &json!({ "email": BEN, "roles": ["auditor"] })).await.assert_status(201);
    let used = app.last_link_to(BEN).await;
    browser.post(&used, &accept).await.assert_status(303);
    admin.post("/invitations", &json!({ "email": "cy@ashdale.example", "roles": ["auditor"] })).await;
    let late = app.last_link_to("cy@").await;
    app.clock.advance(Duration::days(15)).unwrap();

    browser.post(&used, &accept).await.assert_status(410);
    browser.get(&late).await.assert_status(410).assert_says("ask whoever invited you");
    browser.post(&late, &accept).await.assert_status(410);
}

#[actix_web::test]
async fn an_invitation_that_was_taken_back_cannot_be_accepted() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let admin = app.signed_in(&council, &[Role::Administrator]).await;
    invite(&admin, BEN, &["negotiator"]).await.assert_status(303);
    let link = app.last_link_to(BEN).await;
    let page = admin.get("/our-body/people").await;
    let withdraw = page.body.split("action=\"").find(|part| part.contains("/withdraw\"")).unwrap();

    admin.post(withdraw.split('"').next().unwrap(), &[]).await.assert_status(303);

    app.visitor().get(&link).await.assert_status(410);
    app.visitor().post(&link, &[("name", "Ben Okri"), ("password", PASSWORD)]).await.assert_status(410);
    sign_in(&app.visitor(), BEN, PASSWORD).await.assert_status(422);
}

#[actix_web::test]
async fn nobody_is_invited_twice_nor_where_they_work() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, "ana@ashdale.example", &council, &[Role::Auditor]).await;
    let (admin, program) = (
        app.signed_in(&council, &[Role::Administrator]).await,
        app.api(&council, &[Role::Administrator]).await,
    );
    invite(&admin, BEN, &["negotiator"]).await.assert_status(303);

    let again = invite(&admin, BEN, &["auditor"]).await;
    let colleague = invite(&admin, "ana@ashdale.example", &["auditor"]).await;
    let by_program = program.post("/invitations", &json!({ "email": BEN, "roles": ["auditor"] })).await;

    again.assert_status(422).assert_says("This person has been invited already");
    colleague.assert_status(422).assert_says("This person works here already");
    by_program.assert_status(409);
    assert_eq!(app.mails_to(BEN).await.len(), 1);
}

#[actix_web::test]
async fn a_program_is_told_every_mistake_and_withdraws_what_it_sent() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let program = app.api(&council, &[Role::Administrator]).await;

    let wrong = program.post("/invitations", &json!({ "email": "ben", "roles": ["king"] })).await;
    let sent = program.post("/invitations", &json!({ "email": BEN, "roles": ["auditor"] })).await;
    let id = sent.json()["id"].as_str().unwrap().to_owned();
    let listed = program.get("/invitations").await;
    let withdrawn = program.delete(&format!("/invitations/{id}")).await;
    let again = program.delete(&format!("/invitations/{id}")).await;

    wrong.assert_status(422);
    let fields: Vec<_> =
        wrong.json()["errors"].as_array().unwrap().iter().map(|error| error["field"].clone()).collect();
    assert_eq!(fields, ["email", "roles"]);
    assert_eq!(sent.location(), format!("/api/v1/invitations/{id}"));
    assert_eq!(listed.json()["items"][0]["email"], BEN);
    withdrawn.assert_status(204);
    again.assert_status(404);
    assert_eq!(program.get("/invitations").await.json()["total"], 0);
}

#[actix_web::test]
async fn an_invitation_of_another_body_is_not_found() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let (ours, theirs) =
        (app.api(&council, &[Role::Administrator]).await, app.api(&trust, &[Role::Administrator]).await);
    let sent = ours.post("/invitations", &json!({ "email": BEN, "roles": ["auditor"] })).await;
    let id = sent.json()["id"].as_str().unwrap().to_owned();

    theirs.delete(&format!("/invitations/{id}")).await.assert_status(404);
    assert_eq!(theirs.get("/invitations").await.json()["total"], 0);
    assert_eq!(ours.get("/invitations").await.json()["total"], 1);
}
