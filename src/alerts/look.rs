//! What saved searches find when their time has come: only reading, so that many can look at once. Whether it is still
//! news is decided when it is [taken in](super::tell::take_in).

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Due, Fresh, Looked, News, Owner, SearchFilter};
use super::news::{self, Search};
use super::store;
use crate::catalogue::OfferContent;
use crate::catalogue::audience::View;
use crate::catalogue::entering as catalogue;
use crate::catalogue::filter::CatalogueFilter;
use crate::catalogue::model::{OfferVersion, Standing};
use crate::catalogue::price_words::asked;
use crate::catalogue::shelf::Shelf;
use crate::kernel::ids::{ListingId, NeedId, OfferId, SavedSearchId};
use crate::kernel::{Instant, london};
use crate::needs::filter::NeedFilter;
use crate::needs::shelf::NeedShelf;
use crate::storage::{Conn, StorageError};

/// Everybody after `after` who has searches whose time has come, `most` at once, each with what those searches found. What
/// is told together stands together: all searches of one owner with one cadence. One that cannot be read finds nothing, so
/// that it keeps nobody else waiting.
pub fn look(
    conn: &mut Conn,
    shelf: &NeedShelf,
    now: Instant,
    after: Option<Owner>,
    most: i64,
) -> Result<Vec<Looked>, StorageError> {
    let mut looked = Vec::new();
    for owner in store::due_owners(conn, now, after, most)? {
        let mut together: BTreeMap<&'static str, Vec<(SavedSearchId, Vec<Fresh>)>> = BTreeMap::new();
        for due in store::due(conn, owner, now)? {
            let (id, cadence) = (due.id, due.cadence);
            together.entry(cadence.as_str()).or_default().push((id, found(conn, shelf, owner, due, now)?));
        }
        looked.extend(together.into_values().map(|searches| Looked { owner, searches }));
    }
    Ok(looked)
}

fn found(
    conn: &mut Conn,
    shelf: &NeedShelf,
    owner: Owner,
    due: Due,
    now: Instant,
) -> Result<Vec<Fresh>, StorageError> {
    match due.filter {
        Ok(SearchFilter::Offers(filter)) => {
            since(conn, shelf.catalogue(), owner, (due.id, &filter), (due.since, now))
        }
        Ok(SearchFilter::Needs(filter)) => Ok(needed(shelf, owner, &filter, (due.since, now))),
        Err(error) => {
            tracing::error!(search = %due.id, %error, "a saved search cannot be read");
            Ok(Vec::new())
        }
    }
}

/// A need is news when it comes into the owner's sight, and never again: it has no price that falls.
fn needed(
    shelf: &NeedShelf,
    owner: Owner,
    filter: &NeedFilter,
    (since, now): (Instant, Instant),
) -> Vec<Fresh> {
    let view = View::of(Some(owner.body), london::date(now));
    let fresh = |(id, distance): (NeedId, _)| Fresh {
        listing: ListingId::from_uuid(*id.as_uuid()),
        version: 1,
        news: News::New,
        before: None,
        distance,
    };
    shelf.new_since(filter, view, since).into_iter().map(fresh).collect()
}

/// Only what has happened since is looked at: what was published, what came into the catalogue again, and what has opened
/// to the owner's body. So a look costs what has changed, however much there is.
fn since(
    conn: &mut Conn,
    shelf: &Shelf,
    owner: Owner,
    (id, filter): (SavedSearchId, &CatalogueFilter),
    (since, now): (Instant, Instant),
) -> Result<Vec<Fresh>, StorageError> {
    let view = View::of(Some(owner.body), london::date(now));
    let mut ids: Vec<OfferId> = shelf.published_since(since).collect();
    ids.extend(catalogue::entered_since(conn, since)?);
    ids.extend(shelf.opened_between(Some(owner.body), london::date(since), view.today));
    let mut met = BTreeSet::new();
    ids.retain(|offer| met.insert(*offer));
    let (ids, searched) = catalogue::fitting(conn, shelf, filter, view, &ids)?;
    let mut standing: BTreeMap<OfferId, Standing> =
        catalogue::standing(conn, &ids)?.into_iter().map(|offer| (offer.id, offer)).collect();
    let listings: Vec<ListingId> = ids.iter().map(|offer| ListingId::from_uuid(*offer.as_uuid())).collect();
    let known = store::known(conn, id, &listings)?;
    let from = filter.near.unwrap_or(owner.body);
    let region = shelf.body(from).map_or("", |body| body.region.as_str());
    let mut fresh = Vec::new();
    for offer in ids.iter().filter_map(|offer| standing.remove(offer)) {
        let distance = shelf.distance(from, offer.body);
        let search =
            Search { filter, sought: searched.sought(), region, distance, body_name: &offer.body_name };
        let listing = ListingId::from_uuid(*offer.id.as_uuid());
        let before = before(conn, owner, &offer, known.get(&listing).copied(), since)?;
        let news = match &before {
            Before::Nothing => Some(News::New),
            Before::Same => None,
            Before::Version(before) => news::news(search, &before.content, &offer.version.content, now),
        };
        let Some(news) = news else { continue };
        let before = match before {
            Before::Version(before) => Some((before.number, price(&before.content))),
            Before::Nothing | Before::Same => None,
        };
        fresh.push(Fresh { listing, version: offer.version.number, news, before, distance });
    }
    Ok(fresh)
}

/// What the owner of a search knows of an offer.
enum Before {
    Nothing,
    /// Just what it says now.
    Same,
    Version(Box<OfferVersion>),
}

/// What the search has found of an offer; else what the owner's body could see of it when the search looked last.
fn before(
    conn: &mut Conn,
    owner: Owner,
    offer: &Standing,
    known: Option<i32>,
    since: Instant,
) -> Result<Before, StorageError> {
    let number = offer.version.number;
    if let Some(known) = known {
        let said = if known < number { catalogue::said(conn, offer.id, known)? } else { None };
        return Ok(said.map_or(Before::Same, |version| Before::Version(Box::new(version))));
    }
    let stood = offer.entered_at.is_some_and(|at| at <= since);
    let Some(version) = (if stood { catalogue::stood_at(conn, offer.id, since)? } else { None }) else {
        return Ok(Before::Nothing);
    };
    let then = View::of(Some(owner.body), london::date(since));
    if !version.content.terms.audience.is_open(offer.body, then) {
        return Ok(Before::Nothing);
    }
    Ok(if version.number == number { Before::Same } else { Before::Version(Box::new(version)) })
}

fn price(content: &OfferContent) -> Option<String> {
    let (kind, rate) = content.price_kind.zip(content.price)?;
    Some(asked(kind, rate, &content.unit, &content.terms.tariff))
}
