//! A need leads somewhere: a provider answers it with an offer of its own, its owner sees who did and closes it.

mod asking;

use serde_json::{Value, json};
use symbiosis::access::Role;

use crate::support::{Answer, Api, Client, Listing, TestApp, TestBody, sign};

/// What a trust needs, published: who owns it and its path.
async fn needed(app: &TestApp, owner: &TestBody, need: &Value) -> (Api, String) {
    let api = app.api(owner, &[Role::Negotiator]).await;
    let made = api.post("/needs", need).await;
    let need = format!("/needs/{}", made.assert_status(201).json()["id"].as_str().unwrap());
    api.post(&format!("{need}/publish"), &json!({})).await.assert_status(200);
    (api, need)
}

fn payslips() -> Value {
    json!({
        "service": "PAY-01", "shape": "capacity", "title": "Payroll for our wards", "description": "From spring.",
        "unit": "payslip", "quantity_per_month": "400", "first_month": "2027-04", "last_month": "2028-03",
        "pays": "cash", "highest_price": "5.00",
    })
}

/// A whole service desk by size, from spring.
fn desk() -> Value {
    json!({
        "service": "IT-01", "shape": "whole_service", "title": "Run our service desk", "description": "All of it.",
        "size_measure": "staff", "size": 900, "first_month": "2027-04", "last_month": "2027-09", "pays": "cash",
    })
}

fn whole_desk() -> Value {
    let mut offer = Listing { service: "IT-01", title: "We run your IT", ..Listing::default() }.json();
    let more = json!({
        "unit": "service", "quantity_per_month": "2", "price_kind": null, "price": null,
        "whole_service": {
            "includes": "Service desk and devices", "excludes": "Clinical systems", "gives_up": "Your server room",
            "measure": "staff",
            "sizes": [{ "up_to": 250, "price": "9000" }, { "up_to": 1000, "price": "30000" }],
            "transition_weeks": 12, "transition_help": "A project manager of ours",
            "way_back": "With a year’s notice", "way_back_cost": "20000",
        },
    });
    offer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    offer.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    offer
}

async fn listed(app: &TestApp, owner: &TestBody, offer: &Value) -> (Api, String) {
    let api = app.api(owner, &[Role::ServiceOwner, Role::Negotiator]).await;
    let made = api.post("/offers", offer).await;
    let path = format!("/offers/{}", made.assert_status(201).json()["id"].as_str().unwrap());
    api.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
    (api, path)
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// Whether a page has an input of this name with this value, or an option that is chosen.
fn has(page: &Answer, name: &str, value: &str) -> bool {
    let inputs = page.body.split("<input").filter(|input| input.contains(&format!("name=\"{name}\"")));
    let holds = |tag: &str| tag.split('>').next().unwrap_or_default().contains(&format!("value=\"{value}\""));
    let mut fields = page.body.split("<select").filter(|select| select.contains(&format!("name=\"{name}\"")));
    let chosen = format!("value=\"{value}\" selected");
    inputs.into_iter().any(holds)
        || fields.any(|field| field.split("</select").next().unwrap_or_default().contains(&chosen))
}

/// The fields of a form of terms for payslips.
fn terms<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("title", "Payroll for our wards"),
        ("first_month", "2027-04"),
        ("last_month", "2027-10"),
        ("in_return", "cash"),
        ("a_description", "Monthly payroll with pensions returns."),
        ("a_quantity", "400"),
        ("a_price_kind", "per_unit"),
        ("a_price", "4.40"),
        ("a_vat", "standard"),
        ("a_calendar", "keep"),
        ("message", "We can start in spring."),
        ("then", "send"),
    ];
    let kept = usual.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more).copied().collect()
}

async fn agree_and_sign(browser: &Client, other: &Client, proposal: &str) {
    browser.post(&format!("{proposal}/agree"), &[("number", "1")]).await.assert_status(303);
    sign(browser, proposal).await.assert_status(303);
    sign(other, proposal).await.assert_status(303);
}

