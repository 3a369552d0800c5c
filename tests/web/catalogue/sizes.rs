//! Whole services in the catalogue: told apart from capacity by unit, and priced for the size of whoever looks.

use serde_json::{Value, json};
use symbiosis::access::Role;

use super::{owner_of, save, start, whole_draft};
use crate::support::{Listing, TestApp, TestBody};

/// An offer to run payroll as a whole, for so many members of staff at such prices.
async fn whole(app: &TestApp, owner: &TestBody, title: &str, sizes: &[(u32, &str)]) -> String {
    let owner = app.api(owner, &[Role::ServiceOwner]).await;
    let mut body = Listing { title, unit: "service", quantity: "2", ..Listing::default() }.json();
    for unpriced in ["price", "price_kind"] {
        body.as_object_mut().unwrap().remove(unpriced);
    }
    let sizes: Vec<Value> =
        sizes.iter().map(|(up_to, price)| json!({ "up_to": up_to, "price": price })).collect();
    body["whole_service"] = json!({
        "includes": "Everything", "measure": "staff", "transition_weeks": 8, "way_back": "With a year's notice",
        "sizes": sizes,
    });
    let offer = owner.post("/offers", &body).await.assert_status(201).location().replace("/api/v1", "");
    owner.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200);
    offer
}

/// Two whole services, of which the one that is cheaper for few is dearer for many, and capacity by unit.
async fn offered(app: &TestApp) {
    let [council, police] = app.bodies(["Ashdale Council", "Westmere Police"]).await;
    whole(app, &council, "Cheap for few", &[(500, "3200"), (2_000, "11000")]).await;
    whole(app, &police, "Cheap for many", &[(1_000, "5000"), (5_000, "9000")]).await;
    app.listed(&council, &Listing { title: "Payslips", ..Listing::default() }).await;
}

async fn titles(app: &TestApp, query: &str) -> Vec<String> {
    let found = app.api_visitor().get(&format!("/catalogue?{query}")).await.assert_status(200).json();
    let price = |item: &Value| item["price_for_size"].as_str().map(|price| format!(" {price}"));
    let items = found["items"].as_array().unwrap().iter();
    items
        .map(|item| format!("{}{}", item["title"].as_str().unwrap(), price(item).unwrap_or_default()))
        .collect()
}

#[actix_web::test]
async fn whole_services_are_told_apart_from_capacity_and_counted() {
    let app = start().await;
    offered(&app).await;

    let page = app.visitor().get("/catalogue").await;

    page.assert_says("Offered as Capacity by unit 1 A whole service 2");
    page.assert_says("from £3,200.00");
    let whole = app.visitor().get("/catalogue?shape=whole_service").await;
    whole.assert_says("2 offers").assert_does_not_say("Payslips");
    assert_eq!(titles(&app, "shape=capacity").await, ["Payslips"]);
    let found = app.api_visitor().get("/catalogue?shape=capacity").await.json();
    assert_eq!(found["choices"]["shape"][1], json!({ "value": "whole_service", "offers": 2 }));
    app.api_visitor().get("/catalogue?shape=castle").await.assert_status(422);
    let file =
        app.visitor().get("/catalogue.csv?shape=whole_service&size=1500&size_measure=staff").await.body;
    assert!(file.contains("Cheap for many") && !file.contains("Payslips"), "{file}");
}

