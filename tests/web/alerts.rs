//! Saved searches: their owners are told of what is new, as often as they want, and never twice of the same thing.

use chrono::Duration;
use serde_json::json;
use symbiosis::access::{Role, System};
use symbiosis::catalogue::commands::fill_with_synthetic_offers;
use symbiosis::catalogue::{CatalogueError, Shelves};
use symbiosis::needs::NeedShelves;
use symbiosis::worker::look_for_news;

use crate::support::{Listing, TestApp};

/// Lets the worker look, `minutes` later.
async fn look_after(app: &TestApp, minutes: i64) {
    app.clock.advance(Duration::minutes(minutes)).unwrap();
    look_for_news(&app.db, &NeedShelves::new(Shelves::new(app.db.clone())), app.now()).await.unwrap();
}

async fn subjects(app: &TestApp, to: &str) -> Vec<String> {
    app.mails_to(to).await.into_iter().map(|(subject, _)| subject).collect()
}

#[actix_web::test]
async fn a_search_saved_on_the_page_tells_at_once_and_only_once() {
    let app = TestApp::with_services().await;
    let [trust, council] = app.bodies(["Northmoor NHS Trust", "Ashdale Council"]).await;
    let email = "nia@northmoor.example";
    let person = app.person_with_email("Nia Boateng", email, &trust, &[Role::Negotiator]).await;
    let browser = app.browser_of(person, Some(trust.id)).await;
    app.listed(&council, &Listing { title: "Payroll that was there before", ..Listing::default() }).await;

    browser.get("/catalogue?q=payroll").await.assert_says("Save this search");
    let refused =
        browser.post("/alerts", &[("name", ""), ("cadence", "hourly"), ("query", "q=payroll")]).await;
    refused
        .assert_status(422)
        .assert_says("Enter a name")
        .assert_says("Choose how often you want to be told");
    assert_eq!(refused.hidden_field("query").unwrap(), "q=payroll");
    let saved = [("name", "Payroll near us"), ("cadence", "at_once"), ("query", "q=payroll&page=3")];
    browser.post("/alerts", &saved).await.assert_status(303);

    look_after(&app, 2).await;
    assert_eq!(subjects(&app, email).await, Vec::<String>::new(), "what was there before is no news");
    let (owner, offer) = app.listed(&council, &Listing::default()).await;
    app.listed(
        &council,
        &Listing { service: "IT-03", title: "Racks", description: "Cold.", ..Listing::default() },
    )
    .await;
    for _ in 0..3 {
        look_after(&app, 2).await;
    }
    assert_eq!(subjects(&app, email).await, ["A new offer fits “Payroll near us”"]);
    let (_, text) = app.mails_to(email).await.remove(0);
    let told = "Payroll for up to 4,000 staff\nAshdale Council, North West\n£4.40 per payslip; up to 4,000";
    assert!(text.contains(told), "{text}");
    assert!(text.contains(&offer) && text.contains("/catalogue?q=payroll"), "{text}");

    // Published again with a word more, it is the same offer.
    let more =
        Listing { description: "Monthly payroll with pensions returns and more.", ..Listing::default() };
    owner.put(&offer, &more.json()).await.assert_status(200);
    owner.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200);
    look_after(&app, 2).await;
    assert_eq!(subjects(&app, email).await.len(), 1);

    browser.get("/").await.assert_says("See 1 new offer that your search “Payroll near us” has found");
    browser.get("/alerts").await.assert_says("1 offer found").assert_says("found by “Payroll near us”");
    browser.post("/alerts/seen", &[]).await.assert_status(303);
    browser.get("/").await.assert_does_not_say("See 1 new offer");
}

