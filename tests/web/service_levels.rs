//! Journeys through `service_levels`: a return is sent, answered, disputed, corrected and accepted.

use serde_json::json;
use symbiosis::access::Role;
use symbiosis::kernel::ids::LegId;

use crate::agreed::{self, Agreed};
use crate::support::{Client, TestApp, TestBody};

/// A provider and a consumer with an agreement, and a contract manager of each.
struct Parties {
    app: TestApp,
    council: TestBody,
    trust: TestBody,
    agreed: Agreed,
    provider: Client,
    consumer: Client,
}

async fn parties() -> Parties {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let agreed = agreed::cash(&app, &council, &trust).await;
    let provider = app.signed_in(&council, &[Role::ContractManager]).await;
    let consumer = app.signed_in(&trust, &[Role::ContractManager]).await;
    Parties { app, council, trust, agreed, provider, consumer }
}

fn october(leg: LegId) -> String {
    format!("/legs/{leg}/returns/2026-10")
}

const FIGURES: [(&str, &str); 4] = [
    ("quantity", "1,000"),
    ("kpi-1-denominator", "1000"),
    ("kpi-1-numerator", "990"),
    ("note", "A quiet month"),
];

#[actix_web::test]
async fn a_return_is_sent_disputed_corrected_and_accepted() {
    let Parties { app: _app, provider, consumer, agreed, .. } = parties().await;
    provider.get("/").await.assert_says("Send the return for October 2026");

    let sent = provider.post(&october(agreed.leg()), &FIGURES).await;
    let page = sent.assert_status(303).location();
    consumer.get("/").await.assert_says("Answer the return for October 2026");
    consumer.get(&page).await.assert_says("990 of 1,000 (99.00%)").assert_says("Missed");
    let answers =
        [("version", "1"), ("answer-0", "dispute"), ("reason-0", "We counted 980"), ("answer-1", "accept")];
    consumer.post(&format!("{page}/answer"), &answers).await.assert_status(303);

    provider.get("/").await.assert_says("Answer the dispute about October 2026");
    provider.get(&format!("{page}/correct")).await.assert_status(200).assert_says("We counted 980");
    let correction = [("version", "2"), ("quantity", "980"), ("note", "You are right")];
    provider.post(&format!("{page}/correct"), &correction).await.assert_status(303);
    consumer.get(&page).await.assert_says("980 payslips").assert_says("Corrected after a dispute");
    consumer.get(&format!("{page}/accept")).await.assert_status(200).assert_says("Accept the whole return?");
    consumer.post(&format!("{page}/accept"), &[("version", "3")]).await.assert_status(303);

    consumer.get("/").await.assert_says("Nothing waits for you");
    provider.get(&page).await.assert_says("State Accepted");
}

#[actix_web::test]
async fn how_a_body_performs_stands_on_its_page_once_a_month_is_accepted() {
    let Parties { app, council, trust, agreed, provider, consumer } = parties().await;
    let body = format!("/bodies/{}", council.id);
    let page = provider.post(&october(agreed.leg()), &FIGURES).await.location();
    app.visitor().get(&body).await.assert_does_not_say("How it performs");

    consumer.post(&format!("{page}/accept"), &[("version", "1")]).await.assert_status(303);

    for party in [&provider, &consumer] {
        party.get(&body).await.assert_says("How it performs").assert_says("Payroll 1 0 of 1");
    }
    provider.get(&body).await.assert_says("You see all of yours. Everybody else sees agreements that");
    let stranger = app.signed_in(&app.body("Southmere University").await, &[Role::Negotiator]).await;
    for reader in [&app.visitor(), &stranger] {
        reader.get(&body).await.assert_status(200).assert_does_not_say("How it performs");
    }
    let record = format!("{body}/record");
    assert_eq!(app.api_visitor().get(&record).await.json(), json!([]));
    let own = app.api(&council, &[Role::Auditor]).await.get(&record).await.json();
    assert_eq!(own, json!([{ "service_name": "Payroll", "returns": 1, "met": 0, "measured": 1 }]));

    for party in [&council, &trust] {
        let signatory = app.api(party, &[Role::Signatory]).await;
        let consent = format!("/agreements/{}/publication", agreed.id);
        signatory.put(&consent, &json!({})).await.assert_status(200);
    }
    app.visitor().get(&body).await.assert_says("How it performs").assert_says("Payroll 1 0 of 1");
    assert_eq!(app.api_visitor().get(&record).await.json(), own);
}

#[actix_web::test]
async fn what_three_bodies_get_under_private_agreements_is_told_together() {
    let Parties { app, council, agreed, provider, consumer, .. } = parties().await;
    let body = format!("/bodies/{}", council.id);
    let mut legs = vec![(agreed.leg(), consumer)];
    for name in ["Southmere University", "Fennbury Fire and Rescue Authority"] {
        app.visitor().get(&body).await.assert_does_not_say("How it performs");
        let taker = app.body(name).await;
        let agreed = agreed::cash(&app, &council, &taker).await;
        legs.push((agreed.leg(), app.signed_in(&taker, &[Role::ContractManager]).await));
    }

    for (leg, consumer) in &legs {
        let page = provider.post(&october(*leg), &FIGURES).await.location();
        consumer.post(&format!("{page}/accept"), &[("version", "1")]).await.assert_status(303);
    }

    app.visitor().get(&body).await.assert_says("Payroll 3 0 of 3").assert_says("at least 3 bodies get");
    legs[0].1.get(&body).await.assert_says("Payroll 1 0 of 1");
}

