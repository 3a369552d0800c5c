//! The page of one body.

use actix_web::{HttpResponse, web};

use super::{offers, show_views};
use crate::access::capability::ReadBody;
use crate::access::queries::{Colleague, ColleagueFilter, colleagues};
use crate::bodies::queries;
use crate::kernel::PageRequest;
use crate::kernel::ids::BodyId;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};

/// `GET /bodies/{id}`
pub(super) async fn show(cx: Cx, id: web::Path<String>) -> WebResult<HttpResponse> {
    let (id, now) = (body_id(&id)?, cx.now());
    let body = cx.read(move |conn| queries::detail(conn, id, now)).await?;
    let people = people(&cx, id).await?;
    let offers = offers::section(&cx, id).await?;
    let view = show_views::Page { body: &body, people: people.as_deref(), offers };
    Ok(cx.page(&body.name, show_views::show(&view, cx.credential().is_operator())))
}

/// Everybody at the body, for its own members alone.
async fn people(cx: &Cx, body: BodyId) -> WebResult<Option<Vec<Colleague>>> {
    match cx.credential().member::<ReadBody>() {
        Ok(member) if member.body() == body => {
            let page = PageRequest::first(PageRequest::MOST);
            let everybody = ColleagueFilter::default();
            let found = cx.read(move |conn| colleagues(conn, &member, &everybody, page)).await?;
            Ok(Some(found.items))
        }
        _ => Ok(None),
    }
}

/// The id in a path; anything else names nothing.
pub(super) fn body_id(raw: &str) -> WebResult<BodyId> {
    raw.parse().map_err(|_| WebError::NotFound)
}
