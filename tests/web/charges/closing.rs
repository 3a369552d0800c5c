//! When a month can be closed, what is left open, and what the worker does by itself.

use serde_json::json;
use symbiosis::access::{Role, System};
use symbiosis::charges::commands::{Due, close_due};
use symbiosis::kernel::Instant;
use symbiosis::kernel::working_days::BankHolidays;

use super::{accepted, close_october, parties, statement_of_october};
use crate::agreed;
use crate::support::TestApp;

async fn worker_at(app: &TestApp, at: &str) -> Due {
    let now: Instant = at.parse().unwrap();
    close_due(&app.db, System::of_this_process(), &BankHolidays::none(), now).await.unwrap()
}

#[actix_web::test]
async fn a_leg_without_an_accepted_return_is_left_open_and_picked_up_later() {
    let p = parties().await;
    let agreed = agreed::in_kind(&p.app, &p.council, &p.trust).await;
    let nothing = p.creditor.post(&close_october(&agreed), &[]).await;
    accepted(&p.app, &p.council, &p.trust, agreed.legs[0], "24").await;
    let confirm = p.creditor.get(&close_october(&agreed)).await;

    p.creditor.post(&close_october(&agreed), &[]).await.assert_status(303);
    let half = p.creditor.get(&statement_of_october(&agreed)).await;
    accepted(&p.app, &p.trust, &p.council, agreed.legs[1], "6").await;
    p.debtor.post(&close_october(&agreed), &[]).await.assert_status(303);
    let whole = p.creditor.get(&statement_of_october(&agreed)).await;

    nothing.assert_status(409).assert_says("Nothing of October 2026 can be invoiced yet");
    confirm.assert_says("1 leg without an accepted return stays open");
    half.assert_says("Not invoiced yet: Internal audit").assert_says("State of the month Open");
    half.assert_says("£1,200.00 £0.00 £0.00 Nothing due");
    whole.assert_says("State of the month Closed").assert_says("£1,200.00 £1,000.00 £0.00 Nothing due");
}

#[actix_web::test]
async fn a_month_that_is_not_over_cannot_be_closed() {
    let p = parties().await;
    let agreed = agreed::cash(&p.app, &p.council, &p.trust).await;
    let path = format!("/finance/agreements/{}/close/2026-11", agreed.id);

    let page = p.creditor.get(&path).await;
    let tried = p.creditor.post(&path, &[]).await;
    let before = p.creditor.get(&format!("/finance/agreements/{}/close/2026-09", agreed.id)).await;

    page.assert_status(200).assert_says("November 2026 is not over");
    tried.assert_status(409).assert_says("November 2026 is not over");
    before.assert_status(409).assert_says("The agreement does not run in September 2026");
}

#[actix_web::test]
async fn the_worker_closes_on_the_first_working_day_and_only_once() {
    let p = parties().await;
    let agreed = agreed::in_kind(&p.app, &p.council, &p.trust).await;
    accepted(&p.app, &p.council, &p.trust, agreed.legs[0], "24").await;
    accepted(&p.app, &p.trust, &p.council, agreed.legs[1], "6").await;

    // 1 November 2026 is a Sunday.
    let sunday = worker_at(&p.app, "2026-11-01T12:00:00Z").await;
    let monday = worker_at(&p.app, "2026-11-02T06:00:00Z").await;
    let again = worker_at(&p.app, "2026-11-02T06:00:01Z").await;

    assert_eq!(sunday, Due::default());
    assert_eq!(monday, Due { months: 1, invoices: 2, failed: 0 });
    assert_eq!(again, Due::default());
    p.creditor.get(&statement_of_october(&agreed)).await.assert_says("State of the month Closed");
    let actions = agreed::audit_actions(&p.app, &p.council).await;
    assert_eq!(actions.iter().filter(|action| *action == "invoice.issued").count(), 2);
}

#[actix_web::test]
async fn a_disputed_quantity_is_not_charged() {
    let p = parties().await;
    let agreed = agreed::cash(&p.app, &p.council, &p.trust).await;
    let provider = p.app.api(&p.council, &[Role::ContractManager]).await;
    let consumer = p.app.api(&p.trust, &[Role::ContractManager]).await;
    let figures = json!({
        "leg_id": agreed.leg(), "month": "2026-10", "quantity": "1000",
        "kpis": [{ "number": 1, "numerator": 1, "denominator": 1 }],
    });
    let id = provider.post("/returns", &figures).await.json()["id"].as_str().unwrap().to_owned();
    let answers = json!({ "version": 1, "lines": [
        { "number": 0, "answer": "dispute", "reason": "Fewer" }, { "number": 1, "answer": "accept" },
    ] });
    consumer.post(&format!("/returns/{id}/answers"), &answers).await.assert_status(200);

    let disputed = worker_at(&p.app, "2026-11-02T06:00:00Z").await;
    let correction = json!({ "version": 2, "quantity": "980.5" });
    provider.post(&format!("/returns/{id}/corrections"), &correction).await.assert_status(200);
    let corrected = worker_at(&p.app, "2026-11-02T06:00:00Z").await;
    consumer.post(&format!("/returns/{id}/accept"), &json!({ "version": 3 })).await.assert_status(200);
    let agreed_on = worker_at(&p.app, "2026-11-02T06:00:00Z").await;

    assert_eq!((disputed.invoices, corrected.invoices, agreed_on.invoices), (0, 0, 1));
    // 980.5 at £4.40 is £4,314.20, and a fifth of that again is £862.84.
    let statement = p.creditor.get(&statement_of_october(&agreed)).await;
    statement.assert_says("£4,314.20 £862.84 £5,177.04");
}
