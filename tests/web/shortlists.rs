//! From many offers to one: compared side by side, shortlisted for a need as they stood, and justified.

use serde_json::{Value, json};
use symbiosis::access::Role;

use crate::support::{Api, Listing, TestApp};

/// A published need for 400 payslips, and who owns it.
async fn needed(app: &TestApp) -> (Api, String) {
    let trust = app.body("Northmoor NHS Trust").await;
    let api = app.api(&trust, &[Role::Negotiator]).await;
    let need = json!({
        "service": "PAY-01", "shape": "capacity", "title": "Payroll for four hundred", "description": "From spring.",
        "unit": "payslip", "quantity_per_month": "400", "first_month": "2027-04", "last_month": "2028-03",
        "pays": "cash",
    });
    let need = format!("/needs/{}", api.post("/needs", &need).await.json()["id"].as_str().unwrap());
    api.post(&format!("{need}/publish"), &json!({})).await.assert_status(200);
    (api, need)
}

/// Two offers of payroll: their owners and their paths.
async fn two_offers(app: &TestApp) -> [(Api, String); 2] {
    let [council, university] = app.bodies(["Ashdale Council", "Calderbridge University"]).await;
    let cheap = Listing { title: "Payroll at a fair price", price: "3.90", ..Listing::default() };
    [app.listed(&council, &Listing::default()).await, app.listed(&university, &cheap).await]
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

#[actix_web::test]
async fn offers_stand_side_by_side_and_each_line_says_whether_they_differ() {
    let app = TestApp::with_services().await;
    let [(_, one), (_, other)] = two_offers(&app).await;
    let query = format!("/compare?offer={}&offer={}", id(&one), id(&other));

    let page = app.visitor().get(&query).await;
    page.assert_says("Payroll at a fair price")
        .assert_says("Price Differs £4.40 per payslip £3.90 per payslip");
    let lines = app.api_visitor().get(&query).await.json();
    let line = |name: &str| {
        let lines = lines["lines"].as_array().unwrap();
        lines.iter().find(|line| line["name"] == name).cloned().unwrap_or(Value::Null)
    };
    assert_eq!(line("Service")["differs"], false);
    assert_eq!(line("Provider")["values"], json!(["Ashdale Council", "Calderbridge University"]));
    let file = app.visitor().get(&query.replace("/compare", "/compare.csv")).await;
    assert!(file.body.contains("Price,£4.40 per payslip,£3.90 per payslip"), "{}", file.body);

    // The catalogue leads there, and what cannot be seen is left out with a word.
    let found = app.visitor().get("/catalogue?service=PAY-01").await;
    found.assert_says("Compare what is ticked");
    assert!(found.body.contains(&format!("value=\"{}\" form=\"compare\"", id(&one))));
    let unknown = "01900000-0000-7000-8000-000000000000";
    app.visitor()
        .get(&format!("/compare?offer={}&offer={unknown}", id(&one)))
        .await
        .assert_says("does not exist");
    app.visitor().get("/compare").await.assert_says("Nothing to compare yet");
    app.api_visitor().get(&format!("/compare?offer={unknown}")).await.assert_status(404);
    app.api_visitor().get("/compare?offer=cheapest").await.assert_status(422);
}

#[actix_web::test]
async fn a_shortlist_holds_offers_as_they_stood_and_ends_in_a_justification() {
    let app = TestApp::with_services().await;
    let (trust, need) = needed(&app).await;
    let [(council, one), (_, other)] = two_offers(&app).await;
    for offer in [&one, &other] {
        trust.post(&format!("{need}/shortlist/{}", id(offer)), &json!({})).await.assert_status(200);
    }
    trust.post(&format!("{need}/shortlist/{}", id(&one)), &json!({})).await.assert_status(409);
    let early = trust.get(&format!("{need}/shortlist")).await.json();
    assert_eq!(early["lacks"][0], "No offer is marked as chosen.");

    // The provider raises its price; the list still says what was chosen from.
    council.put(&one, &Listing { price: "6.00", ..Listing::default() }.json()).await.assert_status(200);
    council.post(&format!("{one}/publish"), &json!({})).await.assert_status(200);
    let refused =
        trust.put(&format!("{need}/shortlist/{}", id(&one)), &json!({ "decision": "not_taken" })).await;
    refused.assert_status(422);
    assert_eq!(refused.json()["errors"][0]["message"], "Enter why it was not taken");
    let no = json!({ "decision": "not_taken", "reason": "50p dearer for each payslip.", "note": "Friendly people." });
    trust.put(&format!("{need}/shortlist/{}", id(&one)), &no).await.assert_status(200);
    let yes = json!({ "decision": "chosen", "reason": "The lowest price for the same measures." });
    let done = trust.put(&format!("{need}/shortlist/{}", id(&other)), &yes).await.json();
    assert_eq!(done["lacks"], json!([]));
    assert_eq!(
        (&done["items"][0]["decision"], &done["items"][1]["has_changed"]),
        (&json!("chosen"), &json!(true))
    );

    // Nobody elsewhere may read why.
    let stranger = app.signed_in(&app.body("Fennbury Fire").await, &[Role::Negotiator]).await;
    stranger.get(&format!("{need}/justification")).await.assert_status(404);
}

#[actix_web::test]
async fn a_need_that_is_listed_for_an_offer_leads_back_with_the_offer_on_its_shortlist() {
    let app = TestApp::with_services().await;
    let trust = app.body("Northmoor NHS Trust").await;
    let person = app.signed_in(&trust, &[Role::Negotiator]).await;
    let [(_, one), _] = two_offers(&app).await;
    let choose = person.get(&format!("{one}/shortlist")).await;
    let new = format!("/needs/new?service=PAY-01&offer={}", id(&one));
    assert!(choose.body.contains(&new.replace('&', "&amp;")), "{}", choose.body);
    let page = person.get(&new).await.assert_status(303).location();
    let first = person.get(&page).await;
    let (draft, offer) = (first.hidden_field("draft").unwrap(), first.hidden_field("for_offer").unwrap());

    let begun =
        [("draft", draft.as_str()), ("for_offer", &offer), ("service", "PAY-01"), ("shape", "capacity")];
    let begun = person.post(&page, &begun).await.assert_status(303).location();
    let need = begun.split('/').take(3).collect::<Vec<_>>().join("/");
    let pages: [(&str, &[(&str, &str)]); 4] = [
        ("about", &[("title", "Payslips"), ("description", "All of them.")]),
        (
            "amount",
            &[
                ("unit", "payslip"),
                ("quantity_per_month", "40"),
                ("first_month", "2027-04"),
                ("last_month", "2027-09"),
            ],
        ),
        ("price", &[("pays", "cash")]),
        ("terms", &[]),
    ];
    for (step, fields) in pages {
        person.post(&format!("{need}/edit/{step}"), fields).await.assert_status(303);
    }
    let published = person.post(&format!("{need}/publish"), &[]).await;

    assert_eq!(published.assert_status(303).location(), format!("{need}/shortlist"));
    let list = person.get(&published.location()).await;
    list.assert_says("the offer is on its shortlist");
    assert!(list.body.contains(&one), "{}", list.body);
    // Another offer of the same service finds this need chosen.
    let again = person.get(&format!("{one}/shortlist")).await;
    assert!(again.body.contains(&format!("value=\"{}\" checked", id(&need))), "{}", again.body);
}

#[actix_web::test]
async fn the_pages_lead_from_an_offer_to_a_printed_justification() {
    let app = TestApp::with_services().await;
    let trust = app.body("Northmoor NHS Trust").await;
    let person = app.signed_in(&trust, &[Role::Negotiator]).await;
    let [(council, one), _] = two_offers(&app).await;
    person.get(&one).await.assert_says("Add to a shortlist");
    person.get(&format!("{one}/shortlist")).await.assert_says("You have no open need");

    let begun = person.post("/needs/new", &[("service", "PAY-01"), ("shape", "capacity")]).await;
    let need = begun.location().split('/').take(3).collect::<Vec<_>>().join("/");
    let refused = person.post(&format!("{one}/shortlist"), &[]).await;
    refused.assert_status(422).assert_says("Choose one of your needs");
    let added = person.post(&format!("{one}/shortlist"), &[("need", id(&need))]).await;
    assert_eq!(added.assert_status(303).location(), format!("{need}/shortlist"));

    let decide = format!("{need}/shortlist/{}", id(&one));
    let wrong = [("decision", "not_taken"), ("note", "Too far"), ("reason", "")];
    let refused = person.post(&decide, &wrong).await;
    refused.assert_status(422).assert_says("Enter why it was not taken");
    assert!(refused.body.contains("Too far"), "the note is still there");
    let stale = [("decision", "chosen"), ("reason", "Near"), ("version", "9")];
    let overtaken = person.post(&decide, &stale).await;
    overtaken
        .assert_status(409)
        .assert_says("See the page as it is now")
        .assert_says("What you typed Decision chosen Reason Near");
    assert!(overtaken.body.contains(&format!("href=\"{decide}\"")), "{}", overtaken.body);
    let again = person.post(&format!("{one}/shortlist"), &[("need", id(&need))]).await;
    assert_eq!(again.assert_status(303).location(), format!("{need}/shortlist#offer-{}", id(&one)));
    let seen = person.get(&decide).await.hidden_field("version").unwrap();
    let right = [("decision", "chosen"), ("reason", "The only one in reach."), ("version", &seen)];
    person.post(&decide, &right).await.assert_status(303);
    council.post(&format!("{one}/withdraw"), &json!({})).await.assert_status(200);

    person
        .get(&format!("{need}/shortlist"))
        .await
        .assert_says("This offer has changed since")
        .assert_says("Why: The only one in reach.");
    let page = person.get(&format!("{need}/justification")).await;
    page.assert_says(
        "What was chosen Payroll for up to 4,000 staff by Ashdale Council: £4.40 per payslip. The only one in reach.",
    );
    page.assert_does_not_say("This is not complete yet");
    let file = person.get(&format!("{need}/justification.html")).await;
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"justification.html\""));
    file.assert_says("Drawn up for Northmoor NHS Trust on");
    let csv = person.get(&format!("{need}/shortlist.csv")).await;
    assert!(csv.body.contains("Ashdale Council") && csv.body.contains("The only one in reach."));

    person.get(&format!("{decide}/remove")).await.assert_says("What you noted of it is lost");
    person.post(&format!("{decide}/remove"), &[]).await.assert_status(303);
    person.get(&format!("{need}/justification")).await.assert_says("Nothing is on the shortlist yet.");
}