#[actix_web::test]
async fn a_digest_waits_for_the_morning_and_the_link_in_it_stops_it() {
    let app = TestApp::with_services().await;
    let [trust, council] = app.bodies(["Northmoor NHS Trust", "Ashdale Council"]).await;
    let email = "nia@northmoor.example";
    let person = app.person_with_email("Nia Boateng", email, &trust, &[Role::Negotiator]).await;
    let browser = app.browser_of(person, Some(trust.id)).await;
    let saved = [("name", "Anything"), ("cadence", "daily"), ("query", "")];
    browser.post("/alerts", &saved).await.assert_status(303);
    look_after(&app, 1).await;
    for title in ["Payroll one", "Payroll two"] {
        app.listed(&council, &Listing { title, ..Listing::default() }).await;
    }

    look_after(&app, 5).await;
    assert_eq!(subjects(&app, email).await, Vec::<String>::new());
    look_after(&app, 24 * 60).await;
    assert_eq!(subjects(&app, email).await, ["2 new offers fit “Anything”"]);

    // Whoever has the mail stops it, signed in or not; following the link alone changes nothing.
    let (_, text) = app.mails_to(email).await.remove(0);
    let link = text.split("{{site}}").find(|link| link.starts_with("/alerts/stop/")).unwrap();
    let link = link.split_whitespace().next().unwrap().to_owned();
    let visitor = app.visitor();
    visitor.get(&link).await.assert_says("Stop the mails of “Anything”?");
    app.listed(&council, &Listing { title: "Payroll three", ..Listing::default() }).await;
    visitor.post(&link, &[]).await.assert_says("You get no more of these mails");
    look_after(&app, 24 * 60).await;
    assert_eq!(subjects(&app, email).await.len(), 1);
    // The session of three days ago is over.
    let browser = app.browser_of(person, Some(trust.id)).await;
    browser.get("/alerts").await.assert_says("Payroll three").assert_says("No mail, only show it here");
    visitor.get("/alerts/stop/nothing-like-it").await.assert_status(404);
}

#[actix_web::test]
async fn however_many_offers_come_at_once_all_are_told_of_and_not_to_somebody_who_has_left() {
    let app = TestApp::with_services().await;
    let [trust, council] = app.bodies(["Northmoor NHS Trust", "Ashdale Council"]).await;
    let saved = [("name", "Anything"), ("cadence", "at_once"), ("query", "")];
    for (name, email) in [("Nia Boateng", "nia@northmoor.example"), ("Leo Lefthand", "leo@northmoor.example")]
    {
        let person = app.person_with_email(name, email, &trust, &[Role::Negotiator]).await;
        let browser = app.browser_of(person, Some(trust.id)).await;
        browser.post("/alerts", &saved).await.assert_status(303);
        if name.starts_with("Leo") {
            let administrator = app.signed_in(&trust, &[Role::Administrator]).await;
            administrator.post(&format!("/our-body/people/{person}/remove"), &[]).await.assert_status(303);
        }
    }
    // Made-up offers are published a second apart, the first of them last.
    app.clock.advance(Duration::minutes(10)).unwrap();
    let (bodies, now) = ([council.id], app.now());
    app.db
        .write(move |tx| fill_with_synthetic_offers(tx, System::of_this_process(), &bodies, 0, 450, now))
        .await
        .map_err(|error: CatalogueError| error.to_string())
        .unwrap();

    look_after(&app, 2).await;

    assert_eq!(subjects(&app, "nia@northmoor.example").await, ["450 new offers fit “Anything”"]);
    assert_eq!(subjects(&app, "leo@northmoor.example").await, Vec::<String>::new());
}

