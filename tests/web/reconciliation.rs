//! Journeys through `reconciliation`: a ledger is loaded, its lines find the invoices they pay, and what is open is
//! agreed or disputed.

pub mod invoices;
mod late_invoices;

use serde_json::{Value, json};
use symbiosis::access::{Role, System};
use symbiosis::kernel::ids::BodyId;
use symbiosis::reconciliation::commands;
use symbiosis::storage::StorageError;

use self::invoices::invoice;
use crate::support::{Answer, Api, Client, TestApp};

const FINANCE: &[Role] = &[Role::FinanceOfficer];

const LEDGER: &str = "Date,Supplier Name,Invoice Number,Amount\n\
    12/11/2026,NORTHMOOR NHS TRUST,nmt-2026-1 ,5060.00\n\
    13/11/2026,NORTHMOOR NHS TRUST,NMT-2026-2,99.99\n\
    14/11/2026,QUILLPORT SUPPLIES LTD,Q-7,40.00\n\
    15/11/2026,NORTHMOOR NHS TRUST,NMT-2026-3,-12.50\n\
    31/11/2026,NORTHMOOR NHS TRUST,NMT-2026-4,1.00\n";

async fn upload(client: &Client, name: &str, text: &str) -> Answer {
    client.upload("/finance/ledger", &[], ("file", name, text.as_bytes().to_vec())).await
}

/// Uploads, keeps the columns that were guessed, and loads; answers the file's page.
async fn load(client: &Client, text: &str) -> String {
    let file = upload(client, "november.csv", text).await.assert_status(303).location();
    let columns = [("date", "0"), ("amount", "3"), ("supplier_name", "1"), ("reference", "2")];
    client.post(&format!("{file}/columns"), &columns).await.assert_status(303);
    client.post(&format!("{file}/load"), &[]).await.assert_status(303);
    file
}

#[actix_web::test]
async fn a_finance_officer_loads_a_ledger_and_its_lines_find_their_invoices() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    invoice(&app, &trust, &council, "NMT-2026-1", 506_000, 0).await;
    invoice(&app, &trust, &council, "NMT-2026-2", 10_000, 0).await;
    let officer = app.signed_in(&council, FINANCE).await;

    let file = upload(&officer, "november.csv", LEDGER).await.assert_status(303).location();
    let columns = officer.get(&file).await.assert_status(303).location();
    officer
        .get(&columns)
        .await
        .assert_status(200)
        .assert_says("Which column is which?")
        .assert_says("nmt-2026-1");
    officer
        .post(&columns, &[("date", "0"), ("amount", "3"), ("supplier_name", "1"), ("reference", "2")])
        .await
        .assert_status(303);
    officer
        .get(&file)
        .await
        .assert_says("Good lines 4")
        .assert_says("£5,187.49")
        .assert_says("there is no day 31/11/2026");
    officer.post(&format!("{file}/load"), &[]).await.assert_status(303);
    officer.get(&file).await.assert_says("Loaded 4 lines, £5,187.49 in all").assert_says("Line 6");
    officer.get(&format!("{file}/bad-rows.csv")).await.assert_status(200).assert_says("6,");

    officer.get("/").await.assert_says("Confirm 1 supplier name");
    let names = officer.get("/finance/ledger/names").await;
    names.assert_says("NORTHMOOR NHS TRUST").assert_says("the same name").assert_does_not_say("QUILLPORT");
    let ticked = format!("{} NORTHMOOR NHS TRUST", trust.id);
    officer.post("/finance/ledger/names", &[("names", &ticked)]).await.assert_status(303);
    officer.get("/finance/ledger/names").await.assert_says("1 line matched with an invoice");
    officer
        .post("/finance/ledger/names", &[("show", "others"), ("names", "QUILLPORT SUPPLIES LTD")])
        .await
        .assert_status(303);

    let bench = officer.get("/finance/ledger/matching?show=matched").await;
    bench
        .assert_says("Matched with an invoice 1 £5,060.00")
        .assert_says("Public body, not matched 2 £87.49")
        .assert_says("Supplier name not decided yet 0 £0.00")
        .assert_says("Not a public body 1 £40.00")
        .assert_says("All loaded lines 4 £5,187.49")
        .assert_says("Without a line in your ledger 1 £100.00")
        .assert_says("The reference NMT-2026-1 and the amount £5,060.00 are the same");
    officer.get("/finance/ledger/matching.csv?show=open").await.assert_says("NMT-2026-3,2026-11-15");
}

