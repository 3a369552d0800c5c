//! One body of the chain: its people, who get mail, and a token for each part that they play.

use serde_json::Value;
use symbiosis::access::Role;

use crate::support::{Api, TestApp, TestBody};

/// A body with a token for each of its people.
pub struct Side {
    pub body: TestBody,
    pub owner: Api,
    pub negotiator: Api,
    pub signatory: Api,
    pub manager: Api,
    pub finance: Api,
    pub auditor: Api,
    domain: &'static str,
}

impl Side {
    pub async fn new(app: &TestApp, name: &str, domain: &'static str) -> Self {
        let body = app.body(name).await;
        for (person, role) in [
            ("owner", Role::ServiceOwner),
            ("negotiator", Role::Negotiator),
            ("signatory", Role::Signatory),
            ("manager", Role::ContractManager),
            ("finance", Role::FinanceOfficer),
        ] {
            app.person_with_email(role.label(), &format!("{person}@{domain}"), &body, &[role]).await;
        }
        Self {
            owner: app.api(&body, &[Role::ServiceOwner]).await,
            negotiator: app.api(&body, &[Role::Negotiator]).await,
            signatory: app.api(&body, &[Role::Signatory]).await,
            manager: app.api(&body, &[Role::ContractManager]).await,
            finance: app.api(&body, &[Role::FinanceOfficer]).await,
            auditor: app.api(&body, &[Role::Auditor]).await,
            body,
            domain,
        }
    }

    /// Fails unless the last mail to `person` has these words in its subject.
    pub async fn assert_told(&self, app: &TestApp, person: &str, words: &str) {
        let mails = app.mails_to(&format!("{person}@{}", self.domain)).await;
        let subjects: Vec<&str> = mails.iter().map(|(subject, _)| subject.as_str()).collect();
        assert!(
            subjects.last().is_some_and(|last| last.contains(words)),
            "{person}@{} was not told “{words}”: {subjects:?}",
            self.domain
        );
    }

    /// Fails unless the body's audit trail shows each of these events.
    pub async fn assert_recorded(&self, actions: &[&str]) {
        let trail = self.auditor.get("/audit?limit=200").await.assert_status(200).json();
        let recorded: Vec<&str> = texts(&trail["items"], "action");
        for action in actions {
            assert!(recorded.contains(action), "{} has no {action}: {recorded:?}", self.body.name);
        }
    }
}

/// One field of every item of a list.
pub fn texts<'a>(items: &'a Value, field: &str) -> Vec<&'a str> {
    items.as_array().unwrap().iter().map(|item| item[field].as_str().unwrap()).collect()
}

/// A field that is text.
#[track_caller]
pub fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}")).to_owned()
}
