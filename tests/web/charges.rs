//! Journeys through `charges`: closing months by button and by the worker, invoices, set-off, statements, accounts.

mod clock;
mod closing;
mod left_to_pay;
mod numbers;

use serde_json::json;
use symbiosis::access::Role;
use symbiosis::kernel::ids::LegId;

use crate::agreed::{self, Agreed};
use crate::support::{Client, TestApp, TestBody};

/// A provider and a consumer, and a finance officer of each.
struct Parties {
    app: TestApp,
    council: TestBody,
    trust: TestBody,
    creditor: Client,
    debtor: Client,
}

async fn parties() -> Parties {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let creditor = app.signed_in(&council, &[Role::FinanceOfficer]).await;
    let debtor = app.signed_in(&trust, &[Role::FinanceOfficer]).await;
    Parties { app, council, trust, creditor, debtor }
}

/// The provider reports October's quantity and the consumer accepts it, through the API.
async fn accepted(app: &TestApp, provider: &TestBody, consumer: &TestBody, leg: LegId, quantity: &str) {
    let figures = json!({
        "leg_id": leg, "month": "2026-10", "quantity": quantity,
        "kpis": [{ "number": 1, "numerator": 1, "denominator": 1 }],
    });
    let sender = app.api(provider, &[Role::ContractManager]).await;
    let sent = sender.post("/returns", &figures).await;
    let id = sent.assert_status(201).json()["id"].as_str().unwrap().to_owned();
    let answerer = app.api(consumer, &[Role::ContractManager]).await;
    answerer.post(&format!("/returns/{id}/accept"), &json!({ "version": 1 })).await.assert_status(200);
}

fn close_october(agreed: &Agreed) -> String {
    format!("/finance/agreements/{}/close/2026-10", agreed.id)
}

fn statement_of_october(agreed: &Agreed) -> String {
    format!("/finance/agreements/{}/statements/2026-10", agreed.id)
}

#[actix_web::test]
async fn what_was_accepted_becomes_an_invoice_for_cash() {
    let Parties { app, council, trust, creditor, debtor } = parties().await;
    let agreed = agreed::cash(&app, &council, &trust).await;
    app.person_with_email("Fay Debtor", "fay@trust.example", &trust, &[Role::FinanceOfficer]).await;
    accepted(&app, &council, &trust, agreed.leg(), "1000").await;

    creditor.get("/").await.assert_says("Close October 2026");
    creditor.get("/finance").await.assert_says("1 ready");
    let confirm = creditor.get(&close_october(&agreed)).await;
    confirm.assert_says("Close October 2026 and issue 1 invoice?").assert_says("£4,400.00 £880.00 £5,280.00");
    let closed = creditor.post(&close_october(&agreed), &[]).await;

    let statement = closed.assert_status(303).location();
    creditor.get(&statement).await.assert_says("Left to be paid to you £5,280.00").assert_says("Closed");
    debtor.get(&statement).await.assert_says("Left to be paid by you £5,280.00");
    let list = debtor.get("/finance/invoices?direction=in&q=abc-2026").await;
    list.assert_says("ABC-2026-27-000001").assert_says("You owe");
    let start = list.body.find("/finance/invoices/").unwrap();
    let path = list.body[start..].split('"').next().unwrap().to_owned();
    let invoice = debtor.get(&path).await;
    for words in [
        "Invoice ABC-2026-27-000001",
        "Ashdale Borough Council to Northmoor NHS Trust",
        "Purchase order PO-4501177",
        "Issued (tax point) 23 November 2026",
        "Supplied in October 2026",
        "Due by 23 December 2026",
        "Payroll 1,000 payslips £4.40 each Standard rate, 20% £4,400.00",
        "VAT at 20% £880.00",
        "Total £5,280.00",
        "Left to pay £5,280.00",
    ] {
        invoice.assert_says(words);
    }
    let mails = app.mails_to("fay@trust").await;
    assert_eq!(mails.last().unwrap().0, "Invoice ABC-2026-27-000001 for October 2026");
    creditor.get("/finance").await.assert_says("£5,280.00 to be paid to you").assert_says("No month waits");
    let again = creditor.post(&close_october(&agreed), &[]).await;
    again.assert_status(409).assert_says("October 2026 is closed: every leg has its invoice");
}

