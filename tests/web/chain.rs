//! The whole chain through `/api/v1` alone: offer, enquiry, terms, signatures, delivery, invoices, reconciled books.
//! Once for cash and once for a service in return; each step by a token of whoever must act, with mail to whoever is
//! next.

mod books;
mod side;
mod steps;

use serde_json::{Value, json};

use self::side::text;
use self::steps::{Chain, Delivery};

fn hosting(price: &str, po_ref: Option<&str>) -> Value {
    json!({
        "description": "Half a rack in hall two", "quantity_per_month": "12", "price_kind": "per_unit",
        "price": price, "vat_treatment": "standard", "po_ref": po_ref,
        "kpis": [{ "name": "Racks with power", "target": "99.5%" }],
    })
}

fn payroll(quantity: &str, po_ref: Option<&str>) -> Value {
    json!({
        "service_code": "PAY-01", "unit": "payslip", "description": "Monthly payroll with year end",
        "quantity_per_month": quantity, "price_kind": "per_unit", "price": "4", "po_ref": po_ref,
        "vat_treatment": "outside_scope", "kpis": [{ "name": "Payslips right", "target": "99.9%" }],
        "calendar": { "preset": "office_hours", "division": "scotland" },
    })
}

fn terms(tolerance: i64, legs: &[Value]) -> Value {
    json!({
        "title": "Hosting for Northmoor", "first_month": "2026-12", "last_month": "2027-02",
        "tolerance": tolerance, "legs": legs,
    })
}

#[actix_web::test]
async fn the_whole_chain_for_cash_goes_through_the_api() {
    let chain = Chain::begun().await;
    let first = terms(0, &[hosting("200", Some("PO-7741"))]);
    let (proposal, changes) = chain.agreed(first, terms(0, &[hosting("215.25", None)])).await;
    assert_eq!(changes.as_array().unwrap().len(), 1, "{changes}");
    assert_eq!(changes[0]["was"], "£200.00 for each rack unit-month");
    assert_eq!(changes[0]["now"], "£215.25 for each rack unit-month");
    let agreement = chain.signed(&proposal).await;
    chain.december_passes(&agreement).await;
    let Chain { app, council, trust, .. } = &chain;
    chain
        .delivered(&Delivery {
            provider: council,
            consumer: trust,
            leg: text(&agreement["legs"][0], "id"),
            reported: "12",
            right: "11.5",
            target: 9_950,
            outcome: "met",
        })
        .await;

    let month = format!("/agreements/{}/months/2026-12", text(&agreement, "id"));
    let closed = council.finance.post(&format!("{month}/close"), &json!({})).await;
    assert_eq!(closed.assert_status(200).json()["closed"], true);
    trust.assert_told(app, "finance", "Invoice ABC-2026-27-000001 for December 2026").await;
    let invoice = trust.finance.get("/invoices?direction=in").await.json()["items"][0].clone();
    // 11.5 at £215.25 is £2,475.375; 20% of £2,475.38 is £495.076.
    let amounts = ["net", "vat", "gross", "set_off", "remains"].map(|name| invoice[name].as_i64().unwrap());
    assert_eq!(amounts, [247_538, 49_508, 297_046, 0, 297_046]);
    assert_eq!((&invoice["po_ref"], &invoice["settlement"]), (&json!("PO-7741"), &json!("cash")));

    chain.reconciled(&invoice, "2970.46").await;
    chain.statement_answered(297_046).await;
    chain.assert_everything_recorded().await;
}

#[actix_web::test]
async fn the_whole_chain_for_a_service_in_return_goes_through_the_api() {
    let chain = Chain::begun().await;
    let first = terms(1_000, &[hosting("200", Some("PO-7741")), payroll("500", None)]);
    let counter = terms(1_000, &[hosting("200", None), payroll("600", Some("PO-88"))]);
    let (proposal, changes) = chain.agreed(first, counter).await;
    assert!(changes.to_string().contains("600"), "{changes}");
    let agreement = chain.signed(&proposal).await;
    chain.december_passes(&agreement).await;
    let Chain { app, council, trust, .. } = &chain;
    let leg = |number: usize| text(&agreement["legs"][number], "id");
    let (hosting, payroll) = (leg(0), leg(1));
    let delivery = Delivery {
        provider: council,
        consumer: trust,
        leg: hosting,
        reported: "12.5",
        right: "12",
        target: 9_950,
        outcome: "met",
    };
    chain.delivered(&delivery).await;
    let returned = Delivery {
        provider: trust,
        consumer: council,
        leg: payroll,
        reported: "600",
        right: "590",
        target: 9_990,
        outcome: "missed",
    };
    chain.delivered(&returned).await;

    let month = format!("/agreements/{}/months/2026-12", text(&agreement, "id"));
    let closed = trust.finance.post(&format!("{month}/close"), &json!({})).await.assert_status(200).json();
    assert_eq!((&closed["closed"], &closed["set_off"]), (&json!(true), &json!(236_000)));
    trust.assert_told(app, "finance", "Invoice ABC-2026-27-000001 for December 2026").await;
    council.assert_told(app, "finance", "Invoice NNT-2026-27-000001 for December 2026").await;
    let amounts = |invoice: &Value| {
        ["net", "vat", "gross", "set_off", "remains"].map(|name| invoice[name].as_i64().unwrap())
    };
    let ours = trust.finance.get("/invoices?direction=in").await.json()["items"][0].clone();
    let theirs = trust.finance.get("/invoices?direction=out").await.json()["items"][0].clone();
    // £40.00 is left after the set-off, and £10.00 of it is tolerated.
    assert_eq!(amounts(&ours), [200_000, 40_000, 240_000, 236_000, 3_000]);
    assert_eq!(amounts(&theirs), [236_000, 0, 236_000, 236_000, 0]);
    assert_eq!((&ours["po_ref"], &theirs["po_ref"]), (&json!("PO-7741"), &json!("PO-88")));
    let account = format!("/agreements/{}/in-kind-account", text(&agreement, "id"));
    for (side, balance) in [(council, 4_000), (trust, -4_000)] {
        let account = side.finance.get(&account).await.assert_status(200).json();
        assert_eq!((&account["balance"], &account["tolerance"]), (&json!(balance), &json!(1_000)));
        assert_eq!(account["beyond_tolerance"], 3_000);
    }

    chain.reconciled(&ours, "2400.00").await;
    chain.statement_answered(3_000).await;
    chain.assert_everything_recorded().await;
}
