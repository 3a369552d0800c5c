//! The page of one body.

use actix_web::{HttpResponse, web};

use super::{needs, network, offers, public_agreements, record, show_views};
use crate::access::capability::ReadBody;
use crate::access::queries::{Colleague, ColleagueFilter, colleagues};
use crate::bodies::queries;
use crate::kernel::PageRequest;
use crate::kernel::ids::BodyId;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::metadata::About;
use crate::web::urls;

/// `GET /bodies/{id}`
pub(super) async fn show(cx: Cx, id: web::Path<String>) -> WebResult<HttpResponse> {
    let (id, now) = (body_id(&id)?, cx.now());
    let body = cx.read(move |conn| queries::detail(conn, id, now)).await?;
    let people = people(&cx, id).await?;
    let offers = offers::section(&cx, id).await?;
    let needs = needs::section(&cx, id).await?;
    let record = record::section(&cx, id).await?;
    let agreements = public_agreements::section(&cx, id).await?;
    let network = network::section(&cx, id, &body.name).await?;
    let about = About::new(urls::bodies::body(id), show_views::description(&body));
    let people = people.as_deref();
    let view = show_views::Page { body: &body, people, offers, needs, record, agreements, network };
    Ok(cx.public_page(&body.name, about, show_views::show(&view, cx.credential().is_operator())))
}

/// The first of the body's people, for its own members alone; all of them have a page of their own.
async fn people(cx: &Cx, body: BodyId) -> WebResult<Option<Vec<Colleague>>> {
    let Ok(member) = cx.credential().member::<ReadBody>() else { return Ok(None) };
    if member.body() != body {
        return Ok(None);
    }
    let page = PageRequest::first(PageRequest::MOST);
    let people = cx.read(move |conn| colleagues(conn, &member, &ColleagueFilter::default(), page)).await?;
    Ok(Some(people.items))
}

/// The id in a path; anything else names nothing.
pub(super) fn body_id(raw: &str) -> WebResult<BodyId> {
    raw.parse().map_err(|_| WebError::NotFound)
}
