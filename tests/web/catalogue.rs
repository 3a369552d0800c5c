//! Journeys through `catalogue`: listing an offer, finding it, and what nobody else may do with it.

mod attachments;
mod drafts;
mod free;
mod freshness;
mod listing;
mod reader;
mod search;
mod shapes;

use serde_json::json;
use symbiosis::access::{Role, System};
use symbiosis::catalogue::{CatalogueError, commands};

use crate::support::{Answer, Client, TestApp, TestBody};

const TAXONOMY: &str = include_str!("../../seed/taxonomy.csv");

async fn start() -> TestApp {
    let app = TestApp::start().await;
    app.db
        .write(|tx| commands::load_taxonomy(tx, System::of_this_process(), TAXONOMY))
        .await
        .map_err(|error: CatalogueError| error.to_string())
        .unwrap();
    app
}

/// The address up to the offer's id.
fn offer_of(answer: &Answer) -> String {
    answer.location().split('/').take(3).collect::<Vec<_>>().join("/")
}

async fn version(owner: &Client, offer: &str) -> String {
    owner.get(&format!("{offer}/edit/service")).await.hidden_field("version").expect("no version")
}

/// Saves a page. One with mistakes is kept and shown again under its own address: that page is the answer then.
async fn save(owner: &Client, offer: &str, step: &str, fields: &[(&str, &str)]) -> Answer {
    let version = version(owner, offer).await;
    let mut all = vec![("version", version.as_str())];
    all.extend(fields);
    let answer = owner.post(&format!("{offer}/edit/{step}"), &all).await;
    if answer.status == 303 && answer.location().contains("again=yes") {
        return owner.get(&answer.location()).await;
    }
    answer
}

/// Saves what is taken for an offer, page by page, up to the first that has mistakes.
async fn save_price(owner: &Client, offer: &str, fields: &[(&str, &str)]) -> Answer {
    let of = |names: &[&str]| -> Vec<(&str, &str)> {
        fields.iter().copied().filter(|(name, _)| names.iter().any(|known| name.starts_with(known))).collect()
    };
    let mut answer = save(owner, offer, "takes", &of(&["takes"])).await;
    for (step, names) in [("price", &["price", "work_out"][..]), ("returns", &["wants"])] {
        if answer.status == 303 && answer.location().ends_with(&format!("/edit/{step}")) {
            answer = save(owner, offer, step, &of(names)).await;
        }
    }
    answer
}

const ABOUT: [(&str, &str); 2] = [
    ("title", "Payroll for up to 4,000 staff"),
    ("description", "Monthly payroll with pensions returns, run by a team of nine."),
];
const CAPACITY: [(&str, &str); 4] = [
    ("unit", "payslip"),
    ("quantity_per_month", "4,000"),
    ("first_month", "2027-01"),
    ("last_month", "2027-12"),
];
const PRICE: [(&str, &str); 4] =
    [("takes", "either"), ("price_kind", "per_unit"), ("price", "4.40"), ("wants", "IT-03")];
const QUALITY: [(&str, &str); 4] = [
    ("hours", "office_hours"),
    ("holidays", "england-and-wales"),
    ("kpi_1_name", "Payslips right first time"),
    ("kpi_1_target", "99.5"),
];

/// A draft with everything said; answers the offer's address.
async fn whole_draft(owner: &Client) -> String {
    let offer = offer_of(owner.post("/offers/new", &[("service", "PAY-01")]).await.assert_status(303));
    let pages: [(&str, &[(&str, &str)]); 3] =
        [("about", &ABOUT), ("capacity", &CAPACITY), ("quality", &QUALITY)];
    for (step, fields) in pages {
        save(owner, &offer, step, fields).await.assert_status(303);
    }
    save_price(owner, &offer, &PRICE).await.assert_status(303);
    offer
}

async fn publish(owner: &Client, offer: &str) -> Answer {
    let version = version(owner, offer).await;
    owner.post(&format!("{offer}/publish"), &[("version", &version)]).await
}

