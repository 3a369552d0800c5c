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
use crate::web::listings::{Sent, is_shown_again};
use crate::web::urls::needs as urls;

type Fields = Vec<(String, String)>;

/// Where a need begins that something else has asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Beginning {
    service: String,
    /// The offer for whose shortlist it is listed.
    offer: String,
    /// The need that the first page is about, before there is one: whoever comes back to that page finds the same draft.
    draft: String,
}

/// `GET /needs/new`
pub(super) async fn begin(
    cx: Cx,
    member: Member<ManageNeeds>,
    query: web::Query<Beginning>,
) -> WebResult<HttpResponse> {
    let Beginning { service, offer, draft } = query.into_inner();
    let Ok(id) = draft.parse::<NeedId>() else {
        let asked = [("service".to_owned(), service), ("offer".to_owned(), offer)];
        let asked: Vec<_> = asked.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        return Ok(cx.see_other(&urls::begin(NeedId::new(), &asked)));
    };
    let (services, begun) = cx
        .read(move |conn| {
            let begun = match queries::own_need(conn, &member, id) {
                Ok(need) => need.draft,
                Err(NeedError::NotFound) => None,
                Err(error) => return Err(error),
            };
            Ok((catalogue::services(conn)?, begun))
        })
        .await?;
    let draft = begun.unwrap_or(NeedDraft { service, for_offer: offer, ..NeedDraft::default() });
    Ok(cx.page("List a need", views::begin(&cx, id, &services, &draft, &FieldErrors::default())))
}

/// `POST /needs/new`
pub(super) async fn start(
    cx: Cx,
    member: Member<ManageNeeds>,
    form: Form<Fields>,
) -> WebResult<HttpResponse> {
    let (typed, now) = (Typed::of(&form).draft, cx.now());
    let begun = Sent(&form).text("draft").parse::<NeedId>().ok();
    let kept = typed.clone();
    match cx.try_write(move |tx| commands::start_draft(tx, &member, begun, kept, now)).await {
        Ok(id) => Ok(cx.see_other(&urls::edit(id, Step::About))),
        Err(NeedError::Invalid(errors)) => {
            let services = cx.read(catalogue::services).await?;
            let id = begun.unwrap_or_else(NeedId::new);
            Ok(cx.invalid("List a need", &errors, views::begin(&cx, id, &services, &typed, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /needs/{id}/edit`: the first page on which something is missing, or the answers.
pub(super) async fn go_on(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
) -> WebResult<HttpResponse> {
    let (id, this_month) = (*id, london::month(cx.now()));
    let page = cx.read(move |conn| open(conn, &member, id, Step::Service, this_month)).await?;
    Ok(cx.see_other(&match page.draft.first_open(&page.services, this_month) {
        Some(step) => urls::edit(id, step),
        None => urls::check(id),
    }))
}

/// `GET /needs/{id}/edit/{step}`
pub(super) async fn step(
    cx: Cx,
    member: Member<ManageNeeds>,
    path: web::Path<(NeedId, String)>,
) -> WebResult<HttpResponse> {
    let ((id, step), this_month) = (parts(path)?, london::month(cx.now()));
    let page = cx.read(move |conn| open(conn, &member, id, step, this_month)).await?;
    let errors = if is_shown_again(&cx) {
        page.draft.check(step, &page.services, this_month)
    } else {
        FieldErrors::default()
    };
    Ok(cx.page_again(step.label(), &errors, views::step(&cx, &page, &errors)))
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
        Ok(errors) if errors.is_empty() => Ok(cx.see_other(&after(id, step, &form))),
        // It is kept, mistakes and all: the page is shown again under its own address.
        Ok(_) => Ok(cx.see_other(&urls::edit_again(id, step, &Sent(&form).text("then")))),
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
fn after(id: NeedId, step: Step, fields: &Fields) -> String {
    let came_from_answers = fields.iter().any(|(name, value)| name == "then" && value == "check");
    match step.next() {
        Some(next) if !came_from_answers => urls::edit(id, next),
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