#[actix_web::test]
async fn each_step_is_told_to_the_other_side_and_kept_for_both_auditors() {
    let Parties { app, council, trust, agreed, provider, consumer } = parties().await;
    app.person_with_email("Paula Provider", "paula@council.example", &council, &[Role::ContractManager])
        .await;
    app.person_with_email("Carl Consumer", "carl@trust.example", &trust, &[Role::ContractManager]).await;
    app.person_with_email("Fay Finance", "fay@council.example", &council, &[Role::FinanceOfficer]).await;

    let page = provider.post(&october(agreed.leg()), &FIGURES).await.location();
    consumer.post(&format!("{page}/accept"), &[("version", "1")]).await.assert_status(303);

    let subjects = |mails: Vec<(String, String)>| mails.into_iter().map(|(subject, _)| subject).collect();
    let told: Vec<String> = subjects(app.mails_to("carl@trust").await);
    assert_eq!(told, ["Return to answer: Payroll, October 2026"]);
    let told: Vec<String> = subjects(app.mails_to("paula@council").await);
    assert_eq!(told, ["Accepted: Payroll, October 2026"]);
    let told: Vec<String> = subjects(app.mails_to("fay@council").await);
    assert_eq!(told, ["Accepted: Payroll, October 2026"]);
    for body in [&council, &trust] {
        let actions = agreed::audit_actions(&app, body).await;
        assert!(actions.contains(&"return.submitted".to_owned()), "{actions:?}");
        assert!(actions.contains(&"return.answered".to_owned()), "{actions:?}");
    }
}

