//! Pausing an offer, withdrawing it, and dropping changes: each after a question.

use actix_web::{HttpResponse, web};

use super::typed::Typed;
use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::model::OfferView;
use crate::catalogue::{OfferEvent, commands, queries};
use crate::kernel::ids::OfferId;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::ui::{ButtonLook, Confirm};
use crate::web::urls::catalogue as urls;

type Fields = Form<Vec<(String, String)>>;

/// `GET /offers/{id}/pause`
pub(super) async fn ask_pause(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
) -> WebResult<HttpResponse> {
    let offer = allowed(&cx, member, *id, OfferEvent::Pause).await?;
    let consequences = [
        "It leaves the catalogue until you publish it again".to_owned(),
        "Talks that are under way go on, and what is reserved stays reserved".to_owned(),
    ];
    Ok(ask(&cx, &offer, "Pause", &urls::pause_offer(offer.id), &consequences, ButtonLook::Main))
}

/// `POST /offers/{id}/pause`
pub(super) async fn pause(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
    form: Fields,
) -> WebResult<HttpResponse> {
    let (id, seen, now) = (*id, Typed::of(&form).seen, cx.now());
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
    let consequences = [
        "It leaves the catalogue for good and cannot be published again".to_owned(),
        "What is reserved or committed stays promised to your partners".to_owned(),
        "Versions that were published stay readable".to_owned(),
    ];
    Ok(ask(&cx, &offer, "Withdraw", &urls::withdraw_offer(offer.id), &consequences, ButtonLook::Danger))
}

/// `POST /offers/{id}/withdraw`
pub(super) async fn withdraw(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
    form: Fields,
) -> WebResult<HttpResponse> {
    let (id, seen, now) = (*id, Typed::of(&form).seen, cx.now());
    cx.write(move |tx| commands::withdraw(tx, &member, id, seen, now)).await?;
    Ok(cx.done(urls::OUR_OFFERS, "Your offer is withdrawn"))
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
    let consequences = ["The offer says again what its readers see now".to_owned()];
    Ok(ask(
        &cx,
        &offer,
        "Drop the changes to",
        &urls::discard_changes(offer.id),
        &consequences,
        ButtonLook::Danger,
    ))
}

/// `POST /offers/{id}/discard-changes`
pub(super) async fn discard(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
    form: Fields,
) -> WebResult<HttpResponse> {
    let (id, seen, now) = (*id, Typed::of(&form).seen, cx.now());
    cx.write(move |tx| commands::discard_draft(tx, &member, id, seen, now)).await?;
    Ok(cx.done(&urls::offer(id), "Your changes are dropped"))
}

async fn allowed(
    cx: &Cx,
    member: Member<ManageOffers>,
    id: OfferId,
    event: OfferEvent,
) -> WebResult<OfferView> {
    let offer = cx.read(move |conn| queries::own_offer(conn, &member, id)).await?;
    offer.state.apply(event).map_err(crate::catalogue::CatalogueError::from)?;
    Ok(offer)
}

fn ask(
    cx: &Cx,
    offer: &OfferView,
    deed: &str,
    action: &str,
    consequences: &[String],
    look: ButtonLook,
) -> HttpResponse {
    let question = format!("{deed} “{}”?", offer.title());
    let version = maud::html! { input type="hidden" name="version" value=(offer.version); };
    let body = Confirm {
        question: &question,
        consequences,
        action,
        keys: &cx.once(),
        deed: if look == ButtonLook::Danger && deed.contains(' ') { "Drop the changes" } else { deed },
        look,
        fields: Some(version),
        way_out: "Keep it as it is",
        way_out_href: &urls::offer(offer.id),
    }
    .render();
    cx.page(&question, body)
}
