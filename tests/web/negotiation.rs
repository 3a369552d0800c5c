//! Journeys through `negotiation`.

use diesel::prelude::*;
use serde_json::json;
use symbiosis::access::capability::Negotiate;
use symbiosis::access::{Member, Role, System};
use symbiosis::kernel::Quantity;
use symbiosis::negotiation::NegotiationError;
use symbiosis::negotiation::commands;
use symbiosis::storage::schema::offer_months;

use crate::support::{Answer, Client, TestApp, TestBody, cash_terms, swap_terms};

/// A provider and a consumer who negotiate about an offer.
struct Table {
    app: TestApp,
    council: TestBody,
    trust: TestBody,
    offer: String,
    /// Negotiators of either side.
    giver: Client,
    taker: Client,
}

impl Table {
    async fn set() -> Self {
        let app = TestApp::start().await;
        let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
        let offer = format!("/offers/{}", app.hosting_offer(&council).await);
        let giver = app.signed_in(&council, &[Role::Negotiator]).await;
        let taker = app.signed_in(&trust, &[Role::Negotiator]).await;
        Self { app, council, trust, offer, giver, taker }
    }

    /// A proposal of the trust, sent.
    async fn proposal(&self, more: &[(&str, &str)]) -> String {
        let answer = self.taker.post(&format!("{}/propose", self.offer), &cash_terms(more)).await;
        answer.assert_status(303);
        answer.location()
    }

    async fn free(&self) -> Vec<Quantity> {
        self.app
            .read(|conn| {
                offer_months::table
                    .order(offer_months::month)
                    .select((offer_months::listed, offer_months::reserved, offer_months::committed))
                    .load::<(i64, i64, i64)>(conn)
            })
            .await
            .into_iter()
            .map(|(listed, reserved, committed)| Quantity::from_i64(listed - reserved - committed))
            .collect()
    }
}

async fn agree(browser: &Client, proposal: &str, number: &str) -> Answer {
    browser.post(&format!("{proposal}/agree"), &[("number", number)]).await
}

#[actix_web::test]
async fn a_question_about_an_offer_is_answered_in_a_thread_of_both_bodies() {
    let table = Table::set().await;
    let owner = table.app.signed_in(&table.council, &[Role::ServiceOwner]).await;

    let asked = table.taker.post(&format!("{}/enquire", table.offer), &[("text", "Is there a lift?")]).await;
    asked.assert_status(303);
    let thread = asked.location();
    owner.get("/enquiries").await.assert_says("Northmoor NHS Trust");
    owner.post(&format!("{thread}/answer"), &[("text", "There are two.")]).await.assert_status(303);

    let page = table.taker.get(&thread).await;
    page.assert_says("Is there a lift?").assert_says("There are two.").assert_says("Answered");
    let told = table.app.mails_to("olive.owner").await;
    assert!(told[0].1.contains("Is there a lift?"), "{told:?}");
    let again = table.taker.post(&format!("{}/enquire", table.offer), &[("text", "How wide?")]).await;
    assert_eq!(again.location(), thread, "asking again goes on with the same thread");
    owner.post(&format!("{thread}/close"), &[]).await.assert_status(303);
    table.taker.post(&format!("{thread}/ask"), &[("text", "And?")]).await.assert_status(409);
}

#[actix_web::test]
async fn a_question_without_words_comes_back_with_its_mistake() {
    let table = Table::set().await;

    let answer = table.taker.post(&format!("{}/enquire", table.offer), &[("text", " ")]).await;

    answer.assert_status(422);
    assert_eq!(answer.error_summary(), "Enter your question");
}

#[actix_web::test]
async fn terms_go_back_and_forth_until_the_other_side_agrees() {
    let table = Table::set().await;
    let proposal = table.proposal(&[]).await;

    table.giver.get(&proposal).await.assert_says("Sent").assert_says("We need room from December.");
    agree(&table.taker, &proposal, "1").await.assert_status(409).assert_says("The other body must answer");
    let counter = cash_terms(&[("number", "1"), ("a_price", "215"), ("a_po_ref", "")]);
    table.giver.post(&format!("{proposal}/counter"), &counter).await.assert_status(303);

    let page = table.taker.get(&proposal).await;
    page.assert_says("Countered")
        .assert_says("was £200")
        .assert_says("now £215")
        .assert_says("1 term changed");
    table.taker.get(&format!("{proposal}/versions/1")).await.assert_says("£200").assert_says("overtaken");
    agree(&table.giver, &proposal, "2").await.assert_status(409);
    agree(&table.taker, &proposal, "2").await.assert_status(303);
    table.taker.get(&proposal).await.assert_says("Agreed in principle");
    assert_eq!(table.free().await, vec![Quantity::from_whole(12); 12]);
}