#[actix_web::test]
async fn programs_keep_searches_too_and_nobody_sees_those_of_others() {
    let app = TestApp::with_services().await;
    let [trust, council] = app.bodies(["Northmoor NHS Trust", "Ashdale Council"]).await;
    let api = app.api(&trust, &[Role::Negotiator]).await;
    let body = json!({ "name": "Payroll", "cadence": "never", "query": "service=PAY-01" });
    let saved = api.post("/saved-searches", &body).await;
    saved.assert_status(201);
    let path = format!("/saved-searches/{}", saved.json()["id"].as_str().unwrap());
    let wrong = json!({ "name": "Payroll", "cadence": "daily", "query": "least=lots" });
    let refused = api.post("/saved-searches", &wrong).await;
    refused.assert_status(422);
    assert_eq!(refused.json()["errors"][0]["field"], "query");

    look_after(&app, 1).await;
    app.listed(&council, &Listing::default()).await;
    look_after(&app, 2).await;
    let finds = api.get("/saved-searches/finds").await.json()["items"].take();
    assert_eq!(
        (&finds[0]["title"], &finds[0]["is_new"]),
        (&json!("Payroll for up to 4,000 staff"), &json!(true))
    );
    assert_eq!(api.post("/saved-searches/seen", &json!({})).await.json()[0]["unseen"], 0);

    let other = app.api(&council, &[Role::Negotiator]).await;
    assert_eq!(other.get("/saved-searches").await.json(), json!([]));
    let weekly = json!({ "name": "Mine", "cadence": "weekly" });
    other.put(&path, &weekly).await.assert_status(404);
    other.delete(&path).await.assert_status(404);
    assert_eq!(api.put(&path, &weekly).await.json()["cadence"], "weekly");
    api.delete(&path).await.assert_status(204);
    assert_eq!(api.get("/saved-searches").await.json(), json!([]));
}

#[actix_web::test]
async fn the_same_search_is_kept_once_and_no_offer_is_told_of_twice() {
    let app = TestApp::with_services().await;
    let [trust, council] = app.bodies(["Northmoor NHS Trust", "Ashdale Council"]).await;
    let email = "nia@northmoor.example";
    let person = app.person_with_email("Nia Boateng", email, &trust, &[Role::Negotiator]).await;
    let browser = app.browser_of(person, Some(trust.id)).await;
    let save = async |name: &str, query: &str| {
        browser.post("/alerts", &[("name", name), ("cadence", "at_once"), ("query", query)]).await
    };
    save("Both", "family=PAY&family=IT&pays=cash").await.assert_status(303);

    let again = save("Once more", "pays=cash&family=IT&family=PAY&sort=price").await;
    let known = browser.get(&again.assert_status(303).location()).await;
    known.assert_says("You keep this search already, as “Both”").assert_says("Change “Both”");
    let api = app.api(&trust, &[Role::Negotiator]).await;
    let body = json!({ "name": "Third", "cadence": "never", "query": "pays=cash&family=IT&family=PAY" });
    api.post("/saved-searches", &body).await.assert_status(201);
    api.post("/saved-searches", &body).await.assert_status(409);
    assert_eq!(api.get("/saved-searches").await.json().as_array().unwrap().len(), 1);

    // Another search may find the same offer: it is one offer, and one mail tells of it.
    save("Payroll", "q=payroll").await.assert_status(303);
    look_after(&app, 2).await;
    app.listed(&council, &Listing::default()).await;
    look_after(&app, 2).await;
    assert_eq!(subjects(&app, email).await.len(), 1);
    browser
        .get("/alerts")
        .await
        .assert_says("1 offer found")
        .assert_says("found by “Both” and “Payroll” on")
        .assert_does_not_say("2 offers");
}

