//! Which bodies have something to spare, and how much of it, for the map.

use std::collections::BTreeMap;

use super::region::{self, NamedRegion};
use super::tally::{self, Tally};
use crate::bodies::queries::{BodyPlace, places};
use crate::catalogue::audience::View;
use crate::catalogue::error::CatalogueError;
use crate::catalogue::shelf::Shelf;
use crate::catalogue::store::summary::{self, Seen};
use crate::kernel::ids::BodyId;
use crate::kernel::{Instant, Quantity};
use crate::storage::Conn;

/// What a body can spare of one service in one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeOfBody {
    pub service_code: String,
    pub service_name: String,
    pub unit: String,
    /// What each of its offers has free in its best month, added up.
    pub free: Quantity,
}

/// A body that offers something.
#[derive(Clone, Debug)]
pub struct BodyOnMap {
    pub body: BodyPlace,
    pub offers: i64,
    pub free: Vec<FreeOfBody>,
}

/// The bodies that offer something of a family, or of any, under their regions. Those whose region the registers do
/// not say come last, under a region without a name.
pub fn map(
    conn: &mut Conn,
    shelf: &Shelf,
    family: Option<&str>,
    view: View,
    now: Instant,
) -> Result<Vec<(NamedRegion, Vec<BodyOnMap>)>, CatalogueError> {
    let open = shelf.open(view).filter(|offer| family.is_none_or(|code| code == offer.family));
    let tallies: BTreeMap<BodyId, Tally> = tally::by(open, now, |offer| Some(offer.body.id));
    let mut free = free_by_body(conn, shelf, family, view)?;
    let mut found: Vec<BodyOnMap> = Vec::new();
    for body in places(conn, tallies.keys().copied().collect())? {
        let offers = tallies.get(&body.id).map_or(0, |tally| tally.offers);
        found.push(BodyOnMap { offers, free: free.remove(&body.id).unwrap_or_default(), body });
    }
    let mut regions = region::all(shelf.places());
    regions.push(NamedRegion { nation: String::new(), name: String::new() });
    let under = |region: NamedRegion| {
        let (here, elsewhere) = found.drain(..).partition(|each| each.body.region == region.name);
        found = elsewhere;
        (region, here)
    };
    let regions: Vec<(NamedRegion, Vec<BodyOnMap>)> = regions.into_iter().map(under).collect();
    Ok(regions.into_iter().filter(|(_, bodies)| !bodies.is_empty()).collect())
}

fn free_by_body(
    conn: &mut Conn,
    shelf: &Shelf,
    family: Option<&str>,
    view: View,
) -> Result<BTreeMap<BodyId, Vec<FreeOfBody>>, CatalogueError> {
    let families = shelf.families().iter().filter(|known| family.is_none_or(|code| code == known.code));
    let names: BTreeMap<&str, &str> = families
        .flat_map(|family| &family.services)
        .map(|service| (service.code.as_str(), service.name.as_str()))
        .collect();
    let codes = family.map(|_| names.keys().map(|code| (*code).to_owned()).collect());
    let mut by_body: BTreeMap<BodyId, Vec<FreeOfBody>> = BTreeMap::new();
    let seen = Seen { today: view.today, besides: shelf.besides_public(view) };
    for row in summary::free_by_body(conn, codes, &seen)? {
        let Some(name) = names.get(row.service_code.as_str()) else { continue };
        by_body.entry(row.body).or_default().push(FreeOfBody {
            service_name: (*name).to_owned(),
            service_code: row.service_code,
            unit: row.unit,
            free: row.free,
        });
    }
    Ok(by_body)
}
