//! Lines that are in a ledger before their invoices are issued.

use serde_json::json;
use symbiosis::access::Role;
use symbiosis::worker;

use super::invoices::invoice;
use super::{FINANCE, LEDGER, load, load_by_api};
use crate::agreed;
use crate::support::{Api, TestApp};

/// Says that a supplier name stands for a body.
async fn decide(api: &Api, name: &str, body: &crate::support::TestBody) {
    let decisions = json!({ "decisions": [{ "supplier_name": name, "body_id": body.id }] });
    api.post("/ledger/supplier-names/decisions", &decisions).await.assert_status(200);
}

#[actix_web::test]
async fn the_worker_matches_them_once_a_day() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let officer = app.signed_in(&council, FINANCE).await;
    let api = app.api(&council, FINANCE).await;
    load(&officer, LEDGER).await;
    decide(&api, "NORTHMOOR NHS TRUST", &trust).await;
    invoice(&app, &trust, &council, "NMT-2026-1", 506_000, 0).await;
    assert_eq!(api.get("/ledger/totals").await.json()["matched"]["count"], 0);

    worker::run_due(&app.db, app.now()).await.unwrap();

    let matches = api.get("/ledger/matches").await.json();
    assert_eq!(matches["total"], 1);
    assert_eq!(matches["items"][0]["invoice_number"], "NMT-2026-1");
}

#[actix_web::test]
async fn closing_a_month_matches_them_at_once() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let agreed = agreed::cash(&app, &council, &trust).await;
    let debtor = app.api(&trust, FINANCE).await;
    let ledger = "Date,Supplier Name,Invoice Number,Amount\n\
        12/11/2026,ASHDALE BOROUGH COUNCIL,ABC-2026-27-000001,5280.00\n";
    load_by_api(&debtor, "november.csv", ledger.into()).await;
    decide(&debtor, "ASHDALE BOROUGH COUNCIL", &council).await;
    let figures = json!({
        "leg_id": agreed.leg(), "month": "2026-10", "quantity": "1000",
        "kpis": [{ "number": 1, "numerator": 1, "denominator": 1 }],
    });
    let provider = app.api(&council, &[Role::ContractManager]).await;
    let sent = provider.post("/returns", &figures).await.assert_status(201).json();
    let consumer = app.api(&trust, &[Role::ContractManager]).await;
    let accept = format!("/returns/{}/accept", sent["id"].as_str().unwrap());
    consumer.post(&accept, &json!({ "version": 1 })).await.assert_status(200);

    let close = format!("/finance/agreements/{}/close/2026-10", agreed.id);
    let creditor = app.signed_in(&council, FINANCE).await;
    creditor.post(&close, &[]).await.assert_status(303);

    let matches = debtor.get("/ledger/matches").await.json();
    assert_eq!(matches["items"][0]["invoice_number"], "ABC-2026-27-000001");
}
