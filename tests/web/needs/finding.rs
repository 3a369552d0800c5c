//! Finding what others need: every filter in the address, counts beside each choice, and what to do when nothing fits.

use serde_json::{Value, json};
use symbiosis::access::Role;

use super::payslips;
use crate::support::{Api, TestApp, TestBody};

/// Publishes a need that says this besides what [`payslips`] says.
async fn needed(app: &TestApp, body: &TestBody, more: Value) -> String {
    let owner = app.api(body, &[Role::Negotiator]).await;
    let mut need = payslips();
    for (name, value) in more.as_object().unwrap() {
        need[name] = value.clone();
    }
    let made = owner.post("/needs", &need).await;
    made.assert_status(201);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    owner.post(&format!("/needs/{id}/publish"), &json!({})).await.assert_status(200);
    id
}

async fn market(app: &TestApp) -> [TestBody; 3] {
    let bodies = app.bodies(["Northmoor NHS Trust", "Ashdale Council", "Llanfair Council"]).await;
    app.move_body(&bodies[0], "England", "North West", Some(("53.48", "-2.24"))).await;
    app.move_body(&bodies[1], "England", "North West", Some(("53.41", "-2.99"))).await;
    app.move_body(&bodies[2], "Wales", "Wales", Some(("51.48", "-3.18"))).await;
    needed(app, &bodies[0], json!({ "title": "Payroll in Manchester" })).await;
    let audit = json!({
        "title": "Auditors in Wales", "description": "For three reviews.", "service": "AUD-01", "unit": "audit day", "quantity_per_month": "12",
        "highest_price": "320", "first_month": "2027-02", "pays": "cash", "gives": [],
    });
    needed(app, &bodies[2], audit).await;
    let desk = json!({
        "title": "Run our service desk", "description": "For all our offices.", "service": "IT-01", "shape": "whole_service", "size_measure": "staff",
        "size": 900, "unit": null, "quantity_per_month": null, "highest_price": "9000", "within_miles": 60,
    });
    needed(app, &bodies[2], desk).await;
    bodies
}

async fn titles(api: &Api, query: &str) -> String {
    let found = api.get(&format!("/catalogue/needs?{query}")).await;
    found.assert_status(200);
    let found = found.json();
    let titles: Vec<&str> =
        found["items"].as_array().unwrap().iter().map(|need| need["title"].as_str().unwrap()).collect();
    titles.join("; ")
}

#[actix_web::test]
async fn needs_are_found_by_every_filter_and_each_choice_says_what_it_would_leave() {
    let app = TestApp::with_services().await;
    let [_, council, welsh] = market(&app).await;
    let (visitor, reader) = (app.api_visitor(), app.api(&council, &[Role::Negotiator]).await);

    for (query, expected) in [
        ("sort=title", "Auditors in Wales; Payroll in Manchester; Run our service desk"),
        ("sort=soonest", "Auditors in Wales; Run our service desk; Payroll in Manchester"),
        ("shape=whole_service", "Run our service desk"),
        ("nation=Wales&sort=title", "Auditors in Wales; Run our service desk"),
        ("region=North+West", "Payroll in Manchester"),
        ("pays=in_kind&sort=title", "Payroll in Manchester; Run our service desk"),
        ("family=AUD&family=PAY&sort=title", "Auditors in Wales; Payroll in Manchester"),
        ("unit=audit+day&price_from=300", "Auditors in Wales"),
        ("unit=audit+day&price_from=321", ""),
        ("shape=whole_service&price_from=9000", "Run our service desk"),
        ("start_by=2027-03", "Auditors in Wales"),
        ("least=400", "Payroll in Manchester"),
        ("least=401", ""),
        (&format!("body={}&sort=title", welsh.id), "Auditors in Wales; Run our service desk"),
        (&format!("near={}&within=50", council.id), "Payroll in Manchester"),
        (
            &format!("near={}&sort=distance&shape=capacity", council.id),
            "Payroll in Manchester; Auditors in Wales",
        ),
        (&format!("near={}&reach=us&sort=title", council.id), "Auditors in Wales; Payroll in Manchester"),
    ] {
        assert_eq!(titles(&visitor, query).await, expected, "{query}");
    }
    assert_eq!(titles(&reader, "within=50").await, "Payroll in Manchester", "from the reader's own body");
    let counted = reader.get("/catalogue/needs?nation=Wales").await.json();
    assert_eq!(counted["items"][0]["distance_miles"].as_u64().map(|miles| miles > 100), Some(true));
    let choices = |name: &str| counted["choices"][name].to_string();
    insta::assert_snapshot!(
        ["nation", "shape", "family", "pays", "unit"].map(choices).join("\n"),
        @r#"
    [{"needs":1,"value":"England"},{"needs":2,"value":"Wales"}]
    [{"needs":1,"value":"capacity"},{"needs":1,"value":"whole_service"}]
    [{"needs":1,"value":"IT"},{"needs":1,"value":"AUD"}]
    [{"needs":2,"value":"cash"},{"needs":1,"value":"in_kind"}]
    [{"needs":1,"value":"audit day"},{"needs":1,"value":"service"}]
    "#
    );
    let page = app.visitor().get("/catalogue/needs?nation=Wales").await;
    page.assert_says("Wales (2)").assert_says("England (1)").assert_says("2 needs");
}

