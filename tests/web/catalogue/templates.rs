//! What a new offer begins with, and what becomes of it when another service is chosen.

use super::{offer_of, owner_of, save, start};

#[actix_web::test]
async fn a_new_offer_begins_with_every_measure_of_its_template_as_a_place_to_start() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    app.move_body(&council, "Northern Ireland", "Northern Ireland", None).await;
    let owner = owner_of(&app, &council).await;
    owner
        .get("/offers/new")
        .await
        .assert_says("much like an offer you have listed before")
        .assert_says("copy it");
    let chosen = owner.get("/offers/new?service=INF-01").await;
    assert!(chosen.body.contains("value=\"INF-01\" selected"), "not chosen");
    app.visitor().get("/browse/services/INF-01").await.assert_does_not_say("Offer it yourself");
    let service = owner.get("/browse/services/INF-01").await;
    assert!(service.body.contains("href=\"/offers/new?service=INF-01\""), "no way to offer it");

    let begun =
        offer_of(&owner.post("/offers/new", &[("service", "IT-01"), ("shape", "whole_service")]).await);

    let quality = owner.get(&format!("{begun}/edit/quality")).await;
    quality.assert_says("only a place to start for talks, no standard");
    for measure in ["Priority 4 incidents resolved within 5 working days", "Calls not given up by the caller"]
    {
        assert!(quality.body.contains(&format!("value=\"{measure}\"")), "{measure}");
    }
    assert!(
        quality.body.contains("value=\"northern-ireland\" checked"),
        "not the holidays of its own nation"
    );
    owner.get(&format!("{begun}/edit/scope")).await.assert_says("Phone, portal and e-mail; logging");
    owner.get(&format!("{begun}/edit/handover")).await.assert_says("you get your data in a common format");
}

#[actix_web::test]
async fn another_service_replaces_what_nobody_touched_and_keeps_what_somebody_wrote() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = offer_of(&owner.post("/offers/new", &[("service", "PAY-01")]).await);
    let about = [("title", "Payroll"), ("description", "Payroll by people who know turnout fees.")];
    save(&owner, &offer, "about", &about).await.assert_status(303);

    let saved = save(&owner, &offer, "service", &[("service", "AUD-01"), ("shape", "capacity")]).await;

    owner
        .get(&saved.location())
        .await
        .assert_says("Filled in from what is usual for this service: the measures, the unit.")
        .assert_says("Kept as you wrote it, so read it again: the description.")
        .assert_says("Payroll by people who know turnout fees.");
    let quality = owner.get(&format!("{offer}/edit/quality")).await;
    assert!(quality.body.contains("value=\"Recommendations accepted\""));
    assert!(!quality.body.contains("value=\"Payslips right first time\""));
    owner.get(&format!("{offer}/check")).await.assert_says("Unit audit day");
}

#[actix_web::test]
async fn a_program_reads_what_an_offer_of_a_service_begins_with() {
    let app = start().await;

    let service = app.api_visitor().get("/services/PAY-01").await.assert_status(200).json();

    assert_eq!((&service["code"], &service["family"]), (&"PAY-01".into(), &"PAY".into()));
    let template = &service["template"];
    assert_eq!(template["unit"], "payslip");
    assert_eq!(template["kpis"][2]["name"], "Real-time returns to HMRC on time (RTI)");
    assert_eq!(template["kpis"][2]["target"], "100%");
    assert!(template["way_back"].as_str().unwrap().contains("tax year"));
    app.api_visitor().get("/services/NO-01").await.assert_status(404);
}
