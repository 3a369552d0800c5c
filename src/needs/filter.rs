//! Which needs are looked for, and in which order.

use super::state::NeedState;
use crate::bodies::BodyKind;
use crate::catalogue::filter::{Pays, Reaching, Spelling};
use crate::catalogue::shape::Shape;
use crate::kernel::ids::BodyId;
use crate::kernel::{Month, Quantity, Rate, text_enum};

text_enum! {
    /// The order of open needs.
    pub enum Sort {
        /// The best match first; without words, the newest.
        Relevance = "relevance",
        Newest = "newest",
        Soonest = "soonest",
        /// The nearest to the body that the search is for; without one, the newest.
        Distance = "distance",
        Title = "title",
    }
}

impl Sort {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Relevance => "Best match",
            Self::Newest => "Newest first",
            Self::Soonest => "Soonest start first",
            Self::Distance => "Nearest first",
            Self::Title => "Title",
        }
    }
}

/// What somebody who has something to offer looks for. Choices within one list widen the search, different lists narrow
/// it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct NeedFilter {
    pub words: String,
    pub spelling: Spelling,
    pub families: Vec<String>,
    pub service: Option<String>,
    pub shape: Option<Shape>,
    /// What kinds of body need it, and where they are.
    pub kinds: Vec<BodyKind>,
    pub nation: Option<String>,
    pub region: Option<String>,
    /// What they would give for it.
    pub pays: Vec<Pays>,
    pub unit: Option<String>,
    /// The least that they must be ready to pay, before VAT. Of use with a unit, or for whole services.
    pub price_from: Option<Rate>,
    /// The month in or before which it must begin.
    pub start_by: Option<Month>,
    /// The least that must be needed each month.
    pub least: Option<Quantity>,
    /// Needs of this body alone.
    pub body: Option<BodyId>,
    /// The body that the search is for: distances and reaches are its own.
    pub near: Option<BodyId>,
    /// How many miles the body that needs it may be away from it.
    pub within: Option<u16>,
    /// Only needs that could be met from where that body is.
    pub reaching: Option<Reaching>,
    pub sort: Option<Sort>,
}

impl NeedFilter {
    /// The least price, where there is one unit for which it means something.
    pub fn least_price(&self) -> Option<Rate> {
        let is_comparable = self.unit.is_some() || self.shape == Some(Shape::WholeService);
        self.price_from.filter(|_| is_comparable)
    }

    /// Whether it finds the same, whatever the order: of the needs, and in which the choices were made.
    pub fn finds_the_same(&self, other: &Self) -> bool {
        self.in_any_order() == other.in_any_order()
    }

    fn in_any_order(&self) -> Self {
        let mut filter = Self { sort: None, ..self.clone() };
        filter.words = self.words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if filter.words.is_empty() {
            filter.spelling = Spelling::Forgiven;
        }
        if filter.within.is_none() && filter.reaching.is_none() {
            filter.near = None;
        }
        filter.families.sort_unstable();
        filter.kinds.sort_unstable_by_key(|kind| kind.as_str());
        filter.pays.sort_unstable_by_key(|pays| pays.as_str());
        filter.families.dedup();
        filter.kinds.dedup();
        filter.pays.dedup();
        filter
    }
}

/// How many needs each choice of a list would leave, with every other choice as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NeedFacets {
    pub shapes: Vec<(Shape, i64)>,
    /// By the code of the family, in the order of the taxonomy, with its name.
    pub families: Vec<(String, String, i64)>,
    /// By the code of the service, in the order of the taxonomy.
    pub services: Vec<(String, i64)>,
    pub kinds: Vec<(BodyKind, i64)>,
    pub nations: Vec<(String, i64)>,
    pub regions: Vec<(String, i64)>,
    pub pays: Vec<(Pays, i64)>,
    /// What most needs are counted in first.
    pub units: Vec<(String, i64)>,
    /// By month from this one on: how many begin in or before it.
    pub starts: Vec<(Month, i64)>,
    /// How many ask for at least so much a month.
    pub least: Vec<(Quantity, i64)>,
    /// How many are within so many miles; nothing where no place is known to measure from.
    pub within: Vec<(u16, i64)>,
    /// How many could be met from where the body is that the search is for, of those that were found.
    pub reaching: Option<i64>,
}

text_enum! {
    /// The order of one's own needs.
    pub enum OwnSort {
        Updated = "updated",
        Title = "title",
        State = "state",
    }
}

/// Which of one's own needs are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnFilter {
    pub words: String,
    pub state: Option<NeedState>,
    pub sort: Option<OwnSort>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_for_needs_are_the_same_in_whatever_order_they_were_made() {
        let one = NeedFilter {
            words: "Payroll  nights".into(),
            families: vec!["PAY".into(), "IT".into()],
            sort: Some(Sort::Newest),
            ..NeedFilter::default()
        };
        let other = NeedFilter {
            words: "payroll nights".into(),
            families: vec!["IT".into(), "PAY".into(), "IT".into()],
            ..NeedFilter::default()
        };

        assert!(one.finds_the_same(&other));
        assert!(!one.finds_the_same(&NeedFilter { nation: Some("Wales".into()), ..other }));
    }

    #[test]
    fn a_price_means_something_for_one_unit_or_for_whole_services() {
        let price_from = Rate::parse("price_from", "4").ok();
        let filter = NeedFilter { price_from, ..NeedFilter::default() };

        assert_eq!(filter.least_price(), None);
        assert_eq!(NeedFilter { unit: Some("payslip".into()), ..filter.clone() }.least_price(), price_from);
        assert_eq!(NeedFilter { shape: Some(Shape::WholeService), ..filter }.least_price(), price_from);
    }
}
