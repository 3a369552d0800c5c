//! What somebody looks for in the catalogue, and among the offers of their own body.

use super::model::Takes;
use super::price_for_me::VatAssumptions;
use super::shape::{Shape, Size};
use super::state::OfferState;
use super::terms::Assurance;
use crate::bodies::BodyKind;
use crate::kernel::ids::BodyId;
use crate::kernel::{Month, Quantity, Rate, text_enum};

text_enum! {
    /// The order of the catalogue.
    pub enum Sort {
        /// The best match first; without words, the newest.
        Relevance = "relevance",
        Newest = "newest",
        Price = "price",
        /// The lowest price with the VAT that the reader cannot recover; without a reader, the lowest price.
        PriceForMe = "price_for_me",
        /// The nearest to the body that the search is for; without one, the newest.
        Distance = "distance",
        /// What can start first.
        Soonest = "soonest",
        Free = "free",
        Title = "title",
    }
}

text_enum! {
    /// How the reader would pay.
    pub enum Pays {
        Cash = "cash",
        InKind = "in_kind",
    }
}

text_enum! {
    /// Whom an offer has to be for.
    pub enum Reaching {
        /// The body that the search is for is within the reach that the provider names.
        Us = "us",
    }
}

/// What is done about a word that occurs nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Spelling {
    /// The nearest word that does occur is searched for.
    #[default]
    Forgiven,
    /// Nothing is found.
    Exact,
}

impl Sort {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Relevance => "Best match",
            Self::Newest => "Newest first",
            Self::Price => "Lowest price for each unit",
            Self::PriceForMe => "Lowest price for me, with VAT I cannot recover",
            Self::Distance => "Nearest first",
            Self::Soonest => "Soonest start",
            Self::Free => "Most free capacity",
            Self::Title => "Title",
        }
    }
}

impl Pays {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cash => "Cash",
            Self::InKind => "A service in return",
        }
    }
}

/// Whether somebody who pays in one of these ways can have what takes this, and the other way round.
pub fn fits(takes: Takes, pays: &[Pays]) -> bool {
    pays.is_empty()
        || takes.takes_cash() && pays.contains(&Pays::Cash)
        || takes.takes_in_kind() && pays.contains(&Pays::InKind)
}

/// What somebody looks for. Choices within one list widen the search, different lists narrow it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct CatalogueFilter {
    pub words: String,
    pub spelling: Spelling,
    pub families: Vec<String>,
    pub service: Option<String>,
    pub kinds: Vec<BodyKind>,
    pub nation: Option<String>,
    pub region: Option<String>,
    pub pays: Vec<Pays>,
    pub shapes: Vec<Shape>,
    /// How large what is to be served is: whole services that take no such size in are left out, the others cost what
    /// that size costs. Capacity by unit knows no sizes.
    pub size: Option<Size>,
    pub unit: Option<String>,
    /// The least and the most that one unit may cost, before VAT. Of use with one unit, or with whole services alone.
    pub price_from: Option<Rate>,
    pub price_to: Option<Rate>,
    /// The month in or before which it must be able to start.
    pub start_by: Option<Month>,
    /// The month from which capacity is needed.
    pub from: Option<Month>,
    /// The least that must be free: in that month, or else in one by which it must be able to start, or in any if no month
    /// is named.
    pub least: Option<Quantity>,
    /// The standards that all have to be met: the one list in which each choice narrows.
    pub assurances: Vec<Assurance>,
    /// The body that the search is for: distances, reaches and the region are its own.
    pub near: Option<BodyId>,
    /// How many miles the provider may be away from it.
    pub within: Option<u16>,
    pub reaching: Option<Reaching>,
    /// What is assumed of the VAT that the reader recovers.
    #[serde(skip)]
    pub vat: Option<VatAssumptions>,
    pub sort: Option<Sort>,
}

