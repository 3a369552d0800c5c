//! The JSON shapes of a search for needs: what it takes, what it finds, and what each further choice would leave.

use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::api_bodies::NeedSaid;
use crate::catalogue::shelf::Shelf;
use crate::kernel::ids::BodyId;
use crate::needs::filter::NeedFacets;
use crate::needs::model::FoundNeed;
use crate::needs::queries::Findings;

/// A need that is open for answers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NeedItem {
    id: String,
    body_id: String,
    body_name: String,
    region: String,
    published_at: String,
    /// How far away the body is from the one that the search is for, as the crow flies; null where that is not known.
    distance_miles: Option<u64>,
    #[serde(flatten)]
    said: NeedSaid,
}

/// A choice, as it is sent, and how many needs it would leave.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NeedChoice {
    value: String,
    needs: i64,
}

/// For each parameter that narrows a search, what its choices would leave. Only those that would leave something.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NeedChoices {
    shape: Vec<NeedChoice>,
    family: Vec<NeedChoice>,
    service: Vec<NeedChoice>,
    kind: Vec<NeedChoice>,
    nation: Vec<NeedChoice>,
    region: Vec<NeedChoice>,
    pays: Vec<NeedChoice>,
    unit: Vec<NeedChoice>,
    start_by: Vec<NeedChoice>,
    least: Vec<NeedChoice>,
    within: Vec<NeedChoice>,
    reach: Vec<NeedChoice>,
}

/// A part of what was found, and how to get the next.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NeedList {
    items: Vec<NeedItem>,
    /// How many there are in all.
    total: i64,
    /// Send it as `cursor` to get what follows; null at the end.
    next_cursor: Option<String>,
    /// The words that were searched for, less those that are too common; null if there were none.
    searched: Option<String>,
    /// What you sent, if a word of it occurs nowhere and the nearest was searched for instead.
    corrected_from: Option<String>,
    /// What each further choice would leave, everything else as it is.
    choices: NeedChoices,
}

impl NeedList {
    pub(super) fn of(found: Findings, shelf: &Shelf, near: Option<BodyId>) -> Self {
        let Findings { page, facets, searched } = found;
        let text = |text: String| Some(text).filter(|text| !text.is_empty());
        Self {
            total: page.total,
            next_cursor: page.next_cursor(),
            searched: text(searched.sought().text()),
            corrected_from: searched.is_corrected().then(|| searched.typed().text()),
            choices: facets.into(),
            items: page.items.into_iter().map(|need| item(need, shelf, near)).collect(),
        }
    }
}

fn item(need: FoundNeed, shelf: &Shelf, near: Option<BodyId>) -> NeedItem {
    let distance = near.filter(|near| *near != need.body).and_then(|near| shelf.distance(near, need.body));
    NeedItem {
        id: need.id.to_string(),
        body_id: need.body.to_string(),
        body_name: need.body_name,
        region: need.region,
        published_at: need.published_at.to_rfc3339(),
        distance_miles: distance.map(crate::bodies::Distance::miles),
        said: need.content.into(),
    }
}

impl From<NeedFacets> for NeedChoices {
    fn from(facets: NeedFacets) -> Self {
        let reach = facets.reaching.map(|needs| ("us".to_owned(), needs));
        Self {
            shape: choices(facets.shapes.into_iter().map(|(shape, left)| (shape.as_str().to_owned(), left))),
            family: choices(facets.families.into_iter().map(|(code, _, left)| (code, left))),
            service: choices(facets.services),
            kind: choices(facets.kinds.into_iter().map(|(kind, left)| (kind.as_str().to_owned(), left))),
            nation: choices(facets.nations),
            region: choices(facets.regions),
            pays: choices(facets.pays.into_iter().map(|(pays, left)| (pays.as_str().to_owned(), left))),
            unit: choices(facets.units),
            start_by: choices(facets.starts.into_iter().map(|(month, left)| (month.iso(), left))),
            least: choices(facets.least.into_iter().map(|(least, left)| (least.plain(), left))),
            within: choices(facets.within.into_iter().map(|(miles, left)| (miles.to_string(), left))),
            reach: choices(reach),
        }
    }
}

fn choices(counted: impl IntoIterator<Item = (String, i64)>) -> Vec<NeedChoice> {
    let useful = counted.into_iter().filter(|(_, needs)| *needs > 0);
    useful.map(|(value, needs)| NeedChoice { value, needs }).collect()
}

/// What open needs are narrowed by.
#[expect(dead_code, reason = "describes the query string to programs; `find_query` reads it")]
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NeedParameters {
    /// Words that must all occur; the last may be the beginning of a word.
    q: Option<String>,
    /// 1: words that occur nowhere are not put right.
    #[param(pattern = "^1?$")]
    exact: Option<String>,
    /// The code of a family. May be sent several times.
    family: Option<Vec<String>>,
    /// The code of a service.
    service: Option<String>,
    #[param(pattern = "^(capacity|whole_service)?$")]
    shape: Option<String>,
    /// The kind of body that needs it, such as `council`. May be sent several times.
    kind: Option<Vec<String>>,
    /// Where the body is that needs it.
    nation: Option<String>,
    region: Option<String>,
    /// What it would give: `cash` or `in_kind`. May be sent several times.
    pays: Option<Vec<String>>,
    /// What the need is counted in.
    unit: Option<String>,
    /// The least that it must be ready to pay, in pounds before VAT; with a unit, or for whole services.
    #[param(pattern = "^([0-9]{1,6}([.][0-9]{1,4})?)?$")]
    price_from: Option<String>,
    /// The month in or before which it must begin.
    #[param(pattern = "^(2[0-9]{3}-(0[1-9]|1[0-2]))?$")]
    start_by: Option<String>,
    /// The least that must be needed each month.
    #[param(pattern = "^([0-9]{1,6}([.][0-9]{1,2})?)?$")]
    least: Option<String>,
    /// The id of the body whose needs you want.
    body: Option<String>,
    /// The id of the body that the search is for; that of your token, if you do not say.
    near: Option<String>,
    /// How many miles the body that needs it may be away from that one.
    #[param(pattern = "^([1-9][0-9]{0,2})?$")]
    within: Option<String>,
    /// `us`: only needs that could be met from where that body is.
    #[param(pattern = "^(us)?$")]
    reach: Option<String>,
    #[param(pattern = "^(relevance|newest|soonest|distance|title)?$")]
    sort: Option<String>,
}
