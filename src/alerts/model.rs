//! Saved searches as pages and programs see them.

use super::cadence::Cadence;
use crate::bodies::Distance;
use crate::catalogue::filter::CatalogueFilter;
use crate::catalogue::model::FoundOffer;
use crate::kernel::ids::{BodyId, ListingId, PersonId, SavedSearchId};
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

text_enum! {
    /// Whether somebody gets mail when an offer on a shortlist of theirs changes.
    pub enum ShortlistMail { Sent = "sent", Stopped = "stopped" }
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
    pub news: News,
    /// The version with which the search knew it before, where it did.
    pub before_version: Option<i32>,
    pub found_at: Instant,
    pub is_new: bool,
}

/// An offer or a need with everything that the searches of one person have found it for, the latest find first.
#[derive(Clone, Debug)]
pub struct FoundTogether {
    pub listed: Listed,
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

/// What is news to a search, and how far away it is: from the body the search names, or from the owner's own.
#[derive(Clone, Debug)]
pub struct Fresh {
    pub listing: ListingId,
    /// That of an offer; a need is news once, whatever its version.
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
    pub filter: Result<SearchFilter, StorageError>,
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