#[actix_web::test]
async fn an_offer_of_which_nothing_is_left_closes_and_its_owner_is_asked_when_something_comes_back() {
    let table = Table::set().await;
    let all = table.proposal(&[("a_quantity", "24")]).await;
    agree(&table.giver, &all, "1").await.assert_status(303);

    assert_eq!(table.free().await, vec![Quantity::from_whole(0); 12]);
    let told =
        |mails: Vec<(String, String)>| mails.into_iter().map(|(subject, _)| subject).collect::<Vec<_>>();
    let nothing = "Nothing is left of your offer “Room in our data centre”".to_owned();
    assert!(told(table.app.mails_to("olive.owner").await).contains(&nothing));
    table.app.visitor().get(&table.offer).await.assert_says("This offer is not open at the moment");

    let reason = [("number", "1"), ("reason", "Our building burnt down.")];
    table.taker.post(&format!("{all}/withdraw"), &reason).await.assert_status(303);
    let back = "Capacity of your offer “Room in our data centre” has come back".to_owned();
    assert!(told(table.app.mails_to("olive.owner").await).contains(&back));
    let owner = table.app.signed_in(&table.council, &[Role::ServiceOwner]).await;
    let check = owner.get(&table.app.last_link_to("olive.owner").await).await;
    let version = check.hidden_field("version").unwrap();
    owner.post(&format!("{}/publish", table.offer), &[("version", &version)]).await.assert_status(303);
    table.app.visitor().get("/catalogue").await.assert_says("Room in our data centre");
}

#[actix_web::test]
async fn an_overtaken_version_cannot_be_agreed_to() {
    let table = Table::set().await;
    let proposal = table.proposal(&[]).await;
    let counter = cash_terms(&[("number", "1"), ("a_price", "215"), ("a_po_ref", "")]);
    table.giver.post(&format!("{proposal}/counter"), &counter).await.assert_status(303);

    let late = agree(&table.taker, &proposal, "1").await;

    late.assert_status(409)
        .assert_says("overtaken by version 2")
        .assert_says("from £200")
        .assert_says("to £215");
    assert_eq!(table.free().await, vec![Quantity::from_whole(24); 12]);
}

#[actix_web::test]
async fn proposals_are_searched_by_title_and_partner_sorted_and_taken_away_as_csv() {
    let table = Table::set().await;
    table.proposal(&[("title", "Racks for winter")]).await;
    table.proposal(&[("title", "Archive store")]).await;
    let browser = &table.taker;

    let found = browser.get("/proposals?q=WINTER").await;
    found.assert_says("Racks for winter").assert_does_not_say("Archive store");
    browser.get("/proposals?q=winter+ashdale").await.assert_says("Racks for winter");
    // One's own name is on every row, so it finds nothing.
    browser.get("/proposals?q=northmoor").await.assert_says("No proposal fits");
    let sorted = browser.get("/proposals?sort=title&state=sent").await;
    let place = |title: &str| sorted.body.find(title).unwrap();
    assert!(place("Archive store") < place("Racks for winter"));
    let csv = browser.get("/proposals.csv?q=winter").await;
    assert_eq!(csv.body.lines().count(), 2, "{}", csv.body);
    csv.assert_says("Racks for winter,Ashdale");
}

#[actix_web::test]
async fn a_draft_is_seen_by_its_own_body_alone() {
    let table = Table::set().await;
    let draft = table.proposal(&[("then", "keep")]).await;

    table.taker.get(&draft).await.assert_status(200).assert_says("Draft");
    table.giver.get(&draft).await.assert_status(404);
    table.giver.get("/proposals").await.assert_does_not_say("Hosting for Northmoor");

    table
        .taker
        .post(&format!("{draft}/edit"), &cash_terms(&[("title", "Racks for us")]))
        .await
        .assert_status(303);
    table.giver.get(&draft).await.assert_status(200).assert_says("Racks for us");
}

