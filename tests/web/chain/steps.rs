//! The steps of the chain that money and services in return have in common.

use serde_json::{Value, json};
use symbiosis::access::System;
use symbiosis::catalogue::{CatalogueError, commands};
use symbiosis::worker;

use super::side::{Side, text, texts};
use crate::support::TestApp;

/// Two bodies on their way from an offer to reconciled books: the council provides, the trust consumes.
pub struct Chain {
    pub app: TestApp,
    pub council: Side,
    pub trust: Side,
    pub offer: String,
}

impl Chain {
    /// The council's offer is drafted and published, and the trust finds it.
    pub async fn begun() -> Self {
        let app = TestApp::start().await;
        let taxonomy = include_str!("../../../seed/taxonomy.csv");
        app.db
            .write(|tx| commands::load_taxonomy(tx, System::of_this_process(), taxonomy))
            .await
            .map_err(|error: CatalogueError| error.to_string())
            .unwrap();
        let council = Side::new(&app, "Ashdale Borough Council", "ashdale.example").await;
        let trust = Side::new(&app, "Northmoor NHS Trust", "northmoor.example").await;
        let draft = json!({
            "service": "IT-03", "title": "Room in our data centre",
            "description": "A hall with room for two more racks.", "unit": "rack unit-month",
            "quantity_per_month": "24", "first_month": "2026-12", "last_month": "2027-11", "takes": "either",
            "price_kind": "per_unit", "price": "200", "wants": ["PAY-01"], "hours": "office_hours",
            "holidays": "england-and-wales", "kpis": [{ "name": "Racks with power", "target": "99.5%" }],
        });
        let drafted = council.owner.post("/offers", &draft).await.assert_status(201).json();
        assert_eq!(drafted["state"], "draft");
        let offer = format!("/offers/{}", text(&drafted, "id"));
        let unseen = trust.negotiator.get("/catalogue?q=racks").await.json();
        assert_eq!(unseen["total"], 0);
        council.owner.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200);
        let found = trust.negotiator.get("/catalogue?q=racks").await.assert_status(200).json();
        assert_eq!(texts(&found["items"], "title"), ["Room in our data centre"]);
        Self { app, council, trust, offer }
    }

    /// The trust asks about the offer, and the council answers.
    pub async fn asked_and_answered(&self) -> String {
        let question = json!({ "text": "Is there a lift?" });
        let asked = self.trust.negotiator.post(&format!("{}/enquiries", self.offer), &question).await;
        let enquiry = format!("/enquiries/{}", text(&asked.assert_status(201).json(), "id"));
        self.council.assert_told(&self.app, "owner", "about “Room in our data centre”").await;
        let answer = json!({ "text": "There are two." });
        self.council.owner.post(&format!("{enquiry}/answers"), &answer).await;
        self.trust.assert_told(&self.app, "negotiator", "about “Room in our data centre”").await;
        let thread = self.trust.negotiator.get(&enquiry).await.json();
        assert_eq!(thread["state"], "answered");
        assert_eq!(texts(&thread["messages"], "text"), ["Is there a lift?", "There are two."]);
        enquiry
    }

    /// The trust proposes, the council counters, the trust agrees: answers the proposal and what the counter changed.
    pub async fn agreed(&self, first: Value, counter: Value) -> (String, Value) {
        let enquiry = self.asked_and_answered().await;
        let body = json!({ "terms": first, "message": "We need room from December.", "then": "send" });
        let made = self.trust.negotiator.post(&format!("{enquiry}/proposals"), &body).await;
        let proposal = format!("/proposals/{}", text(&made.assert_status(201).json(), "id"));
        self.council.assert_told(&self.app, "negotiator", "a proposal waits for your answer").await;

        let counter = json!({ "number": 1, "terms": counter, "message": "Power has become dearer." });
        let countered = self.council.negotiator.post(&format!("{proposal}/counter"), &counter).await;
        assert_eq!(countered.assert_status(200).json()["state"], "countered");
        self.trust.assert_told(&self.app, "negotiator", "a counter-proposal waits for your answer").await;
        let version = self.trust.negotiator.get(&format!("{proposal}/versions/2")).await.json();

        assert_eq!(self.december().await, ("24".into(), "0".into(), "0".into()));
        let agree = json!({ "number": 2 });
        let agreed = self.trust.negotiator.post(&format!("{proposal}/agree"), &agree).await;
        assert_eq!(agreed.assert_status(200).json()["state"], "agreed_in_principle");
        assert_eq!(self.december().await, ("12".into(), "12".into(), "0".into()));
        for side in [&self.council, &self.trust] {
            side.assert_told(&self.app, "signatory", "waits for signatures").await;
        }
        (proposal, version["changes"].clone())
    }

    /// Both signatories sign the text that they were shown: answers the agreement.
    pub async fn signed(&self, proposal: &str) -> Value {
        let shown = self.trust.signatory.get(&format!("{proposal}/text")).await.assert_status(200).json();
        let signature = json!({ "number": 2, "sha256": shown["sha256"] });
        let sign = format!("{proposal}/sign");
        let first = self.trust.signatory.post(&sign, &signature).await.assert_status(200).json();
        assert_eq!(first["agreement_id"], Value::Null);
        self.council.assert_told(&self.app, "signatory", "has been signed by Northmoor NHS Trust").await;
        let last = self.council.signatory.post(&sign, &signature).await.assert_status(200).json();

        let path = format!("/agreements/{}", text(&last, "agreement_id"));
        let agreement = self.council.manager.get(&path).await.assert_status(200).json();
        assert_eq!(agreement["sha256"], shown["sha256"]);
        assert_eq!(agreement["signatures"].as_array().unwrap().len(), 2);
        let check = json!({ "text": shown["text"] });
        let checked = self.app.api_visitor().post("/agreements/check", &check).await.json();
        assert_eq!(checked["reference"], agreement["reference"]);
        assert_eq!(self.december().await, ("12".into(), "0".into(), "12".into()));
        for side in [&self.council, &self.trust] {
            side.assert_told(&self.app, "manager", "is signed").await;
        }
        agreement
    }

    /// The clock goes to January and the worker does what has fallen due.
    pub async fn december_passes(&self, agreement: &Value) {
        self.app.clock.advance(chrono::Duration::days(42)).unwrap();
        worker::run_due(&self.app.db, self.app.now()).await.unwrap();
        let path = format!("/agreements/{}", text(agreement, "id"));
        assert_eq!(self.trust.manager.get(&path).await.json()["state"], "active");
    }

    /// Free, reserved and committed in December.
    async fn december(&self) -> (String, String, String) {
        let months =
            self.app.api_visitor().get(&self.offer).await.assert_status(200).json()["months"].clone();
        assert_eq!(months[0]["month"], "2026-12");
        (text(&months[0], "free"), text(&months[0], "reserved"), text(&months[0], "committed"))
    }

    /// A return is sent, its quantity disputed, corrected and accepted.
    pub async fn delivered(&self, leg: &Delivery<'_>) {
        let Delivery { provider, consumer, .. } = leg;
        let sent = provider.manager.post("/returns", &leg.figures()).await.assert_status(201).json();
        let path = format!("/returns/{}", text(&sent, "id"));
        consumer.assert_told(&self.app, "manager", "Return to answer: ").await;
        let lines = json!([
            { "number": 0, "answer": "dispute", "reason": format!("We counted {}", leg.right) },
            { "number": 1, "answer": "accept" },
        ]);
        let answers = json!({ "version": sent["version"], "lines": lines });
        let disputed = consumer.manager.post(&format!("{path}/answers"), &answers).await;
        let disputed = disputed.assert_status(200).json();
        assert_eq!(
            (&disputed["state"], &disputed["lines"][1]["state"]),
            (&json!("disputed"), &json!("accepted"))
        );
        provider.assert_told(&self.app, "manager", "Disputed: ").await;

        let correction =
            json!({ "version": disputed["version"], "quantity": leg.right, "note": "You are right" });
        let corrected = provider.manager.post(&format!("{path}/corrections"), &correction).await;
        let corrected = corrected.assert_status(200).json();
        consumer.assert_told(&self.app, "manager", "Return corrected: ").await;
        let accept = json!({ "version": corrected["version"] });
        let accepted = consumer.manager.post(&format!("{path}/accept"), &accept).await;
        assert_eq!(accepted.assert_status(200).json()["state"], "accepted");
        provider.assert_told(&self.app, "manager", "Accepted: ").await;
        provider.assert_told(&self.app, "finance", "Accepted: ").await;

        let performance = format!("/legs/{}/performance", leg.leg);
        let performance = consumer.manager.get(&performance).await.json()["months"][0].clone();
        assert_eq!(performance["lines"][0]["quantity"], leg.right);
        let kpi = &performance["lines"][1];
        assert_eq!((&kpi["numerator"], &kpi["denominator"]), (&json!(718), &json!(720)));
        assert_eq!((&kpi["target"], &kpi["outcome"]), (&json!(leg.target), &json!(leg.outcome)));
    }
}

/// One leg's December: what was reported, and what is right.
pub struct Delivery<'a> {
    pub provider: &'a Side,
    pub consumer: &'a Side,
    pub leg: String,
    pub reported: &'a str,
    pub right: &'a str,
    /// In hundredths of a per cent.
    pub target: u16,
    /// What 718 of 720 are against the target.
    pub outcome: &'a str,
}

impl Delivery<'_> {
    fn figures(&self) -> Value {
        json!({
            "leg_id": self.leg, "month": "2026-12", "quantity": self.reported,
            "kpis": [{ "number": 1, "numerator": 718, "denominator": 720 }],
        })
    }
}
