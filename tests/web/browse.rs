//! The catalogue by service, by region and on the map, as a visitor leafs through it.

use serde_json::json;
use symbiosis::access::Role;

use crate::agreed;
use crate::support::{Listing, TestApp};

const CHEAP: Listing<'_> = Listing {
    service: "PAY-01",
    title: "Payroll for up to 4,000 staff",
    description: "Monthly payroll with pensions returns.",
    unit: "payslip",
    quantity: "4000",
    price: "4.40",
    last_month: "2027-10",
};
const DEAR: Listing<'_> =
    Listing { title: "Payroll bureau", quantity: "1000", price: "5.10", last_month: "2027-01", ..CHEAP };

#[actix_web::test]
async fn a_service_tells_what_is_free_what_it_costs_and_where() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    app.move_body(&trust, "Wales", "Wales", None).await;
    app.listed(&council, &CHEAP).await;
    app.listed(&trust, &DEAR).await;

    let page = app.visitor().get("/browse/services/PAY-01").await;
    let json = app.api_visitor().get("/browse/services/PAY-01").await.assert_status(200).json();

    page.assert_status(200)
        .assert_says("2 offers from 2 public bodies")
        .assert_says("2 were published in the last 30 days")
        .assert_says("payslips 2 5,000 5,000 £4.40 to £5.10 per payslip")
        .assert_says("Feb 2027 4,000")
        .assert_says("North West, England 1")
        .assert_says("The newest offers Payroll");
    assert!(page.body.contains("href=\"/catalogue?service=PAY-01&amp;region=Wales\""));
    assert!(page.body.contains("href=\"/feeds/services/PAY-01\""));
    assert_eq!((&json["offers"], &json["bodies"], &json["new"]), (&json!(2), &json!(2), &json!(2)));
    let prices = json!([{ "price_kind": "per_unit", "least": "4.40", "most": "5.10" }]);
    assert_eq!(json["units"][0]["prices"], prices);
    let months = json["units"][0]["months"].as_array().unwrap();
    assert_eq!(months.len(), 12);
    assert_eq!(months[2], json!({ "month": "2027-01", "free": "5000", "offers": 2 }));
    assert_eq!(months[3], json!({ "month": "2027-02", "free": "4000", "offers": 1 }));
    assert_eq!(json["regions"][1]["slug"], "wales");
}

#[actix_web::test]
async fn each_row_leads_into_the_catalogue_with_its_filter_set() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Council").await;
    app.listed(&council, &CHEAP).await;
    let visitor = app.visitor();

    for (index, into) in [
        ("/browse/services", "/catalogue?service=PAY-01"),
        ("/browse/regions", "/catalogue?region=North+West"),
        ("/browse/regions/north-west", "/catalogue?service=PAY-01&region=North+West"),
    ] {
        let page = visitor.get(index).await;
        assert!(page.body.contains(&format!("href=\"{}\"", into.replace('&', "&amp;"))), "{index}");
        visitor.get(into).await.assert_says("1 offer Payroll for up to 4,000 staff");
    }
    visitor.get("/browse/services").await.assert_says("1 offer is open, of 66 services in 11 families");
    let families = app.api_visitor().get("/browse/services").await.json();
    assert_eq!(families.as_array().unwrap().len(), 11);
    for way in ["/browse/services", "/browse/regions", "/map", "/catalogue.csv"] {
        assert!(visitor.get("/catalogue").await.body.contains(&format!("href=\"{way}\"")), "{way}");
    }
}

#[actix_web::test]
async fn where_nothing_is_offered_a_page_says_what_to_do() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    app.move_body(&trust, "Wales", "Wales", None).await;
    app.listed(&council, &CHEAP).await;
    let visitor = app.visitor();

    let service = visitor.get("/browse/services/PAY-02").await;
    let region = visitor.get("/browse/regions/wales").await;
    let owner = app.signed_in(&council, &[Role::ServiceOwner]).await;

    service
        .assert_status(200)
        .assert_says("Nobody offers Pensions administration")
        .assert_says("Follow this service")
        .assert_says("Neighbouring services")
        .assert_does_not_say("Offer it yourself");
    region
        .assert_status(200)
        .assert_says("No body in Wales offers anything at the moment")
        .assert_says("Neighbouring regions Region Offers Bodies New North West, England 1");
    owner.get("/browse/services/PAY-02").await.assert_says("Offer it yourself");
    for path in ["/browse/services/PAY-99", "/browse/regions/atlantis"] {
        visitor.get(path).await.assert_status(404);
        let problem = app.api_visitor().get(path).await;
        problem.assert_status(404);
        assert_eq!(problem.header("content-type"), Some("application/problem+json"));
    }
}

#[actix_web::test]
async fn a_region_counts_what_its_own_bodies_offer() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    app.move_body(&trust, "Wales", "Wales", None).await;
    app.listed(&council, &CHEAP).await;
    app.listed(&trust, &DEAR).await;
    let audit = Listing { service: "AUD-01", unit: "audit day", title: "Audit days", ..DEAR };
    app.listed(&trust, &audit).await;

    let page = app.visitor().get("/browse/regions/wales").await;
    let json = app.api_visitor().get("/browse/regions/wales").await.json();

    page.assert_says("2 offers from 1 public body")
        .assert_says("Payroll 1 offer: Payroll 1 up to 1,000 payslips £5.10 per payslip")
        .assert_says("up to 1,000 audit days")
        .assert_does_not_say("4,000");
    assert_eq!((&json["offers"], &json["bodies"]), (&json!(2), &json!(1)));
    assert_eq!(json["services"].as_array().unwrap().len(), 2);
}