#[actix_web::test]
async fn mistakes_are_named_beside_their_fields_and_nothing_typed_is_lost() {
    let Parties { app: _app, provider, consumer, agreed, .. } = parties().await;
    let figures =
        [("quantity", "plenty"), ("kpi-1-denominator", "5"), ("kpi-1-numerator", "6"), ("note", "Mine")];

    let form = provider.post(&october(agreed.leg()), &figures).await;

    form.assert_status(422);
    insta::assert_snapshot!(form.error_summary(), @r"
    Quantity must be a number, like 12 or 7.5
    Done in time: no more can have met the standard than there were
    ");
    assert!(form.body.contains("value=\"plenty\"") && form.body.contains("Mine"));
    let page = provider.post(&october(agreed.leg()), &FIGURES).await.location();
    let silent = [("version", "1"), ("answer-0", "dispute"), ("reason-0", " ")];
    let form = consumer.post(&format!("{page}/answer"), &silent).await;
    form.assert_status(422);
    insta::assert_snapshot!(form.error_summary(), @"Enter a reason");
    let nothing = consumer.post(&format!("{page}/answer"), &[("version", "1")]).await;
    nothing.assert_status(422).assert_says("Answer at least one line");
}

#[actix_web::test]
async fn a_month_is_reported_once_and_not_before_it_begins() {
    let Parties { app: _app, provider, agreed, .. } = parties().await;
    let leg = agreed.leg();
    provider.post(&october(leg), &FIGURES).await.assert_status(303);

    let again = provider.post(&october(leg), &FIGURES).await;
    let running = provider.post(&format!("/legs/{leg}/returns/2026-11"), &FIGURES).await;
    let ahead = provider.post(&format!("/legs/{leg}/returns/2026-12"), &FIGURES).await;
    let before = provider.post(&format!("/legs/{leg}/returns/2026-09"), &FIGURES).await;

    again.assert_status(409).assert_says("The return for October 2026 was sent already");
    running.assert_status(303);
    ahead.assert_status(409).assert_says("December 2026 has not begun");
    before.assert_status(409).assert_says("The agreement does not run in September 2026");
}

#[actix_web::test]
async fn each_side_does_its_own_part_and_a_stranger_finds_nothing() {
    let Parties { app, council, agreed, provider, consumer, .. } = parties().await;
    let stranger = app.body("Elsewhere District Council").await;
    let stranger = app.signed_in(&stranger, &[Role::ContractManager]).await;
    let auditor = app.signed_in(&council, &[Role::Auditor]).await;
    let page = provider.post(&october(agreed.leg()), &FIGURES).await.location();
    let performance = format!("/legs/{}/performance", agreed.leg());

    consumer.post(&format!("/legs/{}/returns/2026-11", agreed.leg()), &FIGURES).await.assert_status(409);
    provider.post(&format!("{page}/accept"), &[("version", "1")]).await.assert_status(409);
    auditor.get(&page).await.assert_status(200).assert_does_not_say("Accept all");
    auditor.get(&performance).await.assert_status(200);
    auditor.post(&format!("{page}/accept"), &[("version", "1")]).await.assert_status(403);
    for path in [&page, &performance, &format!("{page}/answer"), &format!("{page}/correct")] {
        stranger.get(path).await.assert_status(404);
    }
    stranger.post(&format!("{page}/accept"), &[("version", "1")]).await.assert_status(404);
    stranger.post(&october(agreed.leg()), &FIGURES).await.assert_status(404);
    stranger.get("/returns").await.assert_says("No returns yet");
}

#[actix_web::test]
async fn an_answer_to_what_has_changed_meanwhile_is_turned_away() {
    let Parties { app: _app, provider, consumer, agreed, .. } = parties().await;
    let page = provider.post(&october(agreed.leg()), &FIGURES).await.location();
    let answer = [("version", "1"), ("answer-0", "accept")];
    consumer.post(&format!("{page}/answer"), &answer).await.assert_status(303);

    let late = [("version", "1"), ("answer-1", "accept")];
    let late = consumer.post(&format!("{page}/answer"), &late).await;
    let accepted = [("version", "2"), ("answer-0", "dispute"), ("reason-0", "After all")];
    let accepted = consumer.post(&format!("{page}/answer"), &accepted).await;

    late.assert_status(409).assert_says("Somebody changed this");
    accepted.assert_status(409).assert_says("This line is accepted and cannot be disputed");
}

#[actix_web::test]
async fn performance_is_a_chart_and_the_same_figures_in_a_table_and_a_file() {
    let Parties { app: _app, provider, consumer, agreed, .. } = parties().await;
    provider.post(&october(agreed.leg()), &FIGURES).await.assert_status(303);

    let page = consumer.get(&format!("/legs/{}/performance", agreed.leg())).await;
    let file = consumer.get(&format!("/legs/{}/performance/csv", agreed.leg())).await;

    page.assert_status(200).assert_says("Done in time, target 99.5%").assert_says("990 of 1,000");
    assert!(page.body.contains("<svg"));
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    insta::assert_snapshot!(file.body.trim_start_matches('\u{feff}'), @r"
    Month,Measure,Delivered,Of,Per cent,Target,Result,Answer
    2026-10,Quantity delivered,1000,,,,,pending
    2026-10,Done in time,990,1000,99.00%,99.5%,missed,pending
    ");
}

#[actix_web::test]
async fn the_list_is_narrowed_by_what_the_address_asks() {
    let Parties { app: _app, provider, agreed, .. } = parties().await;
    provider.post(&october(agreed.leg()), &FIGURES).await.assert_status(303);

    let all = provider.get("/returns").await;
    let sent = provider.get("/returns?stage=submitted").await;
    let nothing = provider.get("/returns?part=consumer").await;
    let file = provider.get("/returns.csv?month=2026-11").await;

    all.assert_says("November 2026 Payroll").assert_says("October 2026 Payroll");
    sent.assert_says("October 2026 Payroll").assert_does_not_say("November 2026 Payroll");
    nothing.assert_says("No month fits these filters");
    assert!(file.body.contains("2026-11") && !file.body.contains("2026-10"), "{}", file.body);
}

#[actix_web::test]
async fn the_whole_return_goes_through_the_api() {
    let Parties { app, council, trust, agreed, .. } = parties().await;
    let provider = app.api(&council, &[Role::ContractManager]).await;
    let consumer = app.api(&trust, &[Role::ContractManager]).await;
    let figures = json!({
        "leg_id": agreed.leg(), "month": "2026-10", "quantity": "1000",
        "kpis": [{ "number": 1, "numerator": 996, "denominator": 1000 }],
    });

    let sent = provider.post("/returns", &figures).await;
    let path = sent.assert_status(201).location().trim_start_matches("/api/v1").to_owned();
    let dispute =
        json!({ "version": 1, "lines": [{ "number": 1, "answer": "dispute", "reason": "We saw more" }] });
    let disputed = consumer.post(&format!("{path}/answers"), &dispute).await;
    let correction =
        json!({ "version": 2, "kpis": [{ "number": 1, "numerator": 990, "denominator": 1000 }] });
    let corrected = provider.post(&format!("{path}/corrections"), &correction).await;
    let accepted = consumer.post(&format!("{path}/accept"), &json!({ "version": 3 })).await;

    assert_eq!(disputed.assert_status(200).json()["state"], "disputed");
    assert_eq!(corrected.assert_status(200).json()["state"], "submitted");
    assert_eq!(accepted.assert_status(200).json()["state"], "accepted");
    assert_eq!(accepted.json()["lines"][1]["outcome"], "missed");
    let list = consumer.get("/returns?state=accepted").await.json();
    assert_eq!(list["items"][0]["month"], "2026-10");
    let performance = provider.get(&format!("/legs/{}/performance", agreed.leg())).await.json();
    assert_eq!(performance["months"][0]["lines"][1]["numerator"], 990);
    provider.post("/returns", &figures).await.assert_status(409);
    provider
        .post("/returns", &json!({ "leg_id": "x", "month": "y", "quantity": "1" }))
        .await
        .assert_status(422);
    provider.get("/returns?state=lost").await.assert_status(422);
}
