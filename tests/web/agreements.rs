//! Journeys through `agreements`.

use diesel::prelude::*;
use serde_json::json;
use symbiosis::access::capability::Sign;
use symbiosis::access::{Member, Role, System};
use symbiosis::agreements::commands;
use symbiosis::storage::schema::{agreements, offer_months, signatures};

use crate::support::{Client, TestApp, TestBody, cash_terms, sign, swap_terms};

/// Two bodies that have agreed in principle.
struct Deal {
    app: TestApp,
    council: TestBody,
    trust: TestBody,
    proposal: String,
    giver: Client,
    taker: Client,
}

impl Deal {
    async fn agreed(terms: Vec<(&str, &str)>) -> Self {
        let app = TestApp::start().await;
        let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
        let offer = app.hosting_offer(&council).await;
        let both = [Role::Negotiator, Role::Signatory];
        let giver = app.signed_in(&council, &both).await;
        let taker = app.signed_in(&trust, &both).await;
        let made = taker.post(&format!("/offers/{offer}/propose"), &terms).await;
        made.assert_status(303);
        let proposal = made.location();
        giver.post(&format!("{proposal}/agree"), &[("number", "1")]).await.assert_status(303);
        Self { app, council, trust, proposal, giver, taker }
    }

    /// Reserved and committed in the first month.
    async fn held(&self) -> (i64, i64) {
        self.app
            .read(|conn| {
                offer_months::table
                    .order(offer_months::month)
                    .select((offer_months::reserved, offer_months::committed))
                    .first(conn)
            })
            .await
    }
}

#[actix_web::test]
async fn an_agreement_for_cash_exists_with_the_last_signature() {
    let deal = Deal::agreed(cash_terms(&[])).await;
    assert_eq!(deal.held().await, (120_000, 0));

    sign(&deal.taker, &deal.proposal).await.assert_status(303);
    assert_eq!(deal.app.read(|conn| agreements::table.count().get_result::<i64>(conn)).await, 0);
    deal.taker.get("/agreements").await.assert_says("No agreements yet");
    let last = sign(&deal.giver, &deal.proposal).await;

    last.assert_status(303);
    assert_eq!(deal.held().await, (0, 120_000));
    let page = deal.taker.get(&last.location()).await;
    page.assert_says("SYM-2026-000001")
        .assert_says("You pay")
        .assert_says("£2,400.00")
        .assert_says("Starts later");
    page.assert_says("Ashdale Borough Council gives")
        .assert_says("PO 7741")
        .assert_says("Signed by both sides");
    deal.giver.get("/agreements").await.assert_says("Hosting for Northmoor");
    deal.giver.get("/agreements?q=northmoor&sort=title").await.assert_says("SYM-2026-000001");
    deal.giver.get("/agreements?q=wolverhampton").await.assert_does_not_say("SYM-2026-000001");
    let file = deal.giver.get("/agreements.csv").await;
    assert!(file.body.contains("SYM-2026-000001,Hosting for Northmoor,Northmoor NHS Trust"), "{}", file.body);
}

#[actix_web::test]
async fn a_quid_pro_quo_shows_both_legs_to_each_side() {
    let deal = Deal::agreed(swap_terms(&[])).await;

    deal.giver.get(&deal.proposal).await.assert_says("Read and sign");
    sign(&deal.giver, &deal.proposal).await.assert_status(303);
    let signed = deal.giver.get(&deal.proposal).await;
    signed.assert_says("Your body has signed. Northmoor NHS Trust has not signed yet.");
    signed.assert_says("Read the text you signed").assert_does_not_say("Read and sign");
    deal.taker.get(&deal.proposal).await.assert_says("Read and sign");
    let agreement = sign(&deal.taker, &deal.proposal).await.location();

    let page = deal.taker.get(&agreement).await;
    page.assert_says("You give").assert_says("600 payslips a month").assert_says("£1,500.00");
    page.assert_says("Racks with power").assert_says("Payslips right first time");
    deal.giver.get(&agreement).await.assert_says("Northmoor NHS Trust gives");
    assert_eq!(deal.held().await, (0, 120_000));
}

#[actix_web::test]
async fn the_text_that_was_signed_can_be_checked_by_anybody() {
    let deal = Deal::agreed(swap_terms(&[])).await;
    sign(&deal.giver, &deal.proposal).await.assert_status(303);
    let agreement = sign(&deal.taker, &deal.proposal).await.location();

    let text = deal.taker.get(&format!("{agreement}/text")).await.body;
    let visitor = deal.app.visitor();

    let pasted = visitor.post("/agreements/check", &[("text", &text.replace('\n', "\r\n"))]).await;
    pasted.assert_status(200).assert_says("This is the text of SYM-2026-000001");
    let file = ("file", "agreement.txt", text.clone().into_bytes());
    visitor
        .upload("/agreements/check", &[("text", "")], file)
        .await
        .assert_says("This is the text of SYM-2026-000001");
    let altered = visitor.post("/agreements/check", &[("text", &text.replace("600", "601"))]).await;
    altered.assert_says("No agreement was signed under this text");
    visitor.post("/agreements/check", &[("text", "")]).await.assert_status(422);
}

