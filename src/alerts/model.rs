//! Saved searches as pages and programs see them.

use super::cadence::Cadence;
use crate::bodies::Distance;
use crate::catalogue::filter::CatalogueFilter;
use crate::catalogue::model::FoundOffer;
use crate::kernel::ids::{BodyId, ListingId, SavedSearchId};
use crate::kernel::{FieldError, FieldErrors, Instant, text, text_enum};
use crate::needs::filter::NeedFilter;
use crate::needs::model::FoundNeed;
use crate::storage::{Json, StorageError};

/// The most searches that one person keeps at one body.
pub const MOST: i64 = 50;

/// A search that somebody keeps.
#[derive(Clone, Debug)]
pub struct SavedSearch {
    pub id: SavedSearchId,
    pub name: String,
    pub kind: SearchKind,
    /// The query string of the address of the catalogue, or of what others need.
    pub query: String,
    pub cadence: Cadence,
    pub created_at: Instant,
    /// How many finds its owner has not looked at.
    pub unseen: i64,
    pub version: i64,
}

/// What somebody says of a search that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub name: String,
    pub cadence: Cadence,
}

impl Kept {
    /// What was typed, or everything that is wrong with it.
    pub fn parse(name: &str, cadence: &str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep(text::required_line("name", name, "a name", 80));
        let cadence = errors.keep(
            cadence
                .parse::<Cadence>()
                .map_err(|_| FieldError::required("cadence", "Choose how often you want to be told")),
        );
        errors.finish(name.zip(cadence).map(|(name, cadence)| Self { name, cadence }))
    }
}

text_enum! {
    /// What a search looks for.
    pub enum SearchKind {
        Offers = "offers",
        Needs = "needs",
    }
}

impl SearchKind {
    /// One of what it looks for.
    pub const fn one(self) -> &'static str {
        match self {
            Self::Offers => "offer",
            Self::Needs => "need",
        }
    }

    /// Several of them.
    pub const fn many(self) -> &'static str {
        self.as_str()
    }
}

/// What a search means.
#[derive(Clone, Debug, PartialEq)]
pub enum SearchFilter {
    Offers(Box<CatalogueFilter>),
    Needs(Box<NeedFilter>),
}

impl SearchFilter {
    pub const fn kind(&self) -> SearchKind {
        match self {
            Self::Offers(_) => SearchKind::Offers,
            Self::Needs(_) => SearchKind::Needs,
        }
    }

    /// Whether it finds the same, in whatever order its choices were made.
    pub fn finds_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Offers(one), Self::Offers(other)) => one.finds_the_same(other),
            (Self::Needs(one), Self::Needs(other)) => one.finds_the_same(other),
            _ => false,
        }
    }

    pub(super) fn of_store(kind: SearchKind, kept: Json) -> Result<Self, StorageError> {
        Ok(match kind {
            SearchKind::Offers => Self::Offers(kept.read()?),
            SearchKind::Needs => Self::Needs(kept.read()?),
        })
    }

    pub(super) fn to_store(&self) -> Result<Json, StorageError> {
        match self {
            Self::Offers(filter) => Json::of(filter),
            Self::Needs(filter) => Json::of(filter),
        }
    }
}

/// The search itself: as an address and as what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Sought {
    pub query: String,
    pub filter: SearchFilter,
}

/// An offer or a need that was found.
#[derive(Clone, Debug)]
pub enum Listed {
    Offer(Box<FoundOffer>),
    Need(Box<FoundNeed>),
}

impl Listed {
    pub fn id(&self) -> ListingId {
        match self {
            Self::Offer(offer) => ListingId::from_uuid(*offer.id.as_uuid()),
            Self::Need(need) => ListingId::from_uuid(*need.id.as_uuid()),
        }
    }

    pub const fn kind(&self) -> SearchKind {
        match self {
            Self::Offer(_) => SearchKind::Offers,
            Self::Need(_) => SearchKind::Needs,
        }
    }

    pub fn title(&self) -> &str {
        match self {
            Self::Offer(offer) => &offer.title,
            Self::Need(need) => &need.content.title,
        }
    }

    pub fn body_name(&self) -> &str {
        match self {
            Self::Offer(offer) => &offer.body_name,
            Self::Need(need) => &need.body_name,
        }
    }
}

/// What a saved search has found.
#[derive(Clone, Debug)]
pub struct Find {
    pub search: SavedSearchId,
    pub search_name: String,
    pub listed: Listed,
    pub found_at: Instant,
    pub is_new: bool,
}

/// What a search has not found before, and how far away it is: from the body the search names, or from the owner's own.
#[derive(Clone, Copy, Debug)]
pub struct Fresh {
    pub listing: ListingId,
    pub distance: Option<Distance>,
}

/// A search whose time has come.
#[derive(Debug)]
pub struct Due {
    pub id: SavedSearchId,
    /// For which body it looks.
    pub body: BodyId,
    /// An error if what was saved cannot be read any more.
    pub filter: Result<SearchFilter, StorageError>,
    /// Only what was published later is new.
    pub since: Instant,
}
