//! The answers before they are published.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::listing::draft_or_published;
use super::typed::Typed;
use super::words;
use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::catalogue::model::Service;
use crate::catalogue::queries as catalogue;
use crate::kernel::ids::NeedId;
use crate::kernel::{FieldError, FieldErrors, london};
use crate::needs::model::NeedView;
use crate::needs::{NeedDraft, NeedError, NeedEvent, NeedState, Step, commands, queries};
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::ui::{
    self, SummaryRow, actions, back_link, button, button_link, heading, post_form, steps_caption,
    summary_list,
};
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
    let (by, id, seen, now) = (member.clone(), *id, Typed::of(&form).seen, cx.now());
    match cx.try_write(move |tx| commands::publish(tx, &by, id, seen, now)).await {
        Ok(_) => Ok(cx.done(&urls::need(id), "Your need is published")),
        Err(NeedError::Invalid(errors)) => {
            let answers = cx.read(move |conn| open(conn, &member, id)).await?;
            let loose = |error: FieldError| FieldError { field: String::new(), ..error };
            let errors = FieldErrors(errors.0.into_iter().map(loose).collect());
            Ok(cx.invalid("Check your answers", &errors, view(&cx, &answers)))
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
    let missing =
        Step::ALL.iter().find(|step| !draft.check(**step, services, this_month).is_empty()).copied();
    let rows: Vec<SummaryRow> = words::typed(draft, services)
        .into_iter()
        .map(|term| {
            let value = if term.value.is_empty() { "Not given" } else { &term.value };
            SummaryRow::text(term.name, value).action("Change", urls::edit_then_check(need.id, term.step))
        })
        .collect();
    let last = Step::ALL.len() + 1;
    html! {
        (back_link(&urls::need(need.id)))
        (heading(&steps_caption("List a need", last, last), "Check your answers"))
        (summary_list(&rows))
        @match missing {
            Some(step) => {
                p { "There is more to say before this can be published. What you said so far is kept." }
                (actions(html! {
                    (button_link("Continue", &urls::edit(need.id, step)))
                    a href=(urls::OUR_NEEDS) { "Come back later" }
                }))
            }
            None => { (ready(cx, need)) }
        }
    }
}

fn ready(cx: &Cx, need: &NeedView) -> Markup {
    let verified = cx.credential().acting().is_some_and(|acting| acting.verified);
    let unchanged = need.state == NeedState::Published && need.draft.is_none();
    html! {
        @if unchanged {
            p { "This is what readers see now. Change an answer to publish a new version." }
        } @else if !verified {
            (ui::banner(html! {
                p { strong { "Your body is not verified yet." } " The draft is kept. You can publish it as soon as the \
                    operator of this site has confirmed your body." }
            }))
        } @else {
            p { "Published needs can be read by everybody. Every version you publish stays readable." }
            (post_form(&urls::publish(need.id), &cx.once(), html! {
                input type="hidden" name="version" value=(need.version);
                (actions(html! {
                    (button(if need.published.is_some() { "Publish as a new version" } else { "Publish" }))
                    a href=(urls::OUR_NEEDS) { "Come back later" }
                }))
            }))
        }
    }
}
