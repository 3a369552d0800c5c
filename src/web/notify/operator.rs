//! What the operator sees of the site and of its mail. Never a mail's text: it may hold a link that lets its reader in.

use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::views;
use crate::access::{Operator, commands};
use crate::kernel::PageRequest;
use crate::kernel::ids::MailId;
use crate::notify::queries::{self, Unsent};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::ui::{TodoItem, Tone, plural};
use crate::web::{bodies, urls};

/// How many mails a page shows.
const ON_A_PAGE: u32 = 50;

/// Which page of a list of mails is wanted.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MailQuery {
    page: Option<u32>,
}

impl MailQuery {
    pub(super) fn request(self) -> PageRequest {
        PageRequest::new(self.page.unwrap_or(1), ON_A_PAGE)
    }
}

/// `GET /operator`
pub(super) async fn show(cx: Cx, _: Operator) -> WebResult<HttpResponse> {
    let (claims, unsent) = counts(&cx).await?;
    let waiting = everything(&cx).await?;
    Ok(cx.page("Operator", views::operator(claims, unsent, &waiting)))
}

/// The first page of an operator who acts for no body.
pub(in crate::web) async fn home(cx: &Cx) -> WebResult<Markup> {
    let (claims, unsent) = counts(cx).await?;
    Ok(views::home(claims, unsent, &everything(cx).await?))
}

async fn counts(cx: &Cx) -> WebResult<(i64, Unsent)> {
    Ok((bodies::claims_to_decide(cx).await?, cx.read(queries::count_unsent).await?))
}

async fn everything(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let mut items = bodies::waiting(cx).await?;
    items.extend(waiting(cx).await?);
    Ok(items)
}

/// For an operator, the mail that is stuck.
pub(super) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    if !cx.credential().is_operator() {
        return Ok(vec![]);
    }
    let stuck = cx.read(queries::count_unsent).await?.stuck;
    let item = || TodoItem {
        href: urls::OPERATOR_MAIL.to_owned(),
        action: format!("Look at {}", plural(stuck, "mail", "mails")),
        about: "that could not be sent".to_owned(),
        tag: Some((Tone::Bad, "Stuck".to_owned())),
        ..TodoItem::default()
    };
    Ok((stuck > 0).then(item).into_iter().collect())
}

/// `GET /operator/mail`
pub(super) async fn mail(cx: Cx, _: Operator, query: web::Query<MailQuery>) -> WebResult<HttpResponse> {
    let request = query.request();
    let mails = cx.read(move |conn| queries::unsent(conn, request)).await?;
    Ok(cx.page("Mail that has not left", views::unsent(&mails, &cx.repeatable())))
}

/// `POST /operator/mail/{id}/send-again`
pub(super) async fn send_again(
    cx: Cx,
    operator: Operator,
    path: web::Path<MailId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now());
    cx.write(move |tx| commands::send_mail_again(tx, &operator, id, now)).await?;
    Ok(cx.done(urls::OPERATOR_MAIL, "The mail is tried again in a moment"))
}