#[actix_web::test]
async fn nothing_is_signed_unread_or_under_another_hash() {
    let deal = Deal::agreed(cash_terms(&[])).await;
    let page = deal.taker.get(&format!("{}/sign", deal.proposal)).await;
    let sha256 = page.hidden_field("sha256").unwrap();
    let post = |fields: Vec<(&'static str, String)>| {
        let (taker, path) = (deal.taker.clone(), format!("{}/sign", deal.proposal));
        async move {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            taker.post(&path, &fields).await
        }
    };

    let unread = post(vec![("number", "1".into()), ("sha256", sha256.clone())]).await;
    let other_text =
        post(vec![("number", "1".into()), ("sha256", "00".repeat(32)), ("read", "yes".into())]).await;
    let other_version = post(vec![("number", "2".into()), ("sha256", sha256), ("read", "yes".into())]).await;

    unread.assert_status(422);
    assert_eq!(unread.error_summary(), "Tick that you have read this version");
    other_text.assert_status(409).assert_says("text has changed");
    other_version.assert_status(404);
    assert_eq!(deal.app.read(|conn| signatures::table.count().get_result::<i64>(conn)).await, 0);
}

#[actix_web::test]
async fn only_a_signatory_signs_and_only_the_parties_see() {
    let deal = Deal::agreed(cash_terms(&[])).await;
    let negotiator = deal.app.signed_in(&deal.trust, &[Role::Negotiator]).await;
    let stranger = deal.app.body("Elsewhere County Council").await;
    let stranger = deal.app.signed_in(&stranger, &[Role::Signatory]).await;

    let refused = negotiator.post(&format!("{}/sign", deal.proposal), &[("read", "yes")]).await;
    refused.assert_status(403);
    stranger.get(&format!("{}/sign", deal.proposal)).await.assert_status(404);
    let blind = stranger.post(&format!("{}/sign", deal.proposal), &[("number", "1"), ("read", "yes")]).await;
    blind.assert_status(404);

    sign(&deal.giver, &deal.proposal).await.assert_status(303);
    let agreement = sign(&deal.taker, &deal.proposal).await.location();
    stranger.get(&agreement).await.assert_status(404);
    stranger.get(&format!("{agreement}/text")).await.assert_status(404);
    stranger.get("/agreements").await.assert_does_not_say("Hosting for Northmoor");
}

#[actix_web::test]
async fn four_signatories_clicking_at_once_make_one_agreement() {
    let deal = Deal::agreed(cash_terms(&[])).await;
    let page = deal.taker.get(&format!("{}/sign", deal.proposal)).await;
    let sha256 = page.hidden_field("sha256").unwrap();
    let id = deal.proposal.trim_start_matches("/proposals/").parse().unwrap();
    let now = deal.app.now();
    let mut clicks = Vec::new();
    for (number, body) in [&deal.council, &deal.trust, &deal.council, &deal.trust].into_iter().enumerate() {
        let person = deal.app.person(&format!("Signatory {number}"), body, &[Role::Signatory]).await;
        let by: Member<Sign> = deal.app.member(person, body).await;
        let (db, sha256) = (deal.app.db.clone(), sha256.clone());
        clicks.push(actix_web::rt::spawn(async move {
            db.write(move |tx| commands::sign(tx, &by, id, 1, &sha256, now)).await
        }));
    }

    let mut signed = 0;
    for click in clicks {
        signed += usize::from(click.await.unwrap().is_ok());
    }

    assert_eq!(signed, 2);
    assert_eq!(deal.app.read(|conn| signatures::table.count().get_result::<i64>(conn)).await, 2);
    assert_eq!(deal.app.read(|conn| agreements::table.count().get_result::<i64>(conn)).await, 1);
    assert_eq!(deal.held().await, (0, 120_000));
}

#[actix_web::test]
async fn agreements_start_and_end_with_their_months() {
    let deal = Deal::agreed(cash_terms(&[("last_month", "2026-12")])).await;
    sign(&deal.giver, &deal.proposal).await.assert_status(303);
    sign(&deal.taker, &deal.proposal).await.assert_status(303);
    let roll = || async {
        let now = deal.app.now();
        let by = System::of_this_process();
        deal.app.db.write(move |tx| commands::roll_states(tx, by, now)).await.unwrap();
        deal.app.read(|conn| agreements::table.select(agreements::state).first::<String>(conn)).await
    };

    assert_eq!(roll().await, "pending_start");
    deal.app.clock.advance(chrono::Duration::days(10)).unwrap();
    assert_eq!(roll().await, "active");
    deal.app.clock.advance(chrono::Duration::days(31)).unwrap();
    assert_eq!(roll().await, "ended");
}

#[actix_web::test]
async fn a_program_signs_and_reads_the_agreement() {
    let deal = Deal::agreed(swap_terms(&[])).await;
    let giver = deal.app.api(&deal.council, &[Role::Signatory]).await;
    let taker = deal.app.api(&deal.trust, &[Role::Signatory]).await;
    let text = giver.get(&format!("{}/text", deal.proposal)).await.json();
    let body = json!({ "number": 1, "sha256": text["sha256"] });

    let path = format!("{}/sign", deal.proposal);
    assert_eq!(giver.post(&path, &body).await.json()["agreement_id"], json!(null));
    giver.post(&path, &body).await.assert_status(409);
    let agreement = taker.post(&path, &body).await.json()["agreement_id"].as_str().unwrap().to_owned();

    let read = taker.get(&format!("/agreements/{agreement}")).await.json();
    assert_eq!(read["legs"][1]["price"], "4.00");
    assert_eq!(read["tolerance"], 150_000);
    assert_eq!(read["sha256"], text["sha256"]);
    assert_eq!(taker.get("/agreements?state=pending_start").await.json()["total"], 1);
    let check = deal.app.api_visitor().post("/agreements/check", &json!({ "text": text["text"] })).await;
    assert_eq!(check.json()["reference"], "SYM-2026-000001");
    let stranger = deal.app.body("Elsewhere County Council").await;
    let stranger = deal.app.api(&stranger, &[Role::Signatory]).await;
    stranger.get(&format!("/agreements/{agreement}")).await.assert_status(404);
}
