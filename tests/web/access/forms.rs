//! What every form and every call is guarded by: origin, token, and the key that makes it count once.

use chrono::Duration;
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::json;
use symbiosis::access::Role;
use symbiosis::storage::schema::idempotency_keys;

use crate::support::{Client, TestApp};

const INVITE: &str = "/our-body/people/invite";
const BEN: [(&str, &str); 3] = [("email", "ben@ashdale.example"), ("roles", "auditor"), ("confirmed", "yes")];

/// An administrator of a body.
async fn admin(app: &TestApp) -> Client {
    let council = app.body("Ashdale Borough Council").await;
    app.signed_in(&council, &[Role::Administrator]).await
}

#[actix_web::test]
async fn a_form_from_elsewhere_or_without_its_token_changes_nothing() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    let (ours, token) = (admin.address().to_owned(), admin.csrf().await);
    let another = app.visitor().csrf().await;
    let with = |token: &str| {
        let mut fields = vec![("_csrf".to_owned(), token.to_owned())];
        fields.extend(BEN.map(|(name, value)| (name.to_owned(), value.to_owned())));
        fields
    };
    for (origin, token) in [
        (Some("https://evil.example"), token.as_str()),
        (Some("null"), &token),
        (None, &token),
        (Some(ours.as_str()), ""),
        (Some(ours.as_str()), "0000"),
        (Some(ours.as_str()), &another),
    ] {
        let fields = with(token);
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();

        let answer = admin.post_raw(INVITE, origin, &fields).await;

        answer.assert_status(403).assert_says("This form has expired");
    }
    assert!(app.mails_to("ben@").await.is_empty());
}

#[actix_web::test]
async fn what_was_typed_into_a_form_of_an_earlier_session_can_be_sent_again() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    let (ours, old) = (admin.address().to_owned(), app.visitor().csrf().await);
    let with = |token: &str| {
        let typed =
            [("_csrf", token), ("_key", "one-key"), ("email", "ben@ashdale.example"), ("roles", "auditor")];
        [typed.as_slice(), &[("confirmed", "yes\"><script>alert(1)</script>")]]
            .concat()
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect::<Vec<_>>()
    };
    let fields = with(&old);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();

    // From our own page: kept, with a new token and a new key, to be sent by its sender's own click.
    let kept = admin.post_raw(INVITE, Some(&ours), &fields).await;
    kept.assert_status(403)
        .assert_says("Send it again")
        .assert_says("What you typed Email ben@ashdale.example");
    kept.assert_says("for Ashdale Borough Council");
    assert!(app.mails_to("ben@").await.is_empty());
    assert_eq!(kept.hidden_field("email").as_deref(), Some("ben@ashdale.example"));
    assert_ne!(kept.hidden_field("_csrf").unwrap(), old);
    assert_ne!(kept.hidden_field("_key").unwrap(), "one-key");
    assert!(kept.body.contains(&format!("action=\"{INVITE}\"")) && !kept.body.contains("<script>alert"));

    // From elsewhere, and whatever is secret: nothing is given back.
    let forged = admin.post_raw(INVITE, Some("https://evil.example"), &fields).await;
    forged.assert_status(403).assert_does_not_say("Send it again").assert_does_not_say("ben@ashdale.example");
    let secret = [("_csrf", old.as_str()), ("email", "ben@ashdale.example"), ("password", "correct horse")];
    let refused = app.visitor().post_raw("/sign-in", Some(&ours), &secret).await;
    refused.assert_status(403).assert_does_not_say("Send it again");
    assert!(!refused.body.contains("correct horse"));

    // Signed out: sign in first; what was typed stays on the page, which knows no token yet.
    let signed_out = app.visitor().post_raw(INVITE, Some(&ours), &fields).await;
    signed_out
        .assert_status(403)
        .assert_says("You are signed out")
        .assert_says("it still stands on this page");
    assert!(
        signed_out.body.contains(&format!("/sign-in?then={}", INVITE.replace('/', "%2F"))),
        "{}",
        signed_out.body
    );
    assert_eq!(signed_out.hidden_field("email").as_deref(), Some("ben@ashdale.example"));
    let from_there =
        admin.post_raw(INVITE, Some(&ours), &[("_csrf", ""), ("email", "ben@ashdale.example")]).await;
    from_there.assert_status(403).assert_says("Send it again");
    let sent = [("_csrf", from_there.hidden_field("_csrf").unwrap())];
    let again = [sent[0].clone(), ("_key", from_there.hidden_field("_key").unwrap())];
    let mut fields: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend(BEN);
    admin.post_raw(INVITE, Some(&ours), &fields).await.assert_status(303);
    assert_eq!(app.mails_to("ben@").await.len(), 1);
}

