//! API tokens: shown once, never stronger than their maker, gone when revoked.

use chrono::Duration;
use diesel::prelude::*;
use serde_json::json;
use symbiosis::access::Role;
use symbiosis::storage::schema::{api_tokens, idempotency_keys};

use crate::support::{Api, Client, TestApp};

/// Makes a token on the page; answers its secret.
async fn make_token(browser: &Client, name: &str, capabilities: &[&str]) -> String {
    let mut fields = vec![("name", name)];
    fields.extend(capabilities.iter().map(|word| ("capabilities", *word)));
    let page = browser.post("/our-body/tokens/new", &fields).await;
    page.assert_status(200).assert_says("This is the only time it is shown");
    let text = page.text();
    text.split_whitespace().find(|word| word.starts_with("symbiosis_")).unwrap().to_owned()
}

#[actix_web::test]
async fn a_secret_is_shown_once_and_stored_nowhere() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let admin = app.signed_in(&council, &[Role::Administrator]).await;
    let fields = [("name", "Finance system"), ("capabilities", "read_body")];

    let made = admin.post_with_key("/our-body/tokens/new", "one-key", &fields).await;
    let again = admin.post_with_key("/our-body/tokens/new", "one-key", &fields).await;

    let text = made.text();
    let secret = text.split_whitespace().find(|word| word.starts_with("symbiosis_")).unwrap().to_owned();
    assert_eq!(made.header("cache-control"), Some("no-store"));
    again.assert_status(409).assert_does_not_say(&secret);
    admin.get("/our-body/tokens").await.assert_says("Finance system").assert_does_not_say(&secret);
    let (hashes, kept): (Vec<String>, Vec<Option<Vec<u8>>>) = app
        .read(|conn| {
            let hashes = api_tokens::table.select(api_tokens::secret_hash).load(conn)?;
            Ok((hashes, idempotency_keys::table.select(idempotency_keys::body).load(conn)?))
        })
        .await;
    assert_eq!(hashes.len(), 1);
    assert!(!hashes[0].contains(&secret));
    assert!(kept.iter().flatten().all(|body| !String::from_utf8_lossy(body).contains(&secret)));
}

#[actix_web::test]
async fn a_token_does_what_was_chosen_and_nothing_else() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let admin = app.signed_in(&council, &[Role::Administrator]).await;

    let program = Api::new(admin.address(), Some(&make_token(&admin, "Reader", &["read_body"]).await));

    program.get("/people").await.assert_status(200);
    program.get("/audit").await.assert_status(403);
    program.get("/tokens").await.assert_status(403);
    let invitation = json!({ "email": "ben@ashdale.example", "roles": ["auditor"] });
    program.post("/invitations", &invitation).await.assert_status(403);
    assert_eq!(program.get("/me").await.json()["capabilities"], json!(["read_body"]));
}

#[actix_web::test]
async fn a_token_loses_what_its_maker_loses() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let ana = app.person("Ana Bell", &council, &[Role::Administrator]).await;
    let hers = app.browser_of(ana, Some(council.id)).await;
    let secret = make_token(&hers, "Audit reader", &["read_body", "read_audit"]).await;
    let program = Api::new(hers.address(), Some(&secret));
    let admin = app.signed_in(&council, &[Role::Administrator]).await;
    program.get("/audit").await.assert_status(200);

    admin.post(&format!("/our-body/people/{ana}"), &[("roles", "negotiator")]).await.assert_status(303);
    program.get("/audit").await.assert_status(403);
    program.get("/people").await.assert_status(200);

    admin.post(&format!("/our-body/people/{ana}/remove"), &[]).await.assert_status(303);
    program.get("/people").await.assert_status(403);
}

#[actix_web::test]
async fn nobody_makes_a_token_stronger_than_themselves() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let admin = app.signed_in(&council, &[Role::Administrator]).await;
    let secret = make_token(&admin, "Maker", &["manage_tokens"]).await;
    let program = Api::new(admin.address(), Some(&secret));

    let by_person = admin.post("/our-body/tokens/new", &[("name", "Signer"), ("capabilities", "sign")]).await;
    let by_program =
        program.post("/tokens", &json!({ "name": "Stronger", "capabilities": ["manage_people"] })).await;
    let equal = program.post("/tokens", &json!({ "name": "Equal", "capabilities": ["manage_tokens"] })).await;

    by_person.assert_status(422).assert_says("You may not do this yourself: sign agreements");
    by_program.assert_status(403);
    assert_eq!(by_program.json()["errors"][0]["field"], "capabilities");
    equal.assert_status(201);
    assert!(equal.json()["secret"].as_str().unwrap().starts_with("symbiosis_"));
}

#[actix_web::test]
async fn a_revoked_token_is_nobody_at_once() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let admin = app.signed_in(&council, &[Role::Administrator]).await;
    let program =
        Api::new(admin.address(), Some(&make_token(&admin, "Finance system", &["read_body"]).await));
    program.get("/me").await.assert_status(200);
    let list = admin.get("/our-body/tokens").await;
    list.assert_does_not_say("Never");
    let revoke = list.body.split("href=\"").find(|part| part.contains("/revoke\"")).unwrap();
    let revoke = revoke.split('"').next().unwrap().to_owned();
    admin.get(&revoke).await.assert_says("Revoke Finance system?");

    admin.post(&revoke, &[]).await.assert_status(303);

    program.get("/me").await.assert_status(401);
    admin.get("/our-body/tokens").await.assert_says("Revoked");
    admin.post(&revoke, &[]).await.assert_status(404);
}

#[actix_web::test]
async fn a_token_works_for_a_year() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let program = app.api(&council, &[Role::Auditor]).await;
    app.clock.advance(Duration::days(364)).unwrap();
    program.get("/me").await.assert_status(200);

    app.clock.advance(Duration::days(2)).unwrap();

    program.get("/me").await.assert_status(401);
}

#[actix_web::test]
async fn the_token_of_another_body_is_not_found() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let (ours, theirs) =
        (app.api(&council, &[Role::Administrator]).await, app.api(&trust, &[Role::Administrator]).await);
    let id = ours.get("/tokens").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let stranger = app.signed_in(&trust, &[Role::Administrator]).await;

    theirs.delete(&format!("/tokens/{id}")).await.assert_status(404);
    stranger.get(&format!("/our-body/tokens/{id}/revoke")).await.assert_status(404);
    stranger.post(&format!("/our-body/tokens/{id}/revoke"), &[]).await.assert_status(404);

    ours.get("/me").await.assert_status(200);
    ours.delete(&format!("/tokens/{id}")).await.assert_status(204);
    ours.get("/me").await.assert_status(401);
}
