//! The first page of members and of the operator, and the tab that each page marks as current.

use diesel::prelude::*;
use serde_json::json;
use symbiosis::access::Role;
use symbiosis::storage::schema::mails;

use crate::agreed;
use crate::support::{Answer, TestApp, cash_terms};

/// The name of the marked tab.
fn current(page: &Answer) -> Option<String> {
    let tabs = page.body.split("<nav").nth(1)?.split("</nav>").next()?;
    let marked = tabs.split("aria-current=\"page\">").nth(1)?;
    Some(marked.split('<').next()?.to_owned())
}

#[actix_web::test]
async fn every_page_marks_the_tab_that_it_is_about() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let offer = format!("/offers/{}", app.hosting_offer(&council).await);
    let roles = [Role::ServiceOwner, Role::Negotiator, Role::ContractManager];
    let owner = app.signed_in(&council, &roles).await;
    let other = app.signed_in(&trust, &roles).await;
    let proposal = other.post(&format!("{offer}/propose"), &cash_terms(&[])).await.location();
    let asked = other.post(&format!("{offer}/enquire"), &[("text", "Is there room?")]).await.location();
    let agreed = agreed::cash(&app, &council, &trust).await;
    let leg = format!("/legs/{}/performance", agreed.leg());

    for (reader, path, tab) in [
        (&owner, offer.as_str(), "Our offers"),
        (&owner, &format!("{offer}/versions/1"), "Our offers"),
        (&other, &offer, "Find services"),
        (&other, &format!("{offer}/versions/1"), "Find services"),
        (&other, &format!("{offer}/propose"), "Negotiations"),
        (&other, &proposal, "Negotiations"),
        (&owner, &asked, "Negotiations"),
        (&owner, "/enquiries", "Negotiations"),
        (&owner, &leg, "Returns"),
        (&owner, "/finance/invoices", "Finance"),
        (&owner, "/", "Home"),
    ] {
        let page = reader.get(path).await;
        page.assert_status(200);
        assert_eq!(current(&page).as_deref(), Some(tab), "{path}");
    }
    assert_eq!(current(&app.visitor().get(&offer).await).as_deref(), Some("Find services"));
}

#[actix_web::test]
async fn below_what_waits_stands_what_is_going_on() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let reader = app.signed_in(&council, &[Role::Auditor]).await;

    let empty = reader.get("/").await;
    empty.assert_says("What is going on at Ashdale Borough Council").assert_says("0 live offers");
    empty.assert_says("List what your body has to spare").assert_says("0 open invoices");

    let offer = app.hosting_offer(&council).await;
    let negotiator = app.signed_in(&trust, &[Role::Negotiator]).await;
    negotiator.post(&format!("/offers/{offer}/propose"), &cash_terms(&[])).await.assert_status(303);
    let agreed = agreed::cash(&app, &council, &trust).await;
    let figures = json!({
        "leg_id": agreed.leg(), "month": "2026-10", "quantity": "1000",
        "kpis": [{ "number": 1, "numerator": 1, "denominator": 1 }],
    });
    let provider = app.api(&council, &[Role::ContractManager]).await;
    let sent = provider.post("/returns", &figures).await.assert_status(201).json();
    let waits = reader.get("/").await;
    let consumer = app.api(&trust, &[Role::ContractManager]).await;
    let accept = format!("/returns/{}/accept", sent["id"].as_str().unwrap());
    consumer.post(&accept, &json!({ "version": 1 })).await.assert_status(200);
    let finance = app.api(&council, &[Role::FinanceOfficer]).await;
    let close = format!("/agreements/{}/months/2026-10/close", agreed.id);
    finance.post(&close, &json!({})).await.assert_status(200);

    waits.assert_says("1 return for October 2026 0 accepted; next Payroll, Northmoor NHS Trust");
    let full = reader.get("/").await;
    full.assert_says("1 live offer The latest: Room in our data centre");
    full.assert_says("1 proposal under negotiation The latest: Hosting for Northmoor");
    full.assert_says("1 agreement in force The latest: Services for each other, with Northmoor NHS Trust");
    full.assert_says("1 return for October 2026 1 accepted");
    full.assert_says("1 open invoice The latest: ABC-2026-27-000001, Northmoor NHS Trust, £5,280.00");
    for href in [format!("/offers/{offer}"), format!("/agreements/{}", agreed.id)] {
        assert!(full.body.contains(&format!("href=\"{href}\"")), "{href}");
        reader.get(&href).await.assert_status(200);
    }
    let stranger = app.signed_in(&app.body("Elsewhere District Council").await, &[Role::Auditor]).await;
    stranger.get("/").await.assert_says("0 open invoices").assert_does_not_say("Northmoor");
}

#[actix_web::test]
async fn an_operator_without_a_body_sees_what_waits_for_the_operator() {
    let app = TestApp::start().await;
    let operator = app.operator().await;

    let quiet = operator.get("/").await;
    quiet.assert_says("Nothing waits for you").assert_says("0 claims to decide");
    quiet.assert_does_not_say("Find your body");

    let now = app.now();
    app.write(move |conn| {
        diesel::insert_into(mails::table)
            .values((
                mails::id.eq(symbiosis::kernel::ids::MailId::new()),
                mails::to_address.eq("ana@ashdale.example"),
                mails::subject.eq("A mail"),
                mails::text.eq("Text"),
                mails::state.eq("stuck"),
                mails::attempts.eq(12),
                mails::next_attempt_at.eq(now),
                mails::created_at.eq(now),
            ))
            .execute(conn)
    })
    .await;

    let busy = operator.get("/").await;
    busy.assert_says("Look at 1 mail that could not be sent").assert_says("1 mail is stuck");
    let council = app.body("Ashdale Borough Council").await;
    let member = app.signed_in(&council, &[Role::Administrator]).await;
    member.get("/").await.assert_does_not_say("could not be sent");
}