impl CatalogueFilter {
    /// The prices that are asked for, if there can be any between them.
    pub fn prices(&self) -> Option<(Option<Rate>, Option<Rate>)> {
        let asked = match (self.price_from, self.price_to) {
            (None, None) => false,
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        asked.then_some((self.price_from, self.price_to))
    }

    /// The same, where there is one unit for which they mean something.
    pub fn price_range(&self) -> Option<(Option<Rate>, Option<Rate>)> {
        self.prices().filter(|_| self.is_of_one_unit())
    }

    /// Whether everything it finds is counted in the same: in the unit that was chosen, or in whole services.
    pub fn is_of_one_unit(&self) -> bool {
        self.unit.is_some() || self.shapes == [Shape::WholeService]
    }

    /// Whether it finds the same, whatever the order: of the offers, and in which the choices were made.
    pub fn finds_the_same(&self, other: &Self) -> bool {
        self.in_any_order() == other.in_any_order()
    }

    fn in_any_order(&self) -> Self {
        let mut filter = Self { sort: None, vat: None, ..self.clone() };
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
        filter.shapes.sort_unstable_by_key(|shape| shape.as_str());
        filter.assurances.sort_unstable_by_key(|standard| standard.as_str());
        filter.families.dedup();
        filter.kinds.dedup();
        filter.pays.dedup();
        filter.shapes.dedup();
        filter.assurances.dedup();
        filter
    }

    /// Whether it narrows nothing: only the order, and for whom it is.
    pub fn is_everything(&self) -> bool {
        *self == Self { sort: self.sort, near: self.near, vat: self.vat, ..Self::default() }
    }
}

/// Prices for one unit, both ends included, and how many offers have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceBand {
    pub from: Rate,
    pub to: Rate,
    pub offers: i64,
}

/// How many offers each choice of a list would leave, with every other choice as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By the code of the family, in the order of the taxonomy, with its name.
    pub families: Vec<(String, String, i64)>,
    /// By the code of the service, in the order of the taxonomy.
    pub services: Vec<(String, i64)>,
    pub kinds: Vec<(BodyKind, i64)>,
    pub nations: Vec<(String, i64)>,
    pub regions: Vec<(String, i64)>,
    pub pays: Vec<(Pays, i64)>,
    pub shapes: Vec<(Shape, i64)>,
    /// What most offers are counted in first; those that none is left of are left out.
    pub units: Vec<(String, i64)>,
    /// Parts of about as many offers each, once a unit or whole services alone are chosen.
    pub prices: Vec<PriceBand>,
    /// By month from this one on: how many could start in or before it; nothing where a least quantity is asked for, which
    /// may be free in some of these months only.
    pub starts: Vec<(Month, i64)>,
    /// How many have at least so much free in their best month; nothing where a month is asked for.
    pub least: Vec<(Quantity, i64)>,
    /// How many are within so many miles; nothing where no place is known to measure from.
    pub within: Vec<(u16, i64)>,
    /// How many meet this standard too, of those that meet all that were chosen.
    pub assurances: Vec<(Assurance, i64)>,
    /// How many reach the body that the search is for, of those that were found.
    pub reaching: Option<i64>,
}

text_enum! {
    /// The order of one's own offers.
    pub enum OwnSort {
        Updated = "updated",
        Title = "title",
        State = "state",
        Free = "free",
    }
}

/// Which of one's own offers are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnFilter {
    pub words: String,
    pub state: Option<OfferState>,
    pub sort: Option<OwnSort>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_are_the_same_in_whatever_order_they_were_made() {
        let one = CatalogueFilter {
            words: "Payroll  nights".into(),
            families: vec!["PAY".into(), "IT".into()],
            kinds: vec![BodyKind::Fire, BodyKind::Police],
            sort: Some(Sort::Newest),
            ..CatalogueFilter::default()
        };
        let other = CatalogueFilter {
            words: "payroll nights".into(),
            families: vec!["IT".into(), "PAY".into(), "IT".into()],
            kinds: vec![BodyKind::Police, BodyKind::Fire],
            ..CatalogueFilter::default()
        };

        assert!(one.finds_the_same(&other));
        assert!(!one.finds_the_same(&CatalogueFilter { nation: Some("Wales".into()), ..other.clone() }));
        assert!(!one.finds_the_same(&CatalogueFilter { pays: vec![Pays::Cash], ..other }));
    }
}