/// An offer to run payroll as a whole, at a price for each of two sizes.
async fn whole_service(app: &TestApp) -> String {
    let owner = app.api(&app.body("Ashdale Council").await, &[Role::ServiceOwner]).await;
    let mut body =
        Listing { title: "All of your payroll", unit: "service", quantity: "2", ..Listing::default() }.json();
    for unpriced in ["price", "price_kind"] {
        body.as_object_mut().unwrap().remove(unpriced);
    }
    body["whole_service"] = json!({
        "includes": "Everything", "measure": "staff", "transition_weeks": 8, "way_back": "With a year's notice",
        "sizes": [{ "up_to": 500, "price": "3200" }, { "up_to": 2000, "price": "11000" }],
    });
    let offer = owner.post("/offers", &body).await.location().replace("/api/v1", "");
    owner.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200);
    offer
}

#[actix_web::test]
async fn prices_beside_a_need_are_those_for_its_size_and_for_its_quantity() {
    let app = TestApp::with_services().await;
    let trust = app.body("Northmoor NHS Trust").await;
    let (api, reader) =
        (app.api(&trust, &[Role::Negotiator]).await, app.signed_in(&trust, &[Role::Negotiator]).await);
    let whole = whole_service(&app).await;
    let need = json!({
        "service": "PAY-01", "shape": "whole_service", "title": "Run our payroll", "description": "All of it.",
        "size_measure": "staff", "size": 1500, "first_month": "2027-04", "last_month": "2027-09", "pays": "cash",
    });
    let need = format!("/needs/{}", api.post("/needs", &need).await.json()["id"].as_str().unwrap());
    api.post(&format!("{need}/publish"), &json!({})).await.assert_status(200);
    api.post(&format!("{need}/shortlist/{}", id(&whole)), &json!({})).await.assert_status(200);
    let chosen = json!({ "decision": "chosen", "reason": "In reach.", "note": "Friendly people." });
    api.put(&format!("{need}/shortlist/{}", id(&whole)), &chosen).await.assert_status(200);

    let asked = "£11,000.00 a month, up to 2,000 members of staff";
    for page in ["shortlist", "justification", "justification.html", "shortlist.csv"] {
        let page = reader.get(&format!("{need}/{page}")).await;
        assert!(page.text().contains(asked) || page.body.contains(asked), "{}", page.text());
        page.assert_does_not_say("£3,200.00");
    }
    // What is noted for colleagues stays among them.
    for page in ["justification", "justification.html"] {
        reader.get(&format!("{need}/{page}")).await.assert_says("In reach.").assert_does_not_say("Friendly");
    }
    reader.get(&format!("{need}/shortlist")).await.assert_says("Friendly people.");

    // Beside an offer by unit, what only a whole service says does not apply, and does not count as a difference.
    let tiers = json!({
        "price_kind": "graduated", "tiers": [{ "above": "1000", "price": "4.00" }],
    });
    let university = app.body("Calderbridge University").await;
    let (owner, by_unit) = app.draft(&university, &Listing::default()).await;
    let mut body = Listing::default().json();
    for (name, value) in tiers.as_object().unwrap() {
        body[name] = value.clone();
    }
    owner.put(&by_unit, &body).await.assert_status(200);
    owner.post(&format!("{by_unit}/publish"), &json!({})).await.assert_status(200);
    let compared = format!("/compare?offer={}&offer={}&need={}", id(&whole), id(&by_unit), id(&need));
    reader
        .get(&compared)
        .await
        .assert_says(&format!("Price for “Run our payroll” Differs {asked} £4.40 per payslip"))
        .assert_says("Taking it over lasts 8 weeks Does not apply")
        .assert_says("Months that differ Does not apply The same every month")
        .assert_does_not_say("Standards met")
        .assert_says("room for 2 more bodies from November 2026");
    app.visitor().get(&compared).await.assert_does_not_say("Run our payroll");
    app.api_visitor().get(&compared).await.assert_status(404);

    // By unit, the price is that of the quantity: a thousand at £4.40 and another thousand at £4.00.
    let many = json!({
        "service": "PAY-01", "shape": "capacity", "title": "Payslips", "description": "From spring.", "unit": "payslip",
        "quantity_per_month": "2000", "first_month": "2027-04", "last_month": "2027-09", "pays": "cash",
    });
    let many = format!("/needs/{}", api.post("/needs", &many).await.json()["id"].as_str().unwrap());
    api.post(&format!("{many}/publish"), &json!({})).await.assert_status(200);
    api.post(&format!("{many}/shortlist/{}", id(&by_unit)), &json!({})).await.assert_status(200);
    let page = reader.get(&format!("{many}/justification")).await;
    page.assert_says("£4.20 per payslip on average, for 2,000 payslips");
}
