//! What an offer is to whoever reads its page: how far away, when it could start and what it would cost their body, in the
//! same words as in a list; what that assumes, and how to change it; and the search they came from.

use std::sync::Arc;

use actix_web::HttpRequest;
use maud::{Markup, html};

use super::assumed_views;
use super::find::acting;
use super::find_asked::Asked;
use super::find_query::FindQuery;
use super::find_results::{asked_for, cost, start};
use super::words;
use crate::catalogue::model::OfferView;
use crate::catalogue::reader::AsSeen;
use crate::kernel::london;
use crate::storage::StorageError;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::origin::came_from;
use crate::web::urls::catalogue::{self as urls, FIND};

/// The reader's side of an offer's page.
pub(super) struct ForYou {
    /// The search that led here, or the whole catalogue.
    pub(super) find_href: String,
    /// The offer beside those that were kept to be compared.
    pub(super) compare_href: String,
    /// What the offer is to the reader's body, or to the one that the search was for; nothing to its owner, and of what is not
    /// to be had.
    pub(super) notes: Option<Markup>,
    /// What that assumes, with a form to change it.
    pub(super) assumed: Option<Markup>,
    /// How many a month the search was for, of which the prices in tiers are told.
    pub(super) quantity: Option<crate::kernel::Quantity>,
}

impl ForYou {
    pub(super) async fn of(cx: &Cx, request: &HttpRequest, offer: &OfferView) -> WebResult<Self> {
        let query = query(cx, request);
        let mut picked = query.picked();
        picked.retain(|id| *id != offer.id);
        picked.push(offer.id);
        let mut this = Self {
            find_href: query.page_href(query.page.parse().unwrap_or(1)),
            compare_href: query.keeping(&picked).compare_href(),
            notes: None,
            assumed: None,
            quantity: None,
        };
        let is_own = cx.view().reader == Some(offer.body);
        if is_own || !offer.can_be_had(london::month(cx.now())) {
            return Ok(this);
        }
        let (shelves, own) = (Arc::clone(&cx.app().shelves), acting(cx));
        let wanted = query.clone();
        let (asked, shelf) = cx
            .read(move |conn| {
                let shelf = shelves.current(conn)?;
                Ok::<_, StorageError>((wanted.asked(&shelf, own), shelf))
            })
            .await?;
        let seen = AsSeen::of_view(offer, &shelf, &asked.filter, london::date(cx.now()));
        this.notes = seen.map(|seen| in_words(offer, &seen, &asked));
        this.quantity = asked.filter.least;
        let mut kept = query.pairs();
        kept.extend(query.compare.iter().map(|id| ("compare".to_owned(), id.clone())));
        this.assumed = Some(assumed_views::section(&urls::offer(offer.id), (&query, &asked), &kept));
        Ok(this)
    }
}

/// The search that the page's own address carries; else the one that led here.
fn query(cx: &Cx, request: &HttpRequest) -> FindQuery {
    if !cx.query().is_empty() {
        return FindQuery::of(cx.query());
    }
    let from = came_from(request.headers(), cx.app()).unwrap_or_default();
    match from.split_once('?') {
        Some((path, query)) if path == FIND || path == urls::COMPARE => FindQuery::of(query),
        _ => FindQuery::default(),
    }
}

fn in_words(offer: &OfferView, seen: &AsSeen, asked: &Asked) -> Markup {
    let content = offer.published.as_ref().map(|version| &version.content);
    let unit = content.map_or("", |content| content.unit.as_str());
    let away = seen.distance.zip(asked.near.as_ref());
    let away = away.map(|(distance, near)| format!("{distance} away from {}", near.name));
    let price = seen.priced_for.map(|priced_for| asked_for(seen.price, priced_for, unit));
    let lines = [away, price, cost(seen, unit), Some(words::free(seen.free, unit)), Some(start(seen))];
    html! {
        ul.inline { @for line in lines.into_iter().flatten() { li { (line) } } }
    }
}
