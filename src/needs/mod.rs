//! What bodies look for: the mirror of their offers.
//!
//! A need has what readers see, which is its last published version, and perhaps a draft, exactly as an offer has. It asks
//! for so many units a month, or for a whole service to be run for a body of a certain size.

mod asked;
pub mod commands;
pub mod content;
pub mod draft;
pub mod error;
pub mod evidence;
pub mod filter;
pub mod fit;
pub mod model;
pub mod queries;
pub mod shelf;
mod shelves;
pub mod shortlist;
pub mod state;
mod store;
pub mod suggestions;

pub use asked::PriceForNeed;
pub use content::NeedContent;
pub use draft::{NeedDraft, Step};
pub use error::NeedError;
pub use shelves::NeedShelves;
pub use state::{NeedEvent, NeedState};
