//! The JSON shapes of needs.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::bodies::region::Region;
use crate::catalogue::draft::OTHER_UNIT;
use crate::catalogue::shape::{Shape, SizeMeasure};
use crate::catalogue::terms::{Assurance, Reach, ReachKind};
use crate::kernel::{FieldError, FieldErrors, Rate};
use crate::needs::draft::MOST_GIVES;
use crate::needs::model::{FoundNeed, NeedVersion as Published, NeedView, OwnNeed};
use crate::needs::{NeedContent, NeedDraft};

/// What a need is to say. Texts are read as the pages read them.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NeedBody {
    /// The code of a service of the taxonomy.
    #[schema(example = "PAY-01")]
    service: String,
    shape: Shape,
    #[schema(min_length = 1, max_length = 120, pattern = r"\S")]
    title: String,
    #[schema(min_length = 1, max_length = 4000, pattern = r"\S")]
    description: String,
    /// What the capacity is counted in; for `capacity` only.
    #[serde(default)]
    #[schema(max_length = 40, example = "payslip")]
    unit: Option<String>,
    /// For `capacity` only.
    #[serde(default)]
    #[schema(example = "400")]
    quantity_per_month: Option<String>,
    /// What the size of the service is counted in; for `whole_service` only.
    #[serde(default)]
    size_measure: Option<SizeMeasure>,
    /// For `whole_service` only.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 5_000_000)]
    size: Option<u32>,
    #[schema(example = "2027-04", pattern = "^2[0-9]{3}-(0[1-9]|1[0-2])$")]
    first_month: String,
    #[schema(example = "2028-03", pattern = "^2[0-9]{3}-(0[1-9]|1[0-2])$")]
    last_month: String,
    /// What the body would give: `cash`, `in_kind` or `either`.
    #[schema(example = "either", pattern = "^(cash|in_kind|either)$")]
    pays: String,
    /// The most it may cost in pounds, without VAT: for each unit, or a month for a whole service.
    #[serde(default)]
    #[schema(example = "4.40")]
    highest_price: Option<String>,
    /// The codes of services it would do in return.
    #[serde(default)]
    #[schema(max_items = 5)]
    gives: Vec<String>,
    /// Only providers in these regions. Not together with `within_miles`.
    #[serde(default)]
    regions: Vec<Region>,
    /// Only providers within so many miles. Not together with `regions`.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1000)]
    within_miles: Option<u16>,
    /// Standards that a provider must meet.
    #[serde(default)]
    assurances: Vec<Assurance>,
    /// The version you read; with it, a change by somebody else in between is answered with 409.
    #[serde(default)]
    pub(super) version: Option<i64>,
}

impl NeedBody {
    /// The draft, as the pages would have kept it.
    pub(super) fn draft(self) -> Result<NeedDraft, FieldErrors> {
        let mut errors = FieldErrors::default();
        if self.gives.len() > MOST_GIVES {
            errors.push(FieldError::out_of_range("gives", format!("Choose {MOST_GIVES} services at most")));
        }
        if !self.regions.is_empty() && self.within_miles.is_some() {
            errors.push(FieldError::invalid("within_miles", "Name regions or a distance, not both"));
        }
        let (foreign, message) = match self.shape {
            Shape::Capacity => (
                [("size_measure", self.size_measure.is_some()), ("size", self.size.is_some())],
                "Only a whole service has a size",
            ),
            Shape::WholeService => (
                [("unit", self.unit.is_some()), ("quantity_per_month", self.quantity_per_month.is_some())],
                "A whole service is not counted in units",
            ),
        };
        for (field, is_given) in foreign {
            if is_given {
                errors.push(FieldError::invalid(field, message));
            }
        }
        let reach = match (self.regions.is_empty(), self.within_miles) {
            (false, _) => ReachKind::Regions,
            (true, Some(_)) => ReachKind::Within,
            (true, None) => ReachKind::Anywhere,
        };
        let draft = NeedDraft {
            service: self.service,
            shape: self.shape.as_str().to_owned(),
            title: self.title,
            description: self.description,
            unit: OTHER_UNIT.to_owned(),
            unit_other: self.unit.unwrap_or_default(),
            quantity_per_month: self.quantity_per_month.unwrap_or_default(),
            size_measure: self.size_measure.map(|measure| measure.as_str().to_owned()).unwrap_or_default(),
            size: self.size.map(|size| size.to_string()).unwrap_or_default(),
            first_month: self.first_month,
            last_month: self.last_month,
            pays: self.pays,
            highest_price: self.highest_price.unwrap_or_default(),
            gives: self.gives,
            reach: reach.as_str().to_owned(),
            regions: self.regions.iter().map(|region| region.as_str().to_owned()).collect(),
            miles: self.within_miles.map(|miles| miles.to_string()).unwrap_or_default(),
            assurances: self.assurances.iter().map(|standard| standard.as_str().to_owned()).collect(),
            ..NeedDraft::default()
        };
        errors.finish(Some(draft))
    }

