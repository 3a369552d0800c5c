//! The pages on which a need is listed, one question or two at a time. Every page is kept as soon as it makes sense.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::listing_views::{self as views, StepPage};
use super::typed::Typed;
use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::catalogue::model::Service;
use crate::catalogue::queries as catalogue;
use crate::kernel::ids::NeedId;
use crate::kernel::{FieldErrors, Month, london};
use crate::needs::model::NeedView;
use crate::needs::{NeedDraft, NeedError, NeedEvent, Step, commands, queries};
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::urls::needs as urls;

type Fields = Vec<(String, String)>;

/// Where a need begins that something else has asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Beginning {
    service: String,
}

/// `GET /needs/new`
pub(super) async fn begin(
    cx: Cx,
    _: Member<ManageNeeds>,
    query: web::Query<Beginning>,
) -> WebResult<HttpResponse> {
    let services = cx.read(catalogue::services).await?;
    let draft = NeedDraft { service: query.into_inner().service, ..NeedDraft::default() };
    Ok(cx.page("List a need", views::begin(&cx, &services, &draft, &FieldErrors::default())))
}

/// `POST /needs/new`
pub(super) async fn start(
    cx: Cx,
    member: Member<ManageNeeds>,
    form: Form<Fields>,
) -> WebResult<HttpResponse> {
    let (typed, now) = (Typed::of(&form).draft, cx.now());
    let (service, shape) = (typed.service.clone(), typed.shape.clone());
    match cx.try_write(move |tx| commands::start_draft(tx, &member, &service, &shape, now)).await {
        Ok(id) => Ok(cx.see_other(&urls::edit(id, Step::About))),
        Err(NeedError::Invalid(errors)) => {
            let services = cx.read(catalogue::services).await?;
            Ok(cx.invalid("List a need", &errors, views::begin(&cx, &services, &typed, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /needs/{id}/edit/{step}`
pub(super) async fn step(
    cx: Cx,
    member: Member<ManageNeeds>,
    path: web::Path<(NeedId, String)>,
) -> WebResult<HttpResponse> {
    let ((id, step), this_month) = (parts(path)?, london::month(cx.now()));
    let page = cx.read(move |conn| open(conn, &member, id, step, this_month)).await?;
    Ok(cx.page(step.label(), views::step(&cx, &page, &FieldErrors::default())))
}

/// `POST /needs/{id}/edit/{step}`
pub(super) async fn save(
    cx: Cx,
    member: Member<ManageNeeds>,
    path: web::Path<(NeedId, String)>,
    form: Form<Fields>,
) -> WebResult<HttpResponse> {
    let ((id, step), typed, now) = (parts(path)?, Typed::of(&form), cx.now());
    let (by, kept, seen) = (member.clone(), typed.draft.clone(), typed.seen);
    match cx.try_write(move |tx| commands::save_step(tx, &by, id, seen, (step, kept), now)).await {
        Ok(draft) => Ok(cx.see_other(&after(id, step, &draft, &form))),
        Err(NeedError::Invalid(errors)) => {
            let this_month = london::month(now);
            let mut page = cx.read(move |conn| open(conn, &member, id, step, this_month)).await?;
            page.draft.take(step, typed.draft);
            Ok(cx.invalid(step.label(), &errors, views::step(&cx, &page, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The next page; or the answers, for somebody who came from there to change one.
fn after(id: NeedId, step: Step, draft: &NeedDraft, fields: &Fields) -> String {
    let came_from_answers = fields.iter().any(|(name, value)| name == "then" && value == "check");
    // Somebody who has just given an answer that calls for another page has to fill that in, wherever they came from.
    let called_for = step.follow_ups().iter().find(|next| draft.steps().contains(next));
    match (draft.after(step), called_for) {
        (_, Some(next)) if came_from_answers => urls::edit_then_check(id, *next),
        (Some(next), _) if !came_from_answers => urls::edit(id, next),
        _ => urls::check(id),
    }
}

fn parts(path: web::Path<(NeedId, String)>) -> WebResult<(NeedId, Step)> {
    let (id, step) = path.into_inner();
    Ok((id, step.parse().map_err(|_| WebError::NotFound)?))
}

fn open(
    conn: &mut Conn,
    by: &Member<ManageNeeds>,
    id: NeedId,
    step: Step,
    this_month: Month,
) -> Result<StepPage, NeedError> {
    let need = queries::own_need(conn, by, id)?;
    need.state.apply(NeedEvent::Edit)?;
    let services = catalogue::services(conn)?;
    let draft = draft_or_published(&need, &services).ok_or(StorageError::Stale)?;
    Ok(StepPage { id, version: need.version, step, services, draft, this_month })
}

/// What is being prepared, or what stands if nothing is.
pub(super) fn draft_or_published(need: &NeedView, services: &[Service]) -> Option<NeedDraft> {
    need.draft.clone().or_else(|| {
        let content = &need.published.as_ref()?.content;
        let service = services.iter().find(|service| service.code == content.service_code);
        Some(NeedDraft::of_content(content, service))
    })
}