#[actix_web::test]
async fn the_same_file_twice_changes_nothing_and_the_same_headers_are_known_again() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let officer = app.signed_in(&council, FINANCE).await;
    let file = load(&officer, LEDGER).await;

    let again = upload(&officer, "copy.csv", LEDGER).await.assert_status(303).location();
    assert_eq!(again, file);
    officer.get(&again).await.assert_says("You uploaded this file before");

    let more = LEDGER.replace("5060.00", "5061.00");
    let next = upload(&officer, "december.csv", &more).await.assert_status(303).location();
    officer.get(&next).await.assert_status(200).assert_says("Check before loading december.csv");
    officer.post(&format!("{next}/discard"), &[]).await.assert_status(303);
    officer.get(&next).await.assert_status(404);
    officer.post(&format!("{file}/discard"), &[]).await.assert_status(409);
    officer.post(&format!("{file}/load"), &[]).await.assert_status(409);
}

#[actix_web::test]
async fn a_file_that_is_no_ledger_says_why() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let officer = app.signed_in(&council, FINANCE).await;

    let workbook = upload(&officer, "book.xlsx", "PK\u{3}\u{4}rest").await;
    let wide = upload(&officer, "wide.csv", &",".repeat(300)).await;
    let none = officer.post("/finance/ledger", &[]).await;

    let summaries = [workbook, wide, none].map(|answer| answer.assert_status(422).error_summary());
    assert_eq!(
        summaries,
        [
            "This is an Excel workbook. Save it as CSV and upload that",
            "This file has more than 200 columns",
            "Choose the CSV file to upload"
        ]
    );
}

#[actix_web::test]
async fn a_match_that_is_undone_stays_undone_and_a_changed_name_takes_its_matches_along() {
    let app = TestApp::start().await;
    let [council, trust, other] =
        app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust", "Fernshire University"]).await;
    invoice(&app, &trust, &council, "NMT-2026-1", 506_000, 0).await;
    let api = app.api(&council, FINANCE).await;
    let officer = app.signed_in(&council, FINANCE).await;
    load(&officer, LEDGER).await;
    let decide = async |body: Option<BodyId>| {
        let decision = json!({ "supplier_name": "Northmoor NHS Trust", "body_id": body });
        let answer = api.post("/ledger/supplier-names/decisions", &json!({ "decisions": [decision] })).await;
        answer.assert_status(200).json()["matched"].as_i64().unwrap()
    };

    assert_eq!(decide(Some(trust.id)).await, 1);
    assert_eq!(decide(Some(other.id)).await, 0);
    assert_eq!(api.get("/ledger/totals").await.json()["matched"]["count"], 0);
    assert_eq!(decide(None).await, 0);
    assert_eq!(decide(Some(trust.id)).await, 1);

    let id = api.get("/ledger/matches").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    officer.get(&format!("/finance/ledger/matches/{id}/undo")).await.assert_says("Undo this match?");
    officer.post(&format!("/finance/ledger/matches/{id}/undo"), &[]).await.assert_status(303);
    officer.post(&format!("/finance/ledger/matches/{id}/undo"), &[]).await.assert_status(409);
    assert_eq!(api.post("/ledger/matches", &json!({})).await.json()["matched"], 0);
}

#[actix_web::test]
async fn a_statement_goes_to_the_other_side_which_confirms_and_disputes() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    invoice(&app, &trust, &council, "NMT-2026-1", 506_000, 6_000).await;
    invoice(&app, &trust, &council, "NMT-2026-2", 10_000, 0).await;
    invoice(&app, &trust, &council, "NMT-2026-3", 7_000, 7_000).await;
    let owed = app.signed_in(&trust, FINANCE).await;
    let person = app.person_with_email("Fola Finance", "fola@ashdale.example", &council, FINANCE).await;
    let owing = app.browser_of(person, Some(council.id)).await;
    let to = council.id.to_string();

    let form = [("with", to.as_str()), ("as_at", "23 November 2026")];
    owed.get(&format!("/finance/ledger/statements/new?with={to}&as_at=23+November+2026"))
        .await
        .assert_status(200)
        .assert_says("Total £5,100.00");
    let statement = owed.post("/finance/ledger/statements", &form).await.assert_status(303).location();
    owed.post("/finance/ledger/statements", &form).await.assert_status(409);
    let mails = app.mails_to("fola@ashdale.example").await;
    assert_eq!(mails[0].0, "Northmoor NHS Trust sent a statement of open items");

    owing.get("/").await.assert_says("Answer the statement of open items from Northmoor NHS Trust");
    let answer = format!("{statement}/answer");
    owed.get(&answer).await.assert_status(303);
    owed.post(&answer, &[("answer-1", "confirmed"), ("answer-2", "confirmed")]).await.assert_status(404);
    let half = owing.post(&answer, &[("answer-1", "confirmed"), ("answer-2", "disputed")]).await;
    assert_eq!(half.assert_status(422).error_summary(), "Choose why you dispute line 2");
    let whole = [
        ("answer-1", "confirmed"),
        ("answer-2", "disputed"),
        ("reason_code-2", "no_po"),
        ("reason-2", "Send a PO"),
    ];
    owing.post(&answer, &whole).await.assert_status(303);
    owing.post(&answer, &whole).await.assert_status(409);

    for side in [&owed, &owing] {
        side.get(&statement)
            .await
            .assert_says("Agreed £5,000.00 on 1 line")
            .assert_says("Disputed £100.00 on 1 line")
            .assert_says("The invoice has no purchase order, or the wrong one")
            .assert_says("Send a PO");
        side.get(&format!("{statement}/lines.csv")).await.assert_says("NMT-2026-2");
    }
}