    fn of(draft: &NeedDraft) -> Self {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Self {
            service: draft.service.clone(),
            shape: draft.shape(),
            title: draft.title.clone(),
            description: draft.description.clone(),
            unit: text(draft.unit_in_words()).filter(|_| draft.shape() == Shape::Capacity),
            quantity_per_month: text(&draft.quantity_per_month).filter(|_| draft.shape() == Shape::Capacity),
            size_measure: draft.size_measure.parse().ok().filter(|_| draft.shape() == Shape::WholeService),
            size: draft.size.replace(',', "").parse().ok().filter(|_| draft.shape() == Shape::WholeService),
            first_month: draft.first_month.clone(),
            last_month: draft.last_month.clone(),
            pays: draft.pays.clone(),
            highest_price: text(&draft.highest_price),
            gives: draft.gives.clone(),
            regions: draft.regions.iter().filter_map(|region| region.parse().ok()).collect(),
            within_miles: draft.miles.parse().ok(),
            assurances: draft.assurances.iter().filter_map(|word| word.parse().ok()).collect(),
            version: None,
        }
    }
}

/// Everything a published need says.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NeedSaid {
    service: String,
    service_name: String,
    shape: Shape,
    title: String,
    description: String,
    unit: String,
    quantity_per_month: String,
    size_measure: Option<SizeMeasure>,
    size: Option<u32>,
    first_month: String,
    last_month: String,
    pays: String,
    highest_price: Option<String>,
    gives: Vec<String>,
    regions: Vec<Region>,
    within_miles: Option<u16>,
    assurances: Vec<Assurance>,
}

impl From<NeedContent> for NeedSaid {
    fn from(content: NeedContent) -> Self {
        let (regions, within_miles) = match content.reach {
            Reach::Anywhere => (vec![], None),
            Reach::Regions(regions) => (regions, None),
            Reach::Within(miles) => (vec![], Some(miles)),
        };
        Self {
            service: content.service_code,
            service_name: content.service_name,
            shape: content.shape,
            title: content.title,
            description: content.description,
            unit: content.unit,
            quantity_per_month: content.quantity_per_month.plain(),
            size_measure: content.size.map(|size| size.measure),
            size: content.size.map(|size| size.count),
            first_month: content.first_month.iso(),
            last_month: content.last_month.iso(),
            pays: content.pays.as_str().to_owned(),
            highest_price: content.highest_price.map(Rate::plain),
            gives: content.gives.into_iter().map(|service| service.code).collect(),
            regions,
            within_miles,
            assurances: content.assurances,
        }
    }
}

/// What a need said when it was published for the `number`th time.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NeedVersion {
    number: i32,
    published_at: String,
    #[serde(flatten)]
    said: NeedSaid,
}

impl From<Published> for NeedVersion {
    fn from(version: Published) -> Self {
        Self {
            number: version.number,
            published_at: version.published_at.to_rfc3339(),
            said: version.content.into(),
        }
    }
}

/// A need.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Need {
    id: String,
    body_id: String,
    body_name: String,
    /// `draft`, `published`, `expired`, `met` or `withdrawn`.
    state: String,
    version: i64,
    /// What everybody sees; null until it is published.
    published: Option<NeedVersion>,
    /// What its owner is about to say; null for everybody else.
    draft: Option<NeedBody>,
}

impl From<NeedView> for Need {
    fn from(view: NeedView) -> Self {
        Self {
            id: view.id.to_string(),
            body_id: view.body.to_string(),
            body_name: view.body_name,
            state: view.state.as_str().to_owned(),
            version: view.version,
            published: view.published.map(NeedVersion::from),
            draft: view.draft.as_ref().map(NeedBody::of),
        }
    }
}

/// A need of your own body, in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnNeedItem {
    id: String,
    title: String,
    service_name: String,
    state: String,
    has_changes: bool,
    updated_at: String,
}

impl From<OwnNeed> for OwnNeedItem {
    fn from(need: OwnNeed) -> Self {
        Self {
            id: need.id.to_string(),
            title: need.title,
            service_name: need.service_name,
            state: need.state.as_str().to_owned(),
            has_changes: need.has_changes,
            updated_at: need.updated_at.to_rfc3339(),
        }
    }
}

/// A need that is open for answers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NeedItem {
    id: String,
    body_id: String,
    body_name: String,
    region: String,
    published_at: String,
    #[serde(flatten)]
    said: NeedSaid,
}

impl From<FoundNeed> for NeedItem {
    fn from(need: FoundNeed) -> Self {
        Self {
            id: need.id.to_string(),
            body_id: need.body.to_string(),
            body_name: need.body_name,
            region: need.region,
            published_at: need.published_at.to_rfc3339(),
            said: need.content.into(),
        }
    }
}

/// What open needs are narrowed by.
#[expect(dead_code, reason = "describes the query string to programs; `find` reads it")]
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NeedParameters {
    /// Words that must all occur.
    q: Option<String>,
    /// The code of a family.
    family: Option<String>,
    /// The code of a service.
    service: Option<String>,
    /// Where the body is that needs it.
    region: Option<String>,
    #[param(pattern = "^(newest|soonest|title)?$")]
    sort: Option<String>,
}
