//! What is free, when, and what its owner is told of it.

use serde_json::json;
use symbiosis::access::Role;
use symbiosis::worker::run_due;

use super::start;
use crate::support::{Listing, TestApp, TestBody, cash_terms};

/// A published offer that lists other quantities in some months.
async fn listed(app: &TestApp, owner: &TestBody, title: &str, differs: &[(&str, &str)]) -> String {
    let listing = Listing { title, ..Listing::default() };
    let (owner, path) = app.draft(owner, &listing).await;
    let month = |(month, quantity): &(&str, &str)| json!({ "month": month, "quantity": quantity });
    let mut body = listing.json();
    body["differs"] = differs.iter().map(month).collect();
    owner.put(&path, &body).await.assert_status(200);
    owner.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
    path
}

#[actix_web::test]
async fn the_soonest_offer_is_the_one_of_which_something_is_left_soonest() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let taken = [("2026-11", "0"), ("2026-12", "0"), ("2027-01", "0")];
    listed(&app, &council, "Free from February", &taken).await;
    listed(&app, &council, "Free from December", &taken[..1]).await;
    let found = |query: &'static str| {
        let api = app.api_visitor();
        async move {
            let items =
                api.get(&format!("/catalogue?{query}")).await.assert_status(200).json()["items"].clone();
            let item = |item: &serde_json::Value| format!("{} {}", item["title"], item["could_start_in"]);
            items.as_array().unwrap().iter().map(item).collect::<Vec<_>>()
        }
    };

    let soonest = found("sort=soonest").await;

    assert_eq!(soonest, ["\"Free from December\" \"2026-12\"", "\"Free from February\" \"2027-02\""]);
    assert_eq!(found("start_by=2027-01").await, soonest[..1]);
    assert_eq!(found("start_by=2027-02&sort=soonest").await, soonest);
}

#[actix_web::test]
async fn a_month_that_is_over_is_not_the_best_one_any_more() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let rest: Vec<String> = (2..=12).map(|month| format!("2027-{month:02}")).collect();
    let mut differs = vec![("2026-12", "70"), ("2027-01", "50")];
    differs.extend(rest.iter().take(9).map(|month| (month.as_str(), "60")));
    listed(&app, &council, "Payroll in autumn", &differs).await;
    let free = || async {
        run_due(&app.db, app.now()).await.unwrap();
        app.api_visitor().get("/catalogue").await.json()["items"][0]["free_most"].clone()
    };

    assert_eq!(free().await, "4000");
    app.clock.advance(chrono::Duration::days(10)).unwrap();
    assert_eq!(free().await, "70");
    app.clock.advance(chrono::Duration::days(31)).unwrap();
    assert_eq!(free().await, "60");
}

#[actix_web::test]
async fn an_offer_withdrawn_before_it_was_ever_published_lists_nothing() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let (api, path) = app.draft(&council, &Listing::default()).await;
    let owner = app.signed_in(&council, &[Role::ServiceOwner]).await;

    api.post(&format!("{path}/withdraw"), &json!({})).await.assert_status(200);

    let list = owner.get("/offers?state=withdrawn").await;
    list.assert_says("Withdrawn Not published Not published Not published 23 Nov 2026");
    let file = owner.get("/offers.csv").await;
    assert!(file.body.contains(",Payroll,Withdrawn,,,,,,,2026-11-23"), "{}", file.body);
}

#[actix_web::test]
async fn the_owner_of_an_offer_that_is_full_reads_that_on_its_page() {
    let app = start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let offer = app.hosting_offer(&council).await;
    let giver = app.signed_in(&council, &[Role::Negotiator, Role::ServiceOwner]).await;
    let taker = app.signed_in(&trust, &[Role::Negotiator]).await;
    let all = cash_terms(&[("a_quantity", "24")]);
    let proposal = taker.post(&format!("/offers/{offer}/propose"), &all).await.assert_status(303).location();
    let page = format!("/offers/{offer}");
    giver.get(&page).await.assert_does_not_say("Nothing of this offer is left");

    giver.post(&format!("{proposal}/agree"), &[("number", "1")]).await.assert_status(303);

    let full = giver.get(&page).await;
    full.assert_says("Paused").assert_says("Nothing of this offer is left since 23 November 2026.");
    taker.get(&page).await.assert_does_not_say("Nothing of this offer is left");
    let owner = app.api(&council, &[Role::ServiceOwner]).await;
    let told = owner.get(&page).await.json()["full_since"].as_str().map(str::to_owned);
    assert!(told.is_some_and(|at| at.starts_with("2026-11-23")));
    assert_eq!(app.api_visitor().get(&page).await.json()["full_since"], json!(null));
    giver.post(&format!("{proposal}/withdraw"), &[("reason", "Not now")]).await.assert_status(303);
    giver.get(&page).await.assert_does_not_say("Nothing of this offer is left");
}