#[actix_web::test]
async fn a_size_finds_what_takes_it_in_at_its_price() {
    let app = start().await;
    offered(&app).await;
    let size = |count: u32| format!("shape=whole_service&size={count}&size_measure=staff&sort=price");

    // Without a size the smallest bands are compared; with one, those that take it in.
    assert_eq!(titles(&app, "shape=whole_service&sort=price").await, ["Cheap for few", "Cheap for many"]);
    assert_eq!(titles(&app, &size(500)).await, ["Cheap for few 3200.00", "Cheap for many 5000.00"]);
    assert_eq!(titles(&app, &size(1_500)).await, ["Cheap for many 9000.00", "Cheap for few 11000.00"]);
    assert_eq!(titles(&app, &size(4_000)).await, ["Cheap for many 9000.00"]);
    assert_eq!(titles(&app, "size=3&size_measure=sites").await, ["Payslips"]);
    assert_eq!(titles(&app, &format!("{}&price_to=10000", size(1_500))).await, ["Cheap for many 9000.00"]);
    let for_me = format!("{}_for_me&vat_profile=partial", size(1_500));
    let cost = app.api_visitor().get(&format!("/catalogue?{for_me}")).await.json()["items"][0].clone();
    assert_eq!(cost["price_for_me"]["total"], "10800.00");

    let page = app.visitor().get(&format!("/catalogue?{}", size(1_500))).await;
    page.assert_says("For 1,500 members of staff")
        .assert_says("£11,000.00 a month, for 1,500 members of staff");
    page.assert_does_not_say("from £");
    let half = app.visitor().get("/catalogue?size=1500").await;
    half.assert_says("Choose what the size counts: staff, users or sites").assert_says("3 offers");
    assert!(half.body.contains("#size_measure"), "the mistake leads nowhere");
    app.api_visitor().get("/catalogue?size=1500").await.assert_status(422);
}

#[actix_web::test]
async fn what_is_free_is_not_ordered_across_units_without_saying_so() {
    let app = start().await;
    offered(&app).await;

    let mixed = app.visitor().get("/catalogue?sort=free").await;

    mixed.assert_says(
        "What is free is counted in different units here, which cannot be compared. See one unit",
    );
    let one = app.visitor().get("/catalogue?sort=free&shape=whole_service").await;
    one.assert_does_not_say("cannot be compared. See one unit");
}

#[actix_web::test]
async fn a_saved_search_keeps_the_shape_and_the_size() {
    let app = start().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let email = "nia@northmoor.example";
    let person = app.person_with_email("Nia Boateng", email, &trust, &[Role::Negotiator]).await;
    let browser = app.browser_of(person, Some(trust.id)).await;
    let query = "shape=whole_service&size=1500&size_measure=staff";
    let saved = [("name", "Payroll for us all"), ("cadence", "at_once"), ("query", query)];
    browser.post("/alerts", &saved).await.assert_status(303);
    app.clock.advance(chrono::Duration::minutes(2)).unwrap();
    whole(&app, &council, "Too small", &[(500, "3200")]).await;
    whole(&app, &council, "Large enough", &[(2_000, "11000")]).await;
    app.listed(&council, &Listing { title: "Payslips", ..Listing::default() }).await;

    app.clock.advance(chrono::Duration::minutes(2)).unwrap();
    let shelves = symbiosis::needs::NeedShelves::new(symbiosis::catalogue::Shelves::new(app.db.clone()));
    symbiosis::worker::look_for_news(&app.db, &shelves, app.now()).await.unwrap();

    let mails = app.mails_to(email).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].1.contains("Large enough") && !mails[0].1.contains("Too small"), "{}", mails[0].1);
}

#[actix_web::test]
async fn the_unit_service_is_for_whole_services_on_the_page_in_files_and_for_programs() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let owner = owner_of(&app, &council).await;
    let offer = whole_draft(&owner).await;
    let why = "“service” stands for a whole service that is run for another body";

    let months = [("quantity_per_month", "2"), ("first_month", "2027-01"), ("last_month", "2027-12")];
    let typed = [&months[..], &[("unit", "other"), ("unit_other", "Service")]].concat();
    save(&owner, &offer, "capacity", &typed).await.assert_status(422).assert_says(why);

    let api = app.api(&council, &[Role::ServiceOwner]).await;
    let refused = api.post("/offers", &Listing { unit: "service", ..Listing::default() }.json()).await;
    assert!(refused.assert_status(422).body.contains(why), "{}", refused.body);
    let file = "Service,Title,Description,Unit of measure,Quantity a month,First month,Last month,What you take,\
                Price kind,Price in pounds\nPAY-01,Payroll,Payslips,service,100,2027-01,2027-12,Cash,\
                Price for each unit,4.40\n";
    let told = api.post_csv("/bulk/offers?dry_run=true", file.as_bytes().to_vec()).await.json();
    assert!(told["rows"][0]["reason"].as_str().unwrap().contains(why), "{told}");
}
