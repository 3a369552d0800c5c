//! What an offer can say beyond the least: months that differ, terms, templates and copies.

use serde_json::json;
use symbiosis::access::Role;

use super::{
    ABOUT, CAPACITY, PRICE, offer_of, owner_of, publish, published, save, save_price, start, version,
};
use crate::support::Listing;

#[actix_web::test]
async fn months_that_differ_are_asked_for_one_by_one_and_each_has_its_own_room() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = offer_of(&owner.post("/offers/new", &[("service", "PAY-01")]).await);
    save(&owner, &offer, "about", &ABOUT).await.assert_status(303);
    let mut differs = CAPACITY.to_vec();
    differs.push(("season", "differs"));

    let saved = save(&owner, &offer, "capacity", &differs).await;
    assert!(saved.location().ends_with("/edit/months"), "{}", saved.location());
    let page = owner.get(&format!("{offer}/edit/months")).await;
    page.assert_says("August 2027").assert_says("How many payslips you can spare");
    assert_eq!(page.body.matches("value=\"4,000\"").count(), 12);

    let wrong = [("month_2027-01", ""), ("month_2027-08", "lots"), ("month_2026-01", "5")];
    let refused = save(&owner, &offer, "months", &wrong).await;
    assert!(refused.body.contains("value=\"lots\"") && refused.body.contains("#month_2027-08"));
    insta::assert_snapshot!(refused.assert_status(200).error_summary(), @"
    Enter a quantity for January 2027, or 0 if you have none then
    August 2027 must be a number, like 12 or 7.5
    January 2026 is not one of the months of the offer, January 2027 to December 2027
    ");
    let saved = save(&owner, &offer, "months", &[("month_2027-08", "0"), ("month_2027-09", "9,000")]).await;
    assert!(saved.location().ends_with("/edit/takes"));
    save_price(&owner, &offer, &PRICE).await.assert_status(303);
    owner.get(&format!("{offer}/check")).await.assert_says("August 2027: 0; September 2027: 9,000");
    publish(&owner, &offer).await.assert_status(303);

    let listed = app.api_visitor().get(&offer).await.json();
    let free = |place: usize| listed["months"][place]["free"].clone();
    assert_eq!((free(6), free(7), free(8)), ("4000".into(), "0".into(), "9000".into()));
    assert_eq!(listed["published"]["differs"][0], json!({ "month": "2027-08", "quantity": "0" }));
}

#[actix_web::test]
async fn what_contradicts_itself_is_refused_beside_its_field() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = published(&owner).await;

    for (step, fields, summary) in [
        (
            "terms",
            vec![("minimum_order", "4,000.5"), ("confirm_days", "90")],
            "The least that can be taken is more than you offer in any month, which is 4,000",
        ),
        (
            "price",
            vec![("takes", "either"), ("price_kind", "nil"), ("price", "4")],
            "Leave the price empty, or choose something else than “No charge”",
        ),
        ("price", vec![("takes", "in_kind")], "Choose at least one service you would take"),
        (
            "price",
            vec![("takes", "in_kind"), ("wants", "IT-01"), ("wants_2", "PAY-01"), ("wants_3", "IT-01")],
            "Payroll is the service you offer: choose another\nIT service desk (first line) is chosen twice",
        ),
        (
            "price",
            vec![("takes", "cash"), ("price_kind", "fixed"), ("price", "999.999")],
            "A fixed price must be in whole pence, like 1,200.50",
        ),
    ] {
        let refused = match step {
            "price" => save_price(&owner, &offer, &fields).await,
            _ => save(&owner, &offer, step, &fields).await,
        };
        assert_eq!(refused.assert_status(200).error_summary(), summary);
    }

    // Fewer months and fewer payslips than the page of terms was told: it is asked for again before anything is published.
    save(&owner, &offer, "terms", &[("minimum_order", "100")]).await.assert_status(303);
    let fewer = [
        ("unit", "payslip"),
        ("quantity_per_month", "40"),
        ("first_month", "2027-01"),
        ("last_month", "2027-12"),
    ];
    save(&owner, &offer, "capacity", &fewer).await.assert_status(303);
    assert!(owner.get(&format!("{offer}/check")).await.body.contains(&format!("{offer}/edit/terms\"")));
    publish(&owner, &offer).await.assert_status(422);
}

#[actix_web::test]
async fn terms_are_checked_kept_and_shown_in_words() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = published(&owner).await;

    let wrong =
        [("lead_days", "soon"), ("reach", "regions"), ("minimum_order", "100"), ("assurances", "dspt")];
    let refused = save(&owner, &offer, "terms", &wrong).await;
    refused.assert_status(200).assert_says("Choose at least one region");
    assert!(refused.body.contains("value=\"soon\"") && refused.body.contains("value=\"100\""));
    let right = [
        ("lead_days", "60"),
        ("reach", "regions"),
        ("regions", "Wales"),
        ("regions", "North West"),
        ("minimum_order", "100"),
    ];
    let standing = [
        ("price_basis", "full_cost"),
        ("vat_treatment", "standard"),
        ("assurances", "dspt"),
        ("legal_power", "Local Government Act 1972, section 111"),
    ];
    save(&owner, &offer, "terms", &right).await.assert_status(303);
    save(&owner, &offer, "standing", &standing).await.assert_status(303);
    publish(&owner, &offer).await.assert_status(303);

    app.visitor()
        .get(&offer)
        .await
        .assert_says("Notice before the start 60 days")
        .assert_says("Least that can be taken 100 payslips a month")
        .assert_says("Where partners can be North West, Wales")
        .assert_says("Price rests on Full cost")
        .assert_says("Standards met Data Security and Protection Toolkit (NHS)");
    app.visitor().get(&format!("{offer}/versions/1")).await.assert_says("What has changed since");
}

