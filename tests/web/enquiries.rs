//! Answers that are worth giving once, and how many questions a body may have open.

use serde_json::json;
use symbiosis::access::Role;

use crate::support::{Listing, TestApp};

#[actix_web::test]
async fn an_answer_can_be_shown_to_everybody_without_telling_who_asked() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let (_, offer) = app.listed(&council, &Listing::default()).await;
    let asker = app.signed_in(&trust, &[Role::Negotiator]).await;
    let asked =
        asker.post(&format!("{offer}/enquire"), &[("text", "Do you run weekly pay for our trust?")]).await;
    let enquiry = asked.location();
    let owner = app.signed_in(&council, &[Role::ServiceOwner]).await;
    let early = [("question", "Weekly pay?"), ("answer", "Yes.")];
    owner.post(&format!("{enquiry}/publish"), &early).await.assert_status(409);
    owner.post(&format!("{enquiry}/answer"), &[("text", "Yes, on Thursdays.")]).await.assert_status(303);

    owner.get(&enquiry).await.assert_says("Show the answer to everybody");
    let form = owner.get(&format!("{enquiry}/publish")).await;
    form.assert_says("Do you run weekly pay for our trust?").assert_says("Yes, on Thursdays.");
    let refused = owner.post(&format!("{enquiry}/publish"), &[("question", ""), ("answer", "Yes.")]).await;
    refused.assert_status(422).assert_says("Enter the question");
    let shown = [("question", "Do you run weekly pay?"), ("answer", "Yes, on Thursdays.")];
    app.visitor().get(&offer).await.assert_does_not_say("Questions and answers");
    owner.post(&format!("{enquiry}/publish"), &shown).await.assert_status(303);
    asker.post(&format!("{enquiry}/publish"), &shown).await.assert_status(403);

    let page = app.visitor().get(&offer).await;
    page.assert_says("Questions and answers Do you run weekly pay? Yes, on Thursdays.");
    page.assert_does_not_say("Northmoor");
    let answers = app.api_visitor().get(&format!("{offer}/answers")).await.json();
    assert_eq!(answers[0]["question"], "Do you run weekly pay?");

    let remove = format!("{offer}/answers/{}/remove", answers[0]["id"].as_str().unwrap());
    let stranger = app.signed_in(&trust, &[Role::ServiceOwner]).await;
    stranger.post(&remove, &[]).await.assert_status(409);
    owner.get(&remove).await.assert_says("Nobody reads it any more");
    owner.post(&remove, &[]).await.assert_status(303);
    app.visitor().get(&offer).await.assert_does_not_say("Questions and answers");
}

#[actix_web::test]
async fn whoever_has_an_open_thread_goes_on_seeing_an_offer_that_opens_to_fewer_and_may_propose() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let college = app.body("University of Calderbridge").await;
    let (owner, offer) = app.listed(&council, &Listing::default()).await;
    let asker = app.signed_in(&trust, &[Role::Negotiator]).await;
    let program = app.api(&trust, &[Role::Negotiator]).await;
    let asked = asker.post(&format!("{offer}/enquire"), &[("text", "Do you run weekly pay?")]).await;
    let enquiry = asked.assert_status(303).location();
    let pdf = b"%PDF-1.7 terms".to_vec();
    let document =
        owner.post_file(&format!("{offer}/attachments?name=terms.pdf"), "application/pdf", pdf).await;
    let document = document.assert_status(201).json()["id"].as_str().unwrap().to_owned();
    let mut narrowed = Listing { description: "Now for partners.", ..Listing::default() }.json();
    narrowed["visibility"] = json!({ "partners": [college.id], "partners_from": "2026-11-20" });
    owner.put(&offer, &narrowed).await.assert_status(200);
    owner.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200);
    let elsewhere = app.body("Elsewhere County Council").await;
    let stranger = app.api(&elsewhere, &[Role::Negotiator]).await;
    let proposal = crate::support::cash_terms(&[("last_month", "2027-10")]);

    asker.get(&offer).await.assert_status(200).assert_says("Now for partners");
    asker.get(&format!("{offer}/propose")).await.assert_status(200);
    asker.get(&format!("{enquiry}/propose")).await.assert_status(200);
    asker.get(&format!("{offer}/enquire")).await.assert_status(200);
    program.get(&format!("{offer}/attachments/{document}")).await.assert_status(200);
    let found = asker.get("/catalogue?q=payroll").await;
    stranger.get(&offer).await.assert_status(404);
    stranger.get(&format!("{offer}/attachments/{document}")).await.assert_status(404);
    stranger.post(&format!("{offer}/enquiries"), &json!({ "text": "May we?" })).await.assert_status(404);
    app.visitor().get(&offer).await.assert_status(404);

    found.assert_says("No offer fits");
    let sent = asker.post(&format!("{enquiry}/propose"), &proposal).await;
    assert!(sent.assert_status(303).location().starts_with("/proposals/"), "{}", sent.text());
    asker.post(&format!("{enquiry}/close"), &[]).await.assert_status(303);
    asker.get(&offer).await.assert_status(404);
    asker.get(&format!("{enquiry}/propose")).await.assert_status(404);
}

