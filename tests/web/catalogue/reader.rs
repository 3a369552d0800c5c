//! Journeys through the search of the catalogue for somebody in particular: what is near, what reaches them, what can
//! start in time, and what it costs them.

use serde_json::{Value, json};
use symbiosis::access::Role;

use super::start;
use crate::support::{Answer, Client, Listing, TestApp, TestBody};

pub struct Town {
    pub app: TestApp,
    council: TestBody,
    pub trust: TestBody,
    university: TestBody,
}

impl Town {
    /// Three bodies, of which two offer payroll: one near the trust, one that charges no VAT.
    pub async fn found() -> Self {
        let app = start().await;
        let [council, trust, university] =
            app.bodies(["Ashdale Council", "Northmoor NHS Trust", "Calderbridge University"]).await;
        app.move_body(&council, "England", "North West", Some(("53.79", "-2.62"))).await;
        app.move_body(&trust, "England", "North West", Some(("54.62", "-3.05"))).await;
        app.move_body(&university, "England", "Yorkshire and The Humber", Some(("53.93", "-1.35"))).await;
        let town = Self { app, council, trust, university };
        town.lists(
            &town.council,
            "Ashdale payroll",
            &json!({ "lead_days": 30, "within_miles": 40, "vat_treatment": "standard", "assurances": ["dspt"] }),
        )
        .await;
        let exempt = json!({
            "price": "4.60", "vat_treatment": "exempt", "quantity_per_month": "250",
            "assurances": ["dspt", "cyber_essentials"],
        });
        town.lists(&town.university, "Calderbridge payroll", &exempt).await;
        town
    }

    async fn lists(&self, owner: &TestBody, title: &str, says: &Value) {
        let api = self.app.api(owner, &[Role::ServiceOwner]).await;
        let mut body = Listing { title, ..Listing::default() }.json();
        for (name, value) in says.as_object().unwrap() {
            body[name] = value.clone();
        }
        let path = api.post("/offers", &body).await.location().strip_prefix("/api/v1").unwrap().to_owned();
        api.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
    }

    async fn reader_of(&self, body: &TestBody) -> Client {
        self.app.signed_in(body, &[Role::ServiceOwner]).await
    }
}

/// The titles on a page, as they stand.
fn titles(page: &Answer) -> Vec<&'static str> {
    let all = ["Ashdale payroll", "Calderbridge payroll", "Secret payroll"];
    let mut found: Vec<(usize, &str)> =
        all.iter().filter_map(|title| Some((page.text().find(title)?, *title))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, title)| title).collect()
}

#[actix_web::test]
async fn distance_and_reach_are_those_of_the_readers_body_or_of_any_body_named() {
    let town = Town::found().await;
    let reader = town.reader_of(&town.trust).await;

    let nearest = reader.get("/catalogue?sort=distance").await;
    nearest
        .assert_says("Distances, reach and VAT are those of Northmoor NHS Trust , your own body")
        .assert_says("Ashdale Council, North West, 60 miles away")
        .assert_says("Calderbridge University, Yorkshire and The Humber, 84 miles away")
        .assert_says("Does not reach Northmoor NHS Trust: only within 40 miles")
        .assert_says("Only offers that reach Northmoor NHS Trust 1");
    assert_eq!(titles(&nearest), ["Ashdale payroll", "Calderbridge payroll"]);
    assert_eq!(titles(&reader.get("/catalogue?within=70").await), ["Ashdale payroll"]);
    let reached = reader.get("/catalogue?reach=us").await;
    reached.assert_says("Reaches Northmoor NHS Trust");
    assert_eq!(titles(&reached), ["Calderbridge payroll"]);

    let visitor = town.app.visitor();
    let named = visitor.get("/catalogue?near_name=calderbridge&sort=distance&pays=cash").await;
    named.assert_status(303);
    let address = format!("/catalogue?sort=distance&pays=cash&near={}", town.university.id);
    assert_eq!(named.location(), address);
    let page = visitor.get(&address).await;
    page.assert_says("less than a mile away")
        .assert_says("53 miles away")
        .assert_does_not_say("your own body");
    assert_eq!(titles(&page), ["Calderbridge payroll", "Ashdale payroll"]);
    reader.get(&address).await.assert_says("Search for your own").assert_says("53 miles away");
}

