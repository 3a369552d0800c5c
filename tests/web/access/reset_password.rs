//! A new password by mail.

use chrono::Duration;
use symbiosis::access::Role;

use super::{PASSWORD, is_signed_in, person_with_password, sign_in};
use crate::support::TestApp;

const ANA: &str = "ana@ashdale.example";
const NEW: &str = "copper-meadow-violin";

#[actix_web::test]
async fn the_link_in_the_mail_changes_the_password_once_and_signs_out_everywhere() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;
    let (thief, ana) = (app.visitor(), app.visitor());
    sign_in(&thief, ANA, PASSWORD).await.assert_status(303);

    ana.post("/reset-password", &[("email", ANA)]).await.assert_status(303);
    let link = app.last_link_to(ANA).await;
    ana.get(&link).await.assert_status(200).assert_says(ANA);
    let weak = ana.post(&link, &[("password", "ashdale")]).await;
    let set = ana.post(&link, &[("password", NEW)]).await;

    weak.assert_status(422).assert_says("12 characters or more");
    assert_eq!(set.location(), "/sign-in");
    assert!(!is_signed_in(&thief).await);
    sign_in(&ana, ANA, PASSWORD).await.assert_status(422);
    sign_in(&ana, ANA, NEW).await.assert_status(303);
    ana.get(&link).await.assert_status(410);
    app.visitor().post(&link, &[("password", PASSWORD)]).await.assert_status(410);
}

#[actix_web::test]
async fn whether_there_is_an_account_shows_only_in_the_mail() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;

    let known = app.visitor().post("/reset-password", &[("email", ANA)]).await;
    let unknown = app.visitor().post("/reset-password", &[("email", "nobody@ashdale.example")]).await;

    assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
    assert_eq!(known.body, unknown.body);
    let mails = app.mails_to("nobody@ashdale.example").await;
    assert!(mails[0].1.contains("has no account"), "{mails:?}");
    assert!(!mails[0].1.contains("{{site}}"), "{mails:?}");
}

#[actix_web::test]
async fn a_link_works_for_a_day_and_only_until_the_next_is_asked_for() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;
    let browser = app.visitor();
    browser.post("/reset-password", &[("email", ANA)]).await;
    let first = app.last_link_to(ANA).await;
    browser.post("/reset-password", &[("email", ANA)]).await;
    let second = app.last_link_to(ANA).await;

    browser.get(&first).await.assert_status(410);
    browser.get(&second).await.assert_status(200);
    app.clock.advance(Duration::hours(25)).unwrap();

    browser.get(&second).await.assert_status(410).assert_says("For a new password, ask for a new link");
}

#[actix_web::test]
async fn a_mailbox_is_not_filled_by_somebody_who_keeps_asking() {
    let app = TestApp::start().await;
    for _ in 0..5 {
        app.visitor().post("/reset-password", &[("email", ANA)]).await.assert_status(303);
    }

    let sixth = app.visitor().at("192.0.2.77").post("/reset-password", &[("email", ANA)]).await;

    sixth.assert_status(429);
    assert_eq!(app.mails_to(ANA).await.len(), 5);
}

#[actix_web::test]
async fn what_is_no_address_is_refused_before_any_mail() {
    let app = TestApp::start().await;

    let answer = app.visitor().post("/reset-password", &[("email", "ana@ashdale\u{0}")]).await;

    answer.assert_status(422);
    assert!(app.mails_to("ana").await.is_empty());
}
