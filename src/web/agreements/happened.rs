//! What has happened to an agreement and to the proposal it was, in words.

use maud::html;
use serde_json::Value;

use crate::agreements::happening::AgreementHappening as A;
use crate::audit::EventView;
use crate::kernel::{Month, london};
use crate::negotiation::happening::ProposalHappening as P;
use crate::web::ui::{TimelineEvent, plural};

/// One event of the timeline.
pub(super) fn happened(event: &EventView) -> TimelineEvent {
    TimelineEvent {
        what: html! { (words(&event.action, &event.data)) },
        when: format!("{}, {}", london::civil_time(event.at), event.actor),
        more: None,
    }
}

fn words(action: &str, data: &Value) -> String {
    match (action.parse::<A>(), action.parse::<P>()) {
        (Ok(happening), _) => of_agreement(happening, data),
        (_, Ok(happening)) => of_proposal(happening, data),
        _ => "Something that this page has no words for".to_owned(),
    }
}

fn of_agreement(happening: A, data: &Value) -> String {
    match happening {
        A::Signed => "Signed by both sides".to_owned(),
        A::Started => "Started".to_owned(),
        A::Ended => "Ended".to_owned(),
        A::PublicationAgreed => match data["after"].as_str() {
            Some("public") => format!("Made public, as {} agreed too", body(data)),
            _ => format!("{} agreed to make it public", body(data)),
        },
        A::PublicationTakenBack => match data["before"].as_str() {
            Some("public") => format!("Hidden again: {} took its consent back", body(data)),
            _ => format!("{} took its consent to make it public back", body(data)),
        },
        A::MonthClosed => {
            let month = data["month"].as_str().and_then(|raw| raw.parse::<Month>().ok());
            let month = month.map_or_else(|| "A month".to_owned(), |month| month.to_string());
            let invoices = plural(data["invoices"].as_i64().unwrap_or_default(), "invoice", "invoices");
            format!("{month} closed with {invoices}")
        }
    }
}

fn body(data: &Value) -> &str {
    data["body"].as_str().unwrap_or("one side")
}

fn of_proposal(happening: P, data: &Value) -> String {
    let because = |what: &str| match data["reason"].as_str() {
        Some(reason) if !reason.is_empty() => format!("{what}: {reason}"),
        _ => what.to_owned(),
    };
    match happening {
        P::Drafted => "Drafted".to_owned(),
        P::DraftChanged => "Draft changed".to_owned(),
        P::Sent => "Proposed".to_owned(),
        P::Countered => format!("Countered with version {}", data["version"]),
        P::AgreedInPrinciple => "Agreed in principle".to_owned(),
        P::Declined => because("Declined"),
        P::Withdrawn => because("Withdrawn"),
        P::Expired => because("Expired"),
        P::SignedByOne => format!("Signed for {}", body(data)),
        P::Signed => "Reserved capacity committed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn everything_that_can_happen_has_words() {
        let data = json!({
            "month": "2026-10", "invoices": 2, "version": 2, "body": "Northmoor NHS Trust", "reason": "No room",
        });
        let actions = A::ALL.iter().map(|each| each.as_str()).chain(P::ALL.iter().map(|each| each.as_str()));

        let said: Vec<String> = actions.map(|action| words(action, &data)).collect();

        insta::assert_snapshot!(said.join("\n"), @r"
        Signed by both sides
        Started
        Ended
        Northmoor NHS Trust agreed to make it public
        Northmoor NHS Trust took its consent to make it public back
        October 2026 closed with 2 invoices
        Drafted
        Draft changed
        Proposed
        Countered with version 2
        Agreed in principle
        Declined: No room
        Withdrawn: No room
        Expired: No room
        Signed for Northmoor NHS Trust
        Reserved capacity committed
        ");
    }
}
