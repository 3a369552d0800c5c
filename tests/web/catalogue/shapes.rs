//! Whole services, prices that are more than one figure, and offers that not everybody may see.

use serde_json::{Value, json};
use symbiosis::access::Role;
use symbiosis::catalogue::Shelves;
use symbiosis::kernel::Instant;
use symbiosis::worker::look_for_news;

use super::{ABOUT, CAPACITY, QUALITY, offer_of, owner_of, publish, save, start};
use crate::support::{Client, Listing};

/// A page, what is sent from it, and how the address of the next ends.
type Page<'p> = (&'p str, &'p [(&'p str, &'p str)], &'p str);

/// Goes from page to page; each tells which comes next.
async fn walk(owner: &Client, offer: &str, pages: &[Page<'_>]) {
    for (step, fields, next) in pages {
        let saved = save(owner, offer, step, fields).await;
        assert!(saved.assert_status(303).location().ends_with(next), "{step} led to {}", saved.location());
    }
}

const SCOPE: [(&str, &str); 3] = [
    ("includes", "Service desk, devices and network"),
    ("excludes", "- Clinical systems\r\n- Telephones"),
    ("gives_up", "Your own server room"),
];
const BODIES: [(&str, &str); 3] =
    [("quantity_per_month", "2"), ("first_month", "2027-01"), ("last_month", "2027-12")];
const SIZES: [(&str, &str); 5] = [
    ("measure", "staff"),
    ("band_1_up_to", "250"),
    ("band_1_price", "9,000"),
    ("band_2_up_to", "1,000"),
    ("band_2_price", "30,000"),
];
const HANDOVER: [(&str, &str); 4] = [
    ("transition_weeks", "12"),
    ("transition_help", "A project manager of ours"),
    ("way_back", "With a year’s notice, everything documented"),
    ("way_back_cost", "20,000"),
];

#[actix_web::test]
async fn a_whole_service_is_offered_by_size_found_suggested_and_proposed() {
    let app = start().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let owner = owner_of(&app, &council).await;
    let begun = owner.post("/offers/new", &[("service", "IT-01"), ("shape", "whole_service")]).await;
    let offer = offer_of(begun.assert_status(303));
    walk(&owner, &offer, &[("about", &ABOUT, "/edit/scope"), ("scope", &SCOPE, "/edit/capacity")]).await;
    save(&owner, &offer, "capacity", &[("quantity_per_month", "half")])
        .await
        .assert_status(200)
        .assert_says("Enter a whole number of bodies, 1 to 1000");
    let price = [("takes", "cash")];
    walk(&owner, &offer, &[("capacity", &BODIES, "/edit/takes"), ("takes", &price, "/edit/sizes")]).await;
    let wrong =
        [("measure", "staff"), ("band_1_up_to", "250"), ("band_2_up_to", "300"), ("band_2_price", "9.999")];
    let wrong = save(&owner, &offer, "sizes", &wrong).await;
    assert!(wrong.assert_status(200).body.contains("#band_1_price"), "the mistake leads nowhere");
    wrong.assert_says("Enter the price of size 1");
    wrong.assert_says("The price of size 2 must be in whole pence, like 1,200.50");
    walk(
        &owner,
        &offer,
        &[
            ("sizes", &SIZES, "/edit/handover"),
            ("handover", &HANDOVER, "/edit/quality"),
            ("quality", &QUALITY, "/edit/terms"),
        ],
    )
    .await;
    owner.get(&format!("{offer}/check")).await.assert_says("2 more bodies at a time").assert_says(
        "Up to 250 members of staff: £9,000.00 a month; Up to 1,000 members of staff: £30,000.00 a month",
    );
    publish(&owner, &offer).await.assert_status(303);

    let found = app.visitor().get("/catalogue?service=IT-01").await;
    found.assert_says("a month, for the smallest size").assert_says("room for 2 more bodies");
    let terms = owner.get(&format!("{offer}/edit/terms")).await;
    terms
        .assert_says("List an offer, step 9")
        .assert_does_not_say("What is the least that a partner can take?");
    let page = app.visitor().get(&offer).await;
    assert!(page.body.contains("- Clinical systems<br>- Telephones"));
    page.assert_does_not_say("2 services")
        .assert_says("Clinical systems")
        .assert_says("12 weeks")
        .assert_says("£20,000.00");
    let read = app.api_visitor().get(&offer).await.json();
    assert_eq!(read["published"]["whole_service"]["sizes"][1], json!({ "up_to": 1000, "price": "30000.00" }));

    let found = app.api_visitor().get("/catalogue").await.json()["items"][0].clone();
    let said = (&found["shape"], &found["size_measure"], &found["tiers"]);
    assert_eq!(said, (&json!("whole_service"), &json!("staff"), &json!([])));
    assert_eq!(found["sizes"][0], json!({ "up_to": 250, "price": "9000.00" }));
    let file = app.visitor().get("/catalogue.csv").await.body;
    assert!(
        file.contains(",by_size,whole_service,,staff,up to 250: 9000.00; up to 1000: 30000.00"),
        "{file}"
    );

    let api = app.api(&trust, &[Role::Negotiator]).await;
    let need = json!({
        "service": "IT-01", "shape": "whole_service", "title": "Run our IT", "description": "All of it.",
        "size_measure": "staff", "size": 900, "first_month": "2027-04", "last_month": "2027-09", "pays": "cash",
        "highest_price": "31000",
    });
    let id = api.post("/needs", &need).await.json()["id"].as_str().unwrap().to_owned();
    api.post(&format!("/needs/{id}/publish"), &json!({})).await.assert_status(200);
    let needs = app.visitor().get("/catalogue/needs.csv").await.body;
    assert!(needs.contains("A whole service,900 members of staff"), "{needs}");
    let why = api.get("/suggestions").await.json()[0]["why"].as_str().unwrap().to_owned();
    assert!(why.contains("up to 1,000 members of staff; 2 more bodies can be taken on"), "{why}");
    assert!(why.contains("£30,000.00, below the highest price"), "{why}");

    let negotiator = app.signed_in(&trust, &[Role::Negotiator]).await;
    let proposing = negotiator.get(&format!("{offer}/propose")).await;
    proposing.assert_says("The offer asks: Up to 250 members of staff: £9,000.00 a month");
    assert!(has(&proposing.body, "a_quantity", "1"), "{}", proposing.text());
}

/// Whether a page has a field of this name with this value.
fn has(page: &str, name: &str, value: &str) -> bool {
    let mut inputs = page.split("<input").filter(|input| input.contains(&format!("name=\"{name}\"")));
    inputs.any(|input| input.split('>').next().unwrap_or_default().contains(&format!("value=\"{value}\"")))
}

#[actix_web::test]
async fn a_price_in_tiers_is_asked_for_on_its_own_page_and_a_unit_cost_fills_in_the_first() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let owner = owner_of(&app, &council).await;
    let offer = offer_of(&owner.post("/offers/new", &[("service", "PAY-01")]).await);
    let costs = "direct=100,000&overheads=20,000&assets=5,000&pension=15,000&units=48,000";
    let id = offer.rsplit('/').next().unwrap();
    let answer = app.api_visitor().get(&format!("/unit-cost?{costs}")).await.json();
    assert_eq!((&answer["full"], &answer["direct"]), (&json!("2.9167"), &json!("2.3959")));

    let price = [("price_kind", "graduated"), ("price", "4.40")];
    let tiers = [
        ("tier_1_above", "1,000"),
        ("tier_1_price", "4"),
        ("tier_2_above", "3,500"),
        ("tier_2_price", "3.50"),
    ];
    // Whoever leaves the page of the price to work it out finds what they typed when they come back.
    save(&owner, &offer, "takes", &[("takes", "cash")]).await.assert_status(303);
    let half = [("price_kind", "volume"), ("price", "about four"), ("work_out", "yes")];
    let away = save(&owner, &offer, "price", &half).await.assert_status(303).location();
    assert_eq!(away, format!("/offers/unit-cost?offer={id}&then="));
    let refused = owner.post("/offers/unit-cost", &[("offer", id)]).await;
    assert_eq!(
        refused.assert_status(422).error_summary(),
        "Enter at least one cost\nEnter how many units a year these costs are for"
    );
    owner.get(&away).await.assert_status(200).assert_says("without pensions");
    // What is spent on pay never stands in an address, and is there again when its writer comes back.
    let year = [
        ("offer", id),
        ("direct", "100,000"),
        ("overheads", "20,000"),
        ("assets", "5,000"),
        ("pension", "15,000"),
        ("units", "48,000"),
    ];
    let kept = owner.post("/offers/unit-cost", &year).await.assert_status(303).location();
    assert_eq!(kept, away);
    let worked_out = owner.get(&kept).await;
    worked_out.assert_says("One unit costs you £2.9167").assert_says("Use the full cost as the price");
    assert!(has(&worked_out.body, "direct", "100,000"));
    let alone = owner.post("/offers/unit-cost", &year[1..]).await;
    alone
        .assert_status(200)
        .assert_says("One unit costs you £2.9167")
        .assert_says("Nothing you enter here is kept");
    let back = owner.get(&format!("{offer}/edit/price?price=2.9167")).await;
    assert!(has(&back.body, "price", "2.9167"));
    assert!(back.body.contains("value=\"volume\" checked"));
    walk(
        &owner,
        &offer,
        &[
            ("about", &ABOUT, "/edit/capacity"),
            ("capacity", &CAPACITY, "/edit/takes"),
            ("price", &price, "/edit/tariff"),
        ],
    )
    .await;
    save(&owner, &offer, "tariff", &[]).await.assert_status(200).assert_says("Enter at least one tier");
    let beyond = [("tier_2_above", "4,000"), ("tier_2_price", "3")];
    let refused = save(&owner, &offer, "tariff", &beyond).await;
    assert!(refused.assert_status(200).body.contains("#tier_2_above"));
    refused.assert_says("Tier 3 would never be reached: nobody can take more than 4,000 a month");
    walk(&owner, &offer, &[("tariff", &tiers, "/edit/quality"), ("quality", &QUALITY, "/edit/terms")]).await;
    publish(&owner, &offer).await.assert_status(303);

    let check = owner.get(&format!("{offer}/check")).await;
    check.assert_says("the first 1,000 a month at £4.40, the next 2,500 at £4.00, all above 3,500 at £3.50");
    let page = app.visitor().get(&offer).await;
    page.assert_says("0 1,000 £4.40 above 1,000 3,500 £4.00 above 3,500 4,000 £3.50").assert_says(
        "4,000 payslips in a month cost £16,150.00: 1,000 at £4.40, 2,500 at £4.00, 500 at £3.50.",
    );
    let said = "For each payslip: the first 1,000 a month at £4.40, the next 2,500 at £4.00";
    app.visitor().get(&offer).await.assert_says(said);
    let read = app.api_visitor().get(&offer).await.json();
    assert_eq!(read["published"]["price_kind"], "graduated");
    assert_eq!(read["published"]["tiers"][0], json!({ "above": "1000", "price": "4.00" }));
    // A proposal for all 4,000 begins at what they cost on average: 1,000 at £4.40, 2,500 at £4.00 and 500 at £3.50.
    let trust = app.body("Northmoor NHS Trust").await;
    let negotiator = app.signed_in(&trust, &[Role::Negotiator]).await;
    assert!(has(&negotiator.get(&format!("{offer}/propose")).await.body, "a_price", "4.0375"));
}

