//! Offers of spare capacity: the taxonomy they are listed under, their versions, and the ledger of what is free.
//!
//! An offer has what readers see, which is its last published version, and perhaps a draft, which is what its owner is
//! about to say instead. Editing touches the draft alone; publishing checks the draft as a whole, makes it the next
//! version and empties it. So a published offer never changes under its readers' eyes half-way.

mod asked;
pub mod attachment;
pub mod audience;
pub mod browse;
pub mod capacity;
pub mod commands;
pub mod content;
pub mod draft;
pub mod error;
pub mod file_kind;
pub mod file_name;
pub mod filter;
pub mod free;
mod kept;
pub mod listed;
pub mod model;
mod named_partners;
pub mod price_for_me;
pub mod price_words;
pub mod quantity_words;
pub mod queries;
pub mod reader;
pub mod reminder_link;
pub mod season;
pub mod shape;
pub mod shelf;
pub mod shelves;
pub mod state;
mod steps;
mod store;
pub mod tariff;
pub mod taxonomy;
pub mod templates;
pub mod terms;
pub mod unit_cost;
pub mod whole;
pub mod words;

pub use asked::{Traded, named_services};
pub use attachment::{Attachment, Upload};
pub use capacity::CapacityError;
pub use content::OfferContent;
pub use draft::{OfferDraft, Step};
pub use error::CatalogueError;
pub use kept::SeenOffer;
pub use season::MonthQuantity;
pub use shelves::Shelves;
pub use state::{OfferEvent, OfferState};
pub use terms::{OfferTerms, Reach};
