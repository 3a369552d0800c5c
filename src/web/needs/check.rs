//! The answers before they are published.

use actix_web::{HttpResponse, web};
use maud::Markup;

use super::listing::draft_or_published;
use super::words;
use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::catalogue::model::Service;
use crate::catalogue::queries as catalogue;
use crate::kernel::ids::NeedId;
use crate::kernel::london;
use crate::needs::model::NeedView;
use crate::needs::{NeedDraft, NeedError, NeedEvent, NeedState, commands, queries};
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::listings::{Check, Ready, Sent, loose};
use crate::web::ui::steps_caption;
use crate::web::urls::needs as urls;

struct Answers {
    need: NeedView,
    services: Vec<Service>,
    draft: NeedDraft,
}

/// `GET /needs/{id}/check`
pub(super) async fn show(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
) -> WebResult<HttpResponse> {
    let answers = cx.read(move |conn| open(conn, &member, *id)).await?;
    Ok(cx.page("Check your answers", view(&cx, &answers)))
}

/// `POST /needs/{id}/publish`
pub(super) async fn publish(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
    form: Form<Vec<(String, String)>>,
) -> WebResult<HttpResponse> {
    let (by, id, seen, now) = (member.clone(), *id, Sent(&form).seen(), cx.now());
    match cx.try_write(move |tx| commands::publish(tx, &by, id, seen, now)).await {
        Ok(_) => Ok(cx.done(&urls::need(id), "Your need is published")),
        Err(NeedError::Invalid(errors)) => {
            let answers = cx.read(move |conn| open(conn, &member, id)).await?;
            Ok(cx.invalid("Check your answers", &loose(errors), view(&cx, &answers)))
        }
        Err(error) => Err(error.into()),
    }
}

fn open(conn: &mut Conn, by: &Member<ManageNeeds>, id: NeedId) -> Result<Answers, NeedError> {
    let need = queries::own_need(conn, by, id)?;
    need.state.apply(NeedEvent::Publish)?;
    let services = catalogue::services(conn)?;
    let draft = draft_or_published(&need, &services).ok_or(StorageError::Stale)?;
    Ok(Answers { need, services, draft })
}

fn view(cx: &Cx, answers: &Answers) -> Markup {
    let Answers { need, services, draft } = answers;
    let this_month = london::month(cx.now());
    let steps = draft.steps();
    let missing = steps.iter().find(|step| !draft.check(**step, services, this_month).is_empty());
    Check {
        caption: steps_caption("List a need", steps.len() + 1),
        back: urls::need(need.id),
        terms: words::typed(draft, services),
        change_href: &|step| urls::edit_then_check(need.id, step),
        missing_href: missing.map(|step| urls::edit(need.id, *step)),
        list_href: urls::OUR_NEEDS,
        ready: Ready {
            is_unchanged: need.state == NeedState::Published && need.draft.is_none(),
            has_readers: need.published.is_some(),
            publish_href: urls::publish(need.id),
            version: need.version,
            promise: if draft.seen_by.is_stepped() {
                "It can be read by those you chose, from the days you chose. Whoever could read a version can read it \
                 always."
            } else {
                "Published needs can be read by everybody. Every version you publish stays readable."
            },
        },
    }
    .render(cx)
}