#[actix_web::test]
async fn a_program_cannot_say_what_has_no_meaning_beside_the_rest() {
    let app = start().await;
    let api = app.api(&app.body("Ashdale Council").await, &[Role::ServiceOwner]).await;
    let with = |more: Value| {
        let mut body = Listing::default().json();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let nil = with(json!({ "price_kind": "nil", "price": null }));
    let path = api.post("/offers", &nil).await.assert_status(201).location();
    let path = path.strip_prefix("/api/v1").unwrap();
    api.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
    app.visitor().get(path).await.assert_says("No charge");
    for (field, more) in [
        ("tiers", json!({ "tiers": [{ "above": "5", "price": "1" }] })),
        ("share_key", json!({ "share_key": "by staff" })),
        (
            "tiers[1].above",
            json!({ "price_kind": "volume", "tiers": [
            { "above": "5", "price": "1" }, { "above": "5", "price": "1" }] }),
        ),
        ("visibility.bodies_from", json!({ "visibility": {} })),
        (
            "visibility.partners",
            json!({ "visibility": {
            "partners": ["018f0000-0000-7000-8000-000000000000"], "partners_from": "2026-11-24" } }),
        ),
    ] {
        let refused = api.post("/offers", &with(more)).await;
        refused.assert_status(422);
        assert_eq!(refused.json()["errors"][0]["field"], field);
    }
}

#[actix_web::test]
async fn an_offer_that_is_withdrawn_before_it_opens_never_opens() {
    let app = start().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let api = app.api(&council, &[Role::ServiceOwner]).await;
    let mut gone = Vec::new();
    for deed in ["withdraw", "pause"] {
        let mut body = Listing::default().json();
        body["visibility"] = json!({ "bodies_from": "2026-11-24", "public_from": "2026-11-26" });
        let created = api.post("/offers", &body).await;
        let path = format!("/offers/{}", created.assert_status(201).json()["id"].as_str().unwrap());
        for deed in ["publish", deed] {
            api.post(&format!("{path}/{deed}"), &json!({})).await.assert_status(200);
        }
        gone.push(path);
    }
    // A draft of what is paused makes it no younger.
    api.put(&gone[1], &Listing { price: "4.10", ..Listing::default() }.json()).await.assert_status(200);

    app.clock.advance(chrono::Duration::days(4)).unwrap();

    let partner = app.api(&trust, &[Role::Negotiator]).await;
    for path in &gone {
        for part in ["", "/versions", "/versions/1", "/answers"] {
            app.api_visitor().get(&format!("{path}{part}")).await.assert_status(404);
            partner.get(&format!("{path}{part}")).await.assert_status(404);
        }
        app.visitor().get(path).await.assert_status(404);
        app.visitor().get(&format!("{path}/versions/1")).await.assert_status(404);
    }
    // Published again, it opens as it says.
    let api = app.api(&council, &[Role::ServiceOwner]).await;
    api.post(&format!("{}/publish", gone[1]), &json!({})).await.assert_status(200);
    app.visitor().get(&gone[1]).await.assert_status(200);
}

#[actix_web::test]
async fn an_offer_opens_step_by_step_and_tells_those_it_opens_to() {
    let app = start().await;
    let [council, trust, university] =
        app.bodies(["Ashdale Council", "Northmoor NHS Trust", "Calderbridge University"]).await;
    let (_, path) = app.draft(&council, &Listing::default()).await;
    let owner = owner_of(&app, &council).await;
    let opening = save(&owner, &path, "audience", &[("audience", "steps")]).await;
    assert!(opening.location().ends_with("/edit/opening"));
    let named = |name: &'static str| {
        [
            ("partners", name),
            ("partners_from", "24 November 2026"),
            ("bodies_from", "25/11/2026"),
            ("public_from", "2026-11-26"),
        ]
    };
    let refused = save(&owner, &path, "opening", &named("Nowhere Council")).await;
    refused.assert_status(200).assert_says("No body is called “Nowhere Council”");
    save(&owner, &path, "opening", &named("northmoor")).await.assert_status(303);
    owner
        .get(&format!("{path}/check"))
        .await
        .assert_says("24 November 2026")
        .assert_says("Northmoor NHS Trust");
    publish(&owner, &path).await.assert_status(303);
    owner
        .get(&path)
        .await
        .assert_says(
            "Your offer is published. Seen now by your own body; the partner you named from 24 November 2026",
        )
        .assert_does_not_say("is in the catalogue")
        .assert_says("Northmoor NHS Trust from 24 November 2026");

    let people = [("nia@northmoor.example", &trust), ("uma@calderbridge.example", &university)];
    let mut persons = Vec::new();
    for (email, body) in people {
        let person = app.person_with_email("Somebody", email, body, &[Role::Negotiator]).await;
        let search = [("name", "Payroll"), ("cadence", "at_once"), ("query", "service=PAY-01")];
        app.browser_of(person, Some(body.id)).await.post("/alerts", &search).await.assert_status(303);
        persons.push((person, body.id));
    }
    let mut told = Vec::new();
    for day in ["before", "2026-11-24", "2026-11-25", "2026-11-26"] {
        if day != "before" {
            let noon: Instant = format!("{day}T12:00:00Z").parse().unwrap();
            app.clock.advance(noon.since(app.now())).unwrap();
        }
        look_for_news(&app.db, &Shelves::new(app.db.clone()), app.now()).await.unwrap();
        let mut sees = Vec::new();
        let mut readers = Vec::new();
        for (person, body) in &persons {
            readers.push(app.browser_of(*person, Some(*body)).await);
        }
        readers.push(app.visitor());
        for reader in &readers {
            let page = reader.get(&path).await.status;
            let version = reader.get(&format!("{path}/versions/1")).await.status;
            let found =
                reader.get("/catalogue?service=PAY-01").await.body.contains("Payroll for up to 4,000 staff");
            assert_eq!(
                (page == 200, version == 200),
                (found, found),
                "page, version and search differ on {day}"
            );
            sees.push(if found { "sees" } else { "-" });
        }
        let mut mails = Vec::new();
        for (email, _) in people {
            mails.push(app.mails_to(email).await.len());
        }
        told.push(format!("{day}: {} {mails:?}", sees.join(" ")));
    }

    insta::assert_snapshot!(told.join("\n"), @"
    before: - - - [0, 0]
    2026-11-24: sees - - [1, 0]
    2026-11-25: sees sees - [1, 1]
    2026-11-26: sees sees sees [1, 1]
    ");
}
