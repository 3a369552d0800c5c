//! Who could help whom: suggested for needs and for offers, with a reason, until somebody says no.

use serde_json::{Value, json};
use symbiosis::access::Role;

use crate::support::{Api, Listing, TestApp};

fn payslips(quantity: &str) -> Value {
    json!({
        "service": "PAY-01", "shape": "capacity", "title": "Payroll for our wards", "description": "From spring.",
        "unit": "payslip", "quantity_per_month": quantity, "first_month": "2027-04", "last_month": "2027-09",
        "pays": "either", "highest_price": "5.00", "gives": ["AUD-01"],
    })
}

async fn need(owner: &Api, body: &Value) -> String {
    let id = owner.post("/needs", body).await.json()["id"].as_str().unwrap().to_owned();
    owner.post(&format!("/needs/{id}/publish"), &json!({})).await.assert_status(200);
    id
}

#[actix_web::test]
async fn a_need_is_shown_the_offers_that_fit_best_and_why() {
    let app = TestApp::with_services().await;
    let [trust, council, university] =
        app.bodies(["Northmoor NHS Trust", "Ashdale Council", "Calderbridge University"]).await;
    let api = app.api(&trust, &[Role::Negotiator]).await;
    let id = need(&api, &payslips("400")).await;
    app.listed(&council, &Listing { title: "Dear payroll", price: "5.50", ..Listing::default() }).await;
    app.listed(&university, &Listing { title: "Fair payroll", price: "4.00", ..Listing::default() }).await;
    app.listed(&university, &Listing { title: "Far too dear payroll", price: "7.00", ..Listing::default() })
        .await;
    app.listed(&trust, &Listing { title: "Our own payroll", ..Listing::default() }).await;

    let made = api.get("/suggestions").await.json();
    let offered: Vec<&str> = made
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["kind"] == "offer")
        .map(|one| one["offer_title"].as_str().unwrap())
        .collect();
    assert_eq!(offered, ["Fair payroll", "Dear payroll"]);
    let why = made[0]["why"].as_str().unwrap();
    assert!(why.starts_with("Payroll: enough free in every month you need, 400 payslips or more"), "{why}");
    assert!(why.contains("£4.00, below the highest price of £5.00"), "{why}");

    // One click puts it on the shortlist; another keeps it away, until a third brings it back.
    let browser = app.signed_in(&trust, &[Role::Negotiator]).await;
    let page = browser.get("/suggestions").await;
    page.assert_says("Payroll for our wards").assert_says("Fair payroll");
    let fair = made[0]["offer"].as_str().unwrap();
    let added = browser.post(&format!("/offers/{fair}/shortlist"), &[("need", &id)]).await;
    assert_eq!(added.assert_status(303).location(), format!("/needs/{id}/shortlist"));
    let listed = browser.get("/suggestions").await;
    listed.assert_says("On the shortlist").assert_says("Add to the shortlist");
    assert!(listed.body.contains(&format!("href=\"/needs/{id}/shortlist#offer-{fair}\"")), "{}", listed.body);
    assert_eq!(api.get("/suggestions").await.json()[0]["on_shortlist"], true);
    let dear = made[1]["offer"].as_str().unwrap();
    browser.post("/suggestions/dismiss", &[("need", &id), ("offer", dear)]).await.assert_status(303);
    browser.get("/suggestions").await.assert_says("1 suggestion that you said is not for you Dear payroll");
    let titles = |answer: serde_json::Value| -> Vec<String> {
        let made = answer.as_array().unwrap().iter();
        made.map(|one| one["offer_title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles(api.get("/suggestions").await.json()), ["Fair payroll"]);
    assert_eq!(titles(api.get("/suggestions/dismissed").await.json()), ["Dear payroll"]);
    let stranger = app.api(&university, &[Role::Negotiator]).await;
    let stays_away = format!("/needs/{id}/suggestions/{dear}/dismiss");
    stranger.post(&stays_away, &json!({})).await.assert_status(404);
    stranger.delete(&stays_away).await.assert_status(404);
    browser.post("/suggestions/again", &[("need", &id), ("offer", dear)]).await.assert_status(303);
    assert_eq!(titles(api.get("/suggestions").await.json()), ["Fair payroll", "Dear payroll"]);
    api.delete(&stays_away).await.assert_status(404);
    api.post(&stays_away, &json!({})).await.assert_status(204);
    api.delete(&stays_away).await.assert_status(204);
    browser.get("/suggestions").await.assert_does_not_say("not for you Dear payroll");
}

#[actix_web::test]
async fn an_offer_is_shown_who_might_take_it_and_with_whom_it_could_be_a_swap() {
    let app = TestApp::with_services().await;
    let [trust, council] = app.bodies(["Northmoor NHS Trust", "Ashdale Council"]).await;
    let trust_api = app.api(&trust, &[Role::Negotiator]).await;
    need(&trust_api, &payslips("400")).await;
    need(&trust_api, &payslips("900000")).await;
    let (owner, offer) = app.draft(&council, &Listing::default()).await;
    let mut swap = Listing::default().json();
    swap["takes"] = json!("either");
    swap["wants"] = json!(["AUD-01"]);
    owner.put(&offer, &swap).await.assert_status(200);
    owner.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200);

    let made = app.api(&council, &[Role::ServiceOwner]).await.get("/suggestions").await.json();

    let takers: Vec<(&str, bool)> = made
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["kind"].as_str().unwrap(), one["in_return"] != Value::Null))
        .collect();
    assert_eq!(takers, [("taker", true), ("taker", true)]);
    assert!(made[0]["score"].as_i64() > made[1]["score"].as_i64());
    assert!(made[1]["why"].as_str().unwrap().contains("less than the 900,000 payslips asked for"));
    let browser = app.signed_in(&council, &[Role::ServiceOwner]).await;
    browser
        .get("/suggestions")
        .await
        .assert_says("Could be a swap")
        .assert_says("takes Internal audit in return");
}