#[actix_web::test]
async fn what_a_silent_search_found_is_still_news_to_one_that_sends_mail() {
    let app = TestApp::with_services().await;
    let [trust, council] = app.bodies(["Northmoor NHS Trust", "Ashdale Council"]).await;
    let email = "nia@northmoor.example";
    let person = app.person_with_email("Nia Boateng", email, &trust, &[Role::Negotiator]).await;
    let browser = app.browser_of(person, Some(trust.id)).await;
    let silent = [("name", "Anything"), ("cadence", "never"), ("query", "")];
    browser.post("/alerts", &silent).await.assert_status(303);
    look_after(&app, 1).await;
    let first = Listing { title: "Payroll one", ..Listing::default() };
    let (owner, one) = app.listed(&council, &first).await;
    look_after(&app, 24 * 60).await;

    // Once it sends mail, it tells of what it finds from then on.
    let browser = app.browser_of(person, Some(trust.id)).await;
    let page = browser.get("/alerts").await;
    let mut links = page.body.split("href=\"").filter_map(|rest| rest.split('"').next());
    let search = links.find_map(|link| link.strip_suffix("/delete")).unwrap().to_owned();
    let version = browser.get(&search).await.hidden_field("version").unwrap();
    let often = [("name", "Anything"), ("cadence", "at_once"), ("version", version.as_str())];
    browser.post(&search, &often).await.assert_status(303);
    app.listed(&council, &Listing { title: "Internal audit two", service: "AUD-01", ..first }).await;
    look_after(&app, 2).await;
    assert_eq!(subjects(&app, email).await, ["A new offer fits “Anything”"]);

    // No mail has told of the first offer, so a search that looked on while it came to cost less does.
    let payroll = [("name", "Payroll"), ("cadence", "at_once"), ("query", "q=payroll")];
    browser.post("/alerts", &payroll).await.assert_status(303);
    look_after(&app, 2).await;
    owner.put(&one, &Listing { price: "4.10", ..first }.json()).await.assert_status(200);
    owner.post(&format!("{one}/publish"), &json!({})).await.assert_status(200);
    look_after(&app, 2).await;
    assert_eq!(subjects(&app, email).await[1..], ["1 offer is news for 2 of your searches"]);
}

#[actix_web::test]
async fn a_saved_search_for_needs_tells_of_new_needs_once_and_of_none_that_its_reader_may_not_see() {
    let app = TestApp::with_services().await;
    let [trust, council] = app.bodies(["Northmoor NHS Trust", "Ashdale Council"]).await;
    app.move_body(&trust, "Wales", "Wales", None).await;
    let email = "leo@ashdale.example";
    let person = app.person_with_email("Leo Varga", email, &council, &[Role::Negotiator]).await;
    let browser = app.browser_of(person, Some(council.id)).await;
    let owner = app.api(&trust, &[Role::Negotiator]).await;
    let need = |title: &str| {
        json!({
            "service": "PAY-01", "shape": "capacity", "title": title, "description": "Our officer retires.",
            "unit": "payslip", "quantity_per_month": "400", "first_month": "2027-04", "last_month": "2028-03",
            "pays": "cash", "highest_price": "5.00",
        })
    };
    let publish = async |body: serde_json::Value| {
        let path = format!("/needs/{}", owner.post("/needs", &body).await.json()["id"].as_str().unwrap());
        owner.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
        path
    };
    publish(need("Payroll that was needed before")).await;

    browser.get("/catalogue/needs?service=PAY-01&nation=Wales").await.assert_says("Save this search");
    let form = browser.get("/alerts/new?looks_for=needs&service=PAY-01&nation=Wales").await;
    form.assert_says("tell you of needs that are published");
    assert_eq!(form.hidden_field("query").unwrap(), "service=PAY-01&amp;nation=Wales");
    let saved = [
        ("name", "Payroll in Wales"),
        ("cadence", "at_once"),
        ("query", "service=PAY-01&nation=Wales"),
        ("looks_for", "needs"),
    ];
    browser.post("/alerts", &saved).await.assert_status(303);
    look_after(&app, 2).await;
    let mut hidden = need("Payroll among friends");
    hidden["visibility"] = json!({ "bodies_from": "2026-11-25" });
    publish(hidden).await;
    let fresh = publish(need("Payroll for four hundred")).await;
    for _ in 0..3 {
        look_after(&app, 2).await;
    }

    assert_eq!(subjects(&app, email).await, ["A new need fits “Payroll in Wales”"]);
    let (_, text) = app.mails_to(email).await.remove(0);
    let told = "Payroll for four hundred\nNorthmoor NHS Trust, Wales\n400 payslips a month; Cash, up to £5.00; April 2027";
    assert!(text.contains(told), "{text}");
    assert!(text.contains(&fresh) && text.contains("/catalogue/needs?service=PAY-01&nation=Wales"), "{text}");
    browser.get("/alerts").await.assert_says("1 need found").assert_says("Payroll in Wales (needs)");
    browser.get("/").await.assert_says("See 1 new need");

    // On the day it opens to every body, it is news to this one.
    look_after(&app, 3 * 24 * 60).await;
    assert_eq!(subjects(&app, email).await.len(), 2);
}