#[actix_web::test]
async fn a_name_that_several_bodies_have_is_asked_about_and_one_that_none_has_is_kept_and_said() {
    let town = Town::found().await;
    town.app.body("Ashdale Fire Service").await;
    let visitor = town.app.visitor();

    let asked = visitor.get("/catalogue?near_name=ashdale&q=payroll&within=70").await;
    asked
        .assert_status(200)
        .assert_says("Which body do you search for?")
        .assert_says("Ashdale Fire Service , Council, North West")
        .assert_says("2 offers");
    let choice = format!("/catalogue?q=payroll&amp;within=70&amp;near={}", town.council.id);
    assert!(asked.body.contains(&choice), "{}", asked.body);
    assert_eq!(
        asked.error_summary(),
        "Name the body that you search for, so that there is a place to measure from"
    );

    let unknown = visitor.get("/catalogue?near_name=zebra").await;
    assert_eq!(unknown.error_summary(), "No body has “zebra” in its name");
    assert!(unknown.body.contains("value=\"zebra\""));
    unknown.assert_says("2 offers");
    let nowhere = visitor.get(&format!("/catalogue?near={}&sort=distance", uuid::Uuid::nil())).await;
    nowhere.assert_says("There is no body with this id").assert_says("2 offers");
}

#[actix_web::test]
async fn a_price_is_what_it_costs_this_reader_and_each_assumption_is_shown_and_can_be_changed() {
    let town = Town::found().await;
    let elsewhere = town.app.body("Elsewhere Council").await;
    let (trust, council) = (town.reader_of(&town.trust).await, town.reader_of(&elsewhere).await);

    let for_trust = trust.get("/catalogue?sort=price_for_me").await;
    for_trust
        .assert_says("£4.40 + VAT you cannot recover £0.88 = £5.28 for you")
        .assert_says("£4.60 for you: no VAT on it")
        .assert_says("What prices for you assume about VAT")
        .assert_says("Assumed of this kind of body: NHS trust or board.")
        .assert_says("this service is not on the Treasury’s list")
        .assert_says("0% of the VAT is recovered");
    assert_eq!(titles(&for_trust), ["Calderbridge payroll", "Ashdale payroll"]);
    let for_council = council.get("/catalogue?sort=price_for_me").await;
    for_council.assert_says("£4.40 for you: you recover the VAT");
    assert_eq!(titles(&for_council), ["Ashdale payroll", "Calderbridge payroll"]);

    let changed = trust.get("/catalogue?sort=price_for_me&vat_recovery=90").await;
    changed.assert_says("£4.40 + VAT you cannot recover £0.0880 = £4.4880 for you");
    changed.assert_says("You chose this.").assert_says("90% of the VAT is recovered");
    assert_eq!(titles(&changed), ["Ashdale payroll", "Calderbridge payroll"]);

    town.lists(&town.university, "Secret payroll", &json!({ "price": "5" })).await;
    trust
        .get("/catalogue?q=secret")
        .await
        .assert_says("£5.00 + VAT you cannot recover £1.00 = £6.00 for you, if taxed as assumed");
    trust
        .get("/catalogue?q=secret&vat_unstated=reduced")
        .await
        .assert_says("cannot recover £0.25 = £5.25 for you");

    let visitor = town.app.visitor();
    let asked = visitor.get("/catalogue?sort=price_for_me").await;
    assert_eq!(asked.error_summary(), "Say how much VAT you recover, so that prices can be compared for you");
    visitor.get("/catalogue?vat_profile=partial").await.assert_says("cannot recover £0.88 = £5.28 for you");
    visitor
        .get("/catalogue")
        .await
        .assert_does_not_say("for you:")
        .assert_says("See prices with the VAT you cannot recover");
}

#[actix_web::test]
async fn what_can_start_in_time_at_a_price_and_to_a_standard_is_found_with_counts_beside_each_choice() {
    let town = Town::found().await;
    let visitor = town.app.visitor();
    let found = |query: &'static str| {
        let visitor = visitor.clone();
        async move { titles(&visitor.get(&format!("/catalogue?{query}")).await) }
    };

    assert_eq!(found("start_by=2026-11").await, ["Calderbridge payroll"]);
    assert_eq!(found("start_by=2026-12&sort=soonest").await, ["Calderbridge payroll", "Ashdale payroll"]);
    assert_eq!(found("unit=payslip&price_from=4.50&price_to=5").await, ["Calderbridge payroll"]);
    assert_eq!(found("assurance=dspt&assurance=cyber_essentials").await, ["Calderbridge payroll"]);
    assert_eq!(found("least=251").await, ["Ashdale payroll"]);
    let page = visitor.get("/catalogue?unit=payslip&assurance=dspt").await;
    page.assert_says("Cyber Essentials 1")
        .assert_says("November 2026 (1)")
        .assert_says("December 2026 (2)")
        .assert_says("payslip (2)")
        .assert_says("Payroll (2)")
        .assert_says("North West (1)")
        .assert_says("£4.40 to £4.60 2")
        .assert_says("100 or more 2 1,000 or more 1")
        .assert_says("could start in December 2026");
    let unpriced = visitor.get("/catalogue?price_to=5").await;
    assert_eq!(
        unpriced.error_summary(),
        "Choose a unit as well, or whole services alone: the price of a payslip and that of an audit day cannot be compared"
    );
    unpriced.assert_says("2 offers").assert_says("The rest of your search stands.");
}