async fn published(owner: &Client) -> String {
    let offer = whole_draft(owner).await;
    publish(owner, &offer).await.assert_status(303);
    offer
}

async fn owner_of(app: &TestApp, body: &TestBody) -> Client {
    app.signed_in(body, &[Role::ServiceOwner]).await
}

#[actix_web::test]
async fn an_offer_is_listed_page_by_page_and_a_draft_waits_between_visits() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let owner = owner_of(&app, &council).await;

    let begun = owner.post("/offers/new", &[("service", "PAY-01")]).await;
    let offer = offer_of(&begun);
    assert!(begun.location().ends_with("/edit/about"));
    assert!(save(&owner, &offer, "about", &ABOUT).await.location().ends_with("/edit/capacity"));

    // A colleague goes on another day, with what was said still there.
    let colleague = owner_of(&app, &council).await;
    colleague.get("/").await.assert_says("Finish “Payroll for up to 4,000 staff”");
    colleague.get(&format!("{offer}/check")).await.assert_says("There is more to say");
    let about = colleague.get(&format!("{offer}/edit/about")).await;
    assert!(about.body.contains("run by a team of nine"));
    save(&colleague, &offer, "capacity", &CAPACITY).await.assert_status(303);
    save_price(&colleague, &offer, &PRICE).await.assert_status(303);
    assert!(save(&colleague, &offer, "quality", &QUALITY).await.location().ends_with("/edit/terms"));
    colleague
        .get(&format!("{offer}/check"))
        .await
        .assert_says("£4.40 per payslip")
        .assert_says("Quantity a month 4,000")
        .assert_says("Payslips right first time: 99.5%");
    publish(&colleague, &offer).await.assert_status(303);

    let page = app.visitor().get(&offer).await;
    page.assert_status(200)
        .assert_says("Payroll for up to 4,000 staff")
        .assert_says("Offered by Ashdale Council")
        .assert_says("£4.40 per payslip")
        .assert_says("Data centre hosting")
        .assert_says("Payslips right first time: 99.5%")
        .assert_says("Jan 2027 4,000 0 0 4,000");
}

