//! One's own account.

use symbiosis::access::Role;

use super::{PASSWORD, is_signed_in, person_with_password, sign_in};
use crate::support::TestApp;

const ANA: &str = "ana@ashdale.example";

/// The address of the button that ends the n-th session of the list.
fn end_of_session(page: &str, place: usize) -> String {
    let form = page.split("action=\"/account/sessions/").nth(place + 1).unwrap();
    format!("/account/sessions/{}", form.split('"').next().unwrap())
}

#[actix_web::test]
async fn a_session_left_open_elsewhere_can_be_ended() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;
    let (office, lost) = (app.visitor(), app.visitor().at("192.0.2.99"));
    sign_in(&lost, ANA, PASSWORD).await.assert_status(303);
    sign_in(&office, ANA, PASSWORD).await.assert_status(303);
    let page = office.get("/account").await;
    page.assert_says("192.0.2.99").assert_says("(this one)");
    let rows: Vec<&str> = page.body.split("<tr>").filter(|row| row.contains("/account/sessions/")).collect();
    let place = rows.iter().position(|row| row.contains("192.0.2.99")).unwrap();

    let answer = office.post(&end_of_session(&page.body, place), &[]).await;

    answer.assert_status(303);
    assert!(!is_signed_in(&lost).await);
    assert!(is_signed_in(&office).await);
    office.get("/account").await.assert_does_not_say("192.0.2.99");
}

#[actix_web::test]
async fn nobody_can_end_the_session_of_another() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let (ana, eve) = (
        app.signed_in(&council, &[Role::Negotiator]).await,
        app.signed_in(&council, &[Role::Administrator]).await,
    );
    let hers = end_of_session(&ana.get("/account").await.body, 0);

    let answer = eve.post(&hers, &[]).await;

    answer.assert_status(404);
    assert!(is_signed_in(&ana).await);
}

#[actix_web::test]
async fn signing_out_everywhere_ends_every_session() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;
    let browsers = [app.visitor(), app.visitor(), app.visitor()];
    for browser in &browsers {
        sign_in(browser, ANA, PASSWORD).await.assert_status(303);
    }
    let stolen = browsers[1].cookie("symbiosis").unwrap();

    let answer = browsers[0].post("/account/sign-out-everywhere", &[]).await;

    assert_eq!(answer.location(), "/sign-in");
    assert_eq!(browsers[0].cookie("symbiosis"), None);
    browsers[0].get("/sign-in").await.assert_says("You are signed out everywhere");
    for browser in &browsers {
        assert!(!is_signed_in(browser).await);
    }
    assert!(!is_signed_in(&app.visitor().with_cookie("symbiosis", &stolen)).await);
}

#[actix_web::test]
async fn somebody_with_two_bodies_acts_for_the_one_they_choose() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let person = app.person("Ana Bell", &council, &[Role::Negotiator]).await;
    let trust_id = trust.id;
    let now = app.now();
    app.db
        .write(move |tx| {
            use symbiosis::access::{Roles, System, commands};
            let by = System::of_this_process().actor();
            commands::grant_roles(tx, &by, person, trust_id, &Roles::new(vec![Role::Auditor]), now)
        })
        .await
        .unwrap();
    let browser = app.browser_of(person, Some(council.id)).await;
    browser.get("/audit").await.assert_status(403);

    let answer = browser.post("/account/acting-body", &[("body", &trust.id.to_string())]).await;

    answer.assert_status(303);
    browser.get("/our-body").await.assert_says("Northmoor NHS Trust");
    browser.get("/audit").await.assert_status(200);
}

#[actix_web::test]
async fn nobody_can_act_for_a_body_that_is_not_theirs() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let browser = app.signed_in(&council, &[Role::Administrator]).await;

    for body in [trust.id.to_string(), String::new(), "nonsense".into()] {
        let answer = browser.post("/account/acting-body", &[("body", &body)]).await;

        answer.assert_status(422).assert_says("Choose one of your bodies");
    }
    browser.get("/our-body").await.assert_says("Ashdale Borough Council");
}
