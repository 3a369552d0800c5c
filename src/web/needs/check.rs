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
use crate::kernel::{Month, london};
use crate::needs::model::NeedView;
use crate::needs::{NeedDraft, NeedError, NeedEvent, NeedState, Step, commands, queries};
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::listings::{Check, Missing, Ready, Sent, loose};
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
    match cx.try_write(move |tx| commands::publish_for_shortlist(tx, &by, id, seen, now)).await {
        Ok(Some(_)) => {
            Ok(cx.done(&urls::shortlist(id), "Your need is published, and the offer is on its shortlist"))
        }
        Ok(None) => Ok(cx.done(&urls::need(id), "Your need is published")),
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

/// The pages on which something is missing or wrong.
pub(super) fn missing(
    id: NeedId,
    draft: &NeedDraft,
    services: &[Service],
    this_month: Month,
) -> Vec<Missing> {
    let pages = Step::ALL.iter().map(|step| Missing {
        page: step.label(),
        href: urls::edit(id, *step),
        flaws: draft.check(*step, services, this_month),
    });
    pages.filter(|page| !page.flaws.is_empty()).collect()
}

fn view(cx: &Cx, answers: &Answers) -> Markup {
    let Answers { need, services, draft } = answers;
    let this_month = london::month(cx.now());
    let last = Step::ALL.len() + 1;
    Check {
        caption: steps_caption("List a need", last, last),
        back: urls::need(need.id),
        terms: words::typed(draft, services),
        change_href: &|step| urls::edit_then_check(need.id, step),
        missing: missing(need.id, draft, services, this_month),
        doubts: Vec::new(),
        list_href: urls::OUR_NEEDS,
        ready: Ready {
            is_unchanged: need.state == NeedState::Published && need.draft.is_none(),
            has_readers: need.published.is_some(),
            publish_href: urls::publish(need.id),
            version: need.version,
            promise: "Published needs can be read by everybody. Every version you publish stays readable.",
        },
    }
    .render(cx)
}