#[actix_web::test]
async fn the_second_click_gets_the_first_answer() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;

    let first = admin.post_with_key(INVITE, "one-key", &BEN).await;
    let second = admin.post_with_key(INVITE, "one-key", &BEN).await;

    first.assert_status(303);
    second.assert_status(303);
    assert_eq!(first.location(), second.location());
    assert_eq!(
        (first.header("idempotency-replayed"), second.header("idempotency-replayed")),
        (None, Some("true"))
    );
    assert_eq!(app.mails_to("ben@").await.len(), 1);
}

#[actix_web::test]
async fn a_key_used_for_something_else_is_refused() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    admin.post_with_key(INVITE, "one-key", &BEN).await.assert_status(303);

    let other_body = [("email", "cy@ashdale.example"), ("roles", "auditor"), ("confirmed", "yes")];
    let answer = admin.post_with_key(INVITE, "one-key", &other_body).await;

    answer.assert_status(422).assert_says("Idempotency key used before");
    assert!(app.mails_to("cy@").await.is_empty());
}

#[actix_web::test]
async fn a_form_with_mistakes_can_be_sent_again_with_its_key() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;

    let wrong = [("email", "ben"), ("roles", "auditor"), ("confirmed", "yes")];
    admin.post_with_key(INVITE, "one-key", &wrong).await.assert_status(422);
    let mended = admin.post_with_key(INVITE, "one-key", &BEN).await;

    mended.assert_status(303);
    assert_eq!(app.mails_to("ben@").await.len(), 1);
}

#[actix_web::test]
async fn a_key_belongs_to_whoever_sent_it() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let (one, other) = (
        app.signed_in(&council, &[Role::Administrator]).await,
        app.signed_in(&trust, &[Role::Administrator]).await,
    );

    one.post_with_key(INVITE, "one-key", &BEN).await.assert_status(303);
    let answer = other.post_with_key(INVITE, "one-key", &BEN).await;

    assert_eq!(answer.header("idempotency-replayed"), None);
    assert_eq!(app.mails_to("ben@").await.len(), 2);
}

#[actix_web::test]
async fn while_the_first_is_running_a_repeat_is_told_to_wait() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    admin.post_with_key(INVITE, "one-key", &BEN).await.assert_status(303);
    // As it was a moment earlier: reserved, and not carried out yet.
    let lapses = app.now().plus(Duration::seconds(120));
    app.write(move |conn| {
        diesel::update(idempotency_keys::table)
            .set((
                idempotency_keys::state.eq("running"),
                idempotency_keys::status.eq(None::<i32>),
                idempotency_keys::expires_at.eq(lapses),
            ))
            .execute(conn)
    })
    .await;

    let meanwhile = admin.post_with_key(INVITE, "one-key", &BEN).await;
    app.clock.advance(Duration::seconds(121)).unwrap();
    let after_a_crash = admin.post_with_key(INVITE, "one-key", &BEN).await;

    meanwhile.assert_status(409).assert_says("Still being carried out");
    after_a_crash.assert_status(422).assert_says("This person has been invited already");
}