#[actix_web::test]
async fn wrong_input_keeps_everything_typed() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = offer_of(&owner.post("/offers/new", &[("service", "PAY-01")]).await);

    let answer = save(
        &owner,
        &offer,
        "capacity",
        &[
            ("unit", "other"),
            ("quantity_per_month", "lots"),
            ("first_month", "2027-03"),
            ("last_month", "2027-01"),
        ],
    )
    .await;

    answer.assert_status(200);
    insta::assert_snapshot!(answer.error_summary(), @r"
    Enter the unit you count in
    Quantity must be a number, like 12 or 7.5
    The last month must not be before the first month
    ");
    assert!(answer.body.contains(r#"value="lots""#));
    assert!(answer.body.contains(r#"<option value="2027-03" selected>"#));
    assert_eq!(owner.post("/offers/new", &[]).await.error_summary(), "Choose the service you offer");
}

#[actix_web::test]
async fn another_body_cannot_see_a_draft_and_another_role_cannot_change_one() {
    let app = start().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let owner = owner_of(&app, &council).await;
    let offer = whole_draft(&owner).await;

    let stranger = owner_of(&app, &trust).await;
    for path in ["", "/check", "/edit/about", "/pause", "/withdraw", "/versions/1"] {
        stranger.get(&format!("{offer}{path}")).await.assert_status(404);
    }
    stranger.post(&format!("{offer}/publish"), &[]).await.assert_status(404);
    stranger.post(&format!("{offer}/edit/about"), &ABOUT).await.assert_status(404);
    app.visitor().get(&offer).await.assert_status(404);

    let auditor = app.signed_in(&council, &[Role::Auditor]).await;
    auditor.get(&offer).await.assert_status(200).assert_says("This is a draft");
    auditor.get(&format!("{offer}/edit/about")).await.assert_status(403);
    auditor.post(&format!("{offer}/publish"), &[]).await.assert_status(403);
}

#[actix_web::test]
async fn a_body_that_is_not_verified_prepares_but_does_not_publish() {
    let app = start().await;
    let council = app.body_in_state("Ashdale Council", "claimed").await;
    let owner = owner_of(&app, &council).await;
    let offer = whole_draft(&owner).await;

    owner.get(&format!("{offer}/check")).await.assert_says("Your body is not verified yet");
    publish(&owner, &offer).await.assert_status(409).assert_says("must be verified");
}

#[actix_web::test]
async fn a_paused_offer_leaves_the_catalogue_and_comes_back() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = published(&owner).await;

    owner.get(&format!("{offer}/pause")).await.assert_says("It leaves the catalogue");
    let seen = version(&owner, &offer).await;
    owner.post(&format!("{offer}/pause"), &[("version", &seen)]).await.assert_status(303);

    app.visitor().get("/catalogue").await.assert_says("No offer fits");
    app.visitor().get(&offer).await.assert_status(200).assert_says("This offer is not open at the moment");
    owner.post(&format!("{offer}/pause"), &[]).await.assert_status(409).assert_says("cannot be paused");
    publish(&owner, &offer).await.assert_status(303);
    app.visitor().get("/catalogue").await.assert_says("1 offer");
    let seen = version(&owner, &offer).await;
    owner.post(&format!("{offer}/withdraw"), &[("version", &seen)]).await.assert_status(303);
    app.visitor().get("/catalogue").await.assert_says("No offer fits");
    owner.get("/offers?state=withdrawn").await.assert_says("Payroll for up to 4,000 staff");
}

#[actix_web::test]
async fn readers_see_the_published_version_until_the_next_and_every_version_for_ever() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = published(&owner).await;
    let visitor = app.visitor();

    let dearer = [("takes", "cash"), ("price_kind", "per_unit"), ("price", "4.60")];
    save_price(&owner, &offer, &dearer).await.assert_status(303);
    visitor.get(&offer).await.assert_says("£4.40 per payslip").assert_does_not_say("£4.60");
    owner.get(&offer).await.assert_says("Changes not published");
    publish(&owner, &offer).await.assert_status(303);

    visitor.get(&offer).await.assert_says("£4.60 per payslip");
    visitor
        .get(&format!("{offer}/versions/1"))
        .await
        .assert_status(200)
        .assert_says("3 terms changed")
        .assert_says("was £4.40 per payslip , now £4.60 per payslip");
    visitor.get(&format!("{offer}/versions/3")).await.assert_status(404);
    publish(&owner, &offer).await.assert_status(409).assert_says("Nothing has changed");
}

#[actix_web::test]
async fn a_page_that_somebody_else_overtook_is_not_saved() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = whole_draft(&owner).await;
    let seen = version(&owner, &offer).await;
    save(&owner, &offer, "about", &ABOUT).await.assert_status(303);

    let late = owner
        .post(&format!("{offer}/edit/about"), &[&[("version", seen.as_str())][..], &ABOUT].concat())
        .await;

    late.assert_status(409).assert_says("Somebody changed this");
}

#[actix_web::test]
async fn changes_can_be_dropped_and_our_offers_listed_sorted_and_downloaded() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    owner.get("/offers").await.assert_says("You have not offered anything yet");
    let offer = published(&owner).await;
    save(&owner, &offer, "about", &[("title", "Payroll, dearer"), ("description", "More.")]).await;

    owner.get(&format!("{offer}/discard-changes")).await.assert_says("Drop the changes to");
    let seen = version(&owner, &offer).await;
    owner.post(&format!("{offer}/discard-changes"), &[("version", &seen)]).await.assert_status(303);

    let check = owner.get(&format!("{offer}/check")).await;
    check.assert_does_not_say("dearer").assert_says("This is what readers see now");
    for query in ["sort=title", "sort=state", "sort=free", "q=payroll", "state=published"] {
        owner.get(&format!("/offers?{query}")).await.assert_says("Payroll for up to 4,000 staff");
    }
    owner.get("/offers?state=paused").await.assert_says("None of your offers fits");
    let csv = owner.get("/offers.csv").await;
    assert!(csv.body.contains(
        "\"Payroll for up to 4,000 staff\",Payroll,Published,payslip,4000,4000,4000,2027-01,2027-12"
    ));
}

