//! The catalogue by service, as its reader sees it.

use std::sync::Arc;

use super::region::{self, NamedRegion};
use super::tally::{self, Tally};
use super::units::{UnitFree, units};
use crate::catalogue::audience::View;
use crate::catalogue::error::CatalogueError;
use crate::catalogue::filter::{CatalogueFilter, Sort};
use crate::catalogue::model::{FoundOffer, Service};
use crate::catalogue::queries;
use crate::catalogue::shelf::Shelf;
use crate::catalogue::store::summary::{self, Scope, Seen};
use crate::kernel::{Instant, Month, PageRequest};
use crate::storage::Conn;

/// For how many months ahead a page to browse tells what is free.
const MONTHS: i32 = 12;
/// How many of the newest offers such a page shows.
const NEWEST: u32 = 5;

/// A family of services, each with what is offered of it.
#[derive(Clone, Debug)]
pub struct FamilyRows {
    pub code: String,
    pub name: String,
    pub services: Vec<(Service, Tally)>,
}

/// Everything that is offered of one service.
#[derive(Clone, Debug)]
pub struct ServicePage {
    pub service: Service,
    pub tally: Tally,
    pub units: Vec<UnitFree>,
    /// Where it is offered.
    pub regions: Vec<(NamedRegion, Tally)>,
    pub newest: Vec<FoundOffer>,
    /// The other services of the family.
    pub neighbours: Vec<(Service, Tally)>,
}

/// Every service, by family.
pub fn family_rows(shelf: &Shelf, view: View, now: Instant) -> Vec<FamilyRows> {
    let tallies = tally::by(shelf.open(view), now, |offer| Some(offer.service));
    let counted = |service: &Service| {
        (service.clone(), tallies.get(service.code.as_str()).copied().unwrap_or_default())
    };
    let families = shelf.families().iter();
    families
        .map(|family| FamilyRows {
            code: family.code.clone(),
            name: family.name.clone(),
            services: family.services.iter().map(counted).collect(),
        })
        .collect()
}

/// One service, with its neighbours.
pub fn service(
    conn: &mut Conn,
    shelf: &Shelf,
    code: &str,
    view: View,
    now: Instant,
) -> Result<ServicePage, CatalogueError> {
    let mut families = family_rows(shelf, view, now).into_iter();
    let is_it = |(service, _): &(Service, Tally)| service.code == code;
    let family = families.find(|family| family.services.iter().any(is_it));
    let (found, neighbours): (Vec<_>, Vec<_>) =
        family.ok_or(CatalogueError::NotFound)?.services.into_iter().partition(is_it);
    let (service, tally) = found.into_iter().next().ok_or(CatalogueError::NotFound)?;
    let filter = CatalogueFilter { service: Some(code.to_owned()), ..CatalogueFilter::default() };
    let by_region = tally::by(shelf.open(view).filter(|offer| offer.service == code), now, |offer| {
        Some(offer.body.region.as_str())
    });
    let regions = region::all(shelf.places()).into_iter();
    Ok(ServicePage {
        units: free_by_unit(conn, shelf, &Scope::Service(code.to_owned()), view)?,
        regions: regions
            .filter_map(|region| by_region.get(region.name.as_str()).map(|tally| (region.clone(), *tally)))
            .collect(),
        newest: newest(conn, shelf, filter, view)?,
        service,
        tally,
        neighbours,
    })
}

/// What is free of a part of the catalogue, and what it costs.
pub(super) fn free_by_unit(
    conn: &mut Conn,
    shelf: &Shelf,
    scope: &Scope,
    view: View,
) -> Result<Vec<UnitFree>, CatalogueError> {
    let this_month = Month::of(view.today);
    let last = this_month.plus(MONTHS - 1);
    let months: Vec<Month> = this_month.through(last).collect();
    let seen = Seen { today: view.today, besides: shelf.besides_public(view) };
    let prices = summary::prices(conn, scope, &seen)?;
    let free = summary::free(conn, scope, &seen, last)?;
    Ok(units(prices, free, &months))
}

pub(super) fn newest(
    conn: &mut Conn,
    shelf: &Shelf,
    filter: CatalogueFilter,
    view: View,
) -> Result<Vec<FoundOffer>, CatalogueError> {
    let filter = CatalogueFilter { sort: Some(Sort::Newest), ..filter };
    let found = queries::find(conn, shelf, &filter, view, PageRequest::first(NEWEST))?.page.items;
    Ok(found.into_iter().map(Arc::unwrap_or_clone).collect())
}
