//! What an offer is to whoever reads its page: how far away, when it could start and what it would cost their body, in the
//! same words as in a list; and the search they came from.

use std::sync::Arc;

use actix_web::HttpRequest;
use maud::{Markup, html};

use super::find_asked::Asked;
use super::find_query::FindQuery;
use super::find_results::{cost, start};
use super::words;
use crate::catalogue::model::OfferView;
use crate::catalogue::queries;
use crate::catalogue::reader::AsSeen;
use crate::kernel::london;
use crate::storage::StorageError;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::origin::came_from;
use crate::web::urls::catalogue::FIND;

/// The reader's side of an offer's page.
pub(super) struct ForYou {
    /// The search that led here, or the whole catalogue.
    pub(super) find_href: String,
    /// What the offer is to the reader's body; nothing to a visitor, to its owner, and of what is not open.
    pub(super) notes: Option<Markup>,
}

impl ForYou {
    pub(super) async fn of(cx: &Cx, request: &HttpRequest, offer: &OfferView) -> WebResult<Self> {
        let from = came_from(request.headers(), cx.app());
        let is_search = |path: &String| path == FIND || path.starts_with(&format!("{FIND}?"));
        let find_href = from.filter(is_search).unwrap_or_else(|| FIND.to_owned());
        Ok(Self { find_href, notes: notes(cx, offer).await? })
    }
}

async fn notes(cx: &Cx, offer: &OfferView) -> WebResult<Option<Markup>> {
    let Some(own) = cx.view().reader.filter(|own| *own != offer.body) else { return Ok(None) };
    if !offer.can_be_had(london::month(cx.now())) {
        return Ok(None);
    }
    let (shelves, view, id) = (Arc::clone(&cx.app().shelves), cx.view(), offer.id);
    let seen = cx
        .read(move |conn| {
            let shelf = shelves.current(conn)?;
            let asked = FindQuery::default().asked(&shelf, Some(own));
            let seen = queries::as_seen(conn, &shelf, &asked.filter, view, id)?;
            Ok::<_, StorageError>(seen.map(|(unit, seen)| (unit, seen, asked)))
        })
        .await?;
    Ok(seen.map(|(unit, seen, asked)| in_words(&unit, &seen, &asked)))
}

fn in_words(unit: &str, seen: &AsSeen, asked: &Asked) -> Markup {
    let away = seen.distance.zip(asked.near.as_ref());
    let away = away.map(|(distance, near)| format!("{distance} away from {}", near.name));
    let lines = [away, cost(seen, unit), Some(words::free(seen.free, unit)), Some(start(seen))];
    html! {
        ul.inline { @for line in lines.into_iter().flatten() { li { (line) } } }
    }
}
