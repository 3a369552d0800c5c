//! Signing in: what is said, what is counted, and when it ends.

use chrono::Duration;
use diesel::prelude::*;
use futures_util::future::join_all;
use symbiosis::access::Role;
use symbiosis::storage::schema::throttles;

use super::{PASSWORD, is_signed_in, person_with_password, sign_in};
use crate::support::{Answer, TestApp};

const ANA: &str = "ana@ashdale.example";

#[actix_web::test]
async fn the_right_password_leads_on_and_the_cookie_is_for_this_site_alone() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;
    let browser = app.visitor();

    let fields = [("email", " Ana@Ashdale.example "), ("password", PASSWORD), ("then", "/our-body?x=1")];
    let answer = browser.post("/sign-in", &fields).await;

    answer.assert_status(303);
    assert_eq!(answer.location(), "/our-body?x=1");
    let cookie =
        answer.headers.get_all("set-cookie").iter().find(|it| it.as_bytes().starts_with(b"symbiosis="));
    let cookie = cookie.unwrap().to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    browser.get("/our-body").await.assert_status(200).assert_says("Ashdale Borough Council");
}

#[actix_web::test]
async fn nobody_is_sent_to_another_site() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;

    let fields = [("email", ANA), ("password", PASSWORD), ("then", "https://evil.example/")];
    let answer = app.visitor().post("/sign-in", &fields).await;

    assert_eq!(answer.location(), "/");
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;
    let browser = app.visitor();

    let wrong = sign_in(&browser, ANA, "not the password").await;
    let unknown = sign_in(&browser, "nobody@ashdale.example", "not the password").await;

    wrong.assert_status(422);
    unknown.assert_status(422);
    // The token of a form is another in every page.
    let page = |answer: &Answer, typed: &str| {
        let tokens = answer.hidden_field("_csrf").unwrap();
        answer.body.replace(&tokens, "").replace(typed, "X")
    };
    assert_eq!(page(&wrong, ANA), page(&unknown, "nobody@ashdale.example"));
}

#[actix_web::test]
async fn what_is_missing_is_said_and_what_was_typed_is_kept() {
    let app = TestApp::start().await;

    let answer = sign_in(&app.visitor(), "ana at ashdale", "").await;

    answer.assert_status(422);
    insta::assert_snapshot!(answer.error_summary(), @r"
    Enter an email address in the correct format, like name@example.gov.uk
    Enter your password
    ");
    assert!(answer.body.contains("ana at ashdale"));
}

#[actix_web::test]
async fn after_six_wrong_passwords_even_the_right_one_waits() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;
    let browser = app.visitor();
    for _ in 0..6 {
        sign_in(&browser, ANA, "not the password").await.assert_status(422);
    }

    let too_soon = sign_in(&browser, ANA, PASSWORD).await;
    app.clock.advance(Duration::minutes(9)).unwrap();
    let nearly = sign_in(&browser, ANA, PASSWORD).await;
    app.clock.advance(Duration::minutes(2)).unwrap();
    let later = sign_in(&browser, ANA, PASSWORD).await;

    too_soon.assert_status(429).assert_says("try again in 10 minutes");
    nearly.assert_status(429).assert_says("try again in 1 minute.");
    assert_eq!(too_soon.header("retry-after"), Some("600"));
    later.assert_status(303);
}

#[actix_web::test]
async fn of_many_guesses_at_once_no_more_than_six_are_carried_out() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;
    let browser = app.visitor();
    browser.csrf().await;

    let guesses = join_all((0..15).map(|_| sign_in(&browser, ANA, "not the password"))).await;

    let carried_out = guesses.iter().filter(|answer| answer.status == 422).count();
    let waiting = guesses.iter().filter(|answer| answer.status == 429).count();
    assert_eq!((carried_out, waiting), (6, 9));
}

#[actix_web::test]
async fn an_attempt_that_goes_well_is_taken_off_the_count() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;

    sign_in(&app.visitor(), ANA, "not the password").await.assert_status(422);
    sign_in(&app.visitor(), ANA, PASSWORD).await.assert_status(303);

    let left: Vec<(String, i32)> = app
        .read(|conn| {
            throttles::table.order(throttles::key).select((throttles::key, throttles::failures)).load(conn)
        })
        .await;
    assert_eq!(left, [(format!("account {ANA}"), 1), ("address 192.0.2.1".into(), 1)]);
}

#[actix_web::test]
async fn strangers_who_guess_cannot_keep_the_owner_out_where_they_sign_in_from() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;
    let (office, hotel) = (app.visitor().at("192.0.2.10"), app.visitor().at("192.0.2.20"));
    sign_in(&office, ANA, PASSWORD).await.assert_status(303);

    let window_ends_at = app.now().plus(Duration::hours(1));
    app.write(move |conn| {
        diesel::update(throttles::table.find(format!("account {ANA}")))
            .set((throttles::failures.eq(100), throttles::window_ends_at.eq(window_ends_at)))
            .execute(conn)
    })
    .await;

    sign_in(&hotel, ANA, PASSWORD).await.assert_status(429);
    sign_in(&app.visitor().at("192.0.2.10"), ANA, PASSWORD).await.assert_status(303);
}

#[actix_web::test]
async fn signing_in_anew_ends_the_session_the_browser_had() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    person_with_password(&app, ANA, &council, &[Role::Negotiator]).await;
    let browser = app.visitor();
    sign_in(&browser, ANA, PASSWORD).await.assert_status(303);
    let first = browser.cookie("symbiosis").unwrap();

    sign_in(&browser, ANA, PASSWORD).await.assert_status(303);

    assert_ne!(browser.cookie("symbiosis").unwrap(), first);
    assert!(is_signed_in(&browser).await);
    assert!(!is_signed_in(&app.visitor().with_cookie("symbiosis", &first)).await);
}

#[actix_web::test]
async fn a_session_left_alone_for_two_hours_has_ended() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let browser = app.signed_in(&council, &[Role::Negotiator]).await;
    app.clock.advance(Duration::minutes(119)).unwrap();
    assert!(is_signed_in(&browser).await);

    app.clock.advance(Duration::minutes(121)).unwrap();

    let answer = browser.get("/account?x=1").await;
    answer.assert_status(303);
    assert_eq!(answer.location(), "/sign-in?then=%2Faccount%3Fx%3D1");
}

#[actix_web::test]
async fn a_session_ends_after_twelve_hours_however_busy() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let browser = app.signed_in(&council, &[Role::Negotiator]).await;
    for _ in 0..11 {
        app.clock.advance(Duration::hours(1)).unwrap();
        assert!(is_signed_in(&browser).await);
    }

    app.clock.advance(Duration::minutes(61)).unwrap();

    assert!(!is_signed_in(&browser).await);
}

#[actix_web::test]
async fn a_session_cookie_is_no_use_at_the_api() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let browser = app.signed_in(&council, &[Role::Negotiator]).await;

    let with_cookie = browser.get("/api/v1/me").await;

    with_cookie.assert_status(401);
    assert_eq!(with_cookie.header("www-authenticate"), Some("Bearer realm=\"Symbiosis\""));
}