#[actix_web::test]
async fn a_provider_answers_a_need_and_its_owner_sees_who_did_and_closes_it_with_one_click() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let (_, need) = needed(&app, &trust, &payslips()).await;
    let both = [Role::Negotiator, Role::Signatory];
    let (provider, owner) = (app.signed_in(&council, &both).await, app.signed_in(&trust, &both).await);
    app.visitor().get(&need).await.assert_says("Sign in to answer it");
    let empty = provider.get(&format!("{need}/answer")).await;
    empty
        .assert_says("Your body has no published offer that can answer this need.")
        .assert_says("A service owner of your body can list one.");
    let lister = app.signed_in(&council, &[Role::Negotiator, Role::ServiceOwner]).await;
    let new = "/offers/new?service=PAY-01&amp;shape=capacity";
    assert!(lister.get(&format!("{need}/answer")).await.body.contains(new), "no way to list an offer");
    assert!(has(&lister.get(&new.replace("&amp;", "&")).await, "service", "PAY-01"));
    let (_, offer) = app.listed(&council, &Listing::default()).await;

    let suggested = provider.get("/suggestions").await;
    assert!(suggested.body.contains(&format!("{need}/answer/{}", id(&offer))), "{}", suggested.text());
    provider.get(&need).await.assert_says("Answer this need");
    provider.get(&format!("{need}/answer")).await.assert_says("It asks: £4.40 per payslip");
    let form = format!("{need}/answer/{}", id(&offer));
    let page = provider.get(&form).await;
    page.assert_says("For the need “ Payroll for our wards ” of Northmoor NHS Trust")
        .assert_says("The need is for April 2027 to March 2028; these are the months in which both can.");
    for (name, value) in
        [("first_month", "2027-04"), ("last_month", "2027-10"), ("a_quantity", "400"), ("a_price", "4.40")]
    {
        assert!(has(&page, name, value), "{name} is not {value}");
    }
    let mistaken = provider.post(&form, &terms(&[("a_quantity", "many")])).await;
    assert_eq!(mistaken.assert_status(422).error_summary(), "Quantity must be a number, like 12 or 7.5");
    let proposal = provider.post(&form, &terms(&[])).await.assert_status(303).location();

    provider
        .get(&proposal)
        .await
        .assert_says("Answers the need “ Payroll for our wards ” of Northmoor NHS Trust");
    provider.get(&need).await.assert_says("Reference Title With State Next PRO-2026-000001");
    app.visitor().get(&need).await.assert_does_not_say("Proposals that answer");
    owner.get(&need).await.assert_says("Ashdale Council Sent Your body answers");
    let told = app.mails_to("negotiator@").await;
    assert!(
        told.iter().any(|(_, text)| text.contains("It answers your need “Payroll for our wards”")),
        "{told:?}"
    );
    agree_and_sign(&owner, &provider, &proposal).await;

    let page = owner.get(&need).await;
    page.assert_says("PRO-2026-000001, which answers this need, is signed.").assert_says("Published");
    owner.get(&proposal).await.assert_says("Is your need met?");
    provider.get(&proposal).await.assert_does_not_say("Is your need met?");
    let version = page.hidden_field("version").unwrap();
    owner.post(&format!("{need}/meet"), &[("version", &version)]).await.assert_status(303);
    owner.get(&need).await.assert_says("Met").assert_does_not_say("Is the need met?");
    provider.get(&form).await.assert_status(409).assert_says("This need is not open");
}

#[actix_web::test]
async fn a_program_answers_a_need_and_each_who_cannot_is_told_why() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let (owner, need) = needed(&app, &trust, &payslips()).await;
    let (provider, offer) = listed(&app, &council, &Listing::default().json()).await;
    let begin = format!("{offer}/opening-terms?need={}", id(&need));
    let opening = provider.get(&begin).await.assert_status(200).json();
    assert_eq!(opening["terms"]["legs"][0]["quantity_per_month"], "400");
    assert_eq!(
        (&opening["terms"]["first_month"], &opening["terms"]["last_month"]),
        (&json!("2027-04"), &json!("2027-10"))
    );
    let mut answer = json!({ "offer_id": id(&offer), "terms": opening["terms"], "then": "send" });
    answer["terms"]["legs"][0]["description"] = json!("Monthly payroll");
    answer["terms"]["legs"][0]["vat_treatment"] = json!("standard");
    let post = format!("{need}/proposals");

    let made = provider.post(&post, &answer).await.assert_status(201).json();
    assert_eq!(made["need_id"], id(&need));
    assert_eq!(made["versions"][0]["terms"]["legs"][0]["provider_id"], council.id.to_string());
    let seen = owner.get(&format!("/proposals?need={}", id(&need))).await.json();
    assert_eq!((&seen["total"], &seen["items"][0]["id"]), (&json!(1), &made["id"]));

    let refused = |answer: &Answer, words: &str| {
        answer.assert_status(409);
        let detail = answer.json()["detail"].as_str().unwrap().to_lowercase();
        assert!(detail.contains(words), "{detail}");
    };
    refused(&owner.post(&post, &answer).await, "this is your own body's need");
    let with = |offer: &str| {
        let mut answer = answer.clone();
        answer["offer_id"] = json!(id(offer));
        answer
    };
    let stranger = app.api(&app.body("Elsewhere Council").await, &[Role::Negotiator]).await;
    refused(&stranger.post(&post, &answer).await, "with an offer of your own body");
    let signatory = app.api_as(&council, Role::Signatory).await;
    signatory.post(&post, &answer).await.assert_status(403);
    app.api_visitor().post(&post, &answer).await.assert_status(401);
    let hosting = Listing { service: "IT-03", unit: "rack unit-month", ..Listing::default() };
    let (_, hosting) = listed(&app, &council, &hosting.json()).await;
    refused(&provider.post(&post, &with(&hosting)).await, "this need is for payroll");
    let mut hidden = Listing { title: "For partners", ..Listing::default() }.json();
    hidden["visibility"] = json!({ "bodies_from": "2027-03-01" });
    let (_, hidden) = listed(&app, &council, &hidden).await;
    refused(&provider.post(&post, &with(&hidden)).await, "“for partners” is not open to northmoor nhs trust");
    let picker = app.signed_in(&council, &[Role::Negotiator]).await;
    picker
        .get(&format!("{need}/answer"))
        .await
        .assert_says("Offers of this service that cannot answer it For partners");
    let (paused_by, paused) = listed(&app, &council, &Listing::default().json()).await;
    paused_by.post(&format!("{paused}/pause"), &json!({})).await.assert_status(200);
    refused(&provider.post(&post, &with(&paused)).await, "that is published");

    // A draft that waits while the need is met is not sent any more.
    let mut kept = answer.clone();
    kept["then"] = json!("keep");
    let draft = provider.post(&post, &kept).await.assert_status(201).json();
    owner.post(&format!("{need}/meet"), &json!({})).await.assert_status(200);
    refused(&provider.post(&post, &answer).await, "this need is not open");
    let draft = format!("/proposals/{}", draft["id"].as_str().unwrap());
    refused(&provider.put(&draft, &json!({ "terms": answer["terms"], "then": "send" })).await, "not open");
}

