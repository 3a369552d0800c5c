//! Invoice numbers have no gap and no twin, whoever clicks at once and whatever fails.

use diesel::prelude::*;
use futures_util::future::join_all;
use symbiosis::access::capability::ManageFinance;
use symbiosis::access::{Member, Role, System};
use symbiosis::charges::ChargesError;
use symbiosis::charges::commands::{close_due, close_month};
use symbiosis::kernel::Month;
use symbiosis::kernel::ids::LegId;
use symbiosis::kernel::working_days::BankHolidays;
use symbiosis::storage::StorageError;
use symbiosis::storage::schema::invoices;

use super::{accepted, parties};
use crate::agreed;
use crate::support::TestApp;

async fn sequences(app: &TestApp) -> Vec<i64> {
    app.read(|conn| invoices::table.order(invoices::sequence).select(invoices::sequence).load(conn)).await
}

fn a_mistake() -> Result<(), ChargesError> {
    panic!("a mistake in a command")
}

fn october() -> Month {
    "2026-10".parse().unwrap()
}

#[actix_web::test]
async fn two_officers_and_the_worker_at_once_make_one_invoice_for_each_leg() {
    let p = parties().await;
    let mut agreements = Vec::new();
    for _ in 0..4 {
        let agreed = agreed::cash(&p.app, &p.council, &p.trust).await;
        accepted(&p.app, &p.council, &p.trust, agreed.leg(), "1000").await;
        agreements.push(agreed);
    }
    let mut officers: Vec<Member<ManageFinance>> = Vec::new();
    for body in [&p.council, &p.trust] {
        let person = p.app.person("Fay Finance", body, &[Role::FinanceOfficer]).await;
        officers.push(p.app.member(person, body).await);
    }

    let now = p.app.now();
    let clicks = agreements.iter().flat_map(|agreed| {
        officers.iter().map(|officer| {
            let (officer, id) = (officer.clone(), agreed.id);
            p.app.db.write(move |tx| close_month(tx, &officer, id, october(), now))
        })
    });
    let holidays = BankHolidays::none();
    let worker = close_due(&p.app.db, System::of_this_process(), &holidays, now);
    let (clicked, worked) = futures_util::future::join(join_all(clicks), worker).await;

    let by_hand = clicked.iter().filter(|outcome| outcome.is_ok()).count();
    for refused in clicked.iter().filter_map(|outcome| outcome.as_ref().err()) {
        assert!(matches!(refused, ChargesError::ClosedAlready(_)), "{refused:?}");
    }
    let worked = worked.unwrap();
    assert_eq!((by_hand + worked.invoices, worked.failed), (4, 0));
    assert_eq!(sequences(&p.app).await, [1, 2, 3, 4]);
    let legs: Vec<LegId> = p.app.read(|conn| invoices::table.select(invoices::leg_id).load(conn)).await;
    assert!(agreements.iter().all(|agreed| legs.contains(&agreed.leg())));
}

#[actix_web::test]
async fn a_closing_that_fails_takes_its_number_back() {
    let p = parties().await;
    let first = agreed::cash(&p.app, &p.council, &p.trust).await;
    let second = agreed::cash(&p.app, &p.council, &p.trust).await;
    for agreed in [&first, &second] {
        accepted(&p.app, &p.council, &p.trust, agreed.leg(), "1000").await;
    }
    let person = p.app.person("Fay Finance", &p.council, &[Role::FinanceOfficer]).await;
    let officer: Member<ManageFinance> = p.app.member(person, &p.council).await;
    let now = p.app.now();

    let (by, id) = (officer.clone(), first.id);
    let failed = p
        .app
        .db
        .write(move |tx| {
            close_month(tx, &by, id, october(), now)?;
            Err::<(), ChargesError>(StorageError::Unavailable("the light went out".into()).into())
        })
        .await;
    let (by, id) = (officer.clone(), first.id);
    let panicked = p
        .app
        .db
        .write(move |tx| {
            close_month(tx, &by, id, october(), now)?;
            a_mistake()
        })
        .await;
    for id in [second.id, first.id] {
        let by = officer.clone();
        p.app.db.write(move |tx| close_month(tx, &by, id, october(), now)).await.unwrap();
    }

    assert!(failed.is_err() && panicked.is_err());
    assert_eq!(sequences(&p.app).await, [1, 2]);
}