#[actix_web::test]
async fn a_program_lists_finds_changes_and_withdraws_an_offer() {
    let app = start().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let api = app.api(&council, &[Role::ServiceOwner]).await;
    let body = json!({
        "service": "PAY-01", "title": "Payroll by program", "description": "Run by a program.", "unit": "payslip",
        "quantity_per_month": "4000", "first_month": "2027-01", "last_month": "2027-03", "takes": "cash",
        "price_kind": "per_unit", "price": "4.40", "hours": "office_hours", "holidays": "scotland",
        "kpis": [{ "name": "Right first time", "target": "99.5%" }],
    });

    let created = api.post("/offers", &body).await;
    created.assert_status(201);
    let path = created.location().strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(
        (created.json()["state"].clone(), created.json()["published"].clone()),
        ("draft".into(), json!(null))
    );
    let stranger = app.api(&trust, &[Role::ServiceOwner]).await;
    stranger.get(&path).await.assert_status(404);
    stranger.put(&path, &body).await.assert_status(404);
    app.api_visitor().post("/offers", &body).await.assert_status(401);

    let published = api.post(&format!("{path}/publish"), &json!({})).await;
    assert_eq!(published.assert_status(200).json()["months"][2]["free"], "4000");
    let found = app.api_visitor().get("/catalogue?q=program&pays=cash").await.json();
    assert_eq!((found["total"].clone(), found["items"][0]["price"].clone()), (1.into(), "4.40".into()));
    assert!(stranger.get(&path).await.json()["draft"].is_null());

    let mut dearer = body.clone();
    dearer["price"] = json!("5");
    dearer["version"] = json!(1);
    api.put(&path, &dearer).await.assert_status(409);
    dearer["version"] = published.json()["version"].clone();
    api.put(&path, &dearer).await.assert_status(200);
    api.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
    let versions = app.api_visitor().get(&format!("{path}/versions")).await.json();
    assert_eq!((versions[0]["price"].clone(), versions[1]["price"].clone()), ("5.00".into(), "4.40".into()));
    api.post(&format!("{path}/pause"), &json!({})).await.assert_status(200);
    assert_eq!(api.post(&format!("{path}/withdraw"), &json!({})).await.json()["state"], "withdrawn");
    assert_eq!(api.get("/offers").await.json()["total"], 1);
}

#[actix_web::test]
async fn a_draft_that_was_never_published_can_be_withdrawn() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = offer_of(&owner.post("/offers/new", &[("service", "PAY-01")]).await);
    let version = version(&owner, &offer).await;

    owner.post(&format!("{offer}/withdraw"), &[("version", &version)]).await.assert_status(303);

    owner.get(&offer).await.assert_says("Withdrawn");
    app.visitor().get(&offer).await.assert_status(404);
}

#[actix_web::test]
async fn a_program_is_told_field_by_field_what_is_wrong() {
    let app = start().await;
    let api = app.api(&app.body("Ashdale Council").await, &[Role::ServiceOwner]).await;
    let body = json!({
        "service": "NO-01", "title": "", "description": "x", "unit": "", "quantity_per_month": "0",
        "first_month": "soon", "last_month": "2027-03", "takes": "cash", "hours": "never", "holidays": "scotland",
    });

    let answer = api.post("/offers", &body).await;

    let errors = answer.assert_status(422).json()["errors"].clone();
    let fields: Vec<&str> = errors.as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
    assert_eq!(
        fields,
        ["service", "title", "unit", "quantity_per_month", "first_month", "price_kind", "price", "hours"]
    );
    api.post("/offers", &json!({ "surprise": 1 })).await.assert_status(422);
    app.api_visitor().get("/catalogue?kind=castle").await.assert_status(422);
    assert_eq!(app.api_visitor().get("/services").await.json()[0]["services"][0]["code"], "IT-01");
}
