//! The catalogue as a reader leafs through it who is not looking for anything in particular: by service, by region and
//! on the map. It counts what stands open in the catalogue to its reader and nothing else, so that it agrees with a search.

mod on_map;
mod region;
mod regions;
mod services;
mod tally;
mod units;

pub use on_map::{BodyOnMap, FreeOfBody, map};
pub use region::NamedRegion;
pub use regions::{RegionPage, ServiceHere, region, regions};
pub use services::{FamilyRows, ServicePage, family_rows, service};
pub use tally::{NEW_DAYS, Tally};
pub use units::{PriceRange, UnitFree};