#[actix_web::test]
async fn nobody_sees_or_touches_the_books_of_another_body() {
    let app = TestApp::start().await;
    let [council, trust, stranger] =
        app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust", "Fernshire University"]).await;
    invoice(&app, &trust, &council, "NMT-2026-1", 506_000, 0).await;
    let officer = app.signed_in(&council, FINANCE).await;
    let file = load(&officer, LEDGER).await;
    let ticked = format!("{} NORTHMOOR NHS TRUST", trust.id);
    officer.post("/finance/ledger/names", &[("names", &ticked)]).await.assert_status(303);
    let found = app.api(&council, FINANCE).await.get("/ledger/matches").await.json();
    let undo = format!("/finance/ledger/matches/{}/undo", found["items"][0]["id"].as_str().unwrap());
    let to = [("with", council.id.to_string()), ("as_at", "2026-11-23".to_owned())];
    let to: Vec<(&str, &str)> = to.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let owed = app.signed_in(&trust, FINANCE).await;
    let statement = owed.post("/finance/ledger/statements", &to).await.assert_status(303).location();

    let others = app.signed_in(&stranger, FINANCE).await;
    for client in [&owed, &others] {
        client.get(&file).await.assert_status(404);
        client.get(&format!("{file}/columns")).await.assert_status(404);
        client.get(&format!("{file}/bad-rows.csv")).await.assert_status(404);
        client.post(&format!("{file}/load"), &[]).await.assert_status(404);
        client.post(&format!("{file}/discard"), &[]).await.assert_status(404);
        client.get(&undo).await.assert_status(404);
        client.post(&undo, &[]).await.assert_status(404);
        client
            .get("/finance/ledger/matching?show=matched")
            .await
            .assert_does_not_say("£5,060.00 are the same");
        client.get("/finance/ledger/names/decide?name=NORTHMOOR+NHS+TRUST").await.assert_status(404);
    }
    others.get(&statement).await.assert_status(404);
    others.get(&format!("{statement}/answer")).await.assert_status(404);
    others.post(&format!("{statement}/answer"), &[("answer-1", "confirmed")]).await.assert_status(404);
    others.post("/finance/ledger/statements", &to).await.assert_status(422);
    let auditor = app.signed_in(&trust, &[Role::Auditor]).await;
    auditor.get("/audit").await.assert_does_not_say("ledger_file");
}

/// Where every loaded line stands adds up to all of them.
fn adds_up(totals: &Value) -> bool {
    let of = |standing: &str, what: &str| totals[standing][what].as_i64().unwrap();
    ["count", "total_pence"].iter().all(|what| {
        let parts = ["matched", "open", "undecided", "not_a_body"];
        parts.iter().map(|standing| of(standing, what)).sum::<i64>() == of("all", what)
    })
}

/// A ledger by the API alone: uploaded, its suggested columns kept, loaded; answers what the load brought.
pub async fn load_by_api(api: &Api, name: &str, bytes: Vec<u8>) -> Value {
    let file =
        api.post_csv(&format!("/ledger/files?name={name}"), bytes.clone()).await.assert_status(201).json();
    let path = format!("/ledger/files/{}", file["id"].as_str().unwrap());
    let detail = api.get(&path).await.assert_status(200).json();
    api.put(&format!("{path}/columns"), &detail["preview"]["suggested_columns"]).await.assert_status(204);
    let loaded = api.post(&format!("{path}/load"), &json!({})).await.assert_status(200).json();
    let again = api.post_csv("/ledger/files?name=again.csv", bytes).await.assert_status(200).json();
    assert_eq!((&again["id"], &again["state"]), (&file["id"], &json!("loaded")));
    loaded
}

