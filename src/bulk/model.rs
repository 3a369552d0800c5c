//! What an upload is made of.

use crate::kernel::ids::{BulkUploadId, ListingId};
use crate::kernel::{Instant, text_enum};

use super::mapping::Mapping;
use super::state::UploadState;

text_enum! {
    /// What the rows of a file are.
    pub enum Kind { Offers = "offers", Needs = "needs" }
}

impl Kind {
    /// "offer" or "offers".
    pub const fn noun(self, count: usize) -> &'static str {
        match (self, count) {
            (Self::Offers, 1) => "offer",
            (Self::Offers, _) => "offers",
            (Self::Needs, 1) => "need",
            (Self::Needs, _) => "needs",
        }
    }
}

text_enum! {
    /// What becomes of good rows.
    pub enum LoadAs { Published = "published", Drafts = "drafts" }
}

text_enum! {
    /// What becomes of rows that say the same as something the body lists already.
    pub enum Twins { Skip = "skip", Load = "load" }
}

/// What somebody chose for a file before loading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HowToLoad {
    pub load_as: LoadAs,
    pub twins: Twins,
}

text_enum! {
    /// What became of a row.
    pub enum Outcome { Loaded = "loaded", Duplicate = "duplicate", Bad = "bad" }
}

impl Outcome {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Loaded => "Loaded",
            Self::Duplicate => "Duplicate",
            Self::Bad => "Bad",
        }
    }
}

/// A row of a file once it is loaded or left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneRow {
    pub line: u32,
    pub outcome: Outcome,
    pub title: String,
    /// The offer or need it became, or that was there already.
    pub listing: Option<ListingId>,
    /// Why it was left out; empty for one that was loaded.
    pub reason: String,
    /// A bad row as it stands in the file.
    pub cells: Vec<String>,
}

/// An uploaded file in the list of all, and what became of its rows so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastUpload {
    pub file: UploadView,
    pub loaded: i64,
    pub duplicates: i64,
    pub bad: i64,
}

/// An uploaded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadView {
    pub id: BulkUploadId,
    pub kind: Kind,
    pub name: String,
    pub state: UploadState,
    /// As they stand in the file.
    pub headings: Vec<String>,
    /// Which column holds what, once somebody has said so.
    pub mapping: Option<Mapping>,
    /// How it is loaded, once that has begun.
    pub how: Option<HowToLoad>,
    /// How many rows it has below its headings.
    pub rows: usize,
    /// How many of them are done.
    pub done: usize,
    pub uploaded_by: String,
    pub uploaded_at: Instant,
}