#[actix_web::test]
async fn three_bodies_that_could_serve_each_other_in_a_circle_are_shown_the_ring() {
    let app = TestApp::with_services().await;
    let [council, trust, university] =
        app.bodies(["Ashdale Council", "Northmoor NHS Trust", "Calderbridge University"]).await;
    // Each offers one service and needs the next one's; no two of them could swap.
    let circle = [
        (&council, ("PAY-01", "payslip", "400", "5.00"), ("AUD-01", "audit day", "6")),
        (&trust, ("IT-01", "ticket", "200", "9.00"), ("PAY-01", "payslip", "400")),
        (&university, ("AUD-01", "audit day", "6", "330.00"), ("IT-01", "ticket", "200")),
    ];
    for (body, (service, unit, quantity, price), (wanted, wanted_unit, amount)) in circle {
        let listing = Listing { service, unit, quantity, price, title: service, ..Listing::default() };
        let (owner, path) = app.draft(body, &listing).await;
        let mut content = listing.json();
        content["takes"] = json!("either");
        content["wants"] = json!(["HR-01"]);
        owner.put(&path, &content).await.assert_status(200);
        owner.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
        let mut wants = payslips(amount);
        wants["service"] = json!(wanted);
        wants["unit"] = json!(wanted_unit);
        wants["gives"] = json!(["HR-02"]);
        wants["highest_price"] = json!("400");
        need(&app.api(body, &[Role::Negotiator]).await, &wants).await;
    }

    let api = app.api(&trust, &[Role::Negotiator]).await;
    let rings = api.get("/suggestions/rings").await.json();
    let told: Vec<String> = rings[0]["legs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|leg| {
            format!("{} {} {} {}", leg["from_name"], leg["units"], leg["unit"], leg["value"]).replace('"', "")
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @"
    Northmoor NHS Trust 200 ticket 1800.00
    Calderbridge University 6 audit day 1980.00
    Ashdale Council 400 payslip 2000.00
    ");
    // The trust gets £200 more than it gives; the others get it from the trust.
    let paid = rings[0]["payments"].as_array().unwrap();
    assert!(paid.iter().all(|payment| payment["payer_name"] == "Northmoor NHS Trust"), "{paid:?}");
    let mut amounts: Vec<&str> = paid.iter().map(|payment| payment["amount"].as_str().unwrap()).collect();
    amounts.sort_unstable();
    assert_eq!(amounts, ["180.00", "20.00"]);
    assert_eq!(rings.as_array().unwrap().len(), 1);

    let browser = app.signed_in(&trust, &[Role::Negotiator]).await;
    let page = browser.get("/suggestions").await;
    page.assert_says("Rings you could be part of").assert_says("Ring 1: 3 bodies");
    // Whoever does not want what they would get is shown the ring no more.
    let last = &rings[0]["legs"][2];
    let pair = [("need", last["need"].as_str().unwrap()), ("offer", last["offer"].as_str().unwrap())];
    browser.post("/suggestions/dismiss", &pair).await.assert_status(303);
    browser.get("/suggestions").await.assert_does_not_say("Rings you could be part of");
}
