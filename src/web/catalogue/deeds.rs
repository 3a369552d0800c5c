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
    let action = urls::pause_offer(offer.id);
    let deed = Deed { asked: "Pause", button: "Pause", action, look: ButtonLook::Main };
    let consequences = [
        "It leaves the catalogue until you publish it again",
        "Talks that are under way go on, and what is reserved stays reserved",
    ];
    Ok(ask(&cx, &offer, &deed, &consequences))
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
    let action = urls::withdraw_offer(offer.id);
    let deed = Deed { asked: "Withdraw", button: "Withdraw", action, look: ButtonLook::Danger };
    let consequences = [
        "It leaves the catalogue for good and cannot be published again",
        "What is reserved or committed stays promised to your partners",
        "Versions that were published stay readable",
    ];
    Ok(ask(&cx, &offer, &deed, &consequences))
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
    let action = urls::discard_changes(offer.id);
    let deed =
        Deed { asked: "Drop the changes to", button: "Drop the changes", action, look: ButtonLook::Danger };
    Ok(ask(&cx, &offer, &deed, &["The offer says again what its readers see now"]))
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
    offer.state.apply(event).map_err(crate::catalogue::CatalogueError::from)?;
    Ok(offer)
}

/// A deed, as it is asked about and as its button says it.
struct Deed<'d> {
    asked: &'d str,
    button: &'d str,
    action: String,
    look: ButtonLook,
}

fn ask(cx: &Cx, offer: &OfferView, deed: &Deed<'_>, consequences: &[&str]) -> HttpResponse {
    let question = format!("{} “{}”?", deed.asked, offer.title());
    let consequences: Vec<String> = consequences.iter().map(|sentence| (*sentence).to_owned()).collect();
    let version = maud::html! { input type="hidden" name="version" value=(offer.version); };
    let body = Confirm {
        question: &question,
        consequences: &consequences,
        action: &deed.action,
        keys: &cx.once(),
        deed: deed.button,
        look: deed.look,
        fields: Some(version),
        way_out: "Keep it as it is",
        way_out_href: &urls::offer(offer.id),
    }
    .render();
    cx.page(&question, body)
}
