//! The answers before they are published.

use actix_web::{HttpResponse, web};
use maud::Markup;

use super::listing::draft_or_published;
use super::words;
use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::model::{OfferView, Service};
use crate::catalogue::{CatalogueError, OfferDraft, OfferEvent, OfferState, commands, queries};
use crate::kernel::ids::OfferId;
use crate::kernel::{FieldError, FieldErrors, Month, london};
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::listings::{Check, Ready, Sent, loose};
use crate::web::ui::steps_caption;
use crate::web::urls::catalogue as urls;

struct Answers {
    offer: OfferView,
    services: Vec<Service>,
    draft: OfferDraft,
}

/// `GET /offers/{id}/check`
pub(super) async fn show(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
) -> WebResult<HttpResponse> {
    let answers = cx.read(move |conn| open(conn, &member, *id)).await?;
    Ok(cx.page("Check your answers", view(&cx, &answers)))
}

/// `POST /offers/{id}/publish`
pub(super) async fn publish(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
    form: Form<Vec<(String, String)>>,
) -> WebResult<HttpResponse> {
    let (by, id, seen, now) = (member.clone(), *id, Sent(&form).seen(), cx.now());
    match cx.try_write(move |tx| commands::publish(tx, &by, id, seen, now)).await {
        Ok(_) => Ok(cx.done(&urls::offer(id), "Your offer is in the catalogue")),
        Err(error) => {
            let errors = mendable(error)?;
            let answers = cx.read(move |conn| open(conn, &member, id)).await?;
            Ok(cx.invalid("Check your answers", &errors, view(&cx, &answers)))
        }
    }
}

/// What the owner can mend by changing an answer; anything else is handed on.
fn mendable(error: CatalogueError) -> Result<FieldErrors, CatalogueError> {
    match error {
        CatalogueError::Invalid(errors) => Ok(loose(errors)),
        CatalogueError::PromisedAlready { .. } | CatalogueError::UnitPromised(_) => {
            let mut message = error.to_string();
            if let Some(first) = message.get_mut(0..1) {
                first.make_ascii_uppercase();
            }
            Ok(FieldError::invalid("", message).into())
        }
        other => Err(other),
    }
}

fn open(conn: &mut Conn, by: &Member<ManageOffers>, id: OfferId) -> Result<Answers, CatalogueError> {
    let offer = queries::own_offer(conn, by, id)?;
    offer.state.apply(OfferEvent::Publish)?;
    let services = queries::services(conn)?;
    let draft = draft_or_published(&offer, &services).ok_or(StorageError::Stale)?;
    Ok(Answers { offer, services, draft })
}

fn view(cx: &Cx, answers: &Answers) -> Markup {
    let Answers { offer, services, draft } = answers;
    let this_month = Month::of(london::date(cx.now()));
    let steps = draft.steps();
    let missing = steps.iter().find(|step| !draft.check(**step, services, this_month).is_empty());
    Check {
        caption: steps_caption("List an offer", steps.len() + 1),
        back: urls::offer(offer.id),
        terms: words::typed(draft, services),
        change_href: &|step| urls::edit_offer_then_check(offer.id, step),
        missing_href: missing.map(|step| urls::edit_offer(offer.id, *step)),
        list_href: urls::OUR_OFFERS,
        ready: Ready {
            is_unchanged: offer.state == OfferState::Published && offer.draft.is_none(),
            has_readers: offer.published.is_some(),
            publish_href: urls::publish_offer(offer.id),
            version: offer.version,
            promise: if draft.seen_by.is_stepped() {
                "It can be read by those you chose, from the days you chose. Whoever could read a version can read it \
                 always."
            } else {
                "Published offers can be read by everybody. Every version you publish stays readable."
            },
        },
    }
    .render(cx)
}
