//! Saved searches as pages and programs see them.

use super::cadence::Cadence;
use crate::bodies::Distance;
use crate::catalogue::filter::CatalogueFilter;
use crate::catalogue::model::FoundOffer;
use crate::kernel::ids::{BodyId, OfferId, PersonId, SavedSearchId};
use crate::kernel::{FieldError, FieldErrors, Instant, text, text_enum};
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

text_enum! {
    /// Why an offer that fits is told of.
    pub enum News {
        /// It has come into the catalogue.
        New = "new",
        /// It costs less for the same than it did.
        LowerPrice = "lower_price",
        /// It said something before with which it did not fit.
        Changed = "changed",
    }
}

impl News {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::LowerPrice => "Lower price",
            Self::Changed => "Changed, and fits now",
        }
    }
}

text_enum! {
    /// Whether somebody gets mail when an offer on a shortlist of theirs changes.
    pub enum ShortlistMail { Sent = "sent", Stopped = "stopped" }
}

/// That a saved search has found an offer.
#[derive(Clone, Debug)]
pub struct Find {
    pub search: SavedSearchId,
    pub search_name: String,
    pub news: News,
    /// The version with which the search knew it before, where it did.
    pub before_version: Option<i32>,
    pub found_at: Instant,
    pub is_new: bool,
}

/// An offer with everything that the searches of one person have found it for, the latest find first.
#[derive(Clone, Debug)]
pub struct FoundTogether {
    pub offer: FoundOffer,
    pub finds: Vec<Find>,
}

impl FoundTogether {
    /// Whether its owner has not looked at one of them.
    pub fn is_new(&self) -> bool {
        self.finds.iter().any(|find| find.is_new)
    }
}

/// Which finds are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindFilter {
    /// Those of one search alone.
    pub search: Option<SavedSearchId>,
}

/// Whose searches: a person at a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    pub person: PersonId,
    pub body: BodyId,
}

/// An offer that is news to a search, and how far away it is: from the body the search names, or from the owner's own.
#[derive(Clone, Debug)]
pub struct Fresh {
    pub offer: OfferId,
    pub version: i32,
    pub news: News,
    /// With which version the search knew it, or it stood before, and what it cost then in words.
    pub before: Option<(i32, Option<String>)>,
    pub distance: Option<Distance>,
}

/// A search whose time has come.
#[derive(Debug)]
pub struct Due {
    pub id: SavedSearchId,
    pub cadence: Cadence,
    /// An error if what was saved cannot be read any more.
    pub filter: Result<CatalogueFilter, StorageError>,
    /// Only what has happened later is news.
    pub since: Instant,
}

/// What the searches of one owner that are told of together have found.
#[derive(Debug)]
pub struct Looked {
    pub owner: Owner,
    pub searches: Vec<(SavedSearchId, Vec<Fresh>)>,
}

/// Which mails a link stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Those of one search.
    Search,
    /// All that tell what is new.
    All,
    /// Those about offers on shortlists.
    Shortlists,
}
