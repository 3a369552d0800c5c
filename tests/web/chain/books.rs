//! The last steps of the chain: the consumer's ledger finds the provider's invoices, and what is open is answered.

use serde_json::{Value, json};

use super::side::{Side, text};
use super::steps::Chain;

impl Chain {
    /// The trust's ledger with this line for the invoice is loaded by hand, and the line finds the invoice.
    pub async fn reconciled(&self, invoice: &Value, amount: &str) {
        let finance = &self.trust.finance;
        let ledger = format!(
            "Date,Supplier Name,Invoice Number,Amount\n\
             08/01/2027,ASHDALE BOROUGH COUNCIL,{},{amount}\n\
             31/02/2027,ASHDALE BOROUGH COUNCIL,ABC-9,1.00\n",
            text(invoice, "number")
        );
        let file = finance.post_csv("/ledger/files?name=january.csv", ledger.into_bytes()).await;
        let path = format!("/ledger/files/{}", text(&file.assert_status(201).json(), "id"));
        let columns = json!({ "date": 0, "supplier_name": 1, "reference": 2, "amount": 3 });
        let preview = finance.get(&path).await.assert_status(200).json()["preview"].clone();
        assert_eq!(preview["suggested_columns"], columns);
        finance.put(&format!("{path}/columns"), &columns).await.assert_status(204);
        let loaded = finance.post(&format!("{path}/load"), &json!({})).await.assert_status(200).json();
        assert_eq!((&loaded["good_rows"], &loaded["bad_rows"]), (&json!(1), &json!(1)));
        let bad = finance.get(&format!("{path}/bad-rows")).await.assert_status(200).json();
        assert_eq!(bad["items"][0]["line"], 3);

        let names = finance.get("/ledger/supplier-names").await.json();
        let suggested = names["items"][0]["suggestions"][0]["body_id"].clone();
        assert_eq!(suggested, json!(self.council.body.id));
        let decision = json!({ "supplier_name": names["items"][0]["supplier_name"], "body_id": suggested });
        let decisions = json!({ "decisions": [decision] });
        let decided = finance.post("/ledger/supplier-names/decisions", &decisions).await;
        assert_eq!(decided.assert_status(200).json()["matched"], 1);
        let found = finance.get("/ledger/matches").await.json()["items"][0].clone();
        assert_eq!(found["invoice_id"], invoice["id"]);
        assert_eq!(found["rule"], "reference_and_amount");
        let why = text(&found, "why");
        assert!(why.contains(&text(invoice, "number")), "{why}");
    }

    /// The council sends what is open, the trust confirms it.
    pub async fn statement_answered(&self, open_pence: i64) {
        let Self { app, council, trust, .. } = self;
        let new = json!({ "receiver_id": trust.body.id, "as_at": "2027-01-04" });
        let sent = council.finance.post("/ledger/statements", &new).await.assert_status(201).json();
        assert_eq!(sent["statement"]["total_pence"], open_pence);
        trust.assert_told(app, "finance", "sent a statement of open items").await;
        let path = format!("/ledger/statements/{}", text(&sent["statement"], "id"));
        let received = trust.finance.get(&path).await.assert_status(200).json();
        assert_eq!(received["lines"], sent["lines"]);
        let answers = json!({ "lines": [{ "number": 1, "answer": "confirmed" }] });
        let answered = trust.finance.post(&format!("{path}/answer"), &answers).await;
        assert_eq!(answered.assert_status(200).json()["lines"][0]["answer"], "confirmed");
        council.assert_told(app, "finance", "answered your statement of open items").await;
    }

    /// Everything that both sides did stands in the audit trail of each, and the ledger's events in its owner's alone.
    pub async fn assert_everything_recorded(&self) {
        const BOTH: [&str; 16] = [
            "enquiry.asked",
            "enquiry.answered",
            "proposal.sent",
            "proposal.countered",
            "proposal.agreed_in_principle",
            "proposal.signed_by_one",
            "agreement.signed",
            "agreement.started",
            "return.submitted",
            "return.answered",
            "return.corrected",
            "invoice.issued",
            "month.closed",
            "statement.sent",
            "statement.answered",
            "proposal.signed",
        ];
        const LEDGER: [&str; 5] = [
            "ledger_file.uploaded",
            "ledger_file.columns_chosen",
            "ledger_file.loaded",
            "supplier_name.decided",
            "ledger.matched",
        ];
        for side in [&self.council, &self.trust] {
            side.assert_recorded(&BOTH).await;
        }
        self.council.assert_recorded(&["offer.published"]).await;
        self.trust.assert_recorded(&LEDGER).await;
        let stranger = Side::new(&self.app, "Elsewhere District Council", "elsewhere.example").await;
        let trail = stranger.auditor.get("/audit?limit=200").await.assert_status(200).body.clone();
        assert!(!trail.contains("proposal.") && !trail.contains("ledger"), "{trail}");
    }
}
