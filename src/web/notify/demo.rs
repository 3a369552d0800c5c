//! The mailbox of everybody in a demo. A real site has no such page: it is not found there.

use actix_web::{HttpResponse, web};

use super::operator::MailQuery;
use super::views;
use crate::kernel::ids::MailId;
use crate::notify::queries;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};

/// `GET /demo/mail`
pub(super) async fn list(cx: Cx, query: web::Query<MailQuery>) -> WebResult<HttpResponse> {
    only_in_a_demo(&cx)?;
    let request = query.request();
    let mails = cx.read(move |conn| queries::all(conn, request)).await?;
    Ok(cx.page("Mail of the demonstration", views::demo_mails(&mails)))
}

/// `GET /demo/mail/{id}`
pub(super) async fn show(cx: Cx, path: web::Path<MailId>) -> WebResult<HttpResponse> {
    only_in_a_demo(&cx)?;
    let id = path.into_inner();
    let mail = cx.read(move |conn| queries::one(conn, id)).await?.ok_or(WebError::NotFound)?;
    Ok(cx.page(&mail.subject, views::demo_mail(&mail, &cx.app().settings.base_url)))
}

fn only_in_a_demo(cx: &Cx) -> WebResult<()> {
    if cx.app().is_demo() { Ok(()) } else { Err(WebError::NotFound) }
}
