//! What an offer says in several lines: tiers of a price, a whole service, and who may see it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::OfferDraft;
use crate::catalogue::audience::AudienceKind;
use crate::catalogue::draft::{TypedBand, TypedTier};
use crate::catalogue::shape::SizeMeasure;
use crate::catalogue::tariff::Tier;
use crate::catalogue::typed_audience::{TypedAudience, TypedPartner};
use crate::catalogue::whole::{SizeBand, WholeService};
use crate::kernel::Rate;

/// From where on another price holds.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TierBody {
    /// The tier prices what is above this quantity a month.
    #[schema(example = "1000")]
    above: String,
    /// For each unit, in pounds, without VAT.
    #[schema(example = "4.00")]
    price: String,
}

/// What a body of up to a size pays a month.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BandBody {
    #[schema(minimum = 1, maximum = 5_000_000, example = 250)]
    up_to: u32,
    /// In pounds, without VAT; or what the service is worth, where a service is taken in return.
    #[schema(example = "9000")]
    price: String,
}

/// A service that would be run as a whole for another body.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WholeBody {
    #[schema(min_length = 1, max_length = 2000, pattern = r"\S")]
    includes: String,
    #[serde(default)]
    #[schema(max_length = 2000)]
    excludes: Option<String>,
    /// What the other body gives up.
    #[serde(default)]
    #[schema(max_length = 1000)]
    gives_up: Option<String>,
    /// What the size of the other body is measured by.
    measure: SizeMeasure,
    /// In rising order of size.
    #[schema(min_items = 1, max_items = 6)]
    sizes: Vec<BandBody>,
    #[schema(maximum = 156)]
    transition_weeks: u16,
    #[serde(default)]
    #[schema(max_length = 1000)]
    transition_help: Option<String>,
    /// How the service could come back.
    #[schema(min_length = 1, max_length = 1000, pattern = r"\S")]
    way_back: String,
    /// What coming back costs at most, in pounds, without VAT.
    #[serde(default)]
    way_back_cost: Option<String>,
}

/// Who may see an offer or a need, and from which day. Its own body always does.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct VisibilityBody {
    /// The ids of bodies that see it before others.
    #[serde(default)]
    #[schema(max_items = 20)]
    partners: Vec<uuid::Uuid>,
    /// The day from which these bodies see it.
    #[serde(default)]
    partners_from: Option<chrono::NaiveDate>,
    /// The day from which every body sees it; never unless told.
    #[serde(default)]
    bodies_from: Option<chrono::NaiveDate>,
    /// The day from which everybody sees it; never unless told.
    #[serde(default)]
    public_from: Option<chrono::NaiveDate>,
}

fn given(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

impl TierBody {
    pub(super) fn typed(self) -> TypedTier {
        TypedTier { above: self.above, price: self.price }
    }

    pub(super) fn of_typed(tiers: &[TypedTier]) -> Vec<Self> {
        let named = tiers.iter().filter(|tier| !tier.above.is_empty());
        named.map(|tier| Self { above: tier.above.clone(), price: tier.price.clone() }).collect()
    }

    pub(super) fn of(tier: &Tier) -> Self {
        Self { above: tier.above.plain(), price: tier.price.plain() }
    }
}

impl BandBody {
    pub(super) fn of(band: &SizeBand) -> Self {
        Self { up_to: band.up_to, price: band.price.plain() }
    }
}

impl WholeBody {
    /// A draft that says this and nothing else.
    pub(super) fn typed(self) -> OfferDraft {
        let band = |band: BandBody| TypedBand { up_to: band.up_to.to_string(), price: band.price };
        OfferDraft {
            includes: self.includes,
            excludes: self.excludes.unwrap_or_default(),
            gives_up: self.gives_up.unwrap_or_default(),
            measure: self.measure.as_str().to_owned(),
            bands: self.sizes.into_iter().map(band).collect(),
            transition_weeks: self.transition_weeks.to_string(),
            transition_help: self.transition_help.unwrap_or_default(),
            way_back: self.way_back,
            way_back_cost: self.way_back_cost.unwrap_or_default(),
            ..OfferDraft::default()
        }
    }

    /// What a draft says so far; nothing while its sizes are not measured by anything.
    pub(super) fn of_draft(draft: &OfferDraft) -> Option<Self> {
        let band = |band: &TypedBand| {
            Some(BandBody { up_to: band.up_to.replace(',', "").parse().ok()?, price: band.price.clone() })
        };
        Some(Self {
            includes: draft.includes.clone(),
            excludes: given(&draft.excludes),
            gives_up: given(&draft.gives_up),
            measure: draft.measure.parse().ok()?,
            sizes: draft.bands.iter().filter_map(band).collect(),
            transition_weeks: draft.transition_weeks.parse().unwrap_or_default(),
            transition_help: given(&draft.transition_help),
            way_back: draft.way_back.clone(),
            way_back_cost: given(&draft.way_back_cost),
        })
    }

    pub(super) fn of(whole: &WholeService) -> Self {
        let WholeService { includes, excludes, gives_up, measure, transition_help, way_back, .. } =
            whole.clone();
        let sizes = whole.bands.iter().map(BandBody::of);
        Self {
            sizes: sizes.collect(),
            transition_weeks: whole.transition_weeks,
            way_back_cost: whole.way_back_cost.map(Rate::plain),
            includes,
            excludes,
            gives_up,
            measure,
            transition_help,
            way_back,
        }
    }
}

impl VisibilityBody {
    /// The same as somebody would have typed it.
    pub(in crate::web) fn typed(self) -> TypedAudience {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let partner = |id: uuid::Uuid| TypedPartner::called(id.to_string());
        TypedAudience {
            audience: AudienceKind::Steps.as_str().to_owned(),
            partners: self.partners.into_iter().map(partner).collect(),
            partners_from: day(self.partners_from),
            bodies_from: day(self.bodies_from),
            public_from: day(self.public_from),
        }
    }

    /// What a draft says; nothing where everybody sees it at once.
    pub(in crate::web) fn of_typed(draft: &TypedAudience) -> Option<Self> {
        let id = |partner: &TypedPartner| partner.body.as_ref()?.id.to_string().parse().ok();
        draft.is_stepped().then(|| Self {
            partners: draft.partners.iter().filter_map(id).collect(),
            partners_from: draft.partners_from.parse().ok(),
            bodies_from: draft.bodies_from.parse().ok(),
            public_from: draft.public_from.parse().ok(),
        })
    }
}