#[actix_web::test]
async fn as_much_is_proposed_as_is_free_and_the_service_both_speak_of_is_given_in_return() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let mut wanted = payslips();
    wanted["quantity_per_month"] = json!("9000");
    wanted["pays"] = json!("either");
    wanted["gives"] = json!(["AUD-01"]);
    let (_, need) = needed(&app, &trust, &wanted).await;
    let mut offered = Listing::default().json();
    offered["takes"] = json!("either");
    offered["wants"] = json!(["LEG-02", "AUD-01"]);
    let (provider, offer) = listed(&app, &council, &offered).await;

    let opening = provider.get(&format!("{offer}/opening-terms?need={}", id(&need))).await.json();

    let legs = &opening["terms"]["legs"];
    assert_eq!(legs[0]["quantity_per_month"], "4000", "no more than is free");
    assert_eq!(legs[1]["service_code"], "AUD-01");
    let said = opening["differences"][1].as_str().unwrap();
    assert_eq!(said, "The need asks for 9,000 payslips a month; 4,000 payslips is what the offer can do.");
    let page = app.signed_in(&council, &[Role::Negotiator]).await;
    let page = page.get(&format!("{need}/answer/{}", id(&offer))).await;
    assert!(page.body.contains("value=\"service\" checked"), "{}", page.text());
}

#[actix_web::test]
async fn a_whole_service_is_proposed_at_the_price_of_the_size_with_its_scope_and_the_way_back() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let (_, need) = needed(&app, &trust, &desk()).await;
    let (_, offer) = listed(&app, &council, &whole_desk()).await;
    let by_unit = Listing { service: "IT-01", unit: "ticket", title: "Tickets", ..Listing::default() };
    listed(&app, &council, &by_unit.json()).await;
    let provider = app.signed_in(&council, &[Role::Negotiator]).await;
    provider
        .get(&format!("{need}/answer"))
        .await
        .assert_says("This need is for a whole service: answer it with an offer of a whole service.");

    let page = provider.get(&format!("{need}/answer/{}", id(&offer))).await;
    assert!(has(&page, "a_price", "30000.00") && has(&page, "size", "900"), "{}", page.text());
    page.assert_says("For 900 members of staff, the offer asks £30,000.00 a month: the price up to 1,000 members of staff.")
        .assert_says("The whole service, for 900 members of staff. Belongs to it: Service desk and devices")
        .assert_says("Does not belong to it: Clinical systems The consumer gives up: Your server room")
        .assert_says("Taking it over lasts 12 weeks. Help with that: A project manager of ours")
        .assert_says("How it could come back: With a year’s notice Coming back costs the consumer at most £20,000.00.");

    // Who proposes without a need is asked for the size, and nothing typed is lost.
    let taker = app.signed_in(&trust, &[Role::Negotiator]).await;
    let form = format!("{offer}/propose");
    let page = taker.get(&form).await;
    assert!(has(&page, "a_price", ""), "nobody knows the price yet");
    page.assert_says("Up to 250 members of staff £9,000.00 Up to 1,000 members of staff £30,000.00");
    let described = "Belongs to it: Service desk and devices";
    let typed = |size: &'static str, price: &'static str| {
        [
            ("title", "Our desk"),
            ("size", size),
            ("worked_out", ""),
            ("a_quantity", "1"),
            ("a_price", price),
            ("a_description", described),
            ("then", "work_out"),
        ]
    };
    let page = taker.post(&form, &typed("200", "")).await;
    page.assert_status(200);
    assert!(has(&page, "a_price", "9000.00") && has(&page, "title", "Our desk"), "{}", page.text());
    let page = taker.post(&form, &typed("200", "8500")).await;
    assert!(has(&page, "a_price", "8500"), "a price that was typed stays");
    page.assert_says("the offer asks £9,000.00 a month");
    taker
        .post(&form, &typed("4000", ""))
        .await
        .assert_says("The sizes of this offer end at 1,000 members of staff");
    let unsaid = taker.post(&form, &typed("", "")).await;
    assert_eq!(unsaid.assert_status(422).error_summary(), "Enter how large the body to be served is");
    let program = app.api(&trust, &[Role::Negotiator]).await;
    let opening = program.get(&format!("{offer}/opening-terms?size=200")).await.json();
    assert_eq!(opening["terms"]["legs"][0]["price"], "9000.00");
    program.get(&format!("{offer}/opening-terms?size=lots")).await.assert_status(422);
}

