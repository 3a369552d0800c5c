//! The pages on which an offer is listed, one question or two at a time. Every page is kept as soon as it makes sense.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::listing_views::{self as views, StepPage};
use super::typed::Typed;
use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::commands::Saved;
use crate::catalogue::model::Service;
use crate::catalogue::tariff::PriceWay;
use crate::catalogue::{CatalogueError, OfferDraft, Step, commands, queries};
use crate::kernel::ids::OfferId;
use crate::kernel::{FieldErrors, Month};
use crate::storage::{Conn, StorageError, Tx};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::listings::{Sent, is_shown_again};
use crate::web::urls::catalogue as urls;

type Fields = Vec<(String, String)>;

/// The offer that the first page is about, before there is one: whoever comes back to that page finds the same draft.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Beginning {
    draft: String,
}

/// `GET /offers/new`
pub(super) async fn begin(
    cx: Cx,
    member: Member<ManageOffers>,
    query: web::Query<Beginning>,
) -> WebResult<HttpResponse> {
    let Ok(id) = query.draft.parse::<OfferId>() else {
        return Ok(cx.see_other(&urls::begin_offer(OfferId::new())));
    };
    let (services, begun) = cx
        .read(move |conn| {
            let begun = match queries::own_offer(conn, &member, id) {
                Ok(offer) => offer.draft,
                Err(CatalogueError::NotFound) => None,
                Err(error) => return Err(error),
            };
            Ok((queries::services(conn)?, begun))
        })
        .await?;
    let draft = begun.unwrap_or_default();
    Ok(cx.page("List an offer", views::begin(&cx, id, &services, &draft, &FieldErrors::default())))
}

/// `POST /offers/new`
pub(super) async fn start(
    cx: Cx,
    member: Member<ManageOffers>,
    form: Form<Fields>,
) -> WebResult<HttpResponse> {
    let (typed, now) = (Typed::of(&form).draft, cx.now());
    let begun = Sent(&form).text("draft").parse::<OfferId>().ok();
    let (service, shape) = (typed.service.clone(), typed.shape.clone());
    let start = move |tx: &mut Tx<'_>| commands::start_draft(tx, &member, begun, (&service, &shape), now);
    match cx.try_write(start).await {
        Ok(id) => Ok(cx.see_other(&urls::edit_offer(id, Step::About))),
        Err(CatalogueError::Invalid(errors)) => {
            let services = cx.read(queries::services).await?;
            let id = begun.unwrap_or_else(OfferId::new);
            Ok(cx.invalid("List an offer", &errors, views::begin(&cx, id, &services, &typed, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /offers/{id}/edit`: the first page on which something is missing, or the answers.
pub(super) async fn go_on(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
) -> WebResult<HttpResponse> {
    let (id, this_month) = (*id, this_month(&cx));
    let page = cx.read(move |conn| open(conn, &member, id, Step::Service)).await?;
    Ok(cx.see_other(&match page.draft.first_open(&page.services, this_month) {
        Some(step) => urls::edit_offer(id, step),
        None => urls::check_offer(id),
    }))
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
    if let (Step::Price, Some(price)) = (step, suggested(cx.query())) {
        page.draft.price = price;
        if page.draft.price_kind.is_empty() {
            PriceWay::PerUnit.as_str().clone_into(&mut page.draft.price_kind);
        }
    }
    let errors = if is_shown_again(&cx) {
        page.draft.check(step, &page.services, page.this_month)
    } else {
        FieldErrors::default()
    };
    Ok(cx.page_again(step.label(), &errors, views::step(&cx, &page, &errors)))
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
    let then = Sent(&form).text("then");
    match cx.try_write(move |tx| commands::save_step(tx, &by, id, seen, step, kept, now)).await {
        Ok(_) if step == Step::Price && form.iter().any(|(name, _)| name == views::WORK_OUT) => {
            Ok(cx.see_other(&urls::unit_cost(id, &then)))
        }
        Ok(saved) if saved.errors.is_empty() => Ok(cx.see_other(&after(id, step, &saved, &then))),
        // It is kept, mistakes and all: the page is shown again under its own address.
        Ok(_) => Ok(cx.see_other(&urls::edit_offer_again(id, step, &then))),
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
fn after(id: OfferId, step: Step, saved: &Saved, then: &str) -> String {
    let came_from_answers = then == "check";
    // Somebody who has just said that months differ has to say how, wherever they came from.
    match (saved.draft.after(step), saved.called_for) {
        (_, Some(next)) if came_from_answers => urls::edit_offer_then_check(id, next),
        (Some(next), _) if !came_from_answers => urls::edit_offer(id, next),
        _ => urls::check_offer(id),
    }
}

/// A price that was worked out and is to be filled in; it is kept once the page is.
fn suggested(query: &str) -> Option<String> {
    let fields: Vec<(String, String)> = serde_html_form::from_str(query).ok()?;
    fields.into_iter().find(|(name, _)| name == "price").map(|(_, price)| price)
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
