//! What people and the system do with offers.

mod load_taxonomy;

pub use load_taxonomy::load_taxonomy;
