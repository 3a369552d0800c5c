//! What is left to pay of an invoice is the same on every page, in every list and for programs; and each body sees only
//! what its own ledger says.

use diesel::prelude::*;
use serde_json::json;
use symbiosis::access::Role;
use symbiosis::kernel::Pence;
use symbiosis::storage::schema::agreements;

use super::{Parties, accepted, close_october, parties, statement_of_october};
use crate::agreed::{self, Agreed};
use crate::reconciliation::load_by_api;
use crate::support::Answer;

const FINANCE: &[Role] = &[Role::FinanceOfficer];

/// An exchange of which October is closed: hosting at £1,200.00 and, if it was delivered, audit at £1,000.00.
async fn exchange(p: &Parties, audit: Option<&str>) -> Agreed {
    let agreed = agreed::in_kind(&p.app, &p.council, &p.trust).await;
    accepted(&p.app, &p.council, &p.trust, agreed.legs[0], "24").await;
    if let Some(audit) = audit {
        accepted(&p.app, &p.trust, &p.council, agreed.legs[1], audit).await;
    }
    p.creditor.post(&close_october(&agreed), &[]).await.assert_status(303);
    agreed
}

/// Lets the account of an exchange stand this far from even.
async fn tolerate(p: &Parties, agreed: &Agreed, pence: i64) {
    let id = agreed.id;
    p.app
        .write(move |conn| {
            diesel::update(agreements::table.find(id))
                .set(agreements::tolerance.eq(Pence::from_i64(pence)))
                .execute(conn)
        })
        .await;
}

/// Fails unless everything that the debtor and the creditor read says that `pounds` are left to pay.
async fn assert_left_everywhere(p: &Parties, agreed: &Agreed, pounds: &str, pence: i64) {
    let statement = statement_of_october(agreed);
    p.debtor.get(&statement).await.assert_says(&format!("Left to be paid by you {pounds}"));
    p.creditor.get(&statement).await.assert_says(&format!("Left to be paid to you {pounds}"));
    p.debtor.get("/finance").await.assert_says(&format!("{pounds} to be paid by you"));
    p.creditor.get("/finance").await.assert_says(&format!("{pounds} to be paid to you"));
    let bench = p.debtor.get("/finance/ledger/matching").await;
    let count = i64::from(pence > 0);
    bench.assert_says(&match count {
        0 => "There is nothing to match yet".to_owned(),
        _ => format!("Without a line in your ledger {count} {pounds}"),
    });
    let owing = p.app.api(&p.trust, FINANCE).await;
    let totals = owing.get("/ledger/totals").await.json();
    assert_eq!(totals["open_invoices"], json!({ "count": count, "total_pence": pence }));
    let invoices = owing.get("/invoices?direction=in").await.json();
    let left: i64 =
        invoices["items"].as_array().unwrap().iter().map(|each| each["remains"].as_i64().unwrap()).sum();
    assert_eq!(left, pence, "{invoices}");
    let open = owing.get("/invoices?direction=in&state=open").await.json();
    assert_eq!(open["items"].as_array().unwrap().len(), usize::from(pence > 0));
}

async fn first_page_of(p: &Parties) -> Answer {
    p.debtor.get("/").await
}

#[actix_web::test]
async fn a_service_within_the_tolerance_leaves_nothing_to_pay_anywhere() {
    let p = parties().await;
    let agreed = exchange(&p, Some("6")).await;

    assert_left_everywhere(&p, &agreed, "£0.00", 0).await;

    p.creditor.get("/finance/ledger/statements/new").await.assert_says("Nobody owes you anything");
    let account = p.debtor.get(&format!("/finance/agreements/{}/in-kind", agreed.id)).await;
    account.assert_says("within the agreed tolerance: nothing is to be paid");
    let invoices = p.debtor.get("/finance/invoices?state=on_account").await;
    invoices.assert_says("On the in-kind account").assert_says("Nothing due");
    first_page_of(&p).await.assert_does_not_say("Pay invoice");
}

#[actix_web::test]
async fn what_goes_beyond_the_tolerance_is_left_to_pay_everywhere() {
    let p = parties().await;
    let agreed = exchange(&p, None).await;
    tolerate(&p, &agreed, 100_000).await;

    assert_left_everywhere(&p, &agreed, "£200.00", 20_000).await;

    let account = p.debtor.get(&format!("/finance/agreements/{}/in-kind", agreed.id)).await;
    account.assert_says("£200.00 beyond what you agreed to tolerate");
    let to_send = p.creditor.get("/finance/ledger/statements/new").await;
    to_send.assert_says("Northmoor NHS Trust: 1 item, £200.00");
    first_page_of(&p).await.assert_says("Pay invoice ABC-2026-27-000001").assert_says("£200.00 due by");
}

#[actix_web::test]
async fn an_invoice_waits_until_a_line_of_the_ledger_pays_it_and_only_its_body_sees_that() {
    let p = parties().await;
    let agreed = agreed::cash(&p.app, &p.council, &p.trust).await;
    accepted(&p.app, &p.council, &p.trust, agreed.leg(), "1000").await;
    p.creditor.post(&close_october(&agreed), &[]).await.assert_status(303);
    let owing = p.app.api(&p.trust, FINANCE).await;
    let owed = p.app.api(&p.council, FINANCE).await;
    assert_left_everywhere(&p, &agreed, "£5,280.00", 528_000).await;
    let waits = first_page_of(&p).await;
    waits.assert_says("Pay invoice ABC-2026-27-000001").assert_says("£5,280.00 due by 23 December 2026");
    p.creditor.get("/").await.assert_does_not_say("Pay invoice");

    let ledger = "Date,Supplier Name,Invoice Number,Amount\n\
        12/11/2026,ASHDALE BOROUGH COUNCIL,ABC-2026-27-000001,5280.00\n";
    load_by_api(&owing, "november.csv", ledger.into()).await;
    let decision = json!({ "supplier_name": "ASHDALE BOROUGH COUNCIL", "body_id": p.council.id });
    owing.post("/ledger/supplier-names/decisions", &json!({ "decisions": [decision] })).await;

    first_page_of(&p).await.assert_does_not_say("Pay invoice");
    let own = owing.get("/invoices?direction=in").await.json()["items"][0].clone();
    assert_eq!((&own["remains"], &own["in_ledger"]), (&json!(0), &json!(true)));
    let page = format!("/finance/invoices/{}", own["id"].as_str().unwrap());
    let mine = p.debtor.get(&page).await;
    mine.assert_says("Matched with your ledger")
        .assert_says("Left to pay £0.00")
        .assert_says("Nothing is due");
    p.debtor.get("/finance/invoices?state=matched").await.assert_says("ABC-2026-27-000001");
    p.debtor.get("/finance/invoices?state=open").await.assert_says("No invoice fits these filters");
    p.debtor.get("/finance").await.assert_says("£0.00 to be paid by you").assert_says("on 0 of 1 invoice");

    let theirs = owed.get("/invoices?direction=out").await.json()["items"][0].clone();
    assert_eq!((&theirs["remains"], &theirs["in_ledger"]), (&json!(528_000), &json!(false)));
    let seen = p.creditor.get(&page).await;
    seen.assert_says("Open").assert_says("Left to pay £5,280.00").assert_does_not_say("our ledger");
    p.creditor.get("/finance/invoices?state=matched").await.assert_says("No invoice fits these filters");
    p.creditor.get("/finance").await.assert_says("£5,280.00 to be paid to you");
}
