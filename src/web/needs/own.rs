//! The needs of one's own body, and the page of a need.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::{check, need_views as views, words};
use crate::access::capability::ReadBody;
use crate::access::{CapabilityKind, Member};
use crate::catalogue::queries as catalogue;
use crate::kernel::ids::{BodyId, NeedId};
use crate::kernel::london;
use crate::needs::filter::OwnFilter;
use crate::needs::model::NeedView;
use crate::needs::{NeedError, NeedState, queries};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;
use crate::web::listings::{self, OwnQuery};
use crate::web::metadata::About;
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
    let reader = cx.credential().acting().map(|acting| acting.body);
    let need = cx.read(move |conn| queries::need(conn, reader, *id)).await?;
    let cx = found_unless_own(cx, need.body);
    let page = views::show(&cx, &need, &drafted(&cx, &need).await?);
    Ok(match about(&need) {
        Some(about) => cx.public_page(need.title(), about, page),
        None => cx.page(need.title(), page),
    })
}

/// What was said of a need so far that was never published, and what is missing.
async fn drafted(cx: &Cx, need: &NeedView) -> WebResult<Markup> {
    let Some(draft) = need.draft.as_ref().filter(|_| need.published.is_none()) else {
        return Ok(Markup::default());
    };
    let services = cx.read(catalogue::services).await?;
    let missing = check::missing(need.id, draft, &services, london::month(cx.now()));
    let terms = words::typed(draft, &services);
    Ok(html! {
        @if cx.credential().can(CapabilityKind::ManageNeeds) { (listings::missing(&missing)) }
        (listings::said("What was said so far", &draft.description, terms))
    })
}

/// `GET /needs/{id}/versions/{number}`
pub(super) async fn version(cx: Cx, path: web::Path<(NeedId, i32)>) -> WebResult<HttpResponse> {
    let ((id, number), reader) = (path.into_inner(), cx.credential().acting().map(|acting| acting.body));
    let (need, version) = cx
        .read(move |conn| {
            let version = queries::version(conn, id, number)?;
            Ok::<_, NeedError>((queries::need(conn, reader, id)?, version))
        })
        .await?;
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
