//! Offers of spare capacity: the taxonomy they are listed under, their versions, and the ledger of what is free.

pub mod capacity;
pub mod commands;
pub mod error;
pub mod model;
pub mod queries;
pub mod state;
mod store;
pub mod taxonomy;

pub use capacity::CapacityError;
pub use error::CatalogueError;
pub use state::OfferState;