#[actix_web::test]
async fn words_are_forgiven_and_an_empty_search_says_what_to_leave_out() {
    let app = TestApp::with_services().await;
    market(&app).await;
    let (visitor, api) = (app.visitor(), app.api_visitor());

    visitor
        .get("/catalogue/needs?q=pyaroll")
        .await
        .assert_says("Showing results for payroll")
        .assert_says("Payroll in Manchester");
    assert_eq!(api.get("/catalogue/needs?q=pyaroll").await.json()["corrected_from"], "pyaroll");
    assert_eq!(api.get("/catalogue/needs?q=pyaroll&exact=1").await.json()["total"], 0);
    assert_eq!(titles(&api, "q=llanfair+audi").await, "Auditors in Wales", "the body's name and a beginning");

    let nothing = visitor.get("/catalogue/needs?q=payroll+auditors").await;
    nothing.assert_says("Each of these words is in some need, but no need has them all.");
    nothing.assert_says("Without “auditors” : 1 need");
    let nothing = visitor.get("/catalogue/needs?q=payroll&nation=Wales").await;
    nothing
        .assert_says("No need that passes your filters has “payroll”.")
        .assert_says("Without “Wales” : 1 need");
}

#[actix_web::test]
async fn what_a_program_asks_in_vain_is_refused_and_the_file_has_everything() {
    let app = TestApp::with_services().await;
    let [trust, ..] = market(&app).await;
    let (visitor, api) = (app.visitor(), app.api_visitor());

    for query in
        ["colour=red", "sort=cheapest", "kind=castle", "body=me", "within=50", "price_from=3", "least=-1"]
    {
        api.get(&format!("/catalogue/needs?{query}")).await.assert_status(422);
        visitor.get(&format!("/catalogue/needs.csv?{query}")).await.assert_status(422);
        visitor.get(&format!("/catalogue/needs?{query}")).await.assert_status(200);
    }
    let file = visitor.get("/catalogue/needs.csv?q=manchester").await;
    let header = file.body.lines().next().unwrap().trim_start_matches('\u{feff}').to_owned();
    insta::assert_snapshot!(header, @"Need,Body,Region,Service,Title,Unit,Quantity a month,First month,Last month,Would give,Highest price,What is needed,Size,Id,Address,Body id,Family,Service code,Description,Services given in return,Standards a provider must meet,Where providers can be,Public since,Kind of body");
    for said in [trust.id.to_string(), "/needs/".to_owned(), "Internal audit".to_owned(), "PAY-01".to_owned()]
    {
        assert!(file.body.contains(&said), "{said}: {}", file.body);
    }
}

#[actix_web::test]
async fn a_long_list_of_needs_has_pages() {
    let app = TestApp::with_services().await;
    let trust = app.body("Northmoor NHS Trust").await;
    for number in 1..=21 {
        needed(&app, &trust, json!({ "title": format!("Payroll for site {number:02}") })).await;
    }

    let second = app.visitor().get("/catalogue/needs?q=payroll&sort=title&page=2").await;
    second
        .assert_says("21 needs")
        .assert_says("Payroll for site 21")
        .assert_does_not_say("Payroll for site 20");
    assert!(second.body.contains("href=\"/catalogue/needs?q=payroll&amp;sort=title\""), "{}", second.body);
    let first = app.api_visitor().get("/catalogue/needs?limit=20&sort=title").await.json();
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest =
        app.api_visitor().get(&format!("/catalogue/needs?limit=20&sort=title&cursor={cursor}")).await.json();
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
}
