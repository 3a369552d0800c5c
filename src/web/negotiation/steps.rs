//! Agreeing in principle, declining and withdrawing, each behind a page that says what will happen.

use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::views;
use crate::access::Member;
use crate::access::capability::Negotiate;
use crate::kernel::FieldErrors;
use crate::kernel::ids::ProposalId;
use crate::negotiation::model::Proposal;
use crate::negotiation::state::ProposalState;
use crate::negotiation::{NegotiationError, commands, queries};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::ui::{ButtonLook, Confirm, Link, breadcrumbs};
use crate::web::urls::negotiation as at;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StepForm {
    number: String,
    reason: String,
}

/// `GET /proposals/{id}/agree`
pub(super) async fn confirm_agree(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
) -> WebResult<HttpResponse> {
    let proposal = find(&cx, by, id.into_inner()).await?;
    let consequences = [
        format!("You agree to version {} as it stands, for your body", proposal.number),
        "The capacity it needs is held back from others".to_owned(),
        "Nothing binds either body before a signatory of each has signed".to_owned(),
    ];
    let body = confirm(
        &cx,
        &proposal,
        Step {
            question: format!("Agree in principle to version {}?", proposal.number),
            consequences: &consequences,
            action: at::agree(proposal.id),
            deed: "Agree in principle",
            look: ButtonLook::Main,
            fields: views::number_field(proposal.number),
        },
    );
    Ok(cx.page("Agree in principle", body))
}

/// `POST /proposals/{id}/agree`
pub(super) async fn agree(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
    form: Form<StepForm>,
) -> WebResult<HttpResponse> {
    let (id, read, now) = (id.into_inner(), form.number.parse().unwrap_or_default(), cx.now());
    cx.write(move |tx| commands::agree(tx, &by, id, read, now)).await?;
    Ok(cx.done(&at::proposal(id), "Agreed in principle. Signatories of both sides have been told"))
}

/// `GET /proposals/{id}/decline`
pub(super) async fn confirm_decline(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
) -> WebResult<HttpResponse> {
    let proposal = find(&cx, by, id.into_inner()).await?;
    let body = decline_page(&cx, &proposal, "", &FieldErrors::default());
    Ok(cx.page("Decline the proposal", body))
}

/// `POST /proposals/{id}/decline`
pub(super) async fn decline(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
    form: Form<StepForm>,
) -> WebResult<HttpResponse> {
    let (id, now, member, reason) = (id.into_inner(), cx.now(), by.clone(), form.reason.clone());
    match cx.try_write(move |tx| commands::decline(tx, &member, id, &reason, now)).await {
        Ok(()) => Ok(cx.done(&at::proposal(id), "The proposal is declined")),
        Err(NegotiationError::Invalid(errors)) => {
            let proposal = find(&cx, by, id).await?;
            let body = decline_page(&cx, &proposal, &form.reason, &errors);
            Ok(cx.invalid("Decline the proposal", &errors, body))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /proposals/{id}/withdraw`
pub(super) async fn confirm_withdraw(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
) -> WebResult<HttpResponse> {
    let proposal = find(&cx, by, id.into_inner()).await?;
    let body = withdraw_page(&cx, &proposal, "", &FieldErrors::default());
    Ok(cx.page("Withdraw the proposal", body))
}

/// `POST /proposals/{id}/withdraw`
pub(super) async fn withdraw(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
    form: Form<StepForm>,
) -> WebResult<HttpResponse> {
    let (id, now, member, reason) = (id.into_inner(), cx.now(), by.clone(), form.reason.clone());
    match cx.try_write(move |tx| commands::withdraw(tx, &member, id, &reason, now)).await {
        Ok(()) => Ok(cx.done(&at::proposal(id), "The proposal is withdrawn")),
        Err(NegotiationError::Invalid(errors)) => {
            let proposal = find(&cx, by, id).await?;
            let body = withdraw_page(&cx, &proposal, &form.reason, &errors);
            Ok(cx.invalid("Withdraw the proposal", &errors, body))
        }
        Err(error) => Err(error.into()),
    }
}

async fn find(cx: &Cx, by: Member<Negotiate>, id: ProposalId) -> WebResult<Proposal> {
    cx.read(move |conn| queries::proposal(conn, &by.as_reader(), id)).await
}

fn decline_page(cx: &Cx, proposal: &Proposal, reason: &str, errors: &FieldErrors) -> Markup {
    let consequences = [
        "The negotiation ends and cannot be taken up again".to_owned(),
        "The other body is told why".to_owned(),
    ];
    confirm(
        cx,
        proposal,
        Step {
            question: format!("Decline “{}”?", proposal.title),
            consequences: &consequences,
            action: at::decline(proposal.id),
            deed: "Decline the proposal",
            look: ButtonLook::Danger,
            fields: views::reason_field(reason, errors),
        },
    )
}

fn withdraw_page(cx: &Cx, proposal: &Proposal, reason: &str, errors: &FieldErrors) -> Markup {
    let mut consequences = vec!["The negotiation ends and cannot be taken up again".to_owned()];
    if proposal.state == ProposalState::AgreedInPrinciple {
        consequences.push("The capacity that was held back is free for others again".to_owned());
    }
    if proposal.number > 0 {
        consequences.push("The other body is told why".to_owned());
    }
    confirm(
        cx,
        proposal,
        Step {
            question: format!("Withdraw “{}”?", proposal.title),
            consequences: &consequences,
            action: at::withdraw(proposal.id),
            deed: "Withdraw the proposal",
            look: ButtonLook::Danger,
            fields: views::reason_field(reason, errors),
        },
    )
}

/// What a page that asks first says.
struct Step<'a> {
    question: String,
    consequences: &'a [String],
    action: String,
    deed: &'a str,
    look: ButtonLook,
    fields: Markup,
}

fn confirm(cx: &Cx, proposal: &Proposal, step: Step<'_>) -> Markup {
    let keys = cx.once();
    let way_out = at::proposal(proposal.id);
    let question = Confirm {
        question: &step.question,
        consequences: step.consequences,
        action: &step.action,
        keys: &keys,
        deed: step.deed,
        look: step.look,
        fields: Some(step.fields),
        way_out: "Back to the proposal",
        way_out_href: &way_out,
    };
    maud::html! {
        (breadcrumbs(&[Link::new("Proposals", at::PROPOSALS), Link::new(proposal.reference.clone(), way_out.clone())]))
        (question.render())
    }
}
