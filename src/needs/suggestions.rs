//! Who could help whom: the best offers for each need of a body, the likely takers of each of its offers, and pairs of
//! bodies that could do each other a service.

use super::content::NeedContent;
use super::filter::{self as needs, NeedFilter};
use super::fit::{Between, Fit, fit};
use super::model::FoundNeed;
use super::queries;
use super::shelf::NeedShelf;
use super::store::{dismissed, shortlist};
use crate::access::{Capability, Member};
use crate::catalogue::audience::View;
use crate::catalogue::filter::{CatalogueFilter, Sort};
use crate::catalogue::model::Offered;
use crate::catalogue::queries as catalogue;
use crate::catalogue::shelf::Shelf;
use crate::kernel::ids::{BodyId, NeedId, OfferId};
use crate::kernel::{Instant, PageRequest, london};
use crate::storage::{Conn, StorageError};

/// How many offers or needs of one service are looked at: the newest.
const LOOKED_AT: u32 = 200;
/// How many suggestions are made for one need or one offer.
const MADE: usize = 5;

/// An offer that could meet a need.
#[derive(Clone, Debug)]
pub struct Suggestion {
    pub need: NeedId,
    pub need_title: String,
    pub need_body: BodyId,
    pub need_body_name: String,
    pub offer: OfferId,
    pub offer_title: String,
    pub offer_body: BodyId,
    pub offer_body_name: String,
    pub fit: Fit,
    /// Whether the need's owner has the offer on its shortlist; told to nobody else.
    pub is_shortlisted: bool,
}

/// A need of the body with the offers that fit best.
#[derive(Clone, Debug)]
pub struct ForNeed {
    pub need: NeedId,
    pub title: String,
    pub offers: Vec<Suggestion>,
}

/// An offer of the body with its likely takers.
#[derive(Clone, Debug)]
pub struct ForOffer {
    pub offer: OfferId,
    pub title: String,
    pub takers: Vec<Suggestion>,
}

/// Everything that is suggested to a body.
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    pub needs: Vec<ForNeed>,
    pub offers: Vec<ForOffer>,
    /// What would be suggested had the body not dismissed it.
    pub dismissed: Vec<Suggestion>,
}

/// Everything that is suggested to the member's body, for each of its open needs and offers.
pub fn all<C: Capability>(
    conn: &mut Conn,
    shelf: &NeedShelf,
    by: &Member<C>,
    now: Instant,
) -> Result<Suggestions, StorageError> {
    let away = dismissed::of_body(conn, by.body())?;
    let is_away = |suggestion: &Suggestion| away.contains(&(suggestion.need, suggestion.offer));
    let own = NeedFilter { body: Some(by.body()), sort: Some(needs::Sort::Newest), ..NeedFilter::default() };
    let view = View::of(Some(by.body()), london::date(now));
    let needs = queries::find(conn, shelf, &own, view, PageRequest::first(PageRequest::MOST))?.page.items;
    let listed = shortlist::of_body(conn, by.body())?;
    let mut made = Suggestions::default();
    for need in needs {
        let (away, mut offers): (Vec<_>, Vec<_>) =
            offers_for(conn, shelf.catalogue(), &need, now)?.into_iter().partition(&is_away);
        made.dismissed.extend(away);
        offers.truncate(MADE);
        for suggestion in &mut offers {
            suggestion.is_shortlisted = listed.contains(&(suggestion.need, suggestion.offer));
        }
        made.needs.push(ForNeed { need: need.id, title: need.content.title, offers });
    }
    for offer in catalogue::offered_of_body(conn, by.body(), LOOKED_AT.into())? {
        let (away, mut takers): (Vec<_>, Vec<_>) =
            takers_of(conn, shelf, &offer, now)?.into_iter().partition(&is_away);
        made.dismissed.extend(away);
        takers.truncate(MADE);
        made.offers.push(ForOffer { offer: offer.id, title: offer.content.title, takers });
    }
    Ok(made)
}

/// The offers that would meet a need, the best first.
fn offers_for(
    conn: &mut Conn,
    shelf: &Shelf,
    need: &FoundNeed,
    now: Instant,
) -> Result<Vec<Suggestion>, StorageError> {
    let filter = CatalogueFilter {
        service: Some(need.content.service_code.clone()),
        sort: Some(Sort::Newest),
        ..CatalogueFilter::default()
    };
    let view = View::of(Some(need.body), london::date(now));
    let found = catalogue::find(conn, shelf, &filter, view, PageRequest::first(LOOKED_AT))?.page;
    let ids: Vec<OfferId> =
        found.items.iter().filter(|offer| offer.body != need.body).map(|offer| offer.id).collect();
    let offered = catalogue::offered(conn, &ids)?;
    let pairs = offered.iter().filter_map(|offer| pair(shelf, need, offer, now));
    Ok(best_first(pairs.collect()))
}

/// The needs that its body may see and the offer would meet, the best first.
fn takers_of(
    conn: &mut Conn,
    shelf: &NeedShelf,
    offer: &Offered,
    now: Instant,
) -> Result<Vec<Suggestion>, StorageError> {
    let service = Some(offer.content.service_code.clone());
    let filter = NeedFilter { service, sort: Some(needs::Sort::Newest), ..NeedFilter::default() };
    let view = View::of(Some(offer.body), london::date(now));
    let needs = queries::find(conn, shelf, &filter, view, PageRequest::first(LOOKED_AT))?.page.items;
    let others = needs.iter().filter(|need| need.body != offer.body);
    Ok(best_first(others.filter_map(|need| pair(shelf.catalogue(), need, offer, now)).collect()))
}

fn pair(shelf: &Shelf, need: &FoundNeed, offer: &Offered, now: Instant) -> Option<Suggestion> {
    let between = Between {
        provider_region: &offer.region,
        consumer_region: &need.region,
        distance: shelf.distance(need.body, offer.body),
    };
    let content: &NeedContent = &need.content;
    let fit = fit(content, &offer.content, &offer.months, between, london::month(now))?;
    Some(Suggestion {
        need: need.id,
        need_title: content.title.clone(),
        need_body: need.body,
        need_body_name: need.body_name.clone(),
        offer: offer.id,
        offer_title: offer.content.title.clone(),
        offer_body: offer.body,
        offer_body_name: offer.body_name.clone(),
        fit,
        is_shortlisted: false,
    })
}

fn best_first(mut made: Vec<Suggestion>) -> Vec<Suggestion> {
    made.sort_by_key(|suggestion| (-suggestion.fit.score, suggestion.offer, suggestion.need));
    made
}
