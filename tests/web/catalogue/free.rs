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
    assert!(file.body.contains(",Payroll,Withdrawn,,,,,,2026-11-23"), "{}", file.body);
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

/// The first of a month: sessions of another day are over.
fn on_the_first_of_january(app: &TestApp) {
    app.clock.advance(chrono::Duration::days(39)).unwrap();
}

async fn told(app: &TestApp, subject: &str) -> Vec<String> {
    let mails = app.mails_to("").await.into_iter();
    mails.filter(|(about, _)| about.contains(subject)).map(|(_, text)| text).collect()
}

#[actix_web::test]
async fn an_offer_whose_last_month_is_over_leaves_the_catalogue_and_its_owner_is_told_why() {
    let app = start().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let listing = Listing { title: "Payroll until Christmas", last_month: "2026-12", ..Listing::default() };
    let (_, path) = app.listed(&council, &listing).await;
    let reader = app.signed_in(&trust, &[Role::Negotiator]).await;
    reader.get(&path).await.assert_says("Ask about this offer").assert_says("Propose terms");

    on_the_first_of_january(&app);

    // The day has come, and the worker has not: nobody is led to what cannot be had.
    let reader = app.signed_in(&trust, &[Role::Negotiator]).await;
    let page = reader.get(&path).await;
    page.assert_says("The last month of this offer is over").assert_does_not_say("Ask about this offer");
    page.assert_does_not_say("Propose terms").assert_does_not_say("Add to a shortlist");
    reader.get(&format!("{path}/propose")).await.assert_status(404);
    reader.get(&format!("{path}/enquire")).await.assert_status(404);
    run_due(&app.db, app.now()).await.unwrap();
    let mails = told(&app, "Your offer “Payroll until Christmas” is over").await;
    assert!(mails[0].contains("December 2026, is over"), "{mails:?}");
    assert!(mails[0].contains("list the months to come and publish it again"), "{mails:?}");
    let owner = app.signed_in(&council, &[Role::ServiceOwner]).await;
    owner.get(&path).await.assert_says("Paused").assert_says("The last month of this offer is over.");
    let api = app.api(&council, &[Role::ServiceOwner]).await;
    let again = api.post(&format!("{path}/publish"), &json!({})).await;
    assert!(!again.body.contains("\"published\""), "{}", again.body);
    assert_eq!(api.get(&path).await.json()["state"], "paused");
}

#[actix_web::test]
async fn nobody_is_asked_to_confirm_what_is_over() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let listing = Listing { last_month: "2027-01", ..Listing::default() };
    app.listed(&council, &listing).await;

    // It would expire on 21 February; the reminders of that would go out in the week before.
    for days in [70, 13, 6, 3] {
        app.clock.advance(chrono::Duration::days(days)).unwrap();
        run_due(&app.db, app.now()).await.unwrap();
    }

    assert_eq!(told(&app, "is over").await.len(), 1);
    assert_eq!(told(&app, "will expire").await, Vec::<String>::new());
    assert_eq!(told(&app, "has expired").await, Vec::<String>::new());
    let owner = app.signed_in(&council, &[Role::ServiceOwner]).await;
    owner.get("/").await.assert_does_not_say("that it is still true");
}

#[actix_web::test]
async fn an_offer_closes_when_the_months_that_had_something_are_over() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let rest: Vec<String> = (1..=10).map(|month| format!("2027-{month:02}")).collect();
    let nothing: Vec<(&str, &str)> = rest.iter().map(|month| (month.as_str(), "0")).collect();
    let path = listed(&app, &council, "Payroll in autumn", &nothing).await;
    run_due(&app.db, app.now()).await.unwrap();
    assert_eq!(app.api_visitor().get(&path).await.json()["state"], "published");

    on_the_first_of_january(&app);
    run_due(&app.db, app.now()).await.unwrap();

    assert_eq!(app.api_visitor().get(&path).await.json()["state"], "paused");
    assert_eq!(told(&app, "Nothing is left of your offer “Payroll in autumn”").await.len(), 1);
    app.visitor().get("/catalogue").await.assert_says("No offer fits");
}

#[actix_web::test]
async fn an_offer_of_which_everything_is_promised_is_not_published_for_nothing() {
    let app = start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let offer = app.hosting_offer(&council).await;
    let path = format!("/offers/{offer}");
    let giver = app.signed_in(&council, &[Role::Negotiator]).await;
    let taker = app.signed_in(&trust, &[Role::Negotiator]).await;
    let all = cash_terms(&[("a_quantity", "24")]);
    let proposal = taker.post(&format!("{path}/propose"), &all).await.assert_status(303).location();
    giver.post(&format!("{proposal}/agree"), &[("number", "1")]).await.assert_status(303);
    let owner = app.api(&council, &[Role::ServiceOwner]).await;
    let publish = || async { owner.post(&format!("{path}/publish"), &json!({})).await };
    let list = |quantity: &'static str| {
        let listing =
            Listing { service: "IT-03", unit: "rack unit-month", price: "200", ..Listing::default() };
        let mut body = Listing { quantity, last_month: "2027-11", ..listing }.json();
        body["first_month"] = json!("2026-12");
        body
    };

    let refused = publish().await;

    refused.assert_status(409);
    assert!(refused.body.contains("othing of this offer is left"), "{}", refused.body);
    owner.put(&path, &list("30")).await.assert_status(200);
    publish().await.assert_status(200);
    assert_eq!(owner.get(&path).await.json()["state"], "published");
    // In the catalogue it can be brought down to what is promised: it says so, and leaves.
    owner.put(&path, &list("24")).await.assert_status(200);
    publish().await.assert_status(200);
    assert_eq!(owner.get(&path).await.json()["state"], "paused");
    assert!(!told(&app, "Nothing is left of your offer “Payroll").await.is_empty());
}
