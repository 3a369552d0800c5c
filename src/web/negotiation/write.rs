//! Writing terms: a new proposal, a draft, a counter-proposal.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use super::fields::{TermsFields, WORK_OUT};
use super::form_views::{FormKind, TermsForm};
use crate::access::Member;
use crate::access::capability::Negotiate;
use crate::catalogue;
use crate::catalogue::model::Family;
use crate::kernel::FieldErrors;
use crate::kernel::ids::{EnquiryId, NeedId, OfferId, ProposalId};
use crate::negotiation::commands::{self, Then};
use crate::negotiation::ground::{Ground, Origin};
use crate::negotiation::model::{Proposal, Version};
use crate::negotiation::opening::{self, Opening};
use crate::negotiation::{NegotiationError, queries};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::section::Section;
use crate::web::ui::heading;
use crate::web::urls::{self, negotiation as at};

type Pairs = Form<Vec<(String, String)>>;

/// The need of one's own that a proposal is for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ForNeed {
    pub(super) need: Option<NeedId>,
}

/// `GET /offers/{id}/propose`
pub(super) async fn from_offer(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<OfferId>,
    query: web::Query<ForNeed>,
) -> WebResult<HttpResponse> {
    new_form(cx, by, Origin::Offer(id.into_inner(), query.need), None).await
}

/// `POST /offers/{id}/propose`
pub(super) async fn submit_from_offer(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<OfferId>,
    query: web::Query<ForNeed>,
    form: Pairs,
) -> WebResult<HttpResponse> {
    let origin = Origin::Offer(id.into_inner(), query.need);
    submit_new(cx, by, origin, TermsFields::of_form(&form)).await
}

/// `GET /enquiries/{id}/propose`
pub(super) async fn from_enquiry(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<EnquiryId>,
) -> WebResult<HttpResponse> {
    new_form(cx, by, Origin::Enquiry(id.into_inner()), None).await
}

/// `POST /enquiries/{id}/propose`
pub(super) async fn submit_from_enquiry(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<EnquiryId>,
    form: Pairs,
) -> WebResult<HttpResponse> {
    submit_new(cx, by, Origin::Enquiry(id.into_inner()), TermsFields::of_form(&form)).await
}

/// The form of a new proposal; with mistakes, as it was sent.
pub(super) async fn new_form(
    cx: Cx,
    by: Member<Negotiate>,
    origin: Origin,
    sent: Option<(TermsFields, FieldErrors)>,
) -> WebResult<HttpResponse> {
    let now = cx.now();
    let (ground, families) = cx
        .read(move |conn| {
            let ground = queries::ground_of_origin(conn, &by, origin, now)?;
            Ok::<_, NegotiationError>((ground, catalogue::queries::families(conn)?))
        })
        .await?;
    let (action, way_out) = match origin {
        Origin::Offer(id, None) => (at::propose(id), urls::catalogue::offer(id)),
        Origin::Offer(id, Some(need)) => (at::propose_for(id, Some(need)), urls::needs::shortlist(need)),
        Origin::Enquiry(id) => (at::propose_from_enquiry(id), at::enquiry(id)),
        Origin::Need(need, offer) => (at::answer_need_with(need, offer), urls::needs::need(need)),
    };
    // A need of another body is something found, not one of ours.
    let cx = if matches!(origin, Origin::Need(..)) { cx.within(Section::Find) } else { cx };
    let size = opening::size_of(&ground);
    let opening = Opening::of(&ground, size);
    let notes = opening::differences(&ground, &opening);
    let fields = || (TermsFields::of_opening(&ground, &opening, size), FieldErrors::default());
    let written = worked_out(sent.unwrap_or_else(fields), &ground);
    let place = Place { action: &action, way_out: &way_out, kind: FormKind::Draft, notes: &notes };
    let caption = format!("With {}", ground.parties.partner_name);
    Ok(answer(&cx, (&ground, &families), (&written.0, &written.1), &place, (&caption, "Propose terms")))
}

/// What was sent, with the price put in where somebody asked for that.
fn worked_out(sent: (TermsFields, FieldErrors), ground: &Ground) -> (TermsFields, FieldErrors) {
    let (mut fields, errors) = sent;
    if fields.then != WORK_OUT {
        return (fields, errors);
    }
    let errors = fields.work_out(ground);
    (fields, errors)
}

pub(super) async fn submit_new(
    cx: Cx,
    by: Member<Negotiate>,
    origin: Origin,
    fields: TermsFields,
) -> WebResult<HttpResponse> {
    if fields.then == WORK_OUT {
        return new_form(cx, by, origin, Some((fields, FieldErrors::default()))).await;
    }
    let (now, then, member, sent) = (cx.now(), then_of(&fields), by.clone(), fields.clone());
    let written = cx
        .try_write(move |tx| commands::propose(tx, &member, origin, &sent.input(), &sent.message, then, now))
        .await;
    match written {
        Ok(id) => Ok(cx.done(&at::proposal(id), said(then))),
        Err(NegotiationError::Invalid(errors)) => new_form(cx, by, origin, Some((fields, errors))).await,
        Err(error) => Err(error.into()),
    }
}

