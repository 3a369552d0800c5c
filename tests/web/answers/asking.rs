//! Questions about a need, before there is an answer to it.

use serde_json::{Value, json};
use symbiosis::access::Role;

use super::{id, needed, payslips};
use crate::support::TestApp;

#[actix_web::test]
async fn a_provider_asks_about_a_need_and_whoever_needs_it_answers_in_the_same_thread() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Council", "Northmoor NHS Trust"]).await;
    let (owner_api, need) = needed(&app, &trust, &payslips()).await;
    let provider = app.signed_in(&council, &[Role::Negotiator]).await;
    let owner = app.signed_in(&trust, &[Role::Negotiator]).await;
    let program = app.api(&council, &[Role::Negotiator]).await;
    let stranger = app.signed_in(&app.body("Elsewhere Council").await, &[Role::Negotiator]).await;

    provider.get(&need).await.assert_says("Ask about this need");
    let form = format!("{need}/enquire");
    provider.get(&form).await.assert_says("Your question to Northmoor NHS Trust");
    provider.post(&form, &[("text", " ")]).await.assert_status(422);
    let asked = provider.post(&form, &[("text", "Weekly or monthly pay?")]).await;
    let thread = asked.assert_status(303).location();
    owner.get(&form).await.assert_status(409).assert_says("your own body");
    let told = app.mails_to("negotiator@").await;
    assert!(told.iter().any(|(_, text)| text.contains("Weekly or monthly pay?")), "{told:?}");
    owner.get("/").await.assert_says("Answer the question").assert_says("about “Payroll for our wards”");
    let answer = format!("{need}{thread}/answer");
    provider.post(&answer, &[("text", "To myself")]).await.assert_status(409);
    stranger.post(&answer, &[("text", "Mine")]).await.assert_status(404);
    stranger.get(&thread).await.assert_status(404);
    owner.get(&thread).await.assert_says("Your answer").assert_does_not_say("Show the answer to everybody");
    owner.post(&answer, &[("text", "Monthly, on the 25th.")]).await.assert_status(303);

    provider.get(&thread).await.assert_says("Monthly, on the 25th.").assert_says("Answer the need");
    owner.get("/enquiries").await.assert_says("Payroll for our wards To us, from Ashdale Council Answered");
    // A program does the same, in the same thread.
    let text = json!({ "text": "And pensions?" });
    let again = program.post(&format!("{need}/enquiries"), &text).await.assert_status(201).json();
    assert_eq!(format!("/enquiries/{}", again["id"].as_str().unwrap()), thread);
    assert_eq!((&again["need_id"], &again["offer_id"]), (&json!(id(&need)), &Value::Null));
    let answered = owner_api.post(&format!("{need}{thread}/answers"), &json!({ "text": "Yes." })).await;
    assert_eq!(answered.assert_status(200).json()["state"], "answered");
    owner_api.post(&format!("{need}/enquiries"), &text).await.assert_status(409);
    owner_api.post(&format!("{need}/meet"), &json!({})).await.assert_status(200);
    program.post(&format!("{need}/enquiries"), &text).await.assert_status(409);
}