#[actix_web::test]
async fn a_draft_that_was_thrown_away_stays_private() {
    let table = Table::set().await;
    let draft = table.proposal(&[("then", "keep")]).await;

    table.taker.post(&format!("{draft}/withdraw"), &[("reason", "No budget")]).await.assert_status(303);

    table.giver.get(&draft).await.assert_status(404);
}

#[actix_web::test]
async fn strangers_find_nothing_and_roles_without_the_right_are_refused() {
    let table = Table::set().await;
    let proposal = table.proposal(&[]).await;
    let stranger = table.app.body("Elsewhere County Council").await;
    let stranger = table.app.signed_in(&stranger, &[Role::Negotiator, Role::Signatory]).await;
    let auditor = table.app.signed_in(&table.council, &[Role::Auditor]).await;

    for path in ["", "/versions/1", "/sign", "/text", "/agree", "/counter", "/decline", "/withdraw"] {
        stranger.get(&format!("{proposal}{path}")).await.assert_status(404);
    }
    agree(&stranger, &proposal, "1").await.assert_status(404);
    stranger.post(&format!("{proposal}/withdraw"), &[("reason", "Mine")]).await.assert_status(404);
    auditor.get(&proposal).await.assert_status(200);
    agree(&auditor, &proposal, "1").await.assert_status(403);
}

#[actix_web::test]
async fn only_a_verified_body_negotiates() {
    let table = Table::set().await;
    let claimed = table.app.body_in_state("Newton Parish Council", "claimed").await;
    let negotiator = table.app.signed_in(&claimed, &[Role::Negotiator]).await;

    let answer = negotiator.post(&format!("{}/propose", table.offer), &cash_terms(&[])).await;

    answer.assert_status(409).assert_says("verified");
}