/// `GET /proposals/{id}/edit`
pub(super) async fn edit(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
) -> WebResult<HttpResponse> {
    next_form(cx, by, id.into_inner(), FormKind::Draft, None).await
}

/// `POST /proposals/{id}/edit`
pub(super) async fn submit_edit(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
    form: Pairs,
) -> WebResult<HttpResponse> {
    let (id, fields, now) = (id.into_inner(), TermsFields::of_form(&form), cx.now());
    if fields.then == WORK_OUT {
        return next_form(cx, by, id, FormKind::Draft, Some((fields, FieldErrors::default()))).await;
    }
    let (then, member, sent) = (then_of(&fields), by.clone(), fields.clone());
    let written = cx
        .try_write(move |tx| commands::change_draft(tx, &member, id, &sent.input(), &sent.message, then, now))
        .await;
    match written {
        Ok(()) => Ok(cx.done(&at::proposal(id), said(then))),
        Err(NegotiationError::Invalid(errors)) => {
            next_form(cx, by, id, FormKind::Draft, Some((fields, errors))).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /proposals/{id}/counter`
pub(super) async fn counter(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
) -> WebResult<HttpResponse> {
    next_form(cx, by, id.into_inner(), FormKind::Counter, None).await
}

/// `POST /proposals/{id}/counter`
pub(super) async fn submit_counter(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
    form: Pairs,
) -> WebResult<HttpResponse> {
    let (id, fields, now) = (id.into_inner(), TermsFields::of_form(&form), cx.now());
    if fields.then == WORK_OUT {
        return next_form(cx, by, id, FormKind::Counter, Some((fields, FieldErrors::default()))).await;
    }
    let (read, member, sent) = (fields.number.parse().unwrap_or_default(), by.clone(), fields.clone());
    let written = cx
        .try_write(move |tx| commands::counter(tx, &member, id, read, &sent.input(), &sent.message, now))
        .await;
    match written {
        Ok(number) => Ok(cx.done(&at::proposal(id), &format!("Version {number} is on its way"))),
        Err(NegotiationError::Invalid(errors)) => {
            next_form(cx, by, id, FormKind::Counter, Some((fields, errors))).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The form of a proposal's next version; with mistakes, as it was sent.
async fn next_form(
    cx: Cx,
    by: Member<Negotiate>,
    id: ProposalId,
    kind: FormKind,
    sent: Option<(TermsFields, FieldErrors)>,
) -> WebResult<HttpResponse> {
    let (now, acting) = (cx.now(), by.body());
    let (proposal, version, ground, families): (Proposal, Version, Ground, Vec<Family>) = cx
        .read(move |conn| {
            let (proposal, version, ground) = queries::ground_of_proposal(conn, &by, id, now)?;
            Ok::<_, NegotiationError>((proposal, version, ground, catalogue::queries::families(conn)?))
        })
        .await?;
    if !proposal.waits_for(acting) || (proposal.number == 0) != (kind == FormKind::Draft) {
        return Ok(cx.see_other(&at::proposal(id)));
    }
    let (action, title) = match kind {
        FormKind::Draft => (at::edit(id), "Finish the draft".to_owned()),
        FormKind::Counter => (at::counter(id), format!("Counter version {}", proposal.number)),
    };
    let fields = || {
        let mut fields = TermsFields::of_version(&version, &ground);
        if kind == FormKind::Draft {
            fields.message.clone_from(&version.message);
        }
        (fields, FieldErrors::default())
    };
    let (fields, errors) = worked_out(sent.unwrap_or_else(fields), &ground);
    let way_out = at::proposal(id);
    let place = Place { action: &action, way_out: &way_out, kind, notes: &[] };
    Ok(answer(&cx, (&ground, &families), (&fields, &errors), &place, (&proposal.reference, &title)))
}

/// Where a form goes, and back.
struct Place<'a> {
    action: &'a str,
    way_out: &'a str,
    kind: FormKind,
    notes: &'a [String],
}

fn answer(
    cx: &Cx,
    (ground, families): (&Ground, &[Family]),
    (fields, errors): (&TermsFields, &FieldErrors),
    place: &Place<'_>,
    (caption, title): (&str, &str),
) -> HttpResponse {
    let Place { action, way_out, kind, notes } = *place;
    let keys = cx.once();
    let form = TermsForm { ground, families, fields, errors, action, keys: &keys, kind, way_out, notes };
    let body: Markup = html! { (heading(caption, title)) (form.render()) };
    if errors.is_empty() { cx.page(title, body) } else { cx.invalid(title, errors, body) }
}

fn then_of(fields: &TermsFields) -> Then {
    if fields.then == "send" { Then::Send } else { Then::Keep }
}

fn said(then: Then) -> &'static str {
    match then {
        Then::Keep => "The draft is saved. Only your body sees it",
        Then::Send => "The proposal is on its way",
    }
}