#[actix_web::test]
async fn the_map_shows_what_the_list_beside_it_says() {
    let app = TestApp::with_services().await;
    let [council, trust, other] =
        app.bodies(["Ashdale Council", "Northmoor NHS Trust", "Elsewhere Council"]).await;
    app.move_body(&council, "England", "North West", Some(("53.79", "-2.62"))).await;
    app.move_body(&trust, "Wales", "Wales", Some(("52.21", "-3.68"))).await;
    app.listed(&council, &CHEAP).await;
    app.listed(&trust, &Listing { service: "IT-01", unit: "ticket", title: "Tickets", ..DEAR }).await;
    app.listed(&other, &Listing { title: "Payroll without a place", ..DEAR }).await;

    let page = app.visitor().get("/map").await;
    let it = app.visitor().get("/map?family=IT").await;
    let json = app.api_visitor().get("/map?family=PAY").await.json();

    page.assert_says("3 open offers from 3 bodies")
        .assert_says("Payroll : up to 4,000 payslips free a month")
        .assert_says("not on the map: the registers give no place");
    let drawing =
        page.body.split("<svg class=\"atlas-paper\"").nth(1).unwrap().split("</svg>").next().unwrap();
    assert!(drawing.contains("role=\"group\"") && drawing.contains("<title id=\"atlas-title\">"));
    assert_eq!(drawing.matches("atlas-dot").count(), 2);
    assert!(
        drawing.contains(&format!("href=\"/bodies/{}\" aria-label=\"Ashdale Council, 1 offer\"", council.id))
    );
    assert!(!page.body.contains(" style=") && !page.body.contains("onclick"));
    it.assert_says("1 open offer from 1 body").assert_says("Northmoor").assert_does_not_say("Ashdale");
    assert_eq!(json["bodies"].as_array().unwrap().len(), 2);
    assert_eq!(json["bodies"][0]["latitude"], "53.79");
    assert_eq!(json["bodies"][1]["latitude"], json!(null));
    app.visitor().get("/map?family=dragons").await.assert_says("3 open offers");
    app.visitor().get("/map?family=AUD").await.assert_says("Nobody offers this at the moment");
    app.api_visitor().get("/map?family=dragons").await.assert_status(422);
}

#[actix_web::test]
async fn a_body_sees_its_own_partners_and_of_others_only_what_it_shares_with_them() {
    let app = TestApp::start().await;
    let [council, trust, college] =
        app.bodies(["Ashdale Council", "Northmoor NHS Trust", "University of Calderbridge"]).await;
    agreed::cash(&app, &council, &trust).await;
    agreed::cash(&app, &college, &council).await;
    let page = |body: &crate::support::TestBody| format!("/bodies/{}", body.id);
    let at_council = app.signed_in(&council, &[Role::Auditor]).await;
    let at_trust = app.signed_in(&trust, &[Role::Auditor]).await;

    let own = at_council.get(&page(&council)).await;
    let of_partner = at_trust.get(&page(&council)).await;
    let of_stranger = at_trust.get(&page(&college)).await;
    let public = app.visitor().get(&page(&council)).await;

    own.assert_says("Whom we work with")
        .assert_says("Northmoor NHS Trust receives Payroll ( performance of Payroll )")
        .assert_says("University of Calderbridge provides Payroll");
    of_partner.assert_says("Whom it works with").assert_says("Northmoor NHS Trust receives Payroll");
    for unknowing in [&of_partner, &public] {
        unknowing.assert_status(200).assert_does_not_say("Calderbridge");
    }
    of_stranger.assert_does_not_say("works with").assert_does_not_say("Ashdale");
    public.assert_does_not_say("Northmoor");
    let api = app.api(&trust, &[Role::Auditor]).await;
    let known = api.get(&format!("/bodies/{}/partners", council.id)).await.assert_status(200).json();
    assert_eq!(known.as_array().unwrap().len(), 1);
    assert_eq!(known[0]["receives"][0]["service_name"], "Payroll");
    let stranger = api.get(&format!("/bodies/{}/partners", college.id)).await.json();
    assert_eq!(stranger, json!([]));
    let public = app.api_visitor().get(&format!("/bodies/{}/partners", council.id)).await;
    assert_eq!(public.assert_status(200).json(), json!([]));
}

#[actix_web::test]
async fn what_is_counted_is_what_its_reader_finds() {
    let app = TestApp::with_services().await;
    let [council, trust, college] =
        app.bodies(["Ashdale Council", "Northmoor NHS Trust", "University of Calderbridge"]).await;
    app.listed(&council, &CHEAP).await;
    let (owner, hidden) = app.draft(&council, &DEAR).await;
    let mut body = DEAR.json();
    body["visibility"] = json!({ "partners": [trust.id], "partners_from": "2026-11-20" });
    owner.put(&hidden, &body).await.assert_status(200);
    owner.post(&format!("{hidden}/publish"), &json!({})).await.assert_status(200);

    let partner = app.signed_in(&trust, &[Role::Negotiator]).await;
    let stranger = app.signed_in(&college, &[Role::Negotiator]).await;
    for (reader, count, range) in [
        (&partner, "2 offers", "5,000 £4.40 to £5.10 per payslip"),
        (&stranger, "1 offer", "4,000 £4.40 per payslip"),
        (&app.visitor(), "1 offer", "4,000 £4.40 per payslip"),
    ] {
        reader.get("/catalogue").await.assert_says(count);
        reader
            .get("/browse/services/PAY-01")
            .await
            .assert_says(&format!("{count} from 1 public body"))
            .assert_says(range);
        reader.get("/browse/regions/north-west").await.assert_says(&format!("{count} from 1 public body"));
        reader.get("/map").await.assert_says(&count.replace(' ', " open "));
    }
    let api = app.api(&trust, &[Role::Negotiator]).await;
    assert_eq!(api.get("/browse/services/PAY-01").await.json()["offers"], 2);
}
