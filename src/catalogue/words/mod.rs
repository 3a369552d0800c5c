//! Full-text search as pure rules: a text taken apart into words, what somebody looks for, where each word stands, how
//! near two words are, and how much a find counts. No database takes part, so both give the same answers in the same
//! order; [`crate::catalogue::shelf`] puts the parts together.

mod index;
pub mod lookup;
mod near;
mod rank;
mod sought;
mod tokens;
mod vocabulary;

pub use index::Index;
pub use near::distance;
pub use rank::{BODY, SERVICE};
pub use sought::{Extent, Sought, Term, Word};
pub use tokens::{Run, each_word, runs, stem};
