//! The shortlist of a need: putting offers on it, noting what was decided, and taking them off again.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::shortlist_views as views;
use crate::access::capability::{ManageNeeds, ReadBody};
use crate::access::queries::names;
use crate::access::{Capability, Member};
use crate::catalogue::model::OfferView;
use crate::catalogue::queries as catalogue;
use crate::kernel::FieldErrors;
use crate::kernel::ids::{NeedId, OfferId, PersonId};
use crate::needs::model::NeedView;
use crate::needs::shortlist::{Considered, Noted};
use crate::needs::{NeedContent, NeedError, commands, queries};
use crate::storage::Conn;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::urls::needs as urls;

/// A shortlist, for a page.
pub(super) struct Shortlist {
    pub(super) need: NeedView,
    pub(super) items: Vec<Considered>,
    pub(super) names: BTreeMap<PersonId, String>,
}

impl Shortlist {
    /// What readers see of the need; nothing until it is published.
    pub(super) fn content(&self) -> Option<&NeedContent> {
        self.need.published.as_ref().map(|version| &version.content)
    }
}

pub(super) fn open<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: NeedId,
) -> Result<Shortlist, NeedError> {
    let (need, items) = queries::shortlist(conn, by, id)?;
    let decided = items.iter().filter_map(|item| item.decided.map(|(person, _)| person));
    let people: Vec<PersonId> = items.iter().filter_map(|item| item.added_by).chain(decided).collect();
    Ok(Shortlist { need, items, names: names(conn, &people)? })
}

/// `GET /needs/{id}/shortlist`
pub(super) async fn show(cx: Cx, member: Member<ReadBody>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let list = cx.read(move |conn| open(conn, &member, *id)).await?;
    Ok(cx.page("Shortlist", views::list(&cx, &list)))
}

/// What is typed about one offer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TypedNote {
    pub(super) decision: String,
    pub(super) note: String,
    pub(super) reason: String,
    pub(super) version: Option<i64>,
}

/// `GET /needs/{id}/shortlist/{offer}`
pub(super) async fn decide(
    cx: Cx,
    member: Member<ManageNeeds>,
    path: web::Path<(NeedId, OfferId)>,
) -> WebResult<HttpResponse> {
    let (list, item) = one(&cx, member, path.into_inner()).await?;
    let kept = TypedNote {
        decision: item.noted.decision.as_str().to_owned(),
        note: item.noted.note.clone(),
        reason: item.noted.reason.clone(),
        version: Some(item.version),
    };
    let page = views::decide(&cx, &list, &item, &kept, &FieldErrors::default());
    Ok(cx.page("What did you decide?", page))
}

/// `POST /needs/{id}/shortlist/{offer}`
pub(super) async fn note(
    cx: Cx,
    member: Member<ManageNeeds>,
    path: web::Path<(NeedId, OfferId)>,
    form: Form<TypedNote>,
) -> WebResult<HttpResponse> {
    let ((need, offer), now) = (path.into_inner(), cx.now());
    let typed = form.into_inner();
    match Noted::parse(&typed.decision, &typed.note, &typed.reason) {
        Ok(noted) => {
            let seen = typed.version;
            cx.write(move |tx| commands::note(tx, &member, (need, offer), seen, &noted, now)).await?;
            Ok(cx.done(&format!("{}#offer-{offer}", urls::shortlist(need)), "Noted"))
        }
        Err(errors) => {
            let (list, item) = one(&cx, member, (need, offer)).await?;
            let page = views::decide(&cx, &list, &item, &typed, &errors);
            Ok(cx.invalid("What did you decide?", &errors, page))
        }
    }
}

/// A shortlist and one offer on it.
async fn one(
    cx: &Cx,
    member: Member<ManageNeeds>,
    (need, offer): (NeedId, OfferId),
) -> WebResult<(Shortlist, Considered)> {
    let list = cx.read(move |conn| open(conn, &member, need)).await?;
    let item = list.items.iter().find(|item| item.offer == offer).cloned().ok_or(WebError::NotFound)?;
    Ok((list, item))
}

/// Why an offer is taken off.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TypedRemoval {
    reason: String,
}

/// `POST /needs/{id}/shortlist/{offer}/remove`
pub(super) async fn remove(
    cx: Cx,
    member: Member<ManageNeeds>,
    path: web::Path<(NeedId, OfferId)>,
    form: Form<TypedRemoval>,
) -> WebResult<HttpResponse> {
    let (ids, now, by, typed) = (path.into_inner(), cx.now(), member.clone(), form.reason.clone());
    match cx.try_write(move |tx| commands::remove(tx, &by, ids, &typed, now)).await {
        Ok(()) => Ok(cx.done(&urls::shortlist(ids.0), "Taken off the shortlist. Why stays on record")),
        Err(NeedError::Invalid(errors)) => {
            let (list, item) = one(&cx, member, ids).await?;
            let page = views::ask_remove(&cx, &list.need, &item, &form.reason, &errors);
            Ok(cx.invalid("Take it off the shortlist?", &errors, page))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /needs/{id}/shortlist/{offer}/remove`
pub(super) async fn ask_remove(
    cx: Cx,
    member: Member<ManageNeeds>,
    path: web::Path<(NeedId, OfferId)>,
) -> WebResult<HttpResponse> {
    let (list, item) = one(&cx, member, path.into_inner()).await?;
    let page = views::ask_remove(&cx, &list.need, &item, &item.noted.reason, &FieldErrors::default());
    Ok(cx.page("Take it off the shortlist?", page))
}

/// `GET /offers/{id}/shortlist`
pub(super) async fn choose(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<OfferId>,
) -> WebResult<HttpResponse> {
    let (offer, needs) = choices(&cx, member, *id).await?;
    Ok(cx.page("Add to a shortlist", views::choose(&cx, &offer, &needs, &FieldErrors::default())))
}

/// Which need an offer is considered for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    need: String,
}

/// `POST /offers/{id}/shortlist`
pub(super) async fn add(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<OfferId>,
    form: Form<Chosen>,
) -> WebResult<HttpResponse> {
    let (offer, now) = (*id, cx.now());
    let Ok(need) = form.need.parse::<NeedId>() else {
        let (offer, needs) = choices(&cx, member, offer).await?;
        let errors =
            FieldErrors::from(crate::kernel::FieldError::required("need", "Choose one of your needs"));
        return Ok(cx.invalid("Add to a shortlist", &errors, views::choose(&cx, &offer, &needs, &errors)));
    };
    match cx.try_write(move |tx| commands::shortlist(tx, &member, need, offer, now)).await {
        Ok(()) => Ok(cx.done(&urls::shortlist(need), "The offer is on your shortlist, as it stands today")),
        Err(NeedError::OnShortlist) => {
            let there = format!("{}#offer-{offer}", urls::shortlist(need));
            Ok(cx.done(&there, "The offer was on this shortlist already"))
        }
        Err(error) => Err(error.into()),
    }
}

async fn choices(
    cx: &Cx,
    _: Member<ManageNeeds>,
    id: OfferId,
) -> WebResult<(OfferView, Vec<crate::needs::model::OwnNeed>)> {
    let reader = cx.credential().member::<ReadBody>()?;
    let view = cx.view();
    let offer = cx.read(move |conn| catalogue::offer(conn, view, id)).await?;
    let needs = cx.read(move |conn| queries::undecided(conn, &reader)).await?;
    Ok((offer, needs))
}
