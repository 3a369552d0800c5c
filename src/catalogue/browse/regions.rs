//! The catalogue by region.

use super::region::{self, NamedRegion};
use super::services::{free_by_unit, newest};
use super::tally::{self, Tally};
use super::units::UnitFree;
use crate::catalogue::audience::View;
use crate::catalogue::error::CatalogueError;
use crate::catalogue::filter::CatalogueFilter;
use crate::catalogue::model::{FoundOffer, Service};
use crate::catalogue::shelf::Shelf;
use crate::catalogue::store::summary::Scope;
use crate::kernel::{Instant, Month};
use crate::storage::Conn;

/// A service that is offered in a region.
#[derive(Clone, Debug)]
pub struct ServiceHere {
    pub service: Service,
    pub tally: Tally,
    pub units: Vec<UnitFree>,
}

/// Everything that bodies of one region offer.
#[derive(Clone, Debug)]
pub struct RegionPage {
    pub region: NamedRegion,
    pub tally: Tally,
    pub services: Vec<ServiceHere>,
    /// How many offers have something free in each month.
    pub months: Vec<(Month, i64)>,
    pub newest: Vec<FoundOffer>,
    /// The regions beside this one.
    pub neighbours: Vec<(NamedRegion, Tally)>,
}

/// Every region that has a body.
pub fn regions(shelf: &Shelf, view: View, now: Instant) -> Vec<(NamedRegion, Tally)> {
    let tallies = tally::by(shelf.open(view), now, |offer| Some(offer.body.region.as_str()));
    let counted = |region: NamedRegion| {
        let tally = tallies.get(region.name.as_str()).copied().unwrap_or_default();
        (region, tally)
    };
    region::all(shelf.places()).into_iter().map(counted).collect()
}

/// The region of an address, with its neighbours.
pub fn region(
    conn: &mut Conn,
    shelf: &Shelf,
    slug: &str,
    view: View,
    now: Instant,
) -> Result<RegionPage, CatalogueError> {
    let all = regions(shelf, view, now);
    let found = all.iter().find(|(region, _)| region.slug() == slug);
    let (region, tally) = found.cloned().ok_or(CatalogueError::NotFound)?;
    let filter = CatalogueFilter { region: Some(region.name.clone()), ..CatalogueFilter::default() };
    let units = free_by_unit(conn, shelf, &Scope::Region(region.name.clone()), view)?;
    Ok(RegionPage {
        tally,
        months: offers_by_month(&units),
        services: services_here(shelf, &region, units, (view, now)),
        newest: newest(conn, shelf, filter, view)?,
        neighbours: all.iter().filter(|(other, _)| region.is_beside(other)).cloned().collect(),
        region,
    })
}

fn offers_by_month(units: &[UnitFree]) -> Vec<(Month, i64)> {
    let mut months: Vec<(Month, i64)> = Vec::new();
    for (month, _, offers) in units.iter().flat_map(|unit| &unit.months) {
        match months.iter_mut().find(|(known, _)| known == month) {
            Some((_, sum)) => *sum += offers,
            None => months.push((*month, *offers)),
        }
    }
    months
}

fn services_here(
    shelf: &Shelf,
    region: &NamedRegion,
    mut units: Vec<UnitFree>,
    (view, now): (View, Instant),
) -> Vec<ServiceHere> {
    let here = shelf.open(view).filter(|offer| offer.body.region == region.name);
    let tallies = tally::by(here, now, |offer| Some(offer.service));
    let services = shelf.families().iter().flat_map(|family| &family.services);
    services
        .filter_map(|service| {
            let tally = *tallies.get(service.code.as_str())?;
            let (own, others) = units.drain(..).partition(|unit| unit.service_code == service.code);
            units = others;
            Some(ServiceHere { service: service.clone(), tally, units: own })
        })
        .collect()
}
