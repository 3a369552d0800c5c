//! The offers of one's own body, and the page of an offer.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use maud::{Markup, html};

use super::offer_for_you::ForYou;
use super::{attachment_views, check, offer_views as views, words};
use crate::access::capability::ReadBody;
use crate::access::{CapabilityKind, Member};
use crate::catalogue::filter::OwnFilter;
use crate::catalogue::model::OfferView;
use crate::catalogue::{CatalogueError, OfferState, SeenOffer, queries};
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::london;
use crate::negotiation::queries::{self as talks, public_answers};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;
use crate::web::listings::{self, OwnQuery};
use crate::web::metadata::About;
use crate::web::negotiation::public_answers as answers;
use crate::web::section::Section;
use crate::web::urls;

/// `GET /offers`
pub(super) async fn list(
    cx: Cx,
    member: Member<ReadBody>,
    query: web::Query<OwnQuery>,
) -> WebResult<HttpResponse> {
    let (filter, page) = (filter(&query), query.page());
    let offers = cx.read(move |conn| queries::own_offers(conn, &member, &filter, page)).await?;
    Ok(cx.page("Our offers", views::list(&cx, &query, &offers)))
}

/// `GET /offers.csv`
pub(super) async fn csv(
    cx: Cx,
    member: Member<ReadBody>,
    query: web::Query<OwnQuery>,
) -> WebResult<HttpResponse> {
    let filter = filter(&query);
    let offers =
        cx.read(move |conn| every_page(|page| queries::own_offers(conn, &member, &filter, page))).await?;
    Ok(answer::csv("our-offers", &views::CSV_HEADER, offers.iter().map(views::csv_row)))
}

fn filter(query: &OwnQuery) -> OwnFilter {
    OwnFilter { words: query.words(), state: query.state(), sort: query.sort() }
}

/// `GET /offers/{id}`
pub(super) async fn show(cx: Cx, id: web::Path<OfferId>, request: HttpRequest) -> WebResult<HttpResponse> {
    let (view, shelves) = (cx.view(), Arc::clone(&cx.app().shelves));
    let seen = cx
        .read(move |conn| {
            let seen = if let Some(seen) = shelves.seen(conn, view, *id)? {
                seen
            } else {
                let offer = talks::offer(conn, view, *id)?;
                let documents = queries::attachments(conn, &offer)?;
                Arc::new(SeenOffer::new(offer, documents))
            };
            seen.read_answers(|id| public_answers(conn, id))?;
            Ok::<_, CatalogueError>(seen)
        })
        .await?;
    let SeenOffer { offer, documents, .. } = &*seen;
    let cx = found_unless_own(cx, offer.body);
    let may_manage = view.reader == Some(offer.body) && cx.credential().can(CapabilityKind::ManageOffers);
    let documents = attachment_views::section(offer, documents, may_manage);
    let for_you = ForYou::of(&cx, &request, offer).await?;
    let answers = answers::section(offer.id, seen.answers(), may_manage);
    let drafted = drafted(&cx, offer, may_manage).await?;
    let page = views::show(&cx, offer, &for_you, &documents, &answers, &drafted);
    Ok(match about(offer) {
        Some(about) => cx.public_page(offer.title(), about, page),
        None => cx.page(offer.title(), page),
    })
}

/// What was said of an offer so far that was never published, and what is missing.
async fn drafted(cx: &Cx, offer: &OfferView, may_manage: bool) -> WebResult<Markup> {
    let Some(draft) = offer.draft.as_ref().filter(|_| offer.published.is_none()) else {
        return Ok(Markup::default());
    };
    let services = cx.read(queries::services).await?;
    let missing = check::missing(offer.id, draft, &services, london::month(cx.now()));
    let terms = words::typed(draft, &services);
    Ok(html! {
        @if may_manage { (listings::missing(&missing)) }
        (listings::said("What was said so far", &draft.description, terms))
    })
}

/// `GET /offers/{id}/versions/{number}`
pub(super) async fn version(cx: Cx, path: web::Path<(OfferId, i32)>) -> WebResult<HttpResponse> {
    let ((id, number), view) = (path.into_inner(), cx.view());
    let (offer, version) = cx
        .read(move |conn| {
            let version = queries::version(conn, view, id, number)?;
            Ok::<_, CatalogueError>((talks::offer(conn, view, id)?, version))
        })
        .await?;
    let cx = found_unless_own(cx, offer.body);
    Ok(cx.page(&format!("Version {number} of {}", offer.title()), views::version(&offer, &version)))
}

/// What an offer that is open says of itself to whoever is sent a link to it; any other says nothing.
fn about(offer: &OfferView) -> Option<About> {
    let content = &offer.published.as_ref().filter(|_| offer.state == OfferState::Published)?.content;
    let description = format!("{} by {}. {}", content.service_name, offer.body_name, content.description);
    let feed = urls::open_data::feed_of_service(&content.service_code);
    let about = About::new(urls::catalogue::offer(offer.id), description);
    Some(about.feed(format!("New offers of {}", content.service_name), feed))
}

/// An offer of another body is something found, not one of ours.
fn found_unless_own(cx: Cx, owner: BodyId) -> Cx {
    let is_own = cx.credential().acting().is_some_and(|acting| acting.body == owner);
    if is_own { cx } else { cx.within(Section::Find) }
}
