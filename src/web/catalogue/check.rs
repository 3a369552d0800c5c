//! The answers before they are published.

use actix_web::{HttpResponse, web};
use maud::Markup;

use super::listing::draft_or_published;
use super::{audience_words, words};
use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::audience::AudienceKind;
use crate::catalogue::model::{OfferView, Service};
use crate::catalogue::tariff::Tariff;
use crate::catalogue::{CatalogueError, OfferDraft, OfferEvent, OfferState, commands, queries};
use crate::kernel::ids::OfferId;
use crate::kernel::{FieldError, FieldErrors, Month, london};
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::listings::{Check, Missing, Ready, Sent, loose};
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
        Ok(_) => {
            let offer = cx.read(move |conn| queries::own_offer(conn, &member, id)).await?;
            let audience = offer.published.map(|version| version.content.terms.audience).unwrap_or_default();
            Ok(cx.done(&urls::offer(id), &audience_words::published(&audience, london::date(now))))
        }
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

/// The pages on which something is missing or wrong.
pub(super) fn missing(
    id: OfferId,
    draft: &OfferDraft,
    services: &[Service],
    this_month: Month,
) -> Vec<Missing> {
    let pages = draft.steps().into_iter().map(|step| Missing {
        page: step.label(),
        href: urls::edit_offer(id, step),
        flaws: draft.check(step, services, this_month),
    });
    pages.filter(|page| !page.flaws.is_empty()).collect()
}

/// What makes sense, and is rarely meant: a tier that costs more than what is below it.
fn doubts(draft: &OfferDraft) -> Vec<String> {
    let tariff = Tariff::of(draft, &mut FieldErrors::default());
    let dearer = tariff.map(|(_, price, tariff)| tariff.dearer_tiers(price)).unwrap_or_default();
    let doubt = |number: usize| {
        format!(
            "Tier {number} costs more for each unit than the tier below it, so that whoever takes more pays a higher price. \
             Publish it only if that is what you mean."
        )
    };
    dearer.into_iter().map(doubt).collect()
}

fn view(cx: &Cx, answers: &Answers) -> Markup {
    let Answers { offer, services, draft } = answers;
    let this_month = Month::of(london::date(cx.now()));
    let last = draft.steps().len() + 1;
    Check {
        caption: steps_caption("List an offer", last, last),
        back: urls::offer(offer.id),
        terms: words::typed(draft, services),
        change_href: &|step| urls::edit_offer_then_check(offer.id, step),
        missing: missing(offer.id, draft, services, this_month),
        doubts: doubts(draft),
        list_href: urls::OUR_OFFERS,
        ready: Ready {
            is_unchanged: offer.state == OfferState::Published && offer.draft.is_none(),
            has_readers: offer.published.is_some(),
            publish_href: urls::publish_offer(offer.id),
            version: offer.version,
            promise: if draft.audience == AudienceKind::Steps.as_str() {
                "Your own body sees it as soon as it is published, the others from the days above. Whoever could read a \
                 version can read it always."
            } else {
                "Published offers can be read by everybody. Every version you publish stays readable."
            },
        },
    }
    .render(cx)
}
