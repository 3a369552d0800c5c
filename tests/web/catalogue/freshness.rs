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
    let link = app.last_link_to("").await;
    assert_eq!(link, format!("{offer}/confirm"));

    let owner = owner_of(&app, &council).await;
    owner.get("/").await.assert_says("Confirm “Payroll for up to 4,000 staff”");
    let page = owner.get(&link).await;
    page.assert_says("It stays in the catalogue for another 90 days");
    let version = page.hidden_field("version").unwrap();
    owner.post(&link, &[("version", &version)]).await.assert_status(303);
    days_later(&app, 88).await;

    app.visitor().get(&offer).await.assert_says("Last confirmed by the provider on");
    assert_eq!(app.api_visitor().get(&offer).await.json()["state"], "published");
    // By now the council has two owners of offers, and each of them is asked.
    assert_eq!(mails(&app).await.len(), 4);
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