#[actix_web::test]
async fn a_search_for_somebody_that_finds_nothing_says_which_choice_to_leave_out() {
    let town = Town::found().await;
    let reader = town.reader_of(&town.trust).await;

    let query = "unit=payslip&price_to=4.50&start_by=2026-12&reach=us&within=70&assurance=dspt";
    let page = reader.get(&format!("/catalogue?{query}")).await;

    page.assert_says("No offer fits")
        .assert_says("Without “Reaches Northmoor NHS Trust” : 1 offer")
        .assert_does_not_say("Without “£4.50 or less”")
        .assert_does_not_say("Without “Can start by December 2026”");
    let dear = reader.get("/catalogue?unit=payslip&price_to=1&start_by=2026-12").await;
    dear.assert_says("Without “£1.00 or less” : 2 offers")
        .assert_says("Without “Counted in payslips” : 2 offers");
    let soon = reader.get("/catalogue?start_by=2026-11&within=70").await;
    soon.assert_says("Without “Can start by November 2026” : 1 offer")
        .assert_says("Without “Within 70 miles of Northmoor NHS Trust” : 1 offer");
}

#[actix_web::test]
async fn a_program_finds_the_same_for_its_own_body_and_is_told_what_it_may_not_ask() {
    let town = Town::found().await;
    let api = town.app.api(&town.trust, &[Role::ServiceOwner]).await;

    let found = api.get("/catalogue?sort=price_for_me&unit=payslip").await.assert_status(200).json();
    let (first, second) = (&found["items"][0], &found["items"][1]);
    assert_eq!(
        (&first["title"], &second["title"]),
        (&json!("Calderbridge payroll"), &json!("Ashdale payroll"))
    );
    assert_eq!(
        second["price_for_me"],
        json!({
            "price": "4.40", "vat_not_recovered": "0.88", "total": "5.28", "vat_treatment": "standard",
            "treatment_is_stated": true,
        })
    );
    assert_eq!(
        (&second["distance_miles"], &second["reaches_you"], &second["could_start_in"]),
        (&json!(60), &json!(false), &json!("2026-12"))
    );
    assert_eq!(found["for_body"], json!({ "id": town.trust.id.to_string(), "name": "Northmoor NHS Trust" }));
    assert_eq!(
        (&found["vat"]["profile"], &found["vat"]["is_chosen"], &found["vat"]["recovered_percent"]),
        (&json!("contracted_out"), &json!(false), &json!(0))
    );
    let choices = &found["choices"];
    assert_eq!(choices["within"], json!([{ "value": "100", "offers": 2 }, { "value": "200", "offers": 2 }]));
    assert_eq!(choices["reach"], json!([{ "value": "us", "offers": 1 }]));
    assert_eq!(choices["price"][0], json!({ "price_from": "4.40", "price_to": "4.60", "offers": 2 }));

    let visitor = town.app.api_visitor();
    let named = visitor.get(&format!("/catalogue?near={}&within=60", town.university.id)).await.json();
    assert_eq!((&named["total"], &named["items"][0]["distance_miles"]), (&json!(2), &json!(53)));
    let alone = visitor.get("/catalogue").await.json();
    assert_eq!(
        (&alone["for_body"], &alone["vat"], &alone["items"][0]["price_for_me"]),
        (&json!(null), &json!(null), &json!(null))
    );
    for (query, field) in [
        ("within=10", "near"),
        ("sort=price_for_me", "vat_profile"),
        ("price_from=1", "unit"),
        ("near=nobody", "near"),
        ("vat_recovery=101", "vat_recovery"),
        ("assurance=gold", "assurance"),
        ("service=NO-01", "service"),
        ("near_name=ashdale", "near_name"),
        ("distance=5", "distance"),
    ] {
        let refused = visitor.get(&format!("/catalogue?{query}")).await;
        assert_eq!(refused.assert_status(422).json()["errors"][0]["field"], field, "{query}");
    }
}