#[actix_web::test]
async fn of_many_clicks_at_once_one_counts() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    admin.csrf().await;

    let answers = join_all((0..8).map(|_| admin.post_with_key(INVITE, "one-key", &BEN))).await;

    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    let carried_out = answers
        .iter()
        .filter(|answer| answer.status == 303 && answer.header("idempotency-replayed").is_none())
        .count();
    assert_eq!(carried_out, 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [303, 409].contains(status)), "{statuses:?}");
    assert_eq!(app.mails_to("ben@").await.len(), 1);
}

#[actix_web::test]
async fn a_key_is_forgotten_after_a_day() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let program = app.api(&council, &[Role::Administrator]).await;
    let invitation = json!({ "email": "ben@ashdale.example", "roles": ["auditor"] });
    let first = program.post_with_key("/invitations", "one-key", &invitation).await;
    let id = first.json()["id"].as_str().unwrap().to_owned();
    let replayed = program.post_with_key("/invitations", "one-key", &invitation).await;
    program.delete(&format!("/invitations/{id}")).await.assert_status(204);

    app.clock.advance(Duration::hours(25)).unwrap();
    let anew = program.post_with_key("/invitations", "one-key", &invitation).await;

    assert_eq!(replayed.json(), first.json());
    assert_eq!(replayed.location(), first.location());
    anew.assert_status(201);
    assert_ne!(anew.json()["id"], first.json()["id"]);
}

#[actix_web::test]
async fn a_key_that_is_no_key_is_refused_and_a_stranger_leaves_none_behind() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let program = app.api(&council, &[Role::Administrator]).await;
    let invitation = json!({ "email": "ben@ashdale.example", "roles": ["auditor"] });

    let empty = program.post_with_key("/invitations", "", &invitation).await;
    let long = program.post_with_key("/invitations", &"k".repeat(101), &invitation).await;
    let stranger = app.api_visitor().post_with_key("/invitations", "one-key", &invitation).await;

    empty.assert_status(400);
    long.assert_status(400);
    stranger.assert_status(401);
    let keys: i64 = app.read(|conn| idempotency_keys::table.count().get_result(conn)).await;
    assert_eq!(keys, 0);
}

#[actix_web::test]
async fn what_is_too_large_or_no_json_is_a_problem_with_its_own_status() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let program = app.api(&council, &[Role::Administrator]).await;
    let token = admin_token_form(&app).await;

    let large = program.post("/invitations", &json!({ "email": "x".repeat(1_100_000), "roles": [] })).await;
    let half_a_mebibyte =
        program.post("/invitations", &json!({ "email": "x".repeat(600_000), "roles": [] })).await;
    let csv = program.post_csv("/invitations", b"email\n".to_vec()).await;
    let unknown = program
        .post("/invitations", &json!({ "email": "ben@ashdale.example", "roles": ["auditor"], "x": 1 }))
        .await;

    for (answer, status) in [(large, 413), (half_a_mebibyte, 422), (csv, 415), (unknown, 422), (token, 413)] {
        answer.assert_status(status);
    }
}

/// A form beyond what a form without files may hold.
async fn admin_token_form(app: &TestApp) -> crate::support::Answer {
    let body = app.body("Northmoor NHS Trust").await;
    let admin = app.signed_in(&body, &[Role::Administrator]).await;
    admin.post("/our-body/tokens/new", &[("name", &"x".repeat(300_000))]).await
}

#[actix_web::test]
async fn a_message_survives_a_page_that_only_points_on() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    admin.post(INVITE, &BEN).await.assert_status(303);

    // Somebody signed in is sent on from here at once.
    admin.get("/sign-in?then=/our-body").await.assert_status(303);

    admin.get("/our-body").await.assert_says("We have sent an invitation to ben@ashdale.example");
    admin.get("/our-body").await.assert_does_not_say("We have sent an invitation");
}
