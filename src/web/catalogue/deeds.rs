//! Pausing an offer, withdrawing it, and dropping changes: each after a question.

use actix_web::{HttpResponse, web};

use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::model::OfferView;
use crate::catalogue::terms::USUAL_CONFIRM_DAYS;
use crate::catalogue::{CatalogueError, OfferEvent, commands, queries};
use crate::kernel::ids::OfferId;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::listings::{Deed, Sent};
use crate::web::ui::ButtonLook;
use crate::web::urls::catalogue as urls;

type Fields = Form<Vec<(String, String)>>;

/// `GET /offers/{id}/pause`
pub(super) async fn ask_pause(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
) -> WebResult<HttpResponse> {
    let offer = allowed(&cx, member, *id, OfferEvent::Pause).await?;
    let action = urls::pause_offer(offer.id);
    let deed = ("Pause", "Pause", ButtonLook::Main);
    let consequences = [
        "It leaves the catalogue until you publish it again",
        "Talks that are under way go on, and what is reserved stays reserved",
    ];
    Ok(ask(&cx, &offer, deed, action, &consequences))
}

/// `POST /offers/{id}/pause`
pub(super) async fn pause(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
    form: Fields,
) -> WebResult<HttpResponse> {
    let (id, seen, now) = (*id, Sent(&form).seen(), cx.now());
    cx.write(move |tx| commands::pause(tx, &member, id, seen, now)).await?;
    Ok(cx.done(&urls::offer(id), "Your offer is paused"))
}

/// `GET /offers/{id}/withdraw`
pub(super) async fn ask_withdraw(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
) -> WebResult<HttpResponse> {
    let offer = allowed(&cx, member, *id, OfferEvent::Withdraw).await?;
    if offer.published.is_none() {
        return Ok(cx.see_other(&urls::delete_offer(offer.id)));
    }
    let action = urls::withdraw_offer(offer.id);
    let deed = ("Withdraw", "Withdraw", ButtonLook::Danger);
    let consequences = [
        "It leaves the catalogue for good and cannot be published again",
        "What is reserved or committed stays promised to your partners",
        "Versions that were published stay readable",
    ];
    Ok(ask(&cx, &offer, deed, action, &consequences))
}

/// `POST /offers/{id}/withdraw`
pub(super) async fn withdraw(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
    form: Fields,
) -> WebResult<HttpResponse> {
    let (id, seen, now) = (*id, Sent(&form).seen(), cx.now());
    cx.write(move |tx| commands::withdraw(tx, &member, id, seen, now)).await?;
    Ok(cx.done(urls::OUR_OFFERS, "Your offer is withdrawn"))
}

/// `GET /offers/{id}/delete`
pub(super) async fn ask_delete(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
) -> WebResult<HttpResponse> {
    let offer = allowed(&cx, member, *id, OfferEvent::Edit).await?;
    if offer.published.is_some() {
        return Err(CatalogueError::WasPublished.into());
    }
    let action = urls::delete_offer(offer.id);
    let deed = ("Delete the draft", "Delete this draft", ButtonLook::Danger);
    let consequences = [
        "Everything you entered is deleted, with its documents, and cannot be brought back",
        "Nobody outside your body ever saw it",
    ];
    Ok(ask(&cx, &offer, deed, action, &consequences))
}

/// `POST /offers/{id}/delete`
pub(super) async fn delete(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
    form: Fields,
) -> WebResult<HttpResponse> {
    let (id, seen, now) = (*id, Sent(&form).seen(), cx.now());
    cx.write(move |tx| commands::delete_draft(tx, &member, id, seen, now)).await?;
    Ok(cx.done(urls::OUR_OFFERS, "The draft is deleted"))
}

/// `GET /offers/{id}/discard-changes`
pub(super) async fn ask_discard(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
) -> WebResult<HttpResponse> {
    let offer = allowed(&cx, member, *id, OfferEvent::Edit).await?;
    if offer.published.is_none() || offer.draft.is_none() {
        return Err(WebError::NotFound);
    }
    let action = urls::discard_changes(offer.id);
    let deed = ("Drop the changes to", "Drop the changes", ButtonLook::Danger);
    Ok(ask(&cx, &offer, deed, action, &["The offer says again what its readers see now"]))
}

/// `POST /offers/{id}/discard-changes`
pub(super) async fn discard(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
    form: Fields,
) -> WebResult<HttpResponse> {
    let (id, seen, now) = (*id, Sent(&form).seen(), cx.now());
    cx.write(move |tx| commands::discard_draft(tx, &member, id, seen, now)).await?;
    Ok(cx.done(&urls::offer(id), "Your changes are dropped"))
}

/// `GET /offers/{id}/confirm`, where the reminders lead.
pub(super) async fn ask_confirm(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
) -> WebResult<HttpResponse> {
    let offer = allowed(&cx, member, *id, OfferEvent::Confirm).await?;
    let action = urls::confirm_offer(offer.id);
    let deed = ("Is this still true:", "Yes, it is", ButtonLook::Main);
    let days =
        offer.published.as_ref().map_or(USUAL_CONFIRM_DAYS, |version| version.content.terms.holds_for());
    let consequence = format!("It stays in the catalogue for another {days} days");
    Ok(ask(&cx, &offer, deed, action, &[&consequence, "If something has changed, change the offer instead"]))
}

/// `POST /offers/{id}/confirm`
pub(super) async fn confirm(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
    form: Fields,
) -> WebResult<HttpResponse> {
    let (id, seen, now) = (*id, Sent(&form).seen(), cx.now());
    cx.write(move |tx| commands::confirm(tx, &member, id, seen, now)).await?;
    Ok(cx.done(&urls::offer(id), "Thank you. Your offer stays in the catalogue"))
}

/// `POST /offers/{id}/copy`
pub(super) async fn copy(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
    _: Fields,
) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    let begun = cx.write(move |tx| commands::copy(tx, &member, id, now)).await?;
    Ok(cx.done(&urls::check_offer(begun), "Copied. Change what is different and publish it"))
}

async fn allowed(
    cx: &Cx,
    member: Member<ManageOffers>,
    id: OfferId,
    event: OfferEvent,
) -> WebResult<OfferView> {
    let offer = cx.read(move |conn| queries::own_offer(conn, &member, id)).await?;
    offer.state.apply(event).map_err(CatalogueError::from)?;
    Ok(offer)
}

/// Asks about a deed, as its question begins and as its button says it.
fn ask(
    cx: &Cx,
    offer: &OfferView,
    (asked, button, look): (&str, &str, ButtonLook),
    action: String,
    consequences: &[&str],
) -> HttpResponse {
    let question = format!("{asked} “{}”?", offer.title());
    let (version, way_out_href) = (offer.version, urls::offer(offer.id));
    Deed { question, consequences, button, look, action, version, way_out_href }.ask(cx)
}
