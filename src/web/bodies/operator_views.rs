//! The operator's pages about claims: the queue, and one claim with its evidence.

use maud::{Markup, html};

use super::operator::{ApproveForm, RefuseForm};
use super::standing::{claim_tag, state_tag};
use crate::access::Role;
use crate::bodies::ClaimState;
use crate::bodies::claim::{ClaimEvidence, ClaimView, Proof};
use crate::kernel::{FieldErrors, Page, london};
use crate::web::context::Cx;
use crate::web::ui::{
    Button, ButtonLook, Checkboxes, Choice, Column, Link, Row, SummaryRow, Table, TextArea, actions, banner,
    breadcrumbs, button, empty_state, heading, pagination, plural, post_form, summary_list, warning,
};
use crate::web::urls;

/// The claims that wait, the one that has waited longest first.
pub(super) fn queue(claims: &Page<ClaimView>) -> Markup {
    html! {
        (breadcrumbs(&[Link::new("Operator", urls::OPERATOR)]))
        h1 { "Claims that wait" }
        @if claims.items.is_empty() {
            (empty_state(
                "No claim waits",
                "When somebody confirms the work address with which they claim a body, it stands here.",
                None,
            ))
        } @else {
            (claims_table("Claims that wait", &claims.items).hidden_caption().render())
            (pagination(claims.request.number(), claims.pages(), urls::bodies::claims_page))
        }
    }
}

/// Claims in a table, for the queue and for a body's page.
pub(super) fn claims_table(caption: &str, claims: &[ClaimView]) -> Table {
    Table::new(caption)
        .columns([
            Column::text("Body"),
            Column::text("Who"),
            Column::text("Address"),
            Column::text("Made"),
            Column::text("State"),
        ])
        .rows(claims.iter().map(|claim| {
            Row::new([
                html! { a href=(urls::bodies::operator_claim(claim.id)) { (claim.body_name) } },
                html! { (claim.name) ", " (claim.job_title) },
                html! { (claim.email) },
                html! { (london::civil_time(claim.created_at)) },
                claim_tag(claim.state),
            ])
        }))
        .empty("Nobody has claimed this body.")
}

/// One claim: what is known, then the two answers.
pub(super) fn claim(
    cx: &Cx,
    evidence: &ClaimEvidence,
    approve: &ApproveForm,
    refuse: &RefuseForm,
    errors: &FieldErrors,
) -> Markup {
    let claim = &evidence.claim;
    html! {
        (breadcrumbs(&[Link::new("Operator", urls::OPERATOR), Link::new("Claims", urls::bodies::CLAIMS)]))
        (heading(&claim.body_name, &format!("Claim by {}", claim.name)))
        p { (claim_tag(claim.state)) }
        (facts(evidence))
        @if claim.state == ClaimState::Proved {
            (weigh(evidence))
            @if !evidence.has_administrator { (approve_form(cx, claim, approve, errors)) }
            (refuse_form(cx, claim, refuse, errors))
        }
        @if !evidence.others.is_empty() {
            h2 { "Other claims of this body" }
            (claims_table("Other claims of this body", &evidence.others).hidden_caption().render())
        }
    }
}

fn facts(evidence: &ClaimEvidence) -> Markup {
    let claim = &evidence.claim;
    let body = html! {
        a href=(urls::bodies::operator_body(claim.body)) { (claim.body_name) } " " (state_tag(claim.body_state))
    };
    let shared = match evidence.bodies_at_domain {
        0 => "No body has it as its own".to_owned(),
        bodies => plural(bodies, "body has it", "bodies have it"),
    };
    let mut rows = vec![
        SummaryRow::new("Body", body),
        SummaryRow::text("Name", &claim.name),
        SummaryRow::text("Job title", &claim.job_title),
        SummaryRow::text("Address", &claim.email),
        SummaryRow::text("Domain", format!("{}. {shared}", claim.domain())),
        SummaryRow::text("What it proves", claim.proof.label()),
        SummaryRow::text("Website in the register", evidence.website.as_deref().unwrap_or("None")),
        SummaryRow::text("Claimed", london::civil_time(claim.created_at)),
    ];
    if let Some(at) = claim.proved_at {
        rows.push(SummaryRow::text("Address confirmed", london::civil_time(at)));
    }
    if let Some(at) = claim.decided_at {
        rows.push(SummaryRow::text("Answered", london::civil_time(at)));
    }
    if let Some(reason) = &claim.reason {
        rows.push(SummaryRow::text("Reason", reason));
    }
    summary_list(&rows)
}

/// What to be careful about.
fn weigh(evidence: &ClaimEvidence) -> Markup {
    let claim = &evidence.claim;
    html! {
        @if evidence.has_administrator {
            (banner(html! {
                p { "This body has administrators. They decide who joins, by inviting; here you can only refuse." }
            }))
        }
        @if claim.proof == Proof::SharedDomain {
            (warning(html! {
                "The address proves only that " (claim.name) " works for one of the bodies at " (claim.domain())
                ". Make sure by another way, such as the switchboard, that it is " (claim.body_name) "."
            }))
        }
    }
}

fn approve_form(cx: &Cx, claim: &ClaimView, form: &ApproveForm, errors: &FieldErrors) -> Markup {
    let choices: Vec<Choice> =
        Role::ALL.iter().map(|role| Choice::new(role.as_str(), role.label()).hint(role.purpose())).collect();
    let fields = html! {
        (Checkboxes {
            name: "roles", legend: "Roles", hint: Some("The first person is always an administrator"),
            choices: &choices, values: &form.roles, error: errors.of("roles"), ..Checkboxes::default()
        }.render())
        (actions(button("Approve and verify the body")))
    };
    html! {
        h2 { "Approve" }
        p { (claim.body_name) " becomes verified: it can publish, negotiate and sign. We write to " (claim.email) "." }
        (post_form(&urls::bodies::approve_claim(claim.id), &cx.once(), fields))
    }
}

fn refuse_form(cx: &Cx, claim: &ClaimView, form: &RefuseForm, errors: &FieldErrors) -> Markup {
    let deed = Button { label: "Refuse the claim", look: ButtonLook::Danger, ..Button::default() };
    let fields = html! {
        (TextArea {
            name: "reason", label: "Reason", hint: Some("The person reads this"), value: &form.reason,
            error: errors.of("reason"), rows: Some(3), most: Some(1_000), ..TextArea::default()
        }.render())
        (actions(deed.render()))
    };
    html! {
        h2 { "Refuse" }
        (post_form(&urls::bodies::refuse_claim(claim.id), &cx.once(), fields))
    }
}
