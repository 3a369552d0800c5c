//! Offers that nobody confirms leave the catalogue, and their owners are asked in time.

use chrono::Duration;
use serde_json::json;
use symbiosis::access::Role;
use symbiosis::worker;

use super::{owner_of, published, start};
use crate::support::TestApp;

async fn days_later(app: &TestApp, days: i64) {
    app.clock.advance(Duration::days(days)).unwrap();
    worker::run_due(&app.db, app.now()).await.unwrap();
    worker::run_due(&app.db, app.now()).await.unwrap();
}

async fn mails(app: &TestApp) -> Vec<String> {
    let mails = app.mails_to("").await.into_iter().map(|(subject, _)| subject);
    mails.filter(|subject| subject.starts_with("Your offer")).collect()
}

#[actix_web::test]
async fn an_offer_expires_after_ninety_days_unless_one_click_keeps_it() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let offer = published(&owner_of(&app, &council).await).await;

    days_later(&app, 82).await;
    assert_eq!(mails(&app).await, Vec::<String>::new());
    days_later(&app, 1).await;
    assert_eq!(mails(&app).await, ["Your offer “Payroll for up to 4,000 staff” will expire"]);
    days_later(&app, 6).await;
    assert_eq!(mails(&app).await.len(), 2);
    let owner = owner_of(&app, &council).await;
    owner.get("/").await.assert_says("Confirm “Payroll for up to 4,000 staff”");
    let confirm = format!("{offer}/confirm");
    let page = owner.get(&confirm).await;
    page.assert_says("It stays in the catalogue for another 90 days");
    let version = page.hidden_field("version").unwrap();
    owner.post(&confirm, &[("version", &version)]).await.assert_status(303);
    days_later(&app, 88).await;

    app.visitor().get(&offer).await.assert_says("Last confirmed by the provider on");
    assert_eq!(app.api_visitor().get(&offer).await.json()["state"], "published");
    // By now the council has two owners of offers, and each of them is asked.
    assert_eq!(mails(&app).await.len(), 4);
}

/// The path of the link that confirms an offer in the last mail to `to`.
async fn link_that_confirms(app: &TestApp, to: &str) -> String {
    let (_, text) = app.mails_to(to).await.pop().unwrap();
    let at = text.find("/confirm-offer/").unwrap();
    text[at..].split_whitespace().next().unwrap().to_owned()
}

#[actix_web::test]
async fn a_reminder_confirms_for_whoever_got_it_without_signing_in() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let offer = published(&owner_of(&app, &council).await).await;
    days_later(&app, 89).await;
    let link = link_that_confirms(&app, "").await;
    let reader = app.visitor();

    // What opens links before their reader does confirms nothing.
    reader.get(&link).await.assert_says("Is “Payroll for up to 4,000 staff” still true?");
    reader.get(&link).await.assert_says("It leaves the catalogue after").assert_says("another 90 days");
    assert_eq!(reader.post(&link, &[]).await.assert_status(303).location(), link);
    reader.get(&link).await.assert_says("It is confirmed, and stays in the catalogue until");
    reader.get(&format!("{link}x")).await.assert_status(410).assert_says("This link no longer works");
    days_later(&app, 89).await;
    assert_eq!(app.api_visitor().get(&offer).await.json()["state"], "published");

    days_later(&app, 2).await;
    app.visitor().get("/catalogue").await.assert_says("No offer fits");
    let link = link_that_confirms(&app, "").await;
    reader.get(&link).await.assert_says("It left the catalogue after");
    reader.post(&link, &[]).await.assert_status(303);
    app.visitor().get("/catalogue").await.assert_says("1 offer");
}

#[actix_web::test]
async fn a_reminder_is_of_no_use_to_somebody_who_has_left_or_when_it_is_old() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let ana = app.person("Ana Bell", &council, &[Role::ServiceOwner]).await;
    let offer = published(&app.browser_of(ana, Some(council.id)).await).await;
    days_later(&app, 83).await;
    let (first, reader) = (link_that_confirms(&app, "").await, app.visitor());

    days_later(&app, 7 + 29).await;
    let last = link_that_confirms(&app, "").await;
    assert_ne!(first, last);
    reader.get(&first).await.assert_status(200);
    days_later(&app, 1).await;
    reader.get(&first).await.assert_status(410);
    reader.post(&first, &[]).await.assert_status(410);

    let admin = app.signed_in(&council, &[Role::Administrator]).await;
    admin.post(&format!("/our-body/people/{ana}/remove"), &[]).await.assert_status(303);
    let gone = reader.post(&last, &[]).await;
    gone.assert_status(410).assert_says("An offer can be confirmed on its own page");
    assert_eq!(app.api(&council, &[Role::ServiceOwner]).await.get(&offer).await.json()["state"], "expired");
}

#[actix_web::test]
async fn what_nobody_confirms_leaves_the_catalogue_and_can_come_back() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let offer = published(&owner_of(&app, &council).await).await;

    days_later(&app, 91).await;

    app.visitor().get("/catalogue").await.assert_says("No offer fits");
    app.visitor().get(&offer).await.assert_says("This offer is not open at the moment");
    assert_eq!(mails(&app).await, ["Your offer “Payroll for up to 4,000 staff” has expired"]);
    let owner = owner_of(&app, &council).await;
    owner.get(&offer).await.assert_says("This offer left the catalogue after");
    let api = app.api(&council, &[Role::ServiceOwner]).await;
    let confirmed = api.post(&format!("{offer}/confirm"), &json!({})).await;
    assert_eq!(confirmed.assert_status(200).json()["state"], "published");
    app.visitor().get("/catalogue").await.assert_says("1 offer");
    let stranger = owner_of(&app, &app.body("Northmoor Trust").await).await;
    stranger.post(&format!("{offer}/confirm"), &[]).await.assert_status(404);
}
