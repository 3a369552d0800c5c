//! Marking a need as met, withdrawing it, and dropping changes: each after a question.

use actix_web::{HttpResponse, web};

use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::kernel::ids::NeedId;
use crate::needs::model::NeedView;
use crate::needs::{NeedError, NeedEvent, commands, queries};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::listings::{Deed, Sent};
use crate::web::ui::ButtonLook;
use crate::web::urls::needs as urls;

type Fields = Form<Vec<(String, String)>>;

/// `GET /needs/{id}/meet`
pub(super) async fn ask_meet(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
) -> WebResult<HttpResponse> {
    let need = allowed(&cx, member, *id, NeedEvent::Meet).await?;
    let consequences = [
        "Nobody is shown it any more, and it cannot be published again",
        "Versions that were published stay readable. You can copy it into a new need",
    ];
    let deed = ("Has somebody been found for", "Yes, it is met", ButtonLook::Main);
    let action = urls::meet(need.id);
    Ok(ask(&cx, &need, deed, action, &consequences))
}

/// `POST /needs/{id}/meet`
pub(super) async fn meet(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
    form: Fields,
) -> WebResult<HttpResponse> {
    let (id, seen, now) = (*id, Sent(&form).seen(), cx.now());
    cx.write(move |tx| commands::meet(tx, &member, id, seen, now)).await?;
    Ok(cx.done(&urls::need(id), "Your need is marked as met"))
}

/// `GET /needs/{id}/withdraw`
pub(super) async fn ask_withdraw(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
) -> WebResult<HttpResponse> {
    let need = allowed(&cx, member, *id, NeedEvent::Withdraw).await?;
    if need.published.is_none() {
        return Ok(cx.see_other(&urls::delete(need.id)));
    }
    let consequences = [
        "Nobody is shown it any more, and it cannot be published again",
        "Versions that were published stay readable",
    ];
    let deed = ("Withdraw", "Withdraw", ButtonLook::Danger);
    let action = urls::withdraw(need.id);
    Ok(ask(&cx, &need, deed, action, &consequences))
}

/// `POST /needs/{id}/withdraw`
pub(super) async fn withdraw(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
    form: Fields,
) -> WebResult<HttpResponse> {
    let (id, seen, now) = (*id, Sent(&form).seen(), cx.now());
    cx.write(move |tx| commands::withdraw(tx, &member, id, seen, now)).await?;
    Ok(cx.done(urls::OUR_NEEDS, "Your need is withdrawn"))
}

/// `GET /needs/{id}/delete`
pub(super) async fn ask_delete(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
) -> WebResult<HttpResponse> {
    let need = allowed(&cx, member, *id, NeedEvent::Edit).await?;
    if need.published.is_some() {
        return Err(NeedError::WasPublished.into());
    }
    let action = urls::delete(need.id);
    let deed = ("Delete the draft", "Delete this draft", ButtonLook::Danger);
    let consequences = [
        "Everything you entered is deleted and cannot be brought back",
        "Nobody outside your body ever saw it",
    ];
    Ok(ask(&cx, &need, deed, action, &consequences))
}

/// `POST /needs/{id}/delete`
pub(super) async fn delete(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
    form: Fields,
) -> WebResult<HttpResponse> {
    let (id, seen, now) = (*id, Sent(&form).seen(), cx.now());
    cx.write(move |tx| commands::delete_draft(tx, &member, id, seen, now)).await?;
    Ok(cx.done(urls::OUR_NEEDS, "The draft is deleted"))
}

/// `GET /needs/{id}/discard-changes`
pub(super) async fn ask_discard(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
) -> WebResult<HttpResponse> {
    let need = allowed(&cx, member, *id, NeedEvent::Edit).await?;
    if need.published.is_none() || need.draft.is_none() {
        return Err(WebError::NotFound);
    }
    let deed = ("Drop the changes to", "Drop the changes", ButtonLook::Danger);
    let action = urls::discard_changes(need.id);
    Ok(ask(&cx, &need, deed, action, &["The need says again what its readers see now"]))
}

/// `POST /needs/{id}/discard-changes`
pub(super) async fn discard(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
    form: Fields,
) -> WebResult<HttpResponse> {
    let (id, seen, now) = (*id, Sent(&form).seen(), cx.now());
    cx.write(move |tx| commands::discard_draft(tx, &member, id, seen, now)).await?;
    Ok(cx.done(&urls::need(id), "Your changes are dropped"))
}

/// `POST /needs/{id}/copy`
pub(super) async fn copy(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
    _: Fields,
) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    let begun = cx.write(move |tx| commands::copy(tx, &member, id, now)).await?;
    Ok(cx.done(&urls::check(begun), "Copied. Change what is different and publish it"))
}

async fn allowed(cx: &Cx, member: Member<ManageNeeds>, id: NeedId, event: NeedEvent) -> WebResult<NeedView> {
    let need = cx.read(move |conn| queries::own_need(conn, &member, id)).await?;
    need.state.apply(event).map_err(NeedError::from)?;
    Ok(need)
}

/// Asks about a deed, as its question begins and as its button says it.
fn ask(
    cx: &Cx,
    need: &NeedView,
    (asked, button, look): (&str, &str, ButtonLook),
    action: String,
    consequences: &[&str],
) -> HttpResponse {
    let question = format!("{asked} “{}”?", need.title());
    let (version, way_out_href) = (need.version, urls::need(need.id));
    Deed { question, consequences, button, look, action, version, way_out_href }.ask(cx)
}