#[actix_web::test]
async fn a_price_in_tiers_is_worked_out_for_the_quantity_and_a_proposal_takes_the_average() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let mut offered = Listing::default().json();
    offered["price_kind"] = json!("graduated");
    offered["tiers"] = json!([{ "above": "1000", "price": "4" }]);
    let (_, offer) = listed(&app, &council, &offered).await;
    let (_, need) = needed(&app, &trust, &payslips()).await;
    let taker = app.signed_in(&trust, &[Role::Negotiator]).await;
    let form = format!("{offer}/propose");

    taker.get(&form).await.assert_says(
        "By the tiers of the offer, 4,000 payslips cost £16,400.00 a month, £4.10 each on average. A proposal has one \
         price: this average of what is taken.",
    );
    let other =
        terms(&[("a_quantity", "2000"), ("a_price", "4.10"), ("worked_out", "4.10"), ("then", "work_out")]);
    let page = taker.post(&form, &other).await;
    assert!(has(&page, "a_price", "4.20"), "{}", page.text());
    page.assert_says("2,000 payslips cost £8,400.00 a month");

    // From a need of one's own come quantity and months, and the proposal knows it.
    let form = format!("{form}?need={}", id(&need));
    let page = taker.get(&form).await;
    assert!(has(&page, "a_quantity", "400") && has(&page, "first_month", "2027-04"), "{}", page.text());
    let proposal = taker.post(&form, &terms(&[])).await.assert_status(303).location();
    taker.get(&proposal).await.assert_says("Answers the need “ Payroll for our wards ” of your body");
    let stranger = app.signed_in(&app.body("Elsewhere Council").await, &[Role::Negotiator]).await;
    stranger.get(&form).await.assert_status(404);
}

#[actix_web::test]
async fn whoever_compares_or_shortlists_asks_and_proposes_from_there_for_the_need() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let (owner, need) = needed(&app, &trust, &payslips()).await;
    let (_, offer) = app.listed(&council, &Listing::default()).await;
    let (closer, closed) = app.listed(&council, &Listing { title: "Paused", ..Listing::default() }).await;
    for offer in [&offer, &closed] {
        owner.post(&format!("{need}/shortlist/{}", id(offer)), &json!({})).await.assert_status(200);
    }
    closer.post(&format!("{closed}/pause"), &json!({})).await.assert_status(200);
    let buyer = app.signed_in(&trust, &[Role::Negotiator]).await;
    let (ask, propose) =
        (format!("{offer}/enquire?need={}", id(&need)), format!("{offer}/propose?need={}", id(&need)));
    let compare = format!("/compare?offer={}&offer={}&need={}", id(&offer), id(&closed), id(&need));

    for page in [format!("{need}/shortlist"), compare.clone()] {
        let page = buyer.get(&page).await;
        assert!(page.body.contains(&ask) && page.body.contains(&propose), "{}", page.text());
        assert!(!page.body.contains(&format!("{closed}/propose")), "what is paused is proposed for");
    }
    let asking = buyer.get(&ask).await;
    asking.assert_says("We need this from April 2027 to March 2028: 400 payslips a month.");
    assert!(asking.body.contains(&propose), "the need is lost on the way");
    let provider = app.signed_in(&council, &[Role::Negotiator]).await;
    assert!(!provider.get(&compare).await.body.contains("/propose"), "nobody proposes to themselves");
    provider.get(&ask).await.assert_status(404);
}
