//! The needs of one's own body, and the page of a need.

use actix_web::{HttpResponse, web};
use maud::Markup;

use super::need_views as views;
use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::kernel::PageRequest;
use crate::kernel::ids::{BodyId, NeedId};
use crate::needs::filter::OwnFilter;
use crate::needs::model::NeedView;
use crate::needs::{NeedState, queries};
use crate::negotiation::queries::{self as talks, ProposalFilter};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;
use crate::web::listings::OwnQuery;
use crate::web::metadata::About;
use crate::web::negotiation;
use crate::web::section::Section;
use crate::web::urls::{needs as urls, open_data};

/// `GET /needs`
pub(super) async fn list(
    cx: Cx,
    member: Member<ReadBody>,
    query: web::Query<OwnQuery>,
) -> WebResult<HttpResponse> {
    let (filter, page) = (filter(&query), query.page());
    let needs = cx.read(move |conn| queries::own_needs(conn, &member, &filter, page)).await?;
    Ok(cx.page("Our needs", views::list(&cx, &query, &needs)))
}

/// `GET /needs.csv`
pub(super) async fn csv(
    cx: Cx,
    member: Member<ReadBody>,
    query: web::Query<OwnQuery>,
) -> WebResult<HttpResponse> {
    let filter = filter(&query);
    let needs =
        cx.read(move |conn| every_page(|page| queries::own_needs(conn, &member, &filter, page))).await?;
    Ok(answer::csv("our-needs", &views::CSV_HEADER, needs.iter().map(views::csv_row)))
}

fn filter(query: &OwnQuery) -> OwnFilter {
    OwnFilter { words: query.words(), state: query.state(), sort: query.sort() }
}

/// `GET /needs/{id}`
pub(super) async fn show(cx: Cx, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let view = cx.view();
    let need = cx.read(move |conn| queries::need(conn, view, *id)).await?;
    let answers = answers(&cx, &need).await?;
    let cx = found_unless_own(cx, need.body);
    let body = views::show(&cx, &need, &answers);
    Ok(match about(&need) {
        Some(about) => cx.public_page(need.title(), about, body),
        None => cx.page(need.title(), body),
    })
}

/// The proposals that answer a need, as far as the reader's body made or got them.
async fn answers(cx: &Cx, need: &NeedView) -> WebResult<Markup> {
    const MOST: u32 = 50;
    let Ok(member) = cx.credential().member::<ReadBody>() else { return Ok(Markup::default()) };
    let (viewer, filter) =
        (member.body(), ProposalFilter { need: Some(need.id), ..ProposalFilter::default() });
    let answers =
        cx.read(move |conn| talks::proposals(conn, &member, &filter, PageRequest::first(MOST))).await?;
    let meet = (viewer == need.body).then(|| negotiation::meet_at_once(cx, need.id, need.version));
    Ok(negotiation::answers(cx, viewer, (need.state, meet), &answers))
}

/// `GET /needs/{id}/versions/{number}`
pub(super) async fn version(cx: Cx, path: web::Path<(NeedId, i32)>) -> WebResult<HttpResponse> {
    let ((id, number), view) = (path.into_inner(), cx.view());
    let (need, version) = cx.read(move |conn| queries::version(conn, view, id, number)).await?;
    let cx = found_unless_own(cx, need.body);
    Ok(cx.page(&format!("Version {number} of {}", need.title()), views::version(&need, &version)))
}

/// What a need that is open says of itself to whoever is sent a link to it; any other says nothing.
fn about(need: &NeedView) -> Option<About> {
    let content = &need.published.as_ref().filter(|_| need.state == NeedState::Published)?.content;
    let description =
        format!("{} needed by {}. {}", content.service_name, need.body_name, content.description);
    let feed = open_data::needs_feed_of_service(&content.service_code);
    Some(
        About::new(urls::need(need.id), description)
            .feed(format!("New needs of {}", content.service_name), feed),
    )
}

/// A need of another body is something found, not one of ours.
fn found_unless_own(cx: Cx, owner: BodyId) -> Cx {
    let is_own = cx.credential().acting().is_some_and(|acting| acting.body == owner);
    if is_own { cx } else { cx.within(Section::Find) }
}