#[actix_web::test]
async fn every_mistake_in_the_terms_is_named_and_what_was_typed_is_kept() {
    let table = Table::set().await;
    let wrong = swap_terms(&[
        ("title", ""),
        ("last_month", "2028-01"),
        ("a_quantity", "many"),
        ("a_price", "12.34567"),
        ("a_target_1", "101"),
        ("b_service_code", "PAY-01/furlong"),
    ]);

    let answer = table.taker.post(&format!("{}/propose", table.offer), &wrong).await;

    answer.assert_status(422);
    insta::assert_snapshot!(answer.error_summary(), @r"
    Enter a title
    The offer ends in November 2027
    Quantity must be a number, like 12 or 7.5
    Price must have no more than 4 decimal places, like 0.0250
    Target must be more than 0% and no more than 100%
    Choose a unit of this service: payslip, assignment-month
    ");
    assert!(answer.body.contains("value=\"many\""), "what was typed is gone");
}

#[actix_web::test]
async fn declining_and_withdrawing_ask_for_a_reason_and_give_capacity_back() {
    let table = Table::set().await;
    let proposal = table.proposal(&[]).await;
    agree(&table.giver, &proposal, "1").await.assert_status(303);
    assert_eq!(table.free().await[0], Quantity::from_whole(12));

    let silent = table.taker.post(&format!("{proposal}/withdraw"), &[("reason", "")]).await;
    silent.assert_status(422);
    assert_eq!(silent.error_summary(), "Enter a reason");
    table.taker.post(&format!("{proposal}/withdraw"), &[("reason", "No budget")]).await.assert_status(303);

    table.giver.get(&proposal).await.assert_says("Withdrawn").assert_says("No budget");
    assert_eq!(table.free().await[0], Quantity::from_whole(24));
    let second = table.proposal(&[]).await;
    table.giver.post(&format!("{second}/decline"), &[("reason", "Too small")]).await.assert_status(303);
    table.taker.get(&second).await.assert_says("Declined").assert_says("Too small");
}

#[actix_web::test]
async fn what_nobody_answers_in_twenty_working_days_expires() {
    let table = Table::set().await;
    let proposal = table.proposal(&[]).await;
    agree(&table.giver, &proposal, "1").await.assert_status(303);
    let expire = || async {
        let now = table.app.now();
        table.app.db.write(move |tx| commands::expire_due(tx, System::of_this_process(), now)).await.unwrap()
    };

    table.taker.get(&proposal).await.assert_says("by 21 December 2026");
    table.app.clock.advance(chrono::Duration::days(28)).unwrap();
    assert_eq!(expire().await, 0, "21 December is the last day");
    table.app.clock.advance(chrono::Duration::days(1)).unwrap();

    assert_eq!(expire().await, 1);
    assert_eq!(expire().await, 0);
    table.app.signed_in(&table.trust, &[Role::Auditor]).await.get(&proposal).await.assert_says("Expired");
    assert_eq!(table.free().await[0], Quantity::from_whole(24));
}

#[actix_web::test]
async fn fifty_bodies_agreeing_at_once_never_take_more_than_there_is() {
    let table = Table::set().await;
    let seller = table.app.person("Sam Seller", &table.council, &[Role::Negotiator]).await;
    let by: Member<Negotiate> = table.app.member(seller, &table.council).await;
    let mut proposals = Vec::new();
    for number in 0..50 {
        let body = table.app.body(&format!("Parish {number} Council")).await;
        let browser = table.app.signed_in(&body, &[Role::Negotiator]).await;
        let terms = cash_terms(&[("a_quantity", "5")]);
        let answer = browser.post(&format!("{}/propose", table.offer), &terms).await;
        answer.assert_status(303);
        proposals.push(answer.location().trim_start_matches("/proposals/").parse().unwrap());
    }

    let now = table.app.now();
    let attempts = proposals.into_iter().map(|id| {
        let (db, by) = (table.app.db.clone(), by.clone());
        actix_web::rt::spawn(async move { db.write(move |tx| commands::agree(tx, &by, id, 1, now)).await })
    });
    let attempts: Vec<_> = attempts.collect();
    let mut agreed = 0;
    for attempt in attempts {
        match attempt.await.unwrap() {
            Ok(()) => agreed += 1,
            Err(error) => assert!(matches!(error, NegotiationError::NoCapacity(_)), "{error:?}"),
        }
    }

    assert_eq!(agreed, 4, "24 units hold four times 5");
    assert_eq!(table.free().await, vec![Quantity::from_whole(4); 12]);
}

#[actix_web::test]
async fn a_program_negotiates_like_a_person() {
    let table = Table::set().await;
    let taker = table.app.api(&table.trust, &[Role::Negotiator]).await;
    let giver = table.app.api(&table.council, &[Role::Negotiator, Role::ServiceOwner]).await;
    let terms = |price: &str| {
        json!({
            "title": "Hosting", "first_month": "2026-12", "last_month": "2027-11",
            "legs": [{
                "description": "Half a rack", "quantity_per_month": "12", "price_kind": "per_unit",
                "price": price, "vat_treatment": "standard", "kpis": [],
            }],
        })
    };

    let asked =
        taker.post(&format!("{}/enquiries", table.offer), &json!({ "text": "Is there a lift?" })).await;
    asked.assert_status(201);
    let enquiry = asked.json()["id"].as_str().unwrap().to_owned();
    let answered = giver.post(&format!("/enquiries/{enquiry}/answers"), &json!({ "text": "Two" })).await;
    assert_eq!(answered.json()["state"], "answered");
    let body = json!({ "terms": terms("200"), "then": "send" });
    let made = taker.post(&format!("/enquiries/{enquiry}/proposals"), &body).await;
    made.assert_status(201);
    let proposal = format!("/proposals/{}", made.json()["id"].as_str().unwrap());
    let counter = json!({ "number": 1, "terms": terms("210") });
    giver.post(&format!("{proposal}/counter"), &counter).await.assert_status(200);
    let version = taker.get(&format!("{proposal}/versions/2")).await.json();
    assert_eq!(version["changes"][0]["was"], "£200.00 for each rack unit-month");
    taker.post(&format!("{proposal}/agree"), &json!({ "number": 1 })).await.assert_status(409);
    let agreed = taker.post(&format!("{proposal}/agree"), &json!({ "number": 2 })).await;

    assert_eq!(agreed.json()["state"], "agreed_in_principle");
    assert_eq!(taker.get("/proposals?state=agreed_in_principle").await.json()["total"], 1);
    assert_eq!(taker.get("/proposals?q=nothing+like+it").await.json()["total"], 0);
    taker.get("/proposals?state=lost").await.assert_status(422);
}
