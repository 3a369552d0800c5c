//! What the pages of offers and of needs share: both are listed page by page, checked, published in versions, taken back
//! after a question, and found again in a list of one's own.

mod check;
mod deed;
pub(super) mod fields;
mod own;
mod terms;

pub(super) use check::{Check, Missing, Ready, loose, missing};
pub(super) use deed::Deed;
pub(super) use fields::{Sent, StepForm, comes_from_answers, is_shown_again};
pub(super) use own::{OwnList, OwnQuery};
pub(super) use terms::{Term, VersionPage, changes, said, term, versions};
