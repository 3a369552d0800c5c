//! Saved searches as pages and programs see them.

use super::cadence::Cadence;
use crate::bodies::Distance;
use crate::catalogue::filter::CatalogueFilter;
use crate::catalogue::model::FoundOffer;
use crate::kernel::ids::{BodyId, OfferId, SavedSearchId};
use crate::kernel::{FieldError, FieldErrors, Instant, text};
use crate::storage::StorageError;

/// The most searches that one person keeps at one body.
pub const MOST: i64 = 50;

/// A search that somebody keeps.
#[derive(Clone, Debug)]
pub struct SavedSearch {
    pub id: SavedSearchId,
    pub name: String,
    /// The query string of the catalogue's address.
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

/// The search itself: as an address and as what it means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sought {
    pub query: String,
    pub filter: CatalogueFilter,
}

/// An offer that a saved search has found.
#[derive(Clone, Debug)]
pub struct Find {
    pub search: SavedSearchId,
    pub search_name: String,
    pub offer: FoundOffer,
    pub found_at: Instant,
    pub is_new: bool,
}

/// An offer that a search has not found before, and how far away it is: from the body the search names, or from the
/// owner's own.
#[derive(Clone, Copy, Debug)]
pub struct Fresh {
    pub offer: OfferId,
    pub distance: Option<Distance>,
}

/// A search whose time has come.
#[derive(Debug)]
pub struct Due {
    pub id: SavedSearchId,
    /// For which body it looks.
    pub body: BodyId,
    /// An error if what was saved cannot be read any more.
    pub filter: Result<CatalogueFilter, StorageError>,
    /// Only what was published later is new.
    pub since: Instant,
}