#[actix_web::test]
async fn programs_keep_searches_for_needs() {
    let app = TestApp::with_services().await;
    let [trust, council] = app.bodies(["Northmoor NHS Trust", "Ashdale Council"]).await;
    let api = app.api(&council, &[Role::Negotiator]).await;
    let body = json!({ "name": "Payroll", "cadence": "never", "kind": "needs", "query": "shape=capacity" });
    let saved = api.post("/saved-searches", &body).await;
    assert_eq!(saved.assert_status(201).json()["kind"], "needs");
    api.post("/saved-searches", &body).await.assert_status(409);
    // What needs are searched by, offers need not be.
    let query = format!("body={}", trust.id);
    let offers = json!({ "name": "Payroll", "cadence": "never", "kind": "offers", "query": query });
    api.post("/saved-searches", &offers).await.assert_status(422);
    look_after(&app, 1).await;

    let owner = app.api(&trust, &[Role::Negotiator]).await;
    let need = json!({
        "service": "PAY-01", "shape": "capacity", "title": "Payroll", "description": "Needed.",
        "unit": "payslip", "quantity_per_month": "400", "first_month": "2027-04", "last_month": "2028-03",
        "pays": "cash",
    });
    let id = owner.post("/needs", &need).await.json()["id"].as_str().unwrap().to_owned();
    owner.post(&format!("/needs/{id}/publish"), &json!({})).await.assert_status(200);
    look_after(&app, 2).await;

    let finds = api.get("/saved-searches/finds").await.json()["items"].take();
    assert_eq!((&finds[0]["kind"], &finds[0]["need"]), (&json!("needs"), &json!(id)));
    assert_eq!(finds[0]["offer"], serde_json::Value::Null);
}

#[actix_web::test]
async fn an_expired_offer_that_comes_back_is_news_to_whoever_never_saw_it_and_to_nobody_else() {
    let app = TestApp::with_services().await;
    let [trust, council] = app.bodies(["Northmoor NHS Trust", "Ashdale Council"]).await;
    let save = |email: &'static str, app| {
        let (trust, app): (&crate::support::TestBody, &TestApp) = (&trust, app);
        async move {
            let person = app.person_with_email("Nia Boateng", email, trust, &[Role::Negotiator]).await;
            let saved = [("name", "Payroll"), ("cadence", "at_once"), ("query", "q=payroll")];
            app.browser_of(person, Some(trust.id)).await.post("/alerts", &saved).await.assert_status(303);
        }
    };
    let (before, meanwhile) = ("nia@northmoor.example", "leo@northmoor.example");
    save(before, &app).await;
    look_after(&app, 1).await;
    let (_, offer) = app.listed(&council, &Listing::default()).await;
    look_after(&app, 2).await;
    app.clock.advance(Duration::days(91)).unwrap();
    symbiosis::worker::run_due(&app.db, app.now()).await.unwrap();
    save(meanwhile, &app).await;
    look_after(&app, 60).await;
    let news = |subjects: Vec<String>| subjects.iter().filter(|one| one.starts_with("A new offer")).count();
    assert_eq!((news(subjects(&app, before).await), news(subjects(&app, meanwhile).await)), (1, 0));

    let owner = app.api(&council, &[Role::ServiceOwner]).await;
    owner.post(&format!("{offer}/confirm"), &json!({})).await.assert_status(200);
    look_after(&app, 2).await;

    assert_eq!((news(subjects(&app, before).await), news(subjects(&app, meanwhile).await)), (1, 1));
    // What stands in the catalogue is no news for being confirmed.
    owner.post(&format!("{offer}/confirm"), &json!({})).await.assert_status(200);
    look_after(&app, 20).await;
    assert_eq!(news(subjects(&app, meanwhile).await), 1);
}
