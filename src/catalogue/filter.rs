//! What somebody looks for in the catalogue, and among the offers of their own body.

use super::state::OfferState;
use crate::bodies::BodyKind;
use crate::kernel::{Month, Quantity, text_enum};

text_enum! {
    /// The order of the catalogue.
    pub enum Sort {
        /// The best match first; without words, the newest.
        Relevance = "relevance",
        Newest = "newest",
        Price = "price",
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
    /// The month from which capacity is needed.
    pub from: Option<Month>,
    /// The least that must be free: in that month, or in any if no month is named.
    pub least: Option<Quantity>,
    pub sort: Option<Sort>,
}

/// How many offers each choice of a list would leave, with every other choice as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By the code of the family, in the order of the taxonomy, with its name.
    pub families: Vec<(String, String, i64)>,
    pub kinds: Vec<(BodyKind, i64)>,
    pub pays: Vec<(Pays, i64)>,
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