#[actix_web::test]
async fn services_for_each_other_are_invoiced_both_ways_and_set_off() {
    let Parties { app, council, trust, creditor, debtor } = parties().await;
    let agreed = agreed::in_kind(&app, &council, &trust).await;
    accepted(&app, &council, &trust, agreed.legs[0], "24").await;
    accepted(&app, &trust, &council, agreed.legs[1], "6").await;

    let confirm = creditor.get(&close_october(&agreed)).await;
    confirm.assert_says("issue 2 invoices?").assert_says("£1,000.00 of the in-kind invoices is set off");
    creditor.post(&close_october(&agreed), &[]).await.assert_status(303);

    let statement = debtor.get(&statement_of_october(&agreed)).await;
    statement.assert_says("ABC-2026-27-000001").assert_says("NNT-2026-27-000001");
    // £1,200.00 with £200.00 of VAT in it, less the £1,000.00 that came back.
    statement.assert_says("£1,000.00 £200.00 £1,200.00 £1,000.00 £0.00");
    statement.assert_says("£833.33 £166.67 £1,000.00 £1,000.00 £0.00");
    let account = creditor.get(&format!("/finance/agreements/{}/in-kind", agreed.id)).await;
    account.assert_says("Northmoor NHS Trust has taken £200.00 more than it gave");
    account.assert_says("£1,500.00 either way").assert_says("within the agreed tolerance");
    let theirs = debtor.get(&format!("/finance/agreements/{}/in-kind/csv", agreed.id)).await;
    insta::assert_snapshot!(theirs.body.trim_start_matches('\u{feff}'), @r"
    Month,Given,Received,Balance
    2026-10,1000.00,1200.00,-200.00
    ");
    let cleared = debtor.get("/finance/invoices?state=cleared").await;
    cleared.assert_says("NNT-2026-27-000001").assert_does_not_say("ABC-2026-27-000001");
}

#[actix_web::test]
async fn cash_that_is_not_paid_in_30_days_is_late_and_a_service_is_not() {
    let Parties { app, council, trust, creditor, .. } = parties().await;
    let in_kind = agreed::in_kind(&app, &council, &trust).await;
    let cash = agreed::cash(&app, &council, &trust).await;
    accepted(&app, &council, &trust, in_kind.legs[0], "24").await;
    accepted(&app, &council, &trust, cash.leg(), "1000").await;
    for agreed in [&in_kind, &cash] {
        creditor.post(&close_october(agreed), &[]).await.assert_status(303);
    }

    app.clock.advance(chrono::Duration::days(30)).unwrap();
    let on_the_day = app.signed_in(&council, &[Role::FinanceOfficer]).await;
    let on_the_day = on_the_day.get("/finance/invoices?state=past_due").await;
    app.clock.advance(chrono::Duration::days(1)).unwrap();
    let later = app.signed_in(&council, &[Role::FinanceOfficer]).await;
    let late = later.get("/finance/invoices?state=past_due").await;
    let on_account = later.get("/finance/invoices?state=on_account").await;

    on_the_day.assert_says("No invoice fits these filters");
    late.assert_says("Payroll").assert_does_not_say("Data centre hosting");
    on_account.assert_says("Data centre hosting").assert_does_not_say("Payroll");
}

#[actix_web::test]
async fn a_purchase_order_reference_can_be_given_once_by_the_consumer() {
    let Parties { app, council, trust, creditor, debtor } = parties().await;
    let agreed = agreed::in_kind(&app, &council, &trust).await;
    accepted(&app, &council, &trust, agreed.legs[0], "24").await;
    let path = format!("/finance/legs/{}/po-reference", agreed.legs[0]);
    debtor.get(&close_october(&agreed)).await.assert_says("will quote no purchase order reference");

    let empty = debtor.post(&path, &[("po_ref", " ")]).await;
    let not_theirs = creditor.post(&path, &[("po_ref", "PO-1")]).await;
    let given = debtor.post(&path, &[("po_ref", "PO-77/3")]).await;
    let again = debtor.post(&path, &[("po_ref", "PO-78")]).await;

    empty.assert_status(422).assert_says("Enter the purchase order reference");
    not_theirs.assert_status(409);
    given.assert_status(303);
    again.assert_status(409).assert_says("has a purchase order reference already");
    creditor.post(&close_october(&agreed), &[]).await.assert_status(303);
    let file = creditor.get(&format!("{}/csv", statement_of_october(&agreed))).await;
    assert!(file.body.contains("PO-77/3"), "{}", file.body);
}

#[actix_web::test]
async fn a_stranger_finds_nothing_and_other_roles_only_look() {
    let Parties { app, council, trust, creditor, .. } = parties().await;
    let agreed = agreed::in_kind(&app, &council, &trust).await;
    accepted(&app, &council, &trust, agreed.legs[0], "24").await;
    creditor.post(&close_october(&agreed), &[]).await.assert_status(303);
    let elsewhere = app.body("Elsewhere District Council").await;
    let stranger = app.signed_in(&elsewhere, &[Role::FinanceOfficer]).await;
    let auditor = app.signed_in(&council, &[Role::Auditor]).await;
    let invoice = app.api(&council, &[Role::FinanceOfficer]).await.get("/invoices").await.json();
    let invoice = format!("/finance/invoices/{}", invoice["items"][0]["id"].as_str().unwrap());
    let account = format!("/finance/agreements/{}/in-kind", agreed.id);
    let reference = format!("/finance/legs/{}/po-reference", agreed.legs[0]);

    for path in [&invoice, &account, &statement_of_october(&agreed)] {
        stranger.get(path).await.assert_status(404);
        auditor.get(path).await.assert_status(200);
    }
    for path in [&close_october(&agreed), &reference] {
        stranger.get(path).await.assert_status(404);
        stranger.post(path, &[("po_ref", "PO-1")]).await.assert_status(404);
        auditor.get(path).await.assert_status(403);
        auditor.post(path, &[]).await.assert_status(403);
    }
    stranger.get("/finance/invoices").await.assert_says("No invoices yet");
}

#[actix_web::test]
async fn charging_goes_through_the_api() {
    let Parties { app, council, trust, .. } = parties().await;
    let agreed = agreed::in_kind(&app, &council, &trust).await;
    accepted(&app, &council, &trust, agreed.legs[0], "24").await;
    accepted(&app, &trust, &council, agreed.legs[1], "6").await;
    let creditor = app.api(&council, &[Role::FinanceOfficer]).await;
    let debtor = app.api(&trust, &[Role::FinanceOfficer]).await;
    let month = format!("/agreements/{}/months/2026-10", agreed.id);

    let open = creditor.get("/months-to-close").await.json();
    let plan = creditor.get(&month).await.json();
    let reference = format!("/legs/{}/po-reference", agreed.legs[0]);
    debtor.put(&reference, &json!({ "po_ref": "PO-9" })).await.assert_status(204);
    let closed = creditor.post_with_key(&format!("{month}/close"), "once", &json!({})).await;
    let replayed = creditor.post_with_key(&format!("{month}/close"), "once", &json!({})).await;
    let again = creditor.post(&format!("{month}/close"), &json!({})).await;

    assert_eq!(open["items"][0]["ready"], 2);
    assert_eq!((&plan["legs"][0]["state"], &plan["set_off"]), (&json!("ready"), &json!(100_000)));
    assert_eq!(closed.assert_status(200).json()["closed"], true);
    assert_eq!(replayed.assert_status(200).body, closed.body);
    again.assert_status(409);
    let invoices = debtor.get("/invoices?direction=in").await.json();
    let invoice = &invoices["items"][0];
    assert_eq!(
        (&invoice["net"], &invoice["vat"], &invoice["gross"]),
        (&json!(100_000), &json!(20_000), &json!(120_000))
    );
    assert_eq!((&invoice["set_off"], &invoice["on_account"]), (&json!(100_000), &json!(20_000)));
    assert_eq!((&invoice["remains"], &invoice["po_ref"]), (&json!(0), &json!("PO-9")));
    let one = debtor.get(&format!("/invoices/{}", invoice["id"].as_str().unwrap())).await.json();
    assert_eq!(&one, invoice);
    let statement = debtor.get(&format!("{month}/statement")).await.json();
    assert_eq!(statement["invoices"].as_array().unwrap().len(), 2);
    let account = debtor.get(&format!("/agreements/{}/in-kind-account", agreed.id)).await.json();
    assert_eq!(account["balance"], -20_000);
    creditor.get("/invoices?sort=sideways").await.assert_status(422);
    creditor.get("/agreements/01900000-0000-7000-8000-000000000000/months/2026-10").await.assert_status(404);
    creditor.get(&format!("/agreements/{}/months/2026-13", agreed.id)).await.assert_status(404);
}
