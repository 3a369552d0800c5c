//! The pages on which an offer is listed, one question or two at a time. Every page is kept as soon as it makes sense.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::listing_views::{self as views, StepPage};
use super::typed::Typed;
use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::model::Service;
use crate::catalogue::tariff::PriceWay;
use crate::catalogue::{CatalogueError, OfferDraft, Step, Swapped, commands, queries};
use crate::kernel::ids::OfferId;
use crate::kernel::{FieldErrors, Month};
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::listings::Sent;
use crate::web::urls::catalogue as urls;

type Fields = Vec<(String, String)>;

/// Where an offer begins that something else has asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Beginning {
    service: String,
    shape: String,
}

/// `GET /offers/new`: whoever comes from the page of a service, or from a need, has chosen already.
pub(super) async fn begin(
    cx: Cx,
    _: Member<ManageOffers>,
    query: web::Query<Beginning>,
) -> WebResult<HttpResponse> {
    let services = cx.read(queries::services).await?;
    let Beginning { service, shape } = query.into_inner();
    let known = services.iter().any(|known| known.code == service);
    let service = if known { service } else { String::new() };
    let draft = OfferDraft { service, shape, ..OfferDraft::default() };
    Ok(cx.page("List an offer", views::begin(&cx, &services, &draft, &FieldErrors::default())))
}

/// `POST /offers/new`
pub(super) async fn start(
    cx: Cx,
    member: Member<ManageOffers>,
    form: Form<Fields>,
) -> WebResult<HttpResponse> {
    let (typed, now) = (Typed::of(&form).draft, cx.now());
    let (service, shape) = (typed.service.clone(), typed.shape.clone());
    match cx.try_write(move |tx| commands::start_draft(tx, &member, &service, &shape, now)).await {
        Ok(id) => Ok(cx.see_other(&urls::edit_offer(id, Step::About))),
        Err(CatalogueError::Invalid(errors)) => {
            let services = cx.read(queries::services).await?;
            Ok(cx.invalid("List an offer", &errors, views::begin(&cx, &services, &typed, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /offers/{id}/edit/{step}`
pub(super) async fn step(
    cx: Cx,
    member: Member<ManageOffers>,
    path: web::Path<(OfferId, String)>,
) -> WebResult<HttpResponse> {
    let (id, step) = parts(path)?;
    let page = cx.read(move |conn| open(conn, &member, id, step)).await?;
    let mut page = StepPage { this_month: this_month(&cx), ..page };
    // A price that was worked out is filled in; it is kept once the page is.
    if let (Step::Price, Some(price)) = (step, asked(cx.query(), "price")) {
        page.draft.price = price;
        if page.draft.price_kind.is_empty() {
            PriceWay::PerUnit.as_str().clone_into(&mut page.draft.price_kind);
        }
    }
    Ok(cx.page(step.label(), views::step(&cx, &page, &FieldErrors::default())))
}

/// `POST /offers/{id}/edit/{step}`
pub(super) async fn save(
    cx: Cx,
    member: Member<ManageOffers>,
    path: web::Path<(OfferId, String)>,
    form: Form<Fields>,
) -> WebResult<HttpResponse> {
    let ((id, step), typed, now) = (parts(path)?, Typed::of(&form), cx.now());
    let (by, kept, seen) = (member.clone(), typed.draft.clone(), typed.seen);
    if step == Step::Price && form.iter().any(|(name, _)| name == views::WORK_OUT) {
        cx.write(move |tx| commands::keep_typed(tx, &by, id, seen, step, kept, now)).await?;
        return Ok(cx.see_other(&urls::unit_cost(id, &Sent(&form).text("then"))));
    }
    match cx.try_write(move |tx| commands::save_step(tx, &by, id, seen, step, kept, now)).await {
        Ok(saved) => {
            let next = after(id, step, &saved.draft, &form);
            Ok(told(&saved.swapped).map_or_else(|| cx.see_other(&next), |told| cx.done(&next, &told)))
        }
        Err(CatalogueError::Invalid(errors)) => {
            let mut page = cx.read(move |conn| open(conn, &member, id, step)).await?;
            page.draft.take(step, typed.draft);
            page.this_month = this_month(&cx);
            Ok(cx.invalid(step.label(), &errors, views::step(&cx, &page, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The next page; or the answers, for somebody who came from there to change one.
fn after(id: OfferId, step: Step, draft: &OfferDraft, fields: &Fields) -> String {
    let came_from_answers = fields.iter().any(|(name, value)| name == "then" && value == "check");
    // Somebody who has just said that months differ has to say how, wherever they came from.
    let called_for = step.follow_ups().iter().find(|next| draft.steps().contains(next));
    match (draft.after(step), called_for) {
        (_, Some(next)) if came_from_answers => urls::edit_offer_then_check(id, *next),
        (Some(next), _) if !came_from_answers => urls::edit_offer(id, next),
        _ => urls::check_offer(id),
    }
}

/// What an address says of a field.
fn asked(query: &str, field: &str) -> Option<String> {
    let fields: Vec<(String, String)> = serde_html_form::from_str(query).ok()?;
    fields.into_iter().find(|(name, _)| name == field).map(|(_, value)| value)
}

/// What choosing another service did, in a sentence or two; nothing where it did nothing.
fn told(swapped: &Swapped) -> Option<String> {
    let sentence =
        |what: &[&str], rest: &str| (!what.is_empty()).then(|| format!("{rest}: {}.", what.join(", ")));
    let replaced = sentence(&swapped.replaced, "Filled in from what is usual for this service");
    let kept = sentence(&swapped.kept, "Kept as you wrote it, so read it again");
    let told: Vec<String> = replaced.into_iter().chain(kept).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

fn parts(path: web::Path<(OfferId, String)>) -> WebResult<(OfferId, Step)> {
    let (id, step) = path.into_inner();
    Ok((id, step.parse().map_err(|_| WebError::NotFound)?))
}

fn this_month(cx: &Cx) -> Month {
    Month::of(crate::kernel::london::date(cx.now()))
}

fn open(
    conn: &mut Conn,
    by: &Member<ManageOffers>,
    id: OfferId,
    step: Step,
) -> Result<StepPage, CatalogueError> {
    let offer = queries::own_offer(conn, by, id)?;
    offer.state.apply(crate::catalogue::OfferEvent::Edit)?;
    let services = queries::services(conn)?;
    let draft = draft_or_published(&offer, &services).ok_or(StorageError::Stale)?;
    Ok(StepPage { id, version: offer.version, step, services, draft, this_month: Month::from_i32(0) })
}

/// What is being prepared, or what stands if nothing is.
pub(super) fn draft_or_published(
    offer: &crate::catalogue::model::OfferView,
    services: &[Service],
) -> Option<OfferDraft> {
    offer.draft.clone().or_else(|| {
        let content = &offer.published.as_ref()?.content;
        let service = services.iter().find(|service| service.code == content.service_code);
        Some(OfferDraft::of_content(content, service))
    })
}
