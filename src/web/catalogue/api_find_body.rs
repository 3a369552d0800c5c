//! The JSON shapes of a search: what it takes, what it finds, and what each further choice would leave.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use super::api_offer_parts::{BandBody, TierBody};
use super::find_asked::Asked;
use super::highlight::excerpt;
use crate::bodies::region::Region;
use crate::catalogue::filter::{Facets, PriceBand};
use crate::catalogue::model::FoundOffer;
use crate::catalogue::price_for_me::{self, VatProfile};
use crate::catalogue::queries::Findings;
use crate::catalogue::reader::{AsSeen, PricedFor};
use crate::catalogue::shape::{Shape, SizeMeasure};
use crate::catalogue::terms::{Assurance, Reach};
use crate::catalogue::whole::WholeService;
use crate::catalogue::words::Sought;
use crate::kernel::ids::OfferId;
use crate::kernel::vat::VatTreatment;
use crate::kernel::{Month, Quantity, Rate};

/// An offer in the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatalogueItem {
    id: String,
    body_id: String,
    body_name: String,
    /// The kind of body.
    kind: String,
    region: String,
    title: String,
    service: String,
    service_name: String,
    unit: String,
    first_month: String,
    last_month: String,
    takes: String,
    price_kind: Option<String>,
    /// In pounds without VAT: of tiers the first, of a whole service the one for its smallest size a month.
    price: Option<String>,
    shape: Shape,
    /// What a whole service costs a month for the `size` that was asked for; null where none was, or no price is asked.
    price_for_size: Option<String>,
    /// Of tiers, what a unit costs on average in the quantity asked for with `least`; null where none was.
    price_for_quantity: Option<String>,
    /// Where the price has tiers, the others.
    tiers: Vec<TierBody>,
    /// What the sizes of a whole service count; null for capacity.
    size_measure: Option<SizeMeasure>,
    /// The prices of a whole service a month, in rising order of size; empty for capacity.
    sizes: Vec<BandBody>,
    /// What is free in its best month.
    free_most: String,
    /// The passage of the description that has most of the words, as plain text.
    excerpt: String,
    /// The days of notice before it can start.
    lead_days: u16,
    /// The treatment that the provider proposes; null where it states none.
    vat_treatment: Option<VatTreatment>,
    assurances: Vec<Assurance>,
    /// Only bodies in these regions; empty where others can have it too.
    regions: Vec<Region>,
    /// Only bodies within so many miles.
    within_miles: Option<u16>,
    /// The first month of which something is free in which it could start, agreed today; null if there is none.
    could_start_in: Option<String>,
    /// From the body that the search is for, as the crow flies; null where the registers do not say.
    distance_miles: Option<u64>,
    /// Whether the provider's reach takes that body in; null where that cannot be told.
    reaches_you: Option<bool>,
    /// What it costs that body; null where no price is asked, or nothing is known of its VAT.
    price_for_me: Option<PriceForMe>,
}

/// A price with the VAT on it that a body does not recover, for one unit or one month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PriceForMe {
    price: String,
    vat_not_recovered: String,
    total: String,
    vat_treatment: VatTreatment,
    /// Whether the provider states that treatment; else it is assumed.
    treatment_is_stated: bool,
}

/// The body that a search is for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ForBody {
    id: String,
    name: String,
}

/// What is assumed of the VAT of the body that a search is for. It is arithmetic, not advice.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VatAssumed {
    profile: VatProfile,
    /// Whether you chose that profile or how much is recovered; else it is assumed of the kind of body.
    is_chosen: bool,
    /// The heading of contracted-out services that you say it falls under.
    heading: Option<price_for_me::VatHeading>,
    recovered_percent: u8,
    /// How an offer is taken to be taxed that states no treatment.
    unstated_treatment: VatTreatment,
    /// The assumption, in a sentence.
    assumption: String,
}

/// A part of what was found, and how to get the next.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatalogueList {
    items: Vec<CatalogueItem>,
    /// How many there are in all.
    total: i64,
    /// Send it as `cursor` to get what follows; null at the end.
    next_cursor: Option<String>,
    /// The words that were searched for, less those that are too common; null if there were none.
    searched: Option<String>,
    /// What you sent, if a word of it occurs nowhere and the nearest was searched for instead.
    corrected_from: Option<String>,
    /// The body that distances, reach and VAT are worked out for.
    for_body: Option<ForBody>,
    vat: Option<VatAssumed>,
    /// What each further choice would leave, everything else as it is.
    choices: CatalogueChoices,
}

/// A choice, as it is sent, and how many offers it would leave.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Choice {
    value: String,
    offers: i64,
}

/// A range of prices, both ends included, and how many offers it would leave.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PriceChoice {
    price_from: String,
    price_to: String,
    offers: i64,
}

/// For each parameter that narrows a search, what its choices would leave. Only those that would leave something.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatalogueChoices {
    family: Vec<Choice>,
    service: Vec<Choice>,
    kind: Vec<Choice>,
    nation: Vec<Choice>,
    region: Vec<Choice>,
    pays: Vec<Choice>,
    shape: Vec<Choice>,
    unit: Vec<Choice>,
    /// Once a `unit`, or `shape=whole_service` alone, is chosen.
    price: Vec<PriceChoice>,
    /// Unless a least quantity is asked for with `least`.
    start_by: Vec<Choice>,
    /// Unless a month is asked for with `from` or `start_by`.
    least: Vec<Choice>,
    assurance: Vec<Choice>,
    within: Vec<Choice>,
    reach: Vec<Choice>,
}