#[actix_web::test]
async fn the_file_is_the_same_for_everybody_and_its_address_says_whom_it_is_for() {
    let town = Town::found().await;
    let reader = town.reader_of(&town.trust).await;

    let page = reader.get("/catalogue?within=70").await;
    let file = format!("/catalogue.csv?within=70&near={}", town.trust.id);

    assert!(page.body.contains(&file.replace('&', "&amp;")), "{}", page.body);
    let rows = town.app.visitor().get(&file).await;
    assert!(rows.body.contains("Ashdale payroll") && !rows.body.contains("Calderbridge payroll"));
    reader.get("/catalogue.csv?within=70").await.assert_status(422);
}

#[actix_web::test]
async fn what_is_free_is_told_from_the_month_in_which_it_could_start() {
    let town = Town::found().await;
    let owner = town.app.api(&town.university, &[Role::ServiceOwner]).await;
    let later =
        Listing { title: "Secret payroll", quantity: "60", last_month: "2028-12", ..Listing::default() };
    let mut body = later.json();
    (body["first_month"], body["lead_days"]) = (json!("2027-01"), json!(100));
    let more = ["2028-08", "2028-09", "2028-10", "2028-11", "2028-12"];
    body["differs"] = more.map(|month| json!({ "month": month, "quantity": "120" })).to_vec().into();
    let offer = owner.post("/offers", &body).await.location().replace("/api/v1", "");
    owner.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200);
    let reader = town.reader_of(&town.trust).await;
    let told = "60 payslips free from March 2027, 120 from August 2028";

    reader.get("/catalogue").await.assert_says(told);
    reader.get(&format!("/compare?offer={}", offer.rsplit('/').next().unwrap())).await.assert_says(told);
    let own = town.reader_of(&town.university).await;
    own.get("/offers").await.assert_says("60 payslips free from January 2027, 120 from August 2028");
    let named = |titles: Vec<&'static str>| titles.contains(&"Secret payroll");
    for (query, is_found) in [
        ("least=120", true),
        ("start_by=2027-03", true),
        ("least=60&start_by=2027-03", true),
        ("least=61&start_by=2027-03", false),
        ("least=60&start_by=2027-02", false),
        ("least=120&start_by=2028-08", true),
        ("least=120&from=2028-09&start_by=2027-03", true),
    ] {
        let page = reader.get(&format!("/catalogue?{query}")).await;
        assert_eq!(named(titles(&page)), is_found, "{query}");
    }

    // The page of the offer says the same, and leads back to the search; another site leads to the whole catalogue.
    let search = format!("{}/catalogue?q=payroll&sort=price", reader.address());
    let page = reader.get_from(&offer, &search).await;
    page.assert_says(told)
        .assert_says("84 miles away from Northmoor NHS Trust")
        .assert_says("could start in March 2027");
    page.assert_says("£4.40 + VAT you cannot recover £0.88 = £5.28 for you");
    assert!(page.body.contains("href=\"/catalogue?q=payroll&amp;sort=price\""), "{}", page.body);
    for from in ["https://evil.example/catalogue?q=payroll", "nonsense", "/catalogue?q=payroll"] {
        assert!(!reader.get_from(&offer, from).await.body.contains("/catalogue?q=payroll"), "{from}");
    }
    // A visitor reads when it could start, and nothing that would need a body.
    let visitor = town.app.visitor().get(&offer).await;
    visitor
        .assert_says("could start in March 2027")
        .assert_does_not_say("miles away")
        .assert_does_not_say("for you:");
}

#[actix_web::test]
async fn ones_own_offers_are_marked_and_cannot_be_chosen_and_mixed_units_are_told() {
    let town = Town::found().await;
    let tickets = Listing { service: "IT-01", unit: "ticket", title: "Tickets", ..Listing::default() };
    town.app.listed(&town.university, &tickets).await;
    let council = town.reader_of(&town.council).await;

    let page = council.get("/catalogue?sort=price&family=PAY&family=IT").await;
    page.assert_says("Yours Payroll").assert_does_not_say("less than a mile away");
    assert_eq!(page.body.matches("form=\"compare\"").count(), 2, "own offers are no choice");
    page.assert_says("£4.60 for you: no VAT on it")
        .assert_says("These prices are for different units, which cannot be compared. See one unit: payslip (2), ticket (1).");
    assert!(page.body.contains("unit=payslip"), "each unit is a search of its own");
    council
        .get("/catalogue?sort=price&unit=payslip")
        .await
        .assert_does_not_say("These prices are for different units");
    council.get("/catalogue").await.assert_does_not_say("These prices are for different units");
}
