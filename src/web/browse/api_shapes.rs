//! The JSON shapes of what is leafed through.

use serde::Serialize;
use utoipa::ToSchema;

use crate::catalogue::browse::{
    BodyOnMap, FamilyRows, FreeOfBody, NamedRegion, PriceRange, RegionPage, ServiceHere, ServicePage, Tally,
    UnitFree,
};
use crate::catalogue::model::Service;
use crate::kernel::{Month, Quantity};

/// How much there is of something.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Counts {
    /// Open offers.
    offers: i64,
    /// Bodies that have one of them.
    bodies: i64,
    /// Offers published in the last 30 days.
    new: i64,
}

/// A family with its services.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BrowseFamily {
    code: String,
    name: String,
    services: Vec<BrowseServiceItem>,
}

/// A service and how much of it is offered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BrowseServiceItem {
    code: String,
    name: String,
    #[serde(flatten)]
    counts: Counts,
}

/// A region and how much is offered there.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BrowseRegionItem {
    /// How addresses name it.
    slug: String,
    name: String,
    nation: String,
    #[serde(flatten)]
    counts: Counts,
}

/// Everything that is offered of one service.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BrowseService {
    code: String,
    name: String,
    family: String,
    family_name: String,
    cpv_code: String,
    #[serde(flatten)]
    counts: Counts,
    units: Vec<BrowseUnit>,
    regions: Vec<BrowseRegionItem>,
}

/// Everything of one service that is counted in one unit.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BrowseUnit {
    unit: String,
    offers: i64,
    prices: Vec<BrowsePrices>,
    months: Vec<BrowseMonth>,
}

/// The least and the most that is asked, in pounds, without VAT.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BrowsePrices {
    /// `per_unit`, or `fixed` for a month of the service.
    price_kind: String,
    least: String,
    most: String,
}

/// What is free in one month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BrowseMonth {
    /// Such as `2027-01`.
    month: String,
    free: String,
    /// How many offers have something free.
    offers: i64,
}

/// Everything that bodies of one region offer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BrowseRegion {
    #[serde(flatten)]
    region: BrowseRegionItem,
    services: Vec<BrowseRegionService>,
    neighbours: Vec<BrowseRegionItem>,
}

/// A service that is offered in a region.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BrowseRegionService {
    #[serde(flatten)]
    service: BrowseServiceItem,
    units: Vec<BrowseUnit>,
}

/// The bodies that offer something.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MapJson {
    bodies: Vec<MapBody>,
}

/// A body that offers something, and where it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MapBody {
    id: String,
    name: String,
    /// The kind of body.
    kind: String,
    nation: String,
    region: String,
    /// In decimal degrees; null where the registers do not say.
    latitude: Option<String>,
    longitude: Option<String>,
    offers: i64,
    free: Vec<MapFree>,
}

/// What a body has free of one service in one unit: its offers' best months, added up.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MapFree {
    service: String,
    service_name: String,
    unit: String,
    free_most: String,
}

impl From<Tally> for Counts {
    fn from(tally: Tally) -> Self {
        Self { offers: tally.offers, bodies: tally.bodies, new: tally.new }
    }
}

impl From<FamilyRows> for BrowseFamily {
    fn from(family: FamilyRows) -> Self {
        let services = family.services.into_iter().map(BrowseServiceItem::from).collect();
        Self { code: family.code, name: family.name, services }
    }
}

impl From<(Service, Tally)> for BrowseServiceItem {
    fn from((service, tally): (Service, Tally)) -> Self {
        Self { code: service.code, name: service.name, counts: tally.into() }
    }
}

impl From<(NamedRegion, Tally)> for BrowseRegionItem {
    fn from((region, tally): (NamedRegion, Tally)) -> Self {
        Self { slug: region.slug(), name: region.name, nation: region.nation, counts: tally.into() }
    }
}

impl From<ServicePage> for BrowseService {
    fn from(page: ServicePage) -> Self {
        Self {
            code: page.service.code,
            name: page.service.name,
            family: page.service.family_code,
            family_name: page.service.family_name,
            cpv_code: page.service.cpv_code,
            counts: page.tally.into(),
            units: page.units.into_iter().map(BrowseUnit::from).collect(),
            regions: page.regions.into_iter().map(BrowseRegionItem::from).collect(),
        }
    }
}

impl From<RegionPage> for BrowseRegion {
    fn from(page: RegionPage) -> Self {
        Self {
            region: (page.region, page.tally).into(),
            services: page.services.into_iter().map(BrowseRegionService::from).collect(),
            neighbours: page.neighbours.into_iter().map(BrowseRegionItem::from).collect(),
        }
    }
}

impl From<ServiceHere> for BrowseRegionService {
    fn from(here: ServiceHere) -> Self {
        let units = here.units.into_iter().map(BrowseUnit::from).collect();
        Self { service: (here.service, here.tally).into(), units }
    }
}

impl From<UnitFree> for BrowseUnit {
    fn from(unit: UnitFree) -> Self {
        let month = |(month, free, offers): (Month, Quantity, i64)| BrowseMonth {
            month: month.iso(),
            free: free.plain(),
            offers,
        };
        Self {
            unit: unit.unit,
            offers: unit.offers,
            prices: unit.prices.into_iter().map(BrowsePrices::from).collect(),
            months: unit.months.into_iter().map(month).collect(),
        }
    }
}

impl From<PriceRange> for BrowsePrices {
    fn from(range: PriceRange) -> Self {
        let PriceRange { kind, least, most } = range;
        Self { price_kind: kind.as_str().to_owned(), least: least.plain(), most: most.plain() }
    }
}

impl MapJson {
    pub(super) fn of(regions: Vec<(NamedRegion, Vec<BodyOnMap>)>) -> Self {
        Self { bodies: regions.into_iter().flat_map(|(_, bodies)| bodies).map(MapBody::from).collect() }
    }
}

impl From<BodyOnMap> for MapBody {
    fn from(each: BodyOnMap) -> Self {
        let BodyOnMap { body, offers, free } = each;
        Self {
            id: body.id.to_string(),
            name: body.name,
            kind: body.kind.as_str().to_owned(),
            nation: body.nation,
            region: body.region,
            latitude: body.place.as_ref().map(|place| place.latitude.to_string()),
            longitude: body.place.as_ref().map(|place| place.longitude.to_string()),
            offers,
            free: free.into_iter().map(MapFree::from).collect(),
        }
    }
}

impl From<FreeOfBody> for MapFree {
    fn from(free: FreeOfBody) -> Self {
        let FreeOfBody { service_code, service_name, unit, free } = free;
        Self { service: service_code, service_name, unit, free_most: free.plain() }
    }
}