impl CatalogueList {
    pub(super) fn of(findings: Findings, whole: &BTreeMap<OfferId, WholeService>, asked: &Asked) -> Self {
        let Findings { page, seen, facets, searched } = findings;
        let (total, next_cursor) = (page.total, page.next_cursor());
        let items = page.items.into_iter().zip(seen);
        let item = |(offer, seen): (Arc<FoundOffer>, AsSeen)| {
            let offer = Arc::unwrap_or_clone(offer);
            let whole = whole.get(&offer.id);
            CatalogueItem::of(offer, whole, &seen, searched.sought())
        };
        Self {
            items: items.map(item).collect(),
            total,
            next_cursor,
            searched: Some(searched.sought().text()).filter(|text| !text.is_empty()),
            corrected_from: searched.is_corrected().then(|| searched.typed().text()),
            for_body: ForBody::of(asked),
            vat: VatAssumed::of(asked),
            choices: CatalogueChoices::from(facets),
        }
    }
}

impl ForBody {
    /// Nothing where nobody is named.
    pub(super) fn of(asked: &Asked) -> Option<Self> {
        asked.near.as_ref().map(|body| Self { id: body.id.to_string(), name: body.name.clone() })
    }
}

impl VatAssumed {
    /// Nothing where nothing is known of anybody's VAT.
    pub(super) fn of(asked: &Asked) -> Option<Self> {
        let vat = asked.filter.vat?;
        Some(Self {
            profile: vat.profile,
            is_chosen: asked.is_profile_chosen,
            heading: vat.heading,
            recovered_percent: vat.recovered.to_u8(),
            unstated_treatment: vat.unstated,
            assumption: vat
                .heading
                .map_or_else(|| vat.profile.assumption().to_owned(), price_for_me::VatHeading::assumption),
        })
    }
}

impl CatalogueItem {
    fn of(offer: FoundOffer, whole: Option<&WholeService>, seen: &AsSeen, sought: &Sought) -> Self {
        let (regions, within_miles) = match offer.terms.reach {
            Reach::Anywhere => (vec![], None),
            Reach::Regions(regions) => (regions, None),
            Reach::Within(miles) => (vec![], Some(miles)),
        };
        Self {
            excerpt: excerpt(&offer.description, sought),
            id: offer.id.to_string(),
            body_id: offer.body.to_string(),
            body_name: offer.body_name,
            kind: offer.body_kind.as_str().to_owned(),
            region: offer.region,
            title: offer.title,
            service: offer.service_code,
            service_name: offer.service_name,
            unit: offer.unit,
            first_month: offer.first_month.iso(),
            last_month: offer.last_month.iso(),
            takes: offer.takes.as_str().to_owned(),
            price_kind: offer.price_kind.map(|kind| kind.as_str().to_owned()),
            price: offer.price.map(Rate::plain),
            shape: if whole.is_some() { Shape::WholeService } else { Shape::Capacity },
            price_for_size: seen
                .price
                .filter(|_| matches!(seen.priced_for, Some(PricedFor::Size(_))))
                .map(Rate::plain),
            price_for_quantity: seen
                .price
                .filter(|_| matches!(seen.priced_for, Some(PricedFor::Quantity(_))))
                .map(Rate::plain),
            tiers: offer.terms.tariff.tiers().iter().map(TierBody::of).collect(),
            size_measure: whole.map(|whole| whole.measure),
            sizes: whole.map(|whole| whole.bands.iter().map(BandBody::of).collect()).unwrap_or_default(),
            free_most: offer.free_most.plain(),
            lead_days: offer.terms.lead_days,
            vat_treatment: offer.terms.vat,
            assurances: offer.terms.assurances,
            regions,
            within_miles,
            could_start_in: seen.starts.map(Month::iso),
            distance_miles: seen.distance.map(crate::bodies::Distance::miles),
            reaches_you: seen.is_reached,
            price_for_me: seen.cost.map(PriceForMe::from),
        }
    }
}

impl From<price_for_me::PriceForMe> for PriceForMe {
    fn from(cost: price_for_me::PriceForMe) -> Self {
        Self {
            price: cost.price.plain(),
            vat_not_recovered: cost.vat_lost.plain(),
            total: cost.total.plain(),
            vat_treatment: cost.treatment,
            treatment_is_stated: cost.is_stated,
        }
    }
}

impl From<Facets> for CatalogueChoices {
    fn from(facets: Facets) -> Self {
        let price = |band: PriceBand| PriceChoice {
            price_from: band.from.plain(),
            price_to: band.to.plain(),
            offers: band.offers,
        };
        let families = facets.families.into_iter().map(|(code, _, offers)| (code, offers)).collect();
        Self {
            family: choices(families, |code| code),
            service: choices(facets.services, |code| code),
            kind: choices(facets.kinds, |kind| kind.as_str().to_owned()),
            nation: choices(facets.nations, |nation| nation),
            region: choices(facets.regions, |region| region),
            pays: choices(facets.pays, |pays| pays.as_str().to_owned()),
            shape: choices(facets.shapes, |shape| shape.as_str().to_owned()),
            unit: choices(facets.units, |unit| unit),
            price: facets.prices.into_iter().map(price).collect(),
            start_by: choices(facets.starts, Month::iso),
            least: choices(facets.least, Quantity::plain),
            assurance: choices(facets.assurances, |standard| standard.as_str().to_owned()),
            within: choices(facets.within, |miles| miles.to_string()),
            reach: facets
                .reaching
                .map(|offers| Choice { value: "us".to_owned(), offers })
                .into_iter()
                .collect(),
        }
    }
}

fn choices<T>(counted: Vec<(T, i64)>, value: impl Fn(T) -> String) -> Vec<Choice> {
    let useful = counted.into_iter().filter(|(_, offers)| *offers > 0);
    useful.map(|(each, offers)| Choice { value: value(each), offers }).collect()
}