#[actix_web::test]
async fn the_whole_of_reconciling_goes_by_the_api_alone() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    invoice(&app, &trust, &council, "NMT-2026-1", 506_000, 0).await;
    invoice(&app, &trust, &council, "NMT-2026-2", 10_000, 0).await;
    let (owing, owed) = (app.api(&council, FINANCE).await, app.api(&trust, FINANCE).await);

    let loaded = load_by_api(&owing, "november.csv", LEDGER.into()).await;
    assert_eq!(loaded, json!({ "good_rows": 4, "bad_rows": 1, "total_pence": 518_749, "matched": 0 }));
    let names = owing.get("/ledger/supplier-names").await.json();
    let suggested = &names["items"][0]["suggestions"][0];
    assert_eq!((&suggested["body_id"], &suggested["score"]), (&json!(trust.id), &json!(1_000)));
    let decision = json!({ "supplier_name": "NORTHMOOR NHS TRUST", "body_id": suggested["body_id"] });
    let decided = owing.post("/ledger/supplier-names/decisions", &json!({ "decisions": [decision] })).await;
    assert_eq!(decided.assert_status(200).json()["matched"], 1);
    let totals = owing.get("/ledger/totals").await.json();
    assert!(adds_up(&totals), "{totals}");
    assert_eq!(owing.get("/ledger/open-invoices").await.json()["items"][0]["number"], "NMT-2026-2");

    let new = json!({ "receiver_id": council.id, "as_at": "2026-11-23" });
    let sent = owed.post("/ledger/statements", &new).await.assert_status(201).json();
    let answer = format!("/ledger/statements/{}/answer", sent["statement"]["id"].as_str().unwrap());
    let lines = json!({ "lines": [
        { "number": 1, "answer": "confirmed" },
        { "number": 2, "answer": "disputed", "reason_code": "price" },
    ] });
    owed.post(&answer, &lines).await.assert_status(404);
    let answered = owing.post(&answer, &lines).await.assert_status(200).json();
    assert_eq!(answered["statement"]["state"], "answered");
    assert_eq!(answered["lines"][1]["reason_code"], "price");
    owing.post(&answer, &lines).await.assert_status(409);
}

#[actix_web::test]
async fn both_real_ledgers_load_to_the_penny() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let api = app.api(&council, FINANCE).await;
    let shared = std::env::var("SYMBIOSIS_SHARED").unwrap_or_else(|_| "../shared".into());

    for (name, good, bad, total) in [
        ("devon_2025_paid_to_public_bodies.csv", 744, 67, 3_325_533_337_i64),
        ("exeter_2025.csv", 10_221, 20, 5_472_960_816),
    ] {
        let Ok(bytes) = std::fs::read(format!("{shared}/data/ledgers/{name}")) else {
            println!("left out: no {name} in {shared}/data/ledgers");
            return;
        };
        let loaded = load_by_api(&api, name, bytes).await;
        assert_eq!(loaded, json!({ "good_rows": good, "bad_rows": bad, "total_pence": total, "matched": 0 }));
    }
    let totals = api.get("/ledger/totals").await.json();
    assert_eq!(totals["all"], json!({ "count": 10_965, "total_pence": 8_798_494_153_i64 }));
    assert!(adds_up(&totals), "{totals}");
}

#[actix_web::test]
async fn two_runs_at_once_match_each_line_and_each_invoice_once() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let officer = app.signed_in(&council, FINANCE).await;
    load(&officer, LEDGER).await;
    let ticked = format!("{} NORTHMOOR NHS TRUST", trust.id);
    officer.post("/finance/ledger/names", &[("names", &ticked)]).await.assert_status(303);
    invoice(&app, &trust, &council, "NMT-2026-1", 506_000, 0).await;
    invoice(&app, &trust, &council, "NMT-2026-2", 9_999, 0).await;

    let (body, now) = (council.id, app.now());
    let run = || {
        let db = app.db.clone();
        async move {
            let by = System::of_this_process();
            db.write(move |tx| commands::match_body(tx, by, body, now))
                .await
                .map_err(|error: StorageError| error)
        }
    };
    let (first, second, third) = tokio::join!(run(), run(), run());

    assert_eq!(first.unwrap() + second.unwrap() + third.unwrap(), 2);
    let totals = app.api(&council, FINANCE).await.get("/ledger/totals").await.json();
    assert_eq!(totals["matched"], json!({ "count": 2, "total_pence": 515_999 }));
}
