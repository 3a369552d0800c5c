//! The page behind the link of a reminder: an offer is confirmed with one click, by somebody who is not signed in.

use actix_web::{HttpResponse, web};
use chrono::Days;
use maud::{Markup, html};

use super::words;
use crate::access::Secret;
use crate::catalogue::model::OfferView;
use crate::catalogue::reminder_link::{REMINDED_DAYS, offer_of_reminder};
use crate::catalogue::terms::USUAL_CONFIRM_DAYS;
use crate::catalogue::{OfferState, commands};
use crate::kernel::{Month, london};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::ui::{self, actions, button, heading, post_form, status_tag};
use crate::web::urls::catalogue as urls;

/// `GET /confirm-offer/{secret}`. Asks first: what opens the links of a mail before its reader does confirms nothing.
pub(super) async fn ask(cx: Cx, secret: web::Path<String>) -> WebResult<HttpResponse> {
    let (given, now) = (Secret::given(&secret), cx.now());
    let offer = cx.read(move |conn| offer_of_reminder(conn, &given, now)).await?;
    let today = london::date(now);
    let soon = today.checked_add_days(Days::new(REMINDED_DAYS)).unwrap_or(today);
    let runs_out = offer.fresh_until.is_some_and(|until| until <= soon);
    Ok(match (offer.state, runs_out) {
        (OfferState::Expired, _) | (OfferState::Published, true)
            if offer.is_anything_left(Month::of(today)) =>
        {
            cx.page("Is this still true?", question(&cx, &offer, &secret))
        }
        _ => cx.page("Nothing to confirm", nothing_to_do(&offer, Month::of(today))),
    })
}

/// `POST /confirm-offer/{secret}`
pub(super) async fn confirm(
    cx: Cx,
    secret: web::Path<String>,
    _: Form<Vec<(String, String)>>,
) -> WebResult<HttpResponse> {
    let (given, now) = (Secret::given(&secret), cx.now());
    cx.write(move |tx| commands::confirm_by_link(tx, &given, now)).await?;
    Ok(cx.done(&urls::confirm_reminded(&secret), "Thank you. Your offer stays in the catalogue"))
}

fn question(cx: &Cx, offer: &OfferView, secret: &str) -> Markup {
    let content = offer.published.as_ref().map(|version| &version.content);
    let days = content.map_or(USUAL_CONFIRM_DAYS, |content| content.terms.holds_for());
    html! {
        (heading(&offer.body_name, &format!("Is “{}” still true?", offer.title())))
        @match (offer.state, offer.fresh_until) {
            (OfferState::Expired, Some(until)) => { p { "It left the catalogue after " (ui::date(until)) "." } }
            (_, Some(until)) => { p { "It leaves the catalogue after " (ui::date(until)) "." } }
            _ => {}
        }
        @if let Some(content) = content { div.prose { (ui::prose(&content.description)) } }
        p { "If it is true, it stays in the catalogue for another " (days) " days. If something has changed, "
            a href=(urls::offer(offer.id)) { "change the offer" } " instead." }
        (post_form(&urls::confirm_reminded(secret), &cx.once(), actions(button("Yes, it is"))))
    }
}

fn nothing_to_do(offer: &OfferView, this_month: Month) -> Markup {
    html! {
        (heading(&offer.body_name, offer.title()))
        p { (status_tag(words::tone(offer.state), offer.state.label())) }
        @match (offer.state, offer.fresh_until) {
            _ if !offer.is_anything_left(this_month) => {
                p { "Nothing of it is left from this month on, so there is nothing to confirm. To offer more, list further \
                     months or more of it, and publish it again." }
            }
            (OfferState::Published, Some(until)) => {
                p { "It is confirmed, and stays in the catalogue until " (ui::date(until)) ". We write to you again a week \
                     before." }
            }
            _ => { p { "It is not in the catalogue, and it was not confirmed." } }
        }
        p { a href=(urls::offer(offer.id)) { "Go to the offer" } }
    }
}
