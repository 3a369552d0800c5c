//! What people and the system do with needs and their shortlists.

mod dismiss;
mod listing;
mod shortlist;
pub mod shortlist_news;

pub use dismiss::{dismiss, suggest_again};
pub use listing::{
    copy, create, discard_draft, expire_due, meet, publish, replace_draft, save_step, start_draft, withdraw,
};
pub use shortlist::{note, remove, shortlist};
