//! Many offers or needs at once, from a file and into a file.
//!
//! One list of columns for each kind ([`columns`]) says how a cell is read and written, so that the template, the
//! upload and the download cannot differ. A file becomes a table of texts when it is uploaded ([`table`]) and is never
//! opened again: what people see before loading, and what is loaded, is judged from that table ([`judge`]).

pub mod archive;
pub mod cells;
pub mod columns;
pub mod commands;
pub mod error;
pub mod file;
pub mod judge;
pub mod listing;
pub mod loading;
pub mod mapping;
pub mod model;
mod need_columns;
mod offer_columns;
pub mod queries;
mod seen_by;
pub mod state;
mod store;
pub mod table;
mod week;
pub mod workbook;

pub use error::BulkError;
pub use listing::Listing;
pub use loading::Loadable;
