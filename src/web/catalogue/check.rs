//! The answers before they are published.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::listing::draft_or_published;
use super::{typed::Typed, words};
use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::model::{OfferView, Service};
use crate::catalogue::{CatalogueError, OfferDraft, OfferEvent, OfferState, commands, queries};
use crate::kernel::ids::OfferId;
use crate::kernel::{FieldError, FieldErrors, Month, london};
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::ui::{
    self, SummaryRow, actions, back_link, button, button_link, heading, post_form, steps_caption,
    summary_list,
};
use crate::web::urls::catalogue as urls;

struct Answers {
    offer: OfferView,
    services: Vec<Service>,
    draft: OfferDraft,
}

/// `GET /offers/{id}/check`
pub(super) async fn show(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
) -> WebResult<HttpResponse> {
    let answers = cx.read(move |conn| open(conn, &member, *id)).await?;
    Ok(cx.page("Check your answers", view(&cx, &answers)))
}

/// `POST /offers/{id}/publish`
pub(super) async fn publish(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
    form: Form<Vec<(String, String)>>,
) -> WebResult<HttpResponse> {
    let (by, id, seen, now) = (member.clone(), *id, Typed::of(&form).seen, cx.now());
    match cx.try_write(move |tx| commands::publish(tx, &by, id, seen, now)).await {
        Ok(_) => Ok(cx.done(&urls::offer(id), "Your offer is in the catalogue")),
        Err(error) => {
            let errors = mendable(error)?;
            let answers = cx.read(move |conn| open(conn, &member, id)).await?;
            Ok(cx.invalid("Check your answers", &errors, view(&cx, &answers)))
        }
    }
}

/// What the owner can mend by changing an answer; anything else is handed on.
fn mendable(error: CatalogueError) -> Result<FieldErrors, CatalogueError> {
    match error {
        CatalogueError::Invalid(errors) => {
            let loose = |error: FieldError| FieldError { field: String::new(), ..error };
            Ok(FieldErrors(errors.0.into_iter().map(loose).collect()))
        }
        CatalogueError::PromisedAlready { .. } | CatalogueError::UnitPromised(_) => {
            let mut message = error.to_string();
            if let Some(first) = message.get_mut(0..1) {
                first.make_ascii_uppercase();
            }
            Ok(FieldError::invalid("", message).into())
        }
        other => Err(other),
    }
}

fn open(conn: &mut Conn, by: &Member<ManageOffers>, id: OfferId) -> Result<Answers, CatalogueError> {
    let offer = queries::own_offer(conn, by, id)?;
    offer.state.apply(OfferEvent::Publish)?;
    let services = queries::services(conn)?;
    let draft = draft_or_published(&offer, &services).ok_or(StorageError::Stale)?;
    Ok(Answers { offer, services, draft })
}

fn view(cx: &Cx, answers: &Answers) -> Markup {
    let Answers { offer, services, draft } = answers;
    let this_month = Month::of(london::date(cx.now()));
    let steps = draft.steps();
    let missing = steps.iter().find(|step| !draft.check(**step, services, this_month).is_empty()).copied();
    let rows: Vec<SummaryRow> = words::typed(draft, services)
        .into_iter()
        .map(|term| {
            let value = if term.value.is_empty() { "Not given" } else { &term.value };
            let href = urls::edit_offer_then_check(offer.id, term.step);
            SummaryRow::text(term.name, value).action("Change", href)
        })
        .collect();
    html! {
        (back_link(&urls::offer(offer.id)))
        (heading(&steps_caption("List an offer", steps.len() + 1, steps.len() + 1), "Check your answers"))
        (summary_list(&rows))
        @match missing {
            Some(step) => {
                p { "There is more to say before this can be published. What you said so far is kept." }
                (actions(html! {
                    (button_link("Continue", &urls::edit_offer(offer.id, step)))
                    a href=(urls::OUR_OFFERS) { "Come back later" }
                }))
            }
            None => { (ready(cx, offer)) }
        }
    }
}

fn ready(cx: &Cx, offer: &OfferView) -> Markup {
    let verified = cx.credential().acting().is_some_and(|acting| acting.verified);
    let unchanged = offer.state == OfferState::Published && offer.draft.is_none();
    html! {
        @if unchanged {
            p { "This is what readers see now. Change an answer to publish a new version." }
        } @else if !verified {
            (ui::banner(html! {
                p { strong { "Your body is not verified yet." } " The draft is kept. You can publish it as soon as the \
                    operator of this site has confirmed your body." }
            }))
        } @else {
            p { "Published offers can be read by everybody. Every version you publish stays readable." }
            (post_form(&urls::publish_offer(offer.id), &cx.once(), html! {
                input type="hidden" name="version" value=(offer.version);
                (actions(html! {
                    (button(if offer.published.is_some() { "Publish as a new version" } else { "Publish" }))
                    a href=(urls::OUR_OFFERS) { "Come back later" }
                }))
            }))
        }
    }
}
