//! A file to download holds the whole list, however many pages the list fills.

use symbiosis::access::Role;

use crate::agreed::{self, TestLeg};
use crate::reconciliation::invoices::invoice;
use crate::support::{Answer, TestApp};

fn rows(file: &Answer) -> usize {
    file.assert_status(200).body.lines().count() - 1
}

#[actix_web::test]
async fn the_file_of_invoices_goes_on_after_200_rows() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    for number in 1..=201 {
        invoice(&app, &trust, &council, &format!("NNT-{number:03}"), 10_000, 0).await;
    }
    let officer = app.signed_in(&council, &[Role::FinanceOfficer]).await;

    let file = officer.get("/finance/invoices.csv?sort=number").await;

    assert_eq!(rows(&file), 201);
    assert!(file.body.contains("NNT-001") && file.body.contains("NNT-201"));
}

#[actix_web::test]
async fn the_file_of_returns_goes_on_after_200_rows() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let legs = vec![TestLeg::cash(&council, &trust); 101];
    agreed::agreement(&app, legs).await;
    let manager = app.signed_in(&council, &[Role::ContractManager]).await;

    let file = manager.get("/returns.csv").await;

    // October and November of each leg.
    assert_eq!(rows(&file), 202);
}