#[actix_web::test]
async fn a_body_has_twenty_unanswered_questions_at_most() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let asker = app.api(&trust, &[Role::Negotiator]).await;
    let mut offers = Vec::new();
    for number in 0..21 {
        let title = format!("Payroll, lot {number}");
        offers.push(app.listed(&council, &Listing { title: &title, ..Listing::default() }).await.1);
    }
    let question = json!({ "text": "Can you start in spring?" });
    let (last, first) = offers.split_last().unwrap();
    let mut enquiries = Vec::new();
    for offer in first {
        let asked = asker.post(&format!("{offer}/enquiries"), &question).await;
        enquiries.push(asked.assert_status(201).json()["id"].as_str().unwrap().to_owned());
    }

    let refused = asker.post(&format!("{last}/enquiries"), &question).await;
    refused.assert_status(409);
    assert!(refused.json()["detail"].as_str().unwrap().starts_with("20 questions of your body wait"));
    let browser = app.signed_in(&trust, &[Role::Negotiator]).await;
    let early = browser.get(&format!("{last}/enquire")).await;
    early
        .assert_says("20 questions of your body wait for an answer")
        .assert_does_not_say("Send the question");
    browser.get(&format!("{}/enquire", first[0])).await.assert_says("without naming you or your body");
    browser.get("/proposals").await.assert_says("Questions");
    // Going on with a thread is no new question, and an answer makes room.
    asker.post(&format!("{}/enquiries", first[0]), &question).await.assert_status(201);
    let owner = app.api(&council, &[Role::ServiceOwner]).await;
    let answer = json!({ "text": "Yes." });
    owner.post(&format!("/enquiries/{}/answers", enquiries[0]), &answer).await.assert_status(200);
    asker.post(&format!("{last}/enquiries"), &question).await.assert_status(201);
}

#[actix_web::test]
async fn a_body_writes_twenty_messages_a_day_into_one_thread_at_most() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let (_, offer) = app.listed(&council, &Listing::default()).await;
    let asker = app.api(&trust, &[Role::Negotiator]).await;
    let owner = app.api(&council, &[Role::ServiceOwner]).await;
    let text = json!({ "text": "And when?" });
    let asked = asker.post(&format!("{offer}/enquiries"), &text).await;
    let enquiry = format!("/enquiries/{}", asked.assert_status(201).json()["id"].as_str().unwrap());
    for _ in 1..20 {
        asker.post(&format!("{enquiry}/questions"), &text).await.assert_status(200);
    }

    let refused = asker.post(&format!("{enquiry}/questions"), &text).await;
    let browser = app.signed_in(&trust, &[Role::Negotiator]).await;
    let page = browser.post(&format!("{enquiry}/ask"), &[("text", "One more thing")]).await;

    assert_eq!(refused.assert_status(422).json()["errors"][0]["field"], "text");
    page.assert_status(422).assert_says("Your body has written 20 messages here in the last 24 hours");
    assert!(page.body.contains("One more thing</textarea>"), "what was typed is gone");
    browser.post(&format!("{offer}/enquire"), &[("text", "Again")]).await.assert_status(422);
    // The other side has messages of its own, and tomorrow is another day.
    owner.post(&format!("{enquiry}/answers"), &json!({ "text": "In spring." })).await.assert_status(200);
    app.clock.advance(chrono::Duration::hours(25)).unwrap();
    asker.post(&format!("{enquiry}/questions"), &text).await.assert_status(200);
}