#[actix_web::test]
async fn a_new_offer_begins_with_its_services_template_and_an_old_one_can_be_copied() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let owner = owner_of(&app, &council).await;
    let begun = offer_of(&owner.post("/offers/new", &[("service", "PAY-01")]).await);
    let quality = owner.get(&format!("{begun}/edit/quality")).await;
    assert!(quality.body.contains("value=\"Payslips right first time\""));
    let offer = published(&owner).await;
    let seen = version(&owner, &offer).await;
    owner.post(&format!("{offer}/withdraw"), &[("version", &seen)]).await.assert_status(303);

    let copied = owner.post(&format!("{offer}/copy"), &[]).await;

    assert_ne!(offer_of(&copied), offer);
    owner
        .get(&copied.location())
        .await
        .assert_says("Copy of Payroll for up to 4,000 staff")
        .assert_says("£4.40 per payslip");
    publish(&owner, &offer_of(&copied)).await.assert_status(303);
    let stranger = owner_of(&app, &app.body("Northmoor Trust").await).await;
    stranger.post(&format!("{offer}/copy"), &[]).await.assert_status(404);
}

#[actix_web::test]
async fn a_program_lists_months_and_terms_and_reads_them_back() {
    let app = start().await;
    let api = app.api(&app.body("Ashdale Council").await, &[Role::ServiceOwner]).await;
    let body = json!({
        "service": "PAY-01", "title": "Payroll by program", "description": "Run by a program.", "unit": "payslip",
        "quantity_per_month": "4000", "first_month": "2027-01", "last_month": "2027-03", "takes": "cash",
        "price_kind": "per_unit", "price": "4.40", "hours": "office_hours", "holidays": "scotland",
        "differs": [{ "month": "2027-02", "quantity": "12.5" }], "lead_days": 30, "within_miles": 40,
        "minimum_order": "10", "price_basis": "marginal", "vat_treatment": "outside_scope",
        "assurances": ["iso_27001", "cyber_essentials"],
    });

    let path = api.post("/offers", &body).await.location().strip_prefix("/api/v1").unwrap().to_owned();
    let published = api.post(&format!("{path}/publish"), &json!({})).await.json()["published"].clone();

    for name in ["lead_days", "within_miles", "minimum_order", "price_basis", "vat_treatment", "differs"] {
        assert_eq!(published[name], body[name], "{name}");
    }
    assert_eq!(published["assurances"], json!(["cyber_essentials", "iso_27001"]));
    let copied = api.post(&format!("{path}/copy"), &json!({})).await;
    assert_eq!(copied.assert_status(201).json()["draft"]["lead_days"], 30);

    for (name, value, field) in [
        ("regions", json!(["Wales"]), "within_miles"),
        ("differs", json!([{ "month": "2027-02", "quantity": "" }]), "differs"),
        ("differs", json!([{ "month": "2026-01", "quantity": "5" }]), "differs"),
        ("minimum_order", json!("4000.5"), "minimum_order"),
        ("price_kind", json!("nil"), "price"),
        ("quantity_per_month", json!("£1,234.567"), "quantity_per_month"),
    ] {
        let mut wrong = body.clone();
        wrong[name] = value;
        let refused = api.post("/offers", &wrong).await;
        assert_eq!(refused.assert_status(422).json()["errors"][0]["field"], field, "{name}");
    }
    for (wants, field) in
        [(json!([]), "wants"), (json!(["PAY-01"]), "wants"), (json!(["IT-01", "IT-01"]), "wants[1]")]
    {
        let mut wrong = body.clone();
        (wrong["takes"], wrong["wants"]) = (json!("either"), wants);
        let refused = api.post("/offers", &wrong).await;
        assert_eq!(refused.assert_status(422).json()["errors"][0]["field"], field);
    }
    let mut fixed = body;
    (fixed["price_kind"], fixed["price"]) = (json!("fixed"), json!("999.999"));
    api.post("/offers", &fixed).await.assert_status(422).assert_says("A fixed price must be in whole pence");
}

#[actix_web::test]
async fn a_zero_byte_is_in_no_text() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let api = app.api(&council, &[Role::ServiceOwner]).await;
    let mut body = Listing { title: "Pay\0roll\nfor all", ..Listing::default() }.json();
    body["legal_power"] = json!("Section\0 1");

    let created = api.post("/offers", &body).await;

    let offer = created.assert_status(201).json();
    assert_eq!(offer["draft"]["title"], "Payroll\nfor all");
    let path = format!("/offers/{}", offer["id"].as_str().unwrap());
    let published = api.post(&format!("{path}/publish"), &json!({})).await;
    // A title is one line: it stands in mails to others.
    assert_eq!(published.assert_status(200).json()["published"]["title"], "Payroll for all");
    let owner = owner_of(&app, &council).await;
    save(&owner, &path, "about", &[("title", "Pay\0slips"), ("description", "For\0 all.")])
        .await
        .assert_status(303);
    owner.get(&format!("{path}/check")).await.assert_says("Payslips").assert_says("For all.");
}
